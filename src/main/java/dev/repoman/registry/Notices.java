package dev.repoman.registry;

import java.nio.file.Path;
import java.util.List;

/// Receives what the user should know about the registry although nothing failed.
public interface Notices {
    Notices NONE = new Notices() {
        @java.lang.Override
        public void note(String line) {}

        @java.lang.Override
        public void unknownKeys(Path file, List<String> keys) {}
    };

    /// Something that happened to the file: a migration.
    void note(String line);

    /// @param keys of `file` that this version does not know, as `LINE: KEY`; often none. Reported on every
    ///     read
    void unknownKeys(Path file, List<String> keys);
}
