package dev.repoman.incus.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// That a user inside is the user of the host: a program inside creates a file in the repository, says so, and deletes
/// it when its input ends. In between, the owner of the file is looked up on the host. The file itself is not opened.
final class Proof {
    /// For a shell, with `U` the user's name, `H` the home, and `F` the file in the folder `R`. Prints [#MADE], or what
    /// is wrong.
    static final String SCRIPT = """
            while IFS=: read -r n _ _ _ _ h _; do
                [ "$n" != "$U" ] || [ "$h" = "$H" ] || echo "the home is $h, expected $H"
            done </etc/passwd
            [ -w "$H" ] || echo "the home $H is not writable"
            if ! cd "$R"; then echo "the working folder $R is not accessible"
            elif (: >"$F") 2>/dev/null; then echo made; read -r _; rm -f "$F"
            else echo "the repository $R is not writable"; fi
            """;

    static final String MADE = "made";
    private static final long UNSEEN = -1;

    private final Path file;
    private final CompletableFuture<Long> owner = new CompletableFuture<>();

    /// @param file the path of the file on the host
    Proof(Path file) {
        this.file = file;
    }

    /// @return what the program reads: it ends when the file was looked at
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                owner.join();
                return -1;
            }
        };
    }

    /// @return passes on what the program prints
    OutputStream output(ByteArrayOutputStream to) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                to.write(b);
                look(to);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                to.write(bytes, from, length);
                look(to);
            }
        };
    }

    private void look(ByteArrayOutputStream printed) {
        if (!owner.isDone() && printed.toString(UTF_8).lines().anyMatch(MADE::equals)) {
            owner.complete(uid());
        }
    }

    private long uid() {
        try {
            return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
        } catch (IOException _) {
            return UNSEEN;
        }
    }

    /// To be called when the program has ended, so that nothing waits any more.
    ///
    /// @return what is wrong with the file on the host, or empty
    String end(long uid) {
        owner.complete(UNSEEN);
        long found = owner.join();
        return found == uid
                ? ""
                : found == UNSEEN
                        ? "a file that is created in the repository does not appear on the host, at " + file
                        : "a file that is created in the repository belongs to uid " + found + " on the host";
    }
}
