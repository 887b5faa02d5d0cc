package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A repository in a volume of Incus, beside its container: that of a sealed project, and of one on another host. It
/// takes the commits of the repository here, if there is one, which stays as it is.
///
/// @param pool the storage pool
/// @param member the member of a cluster that has it; empty without one
public record RepositoryVolume(String pool, String name, String member) {
    private static final String POOL = "pool";

    /// Each member of a cluster has volumes of its own, and a container that is moved takes one of the same
    /// name. So the name tells the project from an earlier one, and from that of another user.
    ///
    /// @param keys of the container
    public static String name(ProjectName project, Ownership keys) {
        return base(project) + "." + HexFormat.of().toHexDigits((keys.created() + " " + keys.user()).hashCode());
    }

    /// @return whether a volume is one of this project; the first ones were named for it alone
    public static boolean isOf(ProjectName project, String volume) {
        return volume.equals(base(project)) || volume.startsWith(base(project) + ".");
    }

    private static String base(ProjectName project) {
        return "repoman-" + project;
    }

    /// @return the volume that holds the repository of a container; empty if the host's folder does
    public static Optional<RepositoryVolume> of(Instance instance) {
        return of(instance.devices(), instance.location());
    }

    static Optional<RepositoryVolume> of(Map<String, Device> devices, String member) {
        return Optional.ofNullable(devices.get(Desired.REPO_DEVICE))
                .filter(RepositoryVolume::isShownBy)
                .map(device -> new RepositoryVolume(
                        Objects.requireNonNull(device.option(POOL)),
                        Objects.requireNonNull(device.option("source")),
                        member));
    }

    /// @return whether the device shows a repository in a volume
    public static boolean isShownBy(Device device) {
        return device.option(POOL) != null && device.option("source") != null;
    }

    /// @return the pool of the root disk among the devices; null if there is none
    public static @Nullable String pool(Map<String, Device> devices) {
        return devices.values().stream()
                .filter(Device::isRootDisk)
                .map(device -> device.option(POOL))
                .findFirst()
                .orElse(null);
    }

    /// @return a disk that shows a volume; its pool is that of the root disk
    static Device device(String volume, String path) {
        return Device.of(Map.of("type", "disk", "source", volume, "path", path));
    }

    /// @param is the device of the container, or of an earlier one, if there is one
    /// @param all devices of the container
    /// @return a disk that shows the volume of that one, if it is of the same project, in the
    ///     pool of the root disk; a folder of the host is shown as it is
    static Device following(ProjectName project, Device repository, @Nullable Device is, Map<String, Device> all) {
        if (!isOf(project, Objects.requireNonNull(repository.option("source")))) {
            return repository;
        }
        String source = is == null ? null : is.option("source");
        Device same = source != null && isOf(project, source) ? repository.with("source", source) : repository;
        String pool = pool(all);
        return pool == null ? same : same.with(POOL, pool);
    }

    /// @throws RepomanException REFUSED where the repository of the project cannot be in a volume
    static void check(NewSettings settings, NewFacts facts) {
        String folder = settings.user().contract(settings.repoPath());
        String kind = settings.host() == null ? "a sealed project" : "a project on another host";
        if (settings.cloneUrl() != null) {
            throw refused(
                    kind + " takes the commits of a clone here, and does not clone itself",
                    "clone here, then leave out --clone: git clone " + settings.cloneUrl() + " " + folder);
        }
        if (settings.host() != null && settings.override().sshAgent()) {
            throw refused(
                    "the ssh agent of this host cannot be reached from the host " + settings.host(),
                    "leave out --ssh-agent, and [ssh] agent in " + facts.overrideFile());
        }
        if (!settings.sharedWith().isEmpty()) {
            throw refused(
                    folder + " is the repository of "
                            + settings.sharedWith().stream()
                                    .map(ProjectName::value)
                                    .collect(Collectors.joining(", "))
                            + ", and " + kind + " has one of its own",
                    "name another folder with --repo");
        }
        if (settings.hermes().wanted()) {
            throw refused(
                    "hermes keeps its data in a folder of this host, which " + kind + " does not share",
                    settings.host() == null ? "leave out --hermes, or choose another level" : "leave out --hermes");
        }
        if (facts.gitState() instanceof GitFact.Unknown(String why)) {
            throw refused("the repository " + folder + " cannot be copied: " + why, "use a clone of it");
        }
        if (settings.asked().purpose() == NewRequest.Purpose.RECREATE && facts.volume() == null) {
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
                        device(facts.volume().name(), facts.folder().path()));
    }

    /// @param spec of the container, which names it
    static void addVolume(NewSettings settings, NewFacts facts, InstanceSpec spec, List<Action> actions) {
        if (facts.volume() == null) {
            RepositoryVolume volume = of(spec.devices(), spec.target()).orElseThrow();
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
        if (settings.asked().purpose() == NewRequest.Purpose.RECREATE) {
            return;
        }
        String folder = settings.user().contract(settings.repoPath());
        GitFact.Known known = facts.gitState() instanceof GitFact.Known git && git.commit() != null ? git : null;
        actions.add(new Exchange.FillRepository(
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
        if (known != null && settings.host() != null) {
            actions.add(new Exchange.AddGitRemote(
                    settings.incusProject(), facts.folder().realPath(), "repoman", "repoman::" + settings.name()));
        }
        notes.add("to exchange commits: "
                + (known == null
                        ? "git clone repoman::"
                        : settings.host() == null
                                ? "git -C " + folder + " remote add repoman repoman::"
                                : "git -C " + folder + " push repoman::")
                + settings.name());
    }

    private static RepomanException refused(String what, String hint) {
        return new RepomanException(Fault.REFUSED, what, hint);
    }
}
