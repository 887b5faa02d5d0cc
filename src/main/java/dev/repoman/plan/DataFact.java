package dev.repoman.plan;

import java.util.List;

/// The data folder of one project's agent, on the host.
///
/// @param path absolute
/// @param mounts what is mounted at it or below it
/// @param live names of the lock and pid files in it, by which a running agent shows
public record DataFact(String path, FolderFact.Kind kind, List<String> mounts, List<String> live) {
    public DataFact {
        mounts = List.copyOf(mounts);
        live = List.copyOf(live);
    }

    public boolean there() {
        return kind != FolderFact.Kind.MISSING;
    }

    public boolean filled() {
        return kind != FolderFact.Kind.MISSING && kind != FolderFact.Kind.EMPTY;
    }
}
