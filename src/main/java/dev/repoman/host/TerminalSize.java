package dev.repoman.host;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How wide the user's terminal is. `stty` of the host reports it, on the JVM and in a native executable:
/// calling the kernel would need the foreign-function API.
@ApplicationScoped
public class TerminalSize {
    private static final int FALLBACK = 80;

    private final HostEnvironment env;
    private final Programs programs;

    public TerminalSize(HostEnvironment env, Programs programs) {
        this.env = env;
        this.programs = programs;
    }

    /// @return COLUMNS if it is set, else the width of the controlling terminal, else 80
    public int columns() {
        int set = number(env.get("COLUMNS"));
        if (set > 0) {
            return set;
        }
        Optional<Path> program = programs.find("stty");
        if (program.isEmpty()) {
            return FALLBACK;
        }
        try {
            Process stty = new ProcessBuilder(program.get().toString(), "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // on a busy machine a second is not enough
            if (!stty.waitFor(10, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return FALLBACK;
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int told = number(size.substring(size.indexOf(' ') + 1));
            return told > 0 ? told : FALLBACK;
        } catch (IOException _) {
            return FALLBACK; // no terminal
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FALLBACK;
        }
    }

    /// @return COLUMNS where it is set, else 80
    public int columnsOfAFile() {
        int set = number(env.get("COLUMNS"));
        return set > 0 ? set : FALLBACK;
    }

    private static int number(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }
}
