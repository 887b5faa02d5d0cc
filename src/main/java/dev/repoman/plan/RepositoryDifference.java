package dev.repoman.plan;

import java.util.List;
import java.util.stream.Stream;

/// What going back to a checkpoint changes in a repository.
///
/// @param files in the order of their paths
/// @param refs branches and tags that move, and `HEAD` if another branch is checked out
public record RepositoryDifference(List<File> files, List<Ref> refs) {
    public static final RepositoryDifference NONE = new RepositoryDifference(List.of(), List.of());

    public RepositoryDifference {
        files = List.copyOf(files);
        refs = List.copyOf(refs);
    }

    /// What happens to a file.
    public enum Kind {
        /// It is brought back.
        RETURNS,
        /// Its older version replaces it.
        CHANGES,
        /// It did not exist yet.
        GOES
    }

    /// @param path relative to the repository
    public record File(Kind kind, String path) {}

    /// @param name for example `refs/heads/main`
    /// @param then what it named, or `none`
    /// @param now what it names, or `none`
    /// @param commits which it has now and had not then
    public record Ref(String name, String then, String now, long commits) {}

    public boolean isEmpty() {
        return files.isEmpty() && refs.isEmpty();
    }

    public long count(Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).count();
    }

    /// @return branches with commits that are in none of the older ones
    public Stream<Ref> ahead() {
        return refs.stream().filter(ref -> ref.commits() > 0);
    }
}
