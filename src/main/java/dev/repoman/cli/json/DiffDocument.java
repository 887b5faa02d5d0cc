package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// `diff`.
///
/// @param name of the fork
/// @param parent the project that it is a fork of
/// @param commits that the parent has not, the newest first
/// @param uncommitted files that are not committed, in words; empty for none
/// @param landed whether its parent has all of that
@RegisterForReflection
public record DiffDocument(
        int format, String name, String parent, List<Commit> commits, String uncommitted, boolean landed)
        implements Document {
    /// @param id of the commit
    /// @param subject the first line of its message
    public record Commit(String id, String subject) {}

    public DiffDocument(String name, String parent, List<Commit> commits, String uncommitted, boolean landed) {
        this(FORMAT, name, parent, commits, uncommitted, landed);
    }
}
