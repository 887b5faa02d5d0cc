package dev.repoman.plan.fork;

import dev.repoman.plan.GitFact;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a fork has that its parent has not.
///
/// @param there whether it has a commit at all: an agent may have deleted its history
/// @param commits of its HEAD, the newest first
/// @param files that are not committed
public record ForkState(boolean there, List<Commit> commits, GitFact files) {
    public ForkState {
        commits = List.copyOf(commits);
    }

    /// @param id 40 or 64 hexadecimal digits
    /// @param subject as its author wrote it
    public record Commit(String id, String subject) {}

    /// @return what is only in the fork, for display; empty if nothing is
    public String unlanded() {
        return !there
                ? "its history is gone"
                : Stream.of(
                                commits.isEmpty()
                                        ? ""
                                        : commits.size() + (commits.size() == 1 ? " commit" : " commits"),
                                uncommitted())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", "));
    }

    /// @return how many files are not committed, for display: `2 changed, 1 untracked`; empty for none
    public String uncommitted() {
        return switch (files) {
            case GitFact.Known known ->
                Stream.of(counted(known.changed(), "changed"), counted(known.untracked(), "untracked"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", "));
            case GitFact.None _ -> "not a git repository";
            case GitFact.Unknown(String why) -> why;
        };
    }

    private static String counted(int count, String what) {
        return count == 0 ? "" : count + " " + what;
    }
}
