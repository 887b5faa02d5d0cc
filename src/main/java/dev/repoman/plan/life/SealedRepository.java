package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The repository of a new sealed project: a volume, which takes the commits of the host's repository, if there is
/// one. That one stays as it is.
final class SealedRepository {
    private SealedRepository() {}

    /// @throws RepomanException REFUSED where there can be no sealed project
    static void check(NewSettings settings, NewFacts facts) {
        String folder = settings.user().contract(settings.repoPath());
        if (settings.cloneUrl() != null) {
            throw refused(
                    "a sealed project has no network to clone by",
                    "clone on the host, then leave out --clone: git clone " + settings.cloneUrl() + " " + folder);
        }
        if (!settings.sharedWith().isEmpty()) {
            throw refused(
                    folder + " is the repository of "
                            + settings.sharedWith().stream()
                                    .map(ProjectName::value)
                                    .collect(Collectors.joining(", "))
                            + ", and a sealed project has one of its own",
                    "name another folder with --repo");
        }
        if (settings.hermes().wanted()) {
            throw refused(
                    "hermes keeps its data in a folder of this host, which a sealed project does not share",
                    "leave out --hermes, or choose another level");
        }
        if (facts.gitState() instanceof GitFact.Unknown(String why)) {
            throw refused("the repository " + folder + " cannot be copied: " + why, "use a clone of it");
        }
        if (settings.asked().recreates() && facts.volume() == null) {
            throw new RepomanException(
                    Fault.FAILED,
                    "no volume of " + settings.name() + " exists: its repository is gone",
                    "repoman remove " + settings.name() + ", then create it again from its mirror or your clone");
        }
    }

    /// @return the device of a container that had the volume
    static Map<String, Device> kept(NewFacts facts) {
        return facts.volume() == null
                ? Map.of()
                : Map.of(
                        Desired.REPO_DEVICE,
                        Sealed.repository(facts.volume().name(), facts.folder().path()));
    }

    /// @param spec of the container, which names it
    static void addVolume(NewSettings settings, NewFacts facts, InstanceSpec spec, List<Action> actions) {
        if (facts.volume() == null) {
            Sealed.Volume volume = Sealed.volume(spec.devices(), spec.target()).orElseThrow();
            actions.add(new Action.CreateVolume(
                    settings.incusProject(),
                    settings.name().value(),
                    volume.pool(),
                    volume.name(),
                    settings.user(),
                    volume.member()));
        }
    }

    /// What is in a volume already is kept.
    static void addContent(NewSettings settings, NewFacts facts, List<Action> actions, List<String> notes) {
        if (settings.asked().recreates()) {
            return;
        }
        String folder = settings.user().contract(settings.repoPath());
        GitFact.Known known = facts.gitState() instanceof GitFact.Known git && git.commit() != null ? git : null;
        actions.add(new Action.FillRepository(
                settings.incusProject(),
                settings.name().value(),
                settings.user(),
                settings.repoPath(),
                known == null ? null : facts.folder().realPath(),
                known == null ? null : known.branch()));
        if (facts.volume() != null) {
            notes.add("the volume " + facts.volume().name() + " exists: the repository in it is kept");
        } else if (known != null && known.changed() + known.untracked() > 0) {
            notes.add(known.changed() + " changed and " + known.untracked() + " untracked files in " + folder
                    + " are not copied: commit them, and push");
        } else if (known == null && facts.folder().kind() == FolderFact.Kind.FOLDER) {
            notes.add("the files in " + folder + " are not copied: nothing of them is committed");
        }
        notes.add("to exchange commits: "
                + (known == null ? "git clone repoman::" : "git -C " + folder + " remote add repoman repoman::")
                + settings.name());
    }

    private static RepomanException refused(String what, String hint) {
        return new RepomanException(Fault.REFUSED, what, hint);
    }
}
