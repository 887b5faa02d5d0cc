package dev.repoman.incus.fake;

import dev.repoman.incus.fake.World.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// One command, from its start to its exit code.
final class ExecRun {
    private final ExecHandler handler;
    private final Instance instance;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    ExecRun(ExecHandler handler, Instance instance) {
        this.handler = handler;
        this.instance = instance;
    }

    /// @param user uid and gid
    record Command(List<String> words, Map<String, String> env, int uid, int gid, String cwd, boolean interactive) {}

    /// Runs it to its end.
    ///
    /// @return the exit code, 128 + signal when it was killed; [ExecResult#NOT_FOUND] as it is
    int run(Command c, InputStream stdin, OutputStream stdout, OutputStream stderr) {
        OutputStream out = new Gate(stdout);
        OutputStream err = new Gate(stderr);
        ExecCall call = new ExecCall(
                instance.project, instance.name, c.words, c.env, c.uid, c.gid, c.cwd, c.interactive, stdin, out, err);
        Runnable killer = () -> kill(9);
        instance.execs.add(killer);
        Thread thread = Thread.ofVirtual().name("exec " + c.words).start(() -> perform(call));
        try {
            int code = exit.join();
            thread.interrupt();
            return code;
        } finally {
            instance.execs.remove(killer);
            over.countDown();
        }
    }

    private void perform(ExecCall call) {
        try {
            ExecResult result = Objects.requireNonNull(handler.run(call));
            call.stdout().write(result.stdout());
            call.stderr().write(result.stderr());
            exit.complete(result.exit());
        } catch (Exception | Error e) {
            if (!exit.isDone()) {
                call.err("exec handler broke: " + e + "\n");
                exit.complete(255);
            }
        }
    }

    void kill(int signal) {
        exit.complete(128 + signal);
    }

    /// What a killed command still writes goes nowhere.
    private final class Gate extends OutputStream {
        private final OutputStream to;

        Gate(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            if (exit.isDone()) {
                throw new IOException("killed");
            }
            to.write(data, offset, length);
        }
    }
}
