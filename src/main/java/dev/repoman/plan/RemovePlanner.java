package dev.repoman.plan;

import dev.repoman.plan.Action.DeleteInstance;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Action.PurgeHermes;
import dev.repoman.plan.Action.StopInstance;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
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
import org.jspecify.annotations.Nullable;

/// `remove`: the container goes first and the entry last, so that a run that was killed between them is finished by the
/// next one. The repository and everything else on the host stays.
@ApplicationScoped
public class RemovePlanner {
    /// @param instance of that name, or null
    /// @param data the folder of its agent's data
    /// @param purge whether that goes too; it may be all that is left of the project
    public Plan plan(
            ProjectName name,
            Registry registry,
            @Nullable Instance instance,
            DataFact data,
            boolean purge,
            HostUser user) {
        Optional<Project> entry = registry.find(name);
        if (entry.isEmpty() && instance == null && !(purge && data.there())) {
            throw Names.unknown(name, registry);
        }
        if (purge) {
            checkPurge(data);
        }
        String project = registry.defaults().incusProject();
        List<Action> actions = new ArrayList<>();
        if (instance != null) {
            checkOurs(project, instance, user);
            if (!instance.status().equals("Stopped")) {
                actions.add(new StopInstance(project, instance.name()));
            }
            actions.add(new DeleteInstance(project, instance.name()));
        }
        if (purge && data.there()) {
            actions.add(new PurgeHermes(data.path()));
        }
        entry.ifPresent(_ -> actions.add(new EditRegistry(new RegistryEdit.Remove(name))));
        List<String> keeps = keeps(entry, instance, registry, user);
        if (data.there() && !purge) {
            keeps.add("the hermes data " + user.contract(data.path()) + " (--purge-hermes deletes it)");
        }
        List<String> notes = notes(entry, instance);
        if (purge) {
            notes.add(
                    data.there()
                            ? "all that hermes remembers of " + name + " is deleted for good: sessions, memories,"
                                    + " skills and keys in " + user.contract(data.path())
                            : "there is no hermes data of " + name);
        }
        return new Plan(actions, keeps, notes);
    }

    /// Seen before anything is done: a half removal helps nobody.
    private static void checkPurge(DataFact data) {
        if (data.kind() == FolderFact.Kind.NOT_A_FOLDER) {
            throw new RepomanException(
                    Fault.REFUSED,
                    data.path() + " is a link or a file, not a folder of ours",
                    "see where it leads, and delete it by hand: ls -ld " + data.path());
        }
        if (!data.mounts().isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "something is mounted in the hermes data, at "
                            + data.mounts().getFirst(),
                    "sudo umount " + data.mounts().getFirst() + ", or leave out --purge-hermes");
        }
    }

    private static void checkOurs(String project, Instance instance, HostUser user) {
        Ownership ours = instance.ownership();
        if (ours == null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + instance.name() + " in the Incus project " + project
                            + " was not made by repoman",
                    "incus delete --force " + instance.name() + " --project " + project);
        }
        if (ours.uid() != user.uid()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + instance.name() + " belongs to " + ours.user() + " (uid " + ours.uid() + ")",
                    "only its owner removes it with repoman");
        }
    }

    private static List<String> keeps(
            Optional<Project> entry, @Nullable Instance instance, Registry registry, HostUser user) {
        String path = null;
        if (entry.isPresent()) {
            path = registry.defaults().reposRoot() + "/" + entry.get().repo();
        } else if (instance != null && instance.ownership() instanceof Ownership ours) {
            path = user.contract(ours.repo());
        }
        return new ArrayList<>(path == null ? List.of() : List.of("the repository " + path));
    }

    private static List<String> notes(Optional<Project> entry, @Nullable Instance instance) {
        List<String> notes = new ArrayList<>();
        if (instance == null && entry.isPresent()) {
            notes.add("the container is gone already; only the registry entry is left");
        } else if (instance != null && entry.isEmpty()) {
            notes.add("the container has no registry entry");
        }
        return notes;
    }
}
