package dev.repoman.plan.fork;

import dev.repoman.plan.GitFact;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a fork has that its parent has not.
///
/// @param there whether it has a commit at all: an agent may have deleted its history
/// @param newest when the last commit of its branches was made; the epoch without one
/// @param commits of its HEAD, the newest first
/// @param files that are not committed
/// @param filesLanded whether all files are as `land --with-uncommitted` brought them to the parent
public record ForkState(boolean there, Instant newest, List<Commit> commits, GitFact files, boolean filesLanded) {
    /// A fork whose commits could not be read.
    public static ForkState gone(GitFact files) {
        return new ForkState(false, Instant.EPOCH, List.of(), files, false);
    }

    public ForkState {
        commits = List.copyOf(commits);
    }

    public ForkState with(GitFact found) {
        return new ForkState(there, newest, commits, found, filesLanded);
    }

    /// @param id 40 or 64 hexadecimal digits
    /// @param subject as its author wrote it
    public record Commit(String id, String subject) {}

    /// Nothing was done in it: an agent may be about to begin.
    ///
    /// @param created when it was forked, RFC 3339; empty if that is not known
    public boolean fresh(String created) {
        return there
                && commits.isEmpty()
                && uncommitted().isEmpty()
                && !created.isEmpty()
                && newest.getEpochSecond() <= Instant.parse(created).getEpochSecond();
    }

    /// @return what is only in the fork, for display; empty if nothing is
    public String unlanded() {
        return !there
                ? "its history is gone"
                : Stream.of(
                                commits.isEmpty()
                                        ? ""
                                        : commits.size() + (commits.size() == 1 ? " commit" : " commits"),
                                filesLanded ? "" : uncommitted())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", "));
    }

    /// @return how many files are not committed, for display: `2 changed, 1 untracked`; empty for none
    public String uncommitted() {
        return uncommitted(files);
    }

    /// The same, of any repository.
    public static String uncommitted(GitFact files) {
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
