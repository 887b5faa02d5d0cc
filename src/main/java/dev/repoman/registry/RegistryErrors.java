package dev.repoman.registry;

import dev.repoman.file.DurableFile;
import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.toml.TomlException;
import java.io.IOException;
import java.nio.file.Path;

/// What keeps the registry or an override from being read or written.
final class RegistryErrors {
    private RegistryErrors() {}

    static RepomanException unreadable(Path file, IOException e) {
        return new RepomanException(
                Fault.REGISTRY,
                "cannot read " + file + ": " + Reasons.of(e),
                "see its owner and mode: ls -l " + file,
                e);
    }

    static RepomanException unreadable(Path file, TomlException e) {
        return new RepomanException(
                Fault.REGISTRY,
                file + ":" + Math.max(1, e.line()) + ": " + e.what(),
                "fix that line; TOML is explained at https://toml.io",
                e);
    }

    static RepomanException unwritable(Path file, IOException e) {
        return switch (e) {
            case DurableFile.NotForcedException f ->
                new RepomanException(
                        Fault.FAILED,
                        "wrote " + file + ", but the disk did not confirm it: " + Reasons.of(f),
                        "the change is written, but a power failure now may lose it",
                        f);
            case IOException f ->
                new RepomanException(
                        Fault.FAILED,
                        "cannot write " + file + ": " + Reasons.of(f),
                        "the registry is unchanged; see its owner and mode: ls -l " + file,
                        f);
        };
    }
}
