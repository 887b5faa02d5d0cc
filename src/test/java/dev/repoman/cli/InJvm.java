package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.bootstrap.app.RunningQuarkusApplication;
import io.quarkus.test.junit.AppMakerHelper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.ToIntFunction;

/// Runs command lines in this JVM. Quarkus is started once, which takes seconds, and serves them all: [FreshRun], in
/// the application's own class loader, gives each one beans of its own.
///
/// `@QuarkusTest` would start it once as well, but for the packaged program too, since a twin inherits it.
final class InJvm implements Program {
    private static InJvm program;

    private final ClassLoader loader;
    private final ToIntFunction<String[]> main;

    private InJvm(ClassLoader loader, ToIntFunction<String[]> main) {
        this.loader = loader;
        this.main = main;
    }

    static synchronized Program program() {
        if (program == null) {
            program = start();
        }
        return program;
    }

    @SuppressWarnings("unchecked") // a FreshRun of another loader
    private static InJvm start() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            RunningQuarkusApplication application = AppMakerHelper.getStartupAction(
                            InJvm.class, AppMakerHelper.makeCuratedApplication(InJvm.class, "repoman", false), null)
                    .run();
            ClassLoader loader = application.getClassLoader();
            Object main =
                    loader.loadClass(FreshRun.class.getName()).getConstructor().newInstance();
            return new InJvm(loader, (ToIntFunction<String[]>) main);
        } catch (Exception e) {
            throw new IllegalStateException("the application does not start", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public synchronized Ran run(List<String> args) {
        Thread thread = Thread.currentThread();
        ClassLoader loaderBefore = thread.getContextClassLoader();
        InputStream inBefore = System.in;
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            thread.setContextClassLoader(loader);
            System.setIn(InputStream.nullInputStream());
            System.setOut(new PrintStream(out, true, UTF_8));
            System.setErr(new PrintStream(err, true, UTF_8));
            int exit = main.applyAsInt(args.toArray(String[]::new));
            System.out.flush();
            System.err.flush();
            return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setIn(inBefore);
            System.setOut(outBefore);
            System.setErr(errBefore);
            thread.setContextClassLoader(loaderBefore);
        }
    }
}
