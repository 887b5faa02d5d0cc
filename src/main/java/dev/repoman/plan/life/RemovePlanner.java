package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.DeleteInstance;
import dev.repoman.plan.Action.DeleteRepository;
import dev.repoman.plan.Action.DeleteVolume;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Action.PurgeHermes;
import dev.repoman.plan.Action.StopInstance;
import dev.repoman.plan.BegunForks;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `remove`: the container is deleted first and the entry last, so that the next run finishes one that was
/// killed in between. The repository and everything else on the host is kept.
@ApplicationScoped
public class RemovePlanner {
    /// The folder with the repository of a fork.
    ///
    /// @param path absolute, its links resolved
    /// @param unlanded what is only there, for display; empty if its parent has all of it
    /// @param fresh whether nothing was done there yet
    /// @param shared whether another project shows it too
    /// @param from the repository in it, and `into` that of its parent; null if one of them cannot be read
    public record Copy(
            String path,
            String unlanded,
            boolean fresh,
            boolean shared,
            @Nullable RepositoryPlace from,
            @Nullable RepositoryPlace into) {}

    /// @param instance of that name, or null
    /// @param others containers of the Incus project; not needed of a project that cannot have forks
    /// @param data the folder of its agent's data
    /// @param checkpoints the store of its repository's checkpoints, or null
    /// @param purge whether to delete the data too; it may be all that is left of the project
    /// @param volume with the repository; null if there is none
    /// @param purgeVolume whether to delete that too
    /// @param copy the repository of a fork; null if there is none
    /// @param force whether to delete that too, whatever is in it
    public Plan plan(
            ProjectName name,
            Registry registry,
            @Nullable Instance instance,
            List<Instance> others,
            DataFact data,
            @Nullable String checkpoints,
            boolean purge,
            @Nullable RepositoryVolume volume,
            boolean purgeVolume,
            @Nullable Copy copy,
            boolean force,
            HostUser user) {
        Optional<Project> entry = registry.find(name);
        if (entry.isEmpty() && instance == null && !(purge && data.there()) && !(purgeVolume && volume != null)) {
            throw Names.unknown(name, registry);
        }
        List<Project> forks = registry.forks(name);
        if (!forks.isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    name + " has the "
                            + (forks.size() == 1 ? "fork " : "forks ")
                            + forks.stream().map(Project::shown).collect(Collectors.joining(", ")),
                    forks.size() == 1
                            ? "remove it first: repoman remove "
                                    + forks.getFirst().shown()
                            : "remove them first; those that are landed: repoman remove --forks " + name);
        }
        entry.ifPresent(parent -> BegunForks.refuse(parent, registry, others, user));
        if (purge) {
            checkPurge(data);
        }
        IncusProject project = registry.defaults().project();
        List<Action> actions = new ArrayList<>();
        boolean foreign = instance != null && !Ownership.isOf(instance.config(), user);
        if (instance != null && foreign && entry.isEmpty()) {
            throw notOurs(project, instance);
        }
        if (instance != null && !foreign) {
            OwnContainer.checkProtection(project, instance);
            if (!instance.status().equals("Stopped")) {
                actions.add(new StopInstance(
                        project, instance.name(), instance.status().equals("Frozen")));
            }
            actions.add(new DeleteInstance(project, instance.name(), instance.snapshots()));
        }
        @Nullable
        Copy gone = copy != null
                        && !foreign
                        && !copy.shared()
                        && (force || copy.unlanded().isEmpty())
                ? copy
                : null;
        if (gone != null) {
            actions.add(new DeleteRepository(gone.path(), force ? null : gone.from(), force ? null : gone.into()));
        }
        if (purgeVolume && volume != null) {
            actions.add(new DeleteVolume(project, name.value(), volume.pool(), volume.name()));
        }
        if (purge && data.there()) {
            actions.add(new PurgeHermes(data.path()));
        }
        entry.ifPresent(_ -> actions.add(new EditRegistry(new RegistryEdit.Remove(name))));
        List<String> keeps =
                volume != null || gone != null ? new ArrayList<>() : keeps(entry, instance, registry, user);
        if (data.there() && !purge) {
            keeps.add("the hermes data " + user.contract(data.path()) + " (--purge-hermes deletes it)");
        }
        if (checkpoints != null) {
            boolean sent = entry.filter(Project::hasVolume).isPresent();
            keeps.add((sent ? "what send keeps of your clone, in " : "the checkpoints of the repository, in ")
                    + user.contract(checkpoints));
        }
        List<String> notes = notes(entry, instance, foreign);
        if (volume != null && !purgeVolume) {
            notes.add("the repository is kept, in the volume " + volume.name() + " of the pool " + volume.pool()
                    + ": --purge-volume deletes it");
        }
        if (purgeVolume) {
            notes.add(
                    volume == null
                            ? "there is no volume of " + name
                            : "the repository in the volume " + volume.name()
                                    + " is permanently deleted, with the commits that were never fetched");
        }
        if (copy != null && gone == null && !foreign && !copy.shared()) {
            String path = user.contract(copy.path());
            notes.add("what was never landed is kept, in " + path + ": " + copy.unlanded()
                    + "; --force deletes it; to work on it again: repoman new " + name + " --repo " + path);
        }
        if (gone != null && !gone.unlanded().isEmpty()) {
            notes.add("permanently deleted, since it was never landed: " + gone.unlanded());
        }
        if (purge) {
            notes.add(
                    data.there()
                            ? "all hermes data of " + name + " is permanently deleted: sessions, memories,"
                                    + " skills and keys in " + user.contract(data.path())
                            : "there is no hermes data of " + name);
        }
        return new Plan(actions, keeps, notes);
    }

    /// Checked before anything is done, so that nothing is half-removed.
    private static void checkPurge(DataFact data) {
        if (data.kind() == FolderFact.Kind.NOT_A_FOLDER) {
            throw new RepomanException(
                    Fault.REFUSED,
                    data.path() + " is a link or a file, not a folder that repoman created",
                    "see where it points, and delete it manually: ls -ld " + data.path());
        }
        if (!data.mounts().isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "something is mounted in the hermes data, at "
                            + data.mounts().getFirst(),
                    "sudo umount " + data.mounts().getFirst() + ", or leave out --purge-hermes");
        }
    }

    private static RepomanException notOurs(IncusProject project, Instance instance) {
        Ownership ours = instance.ownership();
        return new RepomanException(
                Fault.REFUSED,
                "the container " + instance.name() + " in the Incus project " + project
                        + (ours == null
                                ? " was not created by repoman"
                                : " belongs to " + ours.user() + " (uid " + ours.uid() + ")"),
                "only its owner should remove it: incus list " + project.instance("") + " " + project.option());
    }

    private static List<String> keeps(
            Optional<Project> entry, @Nullable Instance instance, Registry registry, HostUser user) {
        String path = null;
        if (entry.isPresent()) {
            path = user.contract(registry.defaults().repoPath(user, entry.get().repo()));
        } else if (instance != null && instance.ownership() instanceof Ownership ours) {
            path = user.contract(ours.repo());
        }
        return new ArrayList<>(path == null ? List.of() : List.of("the repository " + path));
    }

    private static List<String> notes(Optional<Project> entry, @Nullable Instance instance, boolean foreign) {
        List<String> notes = new ArrayList<>();
        if (instance == null && entry.isPresent()) {
            notes.add("the container no longer exists; only the registry entry is left");
        } else if (foreign) {
            notes.add("the container of that name is not repoman's, and is kept");
        } else if (instance != null && entry.isEmpty()) {
            notes.add("the container has no registry entry");
        }
        return notes;
    }
}
