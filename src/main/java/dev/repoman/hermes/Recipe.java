package dev.repoman.hermes;

import dev.repoman.file.Reasons;
import dev.repoman.project.Bytes;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Installs hermes in a builder: the built-in installer, or a file of the user.
///
/// @param origin for display
/// @param script the program
public record Recipe(String origin, Bytes script) {
    /// Read when the executable is built.
    public static final Recipe BUILT_IN = new Recipe("the built-in installer", resource());

    /// @throws RepomanException USAGE where it cannot be read, or is empty
    public static Recipe of(Path file) {
        try {
            Bytes script = Bytes.of(Files.readAllBytes(file));
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

    private static Bytes resource() {
        try (InputStream in = Objects.requireNonNull(Recipe.class.getResourceAsStream("install-hermes.sh"))) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
