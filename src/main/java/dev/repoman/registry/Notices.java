package dev.repoman.registry;

import java.nio.file.Path;
import java.util.List;

/// Who is told what the user should know of the registry, although nothing went wrong.
public interface Notices {
    Notices NONE = new Notices() {
        @java.lang.Override
        public void note(String line) {}

        @java.lang.Override
        public void unknownKeys(Path file, List<String> keys) {}
    };

    /// Something that happened to the file: a migration.
    void note(String line);

    /// @param keys of `file` that mean nothing to this version, as `LINE: KEY`; often none. Told on every
    ///     read
    void unknownKeys(Path file, List<String> keys);
}
