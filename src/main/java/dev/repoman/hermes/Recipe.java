package dev.repoman.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What installs hermes in a builder: the built-in recipe, or a file of the user's.
///
/// @param origin for people
/// @param script the program's bytes as ISO 8859-1, so that any file comes out as it went in
public record Recipe(String origin, String script) {
    /// Read when the executable is built.
    public static final Recipe BUILT_IN = new Recipe("the built-in recipe", resource());

    /// @throws RepomanException USAGE where it cannot be read, or is empty
    public static Recipe of(Path file) {
        try {
            String script = new String(Files.readAllBytes(file), ISO_8859_1);
            if (script.isBlank()) {
                throw new RepomanException(
                        Fault.USAGE,
                        "the installer " + file + " is empty",
                        "repoman image build hermes --show-installer prints the built-in one");
            }
            return new Recipe(file.toString(), script);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.USAGE,
                    "cannot read the installer " + file + ": " + Reasons.of(e),
                    "name a script that installs hermes; repoman image build hermes --show-installer prints the"
                            + " built-in one",
                    e);
        }
    }

    private static String resource() {
        try (InputStream in = Objects.requireNonNull(Recipe.class.getResourceAsStream("install-hermes.sh"))) {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
