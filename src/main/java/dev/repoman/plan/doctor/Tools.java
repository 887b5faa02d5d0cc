package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;

/// Whether the programs inside work, by how they ended there.
public final class Tools {
    /// There is no such program inside.
    public static final int NONE = 3;

    private Tools() {}

    /// @param code of `git var GIT_COMMITTER_IDENT`, or [#NONE]
    /// @param said for example `Ada <ada@example.org> 1700000000 +0000`
    public static Diagnosis git(int code, String said) {
        if (code == NONE) {
            return Diagnosis.skipped("git-identity", "there is no git inside");
        }
        return code == 0
                ? Diagnosis.good(
                        "git-identity", "git inside commits as " + said.replaceFirst(" [0-9]+ [+-][0-9]+$", ""))
                : Diagnosis.of(Finding.warn(
                        "git-identity",
                        "git inside has no name and e-mail address, so a commit fails",
                        "git config --global user.name NAME\ngit config --global user.email ADDRESS"));
    }

    /// @param name of an agent that is installed on this host
    /// @param code of `AGENT --version`, or [#NONE]
    /// @param said by it
    public static Diagnosis launcher(String name, int code, String said) {
        String last = said.strip().lines().reduce("", (_, line) -> line);
        if (code == 0) {
            return Diagnosis.good("launcher", name + " starts inside" + (last.isEmpty() ? "" : ": " + last));
        }
        return Diagnosis.of(Finding.warn(
                "launcher",
                code == NONE
                        ? name + " is shared with the container, and does not exist inside"
                        : name + " does not start inside: " + (last.isEmpty() ? "exit code " + code : last),
                null));
    }
}
