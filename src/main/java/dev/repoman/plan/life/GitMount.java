package dev.repoman.plan.life;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.OverrideEdit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The device that shows the git folder of a linked worktree or of a submodule inside. `new` writes it to the override,
/// and from then on it is the user's configuration: nothing reads `.git` again, in which the agent can name any folder.
public final class GitMount {
    /// The name of the device.
    static final String DEVICE = Override.GIT_DEVICE;

    private GitMount() {}

    /// @return the edit of the override that mounts the git folder, on top of what flags change
    /// @throws RepomanException REFUSED where the folder must not be mounted
    public static OverrideEdit edit(GitFolder git, NewSettings settings) {
        OverrideEdit asked = settings.asked().edit();
        return switch (git) {
            case GitFolder.None _, GitFolder.Inside _ -> asked;
            case GitFolder.Elsewhere elsewhere ->
                isMounted(elsewhere.path(), settings) ? asked : asked.withDevice(device(elsewhere, settings));
            case GitFolder.Refused(String pointer, String why) ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "the history of " + settings.user().contract(settings.repoPath()) + " is elsewhere, and "
                                + pointer + " " + why,
                        "use a clone of the repository: git clone URL FOLDER; repoman new --repo FOLDER");
        };
    }

    /// What the agent can do there.
    static void addNotes(NewSettings settings, NewFacts facts, List<String> notes) {
        Device left = Desired.devices(settings.override(), settings.user()).get(DEVICE);
        if (left != null && !(facts.git() instanceof GitFolder.Elsewhere)) {
            notes.add("repos.d/" + settings.name() + ".toml, which was there already, mounts "
                    + settings.user().contract(String.valueOf(left.option("source")))
                    + ", the git folder of another repository; to leave it out, remove the device " + DEVICE
                    + " there");
        }
        if (facts.git()
                instanceof GitFolder.Elsewhere(GitFolder.Kind kind, String source, String _, String sharedWith)) {
            String folder = settings.user().contract(source);
            notes.add("the repository is " + kind.shown + ", so its git folder " + folder
                    + " is mounted too, writable: the agent can change the history, hooks and configuration"
                    + (kind == GitFolder.Kind.WORKTREE ? " of all its worktrees" : "")
                    + ", and git on this host runs what they name");
            if (kind == GitFolder.Kind.WORKTREE) {
                notes.add("do not run git worktree prune inside: the other worktrees are missing there");
            }
            if (!sharedWith.isEmpty()) {
                notes.add(folder + " is also " + sharedWith + ": what one agent writes, the other reads and runs");
            }
        } else if (facts.outer() != null) {
            String outer = settings.user().contract(facts.outer());
            boolean part =
                    facts.git() instanceof GitFolder.None && facts.folder().kind() == FolderFact.Kind.FOLDER;
            notes.add(
                    part
                            ? "the folder is a part of the repository " + outer
                                    + ", whose history is not mounted: git does not work inside"
                            : "the repository is nested in another one, " + outer + ", which is not mounted");
        }
    }

    private static boolean isMounted(String path, NewSettings settings) {
        return Desired.devices(settings.override(), settings.user()).values().stream()
                .anyMatch(device -> Objects.equals(path, device.option("path")));
    }

    private static Override.Device device(GitFolder.Elsewhere git, NewSettings settings) {
        if (settings.override().devices().stream().anyMatch(d -> d.name().equals(DEVICE))) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the device " + DEVICE + " of repos.d/" + settings.name() + ".toml is not at " + git.path()
                            + ", the git folder of the repository",
                    "rename or remove it");
        }
        Map<String, String> options = new TreeMap<>(Device.shared(git.path()).options());
        options.put("source", git.source());
        return new Override.Device(DEVICE, options);
    }
}
