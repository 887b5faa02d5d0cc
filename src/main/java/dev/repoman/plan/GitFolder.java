package dev.repoman.plan;

import java.nio.file.Path;
import java.util.Optional;

/// Where the history of a repository is.
public sealed interface GitFolder {
    /// The folder has no `.git`.
    record None() implements GitFolder {}

    /// In the folder itself.
    record Inside() implements GitFolder {}

    /// In a folder elsewhere, which names this one as its own.
    ///
    /// @param source absolute, its links resolved
    /// @param path where git inside looks for it
    /// @param sharedWith what else shows it to an agent, for display; empty if nothing does
    record Elsewhere(Kind kind, String source, String path, String sharedWith) implements GitFolder {}

    /// In a folder elsewhere that must not be mounted.
    ///
    /// @param pointer what `.git` names, or `.git`
    /// @param why for example `does not exist`
    record Refused(String pointer, String why) implements GitFolder {}

    /// What has its history elsewhere.
    enum Kind {
        WORKTREE("a linked worktree"),
        SUBMODULE("a submodule");

        public final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    /// What a `.git` that is a file says, as `gitrepository-layout(5)` has it. It is a claim, until the git folder
    /// confirms it.
    ///
    /// @param named absolute
    /// @param common the folder with the history: for a worktree, the one that `named` is in
    /// @param path of `common`, as git inside finds it
    record Pointer(Kind kind, Path named, Path common, String path) {
        private static final String LABEL = "gitdir: ";

        /// @param text of the file
        /// @param folder that it is in, its links resolved
        /// @param mount the path of the folder inside
        /// @return empty if it is not such a file
        public static Optional<Pointer> parse(String text, Path folder, Path mount) {
            String line = text.stripTrailing();
            String target = line.startsWith(LABEL) ? line.substring(LABEL.length()) : "";
            if (target.isBlank() || target.chars().anyMatch(Character::isISOControl)) {
                return Optional.empty();
            }
            Path named = folder.resolve(target).normalize();
            Path inside = mount.resolve(target).normalize();
            Path list = named.getParent();
            boolean worktree = list != null && list.getParent() != null && list.endsWith("worktrees");
            return Optional.of(
                    worktree
                            ? new Pointer(
                                    Kind.WORKTREE, named, up(named), up(inside).toString())
                            : new Pointer(Kind.SUBMODULE, named, named, inside.toString()));
        }

        /// git keeps a worktree's own files in `worktrees/ID` of the common folder. `commondir`, in which an agent can
        /// write anything, is not asked.
        private static Path up(Path worktree) {
            return worktree.resolve("../..").normalize();
        }
    }
}
