package dev.repoman.plan.life;

import dev.repoman.plan.IdentityFact;
import dev.repoman.registry.Override;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The configuration of git inside a container: who commits, and that the repository is the user's.
public final class GitIdentity {
    private GitIdentity() {}

    /// @param fact null where it could not be read
    /// @param repo absolute path of the repository
    /// @return lines of a `gitconfig`, without a final newline; null where they are not known
    public static @Nullable String config(Override.Git git, @Nullable IdentityFact fact, String repo) {
        if (fact == null && git.identity()) {
            return null;
        }
        StringBuilder text = new StringBuilder("""
                # Written by repoman. Your ~/.gitconfig inside and the repository's configuration are stronger.
                [safe]
                	directory = %s
                	directory = %s
                # the folders of linked worktrees may be missing here
                [gc]
                	worktreePruneExpire = never""".formatted(quoted(repo), quoted(repo + "/*")));
        Optional<String> name = person(git.name(), git, fact, IdentityFact::name);
        Optional<String> email = person(git.email(), git, fact, IdentityFact::email);
        if (name.isPresent() || email.isPresent()) {
            text.append("\n[user]");
        }
        name.ifPresent(it -> text.append("\n\tname = ").append(quoted(it)));
        email.ifPresent(it -> text.append("\n\temail = ").append(quoted(it)));
        return text.toString();
    }

    /// Keys for signing stay on the host.
    static void addNotes(Override.Git git, @Nullable IdentityFact fact, List<String> notes) {
        if (fact == null && git.identity()) {
            notes.add("your git identity could not be read; the next repoman shell tries again");
        } else if (fact != null && fact.signsHere()) {
            notes.add(
                    "the repository's configuration has commit.gpgsign, and your signing keys stay on the host: inside,"
                            + " git commit fails without --no-gpg-sign");
        } else if (fact != null && fact.signs()) {
            notes.add("commits that are made inside are not signed: your signing keys stay on the host");
        }
    }

    private static Optional<String> person(
            Optional<String> given,
            Override.Git git,
            @Nullable IdentityFact fact,
            Function<IdentityFact, @Nullable String> of) {
        return given.isPresent() || !git.identity() || fact == null ? given : Optional.ofNullable(of.apply(fact));
    }

    /// As `git-config(1)` has it, section "Syntax".
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
