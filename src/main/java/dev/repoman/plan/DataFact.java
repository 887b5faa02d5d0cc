package dev.repoman.plan;

import java.util.List;

/// The data folder of one project's agent, on the host.
///
/// @param path absolute
/// @param mounts what is mounted at it or below it
public record DataFact(String path, FolderFact.Kind kind, List<String> mounts) {
    public DataFact {
        mounts = List.copyOf(mounts);
    }

    public boolean there() {
        return kind != FolderFact.Kind.MISSING;
    }

    public boolean filled() {
        return kind != FolderFact.Kind.MISSING && kind != FolderFact.Kind.EMPTY;
    }
}
