package dev.repoman.plan;

import dev.repoman.plan.Action.DeleteInstance;
import dev.repoman.plan.Action.EditRegistry;
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
    public Plan plan(ProjectName name, Registry registry, @Nullable Instance instance, HostUser user) {
        Optional<Project> entry = registry.find(name);
        if (entry.isEmpty() && instance == null) {
            throw Names.unknown(name, registry);
        }
        String project = registry.defaults().incusProject();
        List<Action> actions = new ArrayList<>();
        boolean foreign = instance != null && !Ownership.isOf(instance.config(), user);
        if (instance != null && foreign && entry.isEmpty()) {
            throw notOurs(project, instance);
        }
        if (instance != null && !foreign) {
            if (!instance.status().equals("Stopped")) {
                actions.add(new StopInstance(
                        project, instance.name(), instance.status().equals("Frozen")));
            }
            actions.add(new DeleteInstance(project, instance.name()));
        }
        entry.ifPresent(_ -> actions.add(new EditRegistry(new RegistryEdit.Remove(name))));
        return new Plan(actions, keeps(entry, instance, registry, user), notes(entry, instance, foreign));
    }

    private static RepomanException notOurs(String project, Instance instance) {
        Ownership ours = instance.ownership();
        return new RepomanException(
                Fault.REFUSED,
                "the container " + instance.name() + " in the Incus project " + project
                        + (ours == null
                                ? " was not made by repoman"
                                : " belongs to " + ours.user() + " (uid " + ours.uid() + ")"),
                "only who made it should remove it: incus list --project " + project);
    }

    private static List<String> keeps(
            Optional<Project> entry, @Nullable Instance instance, Registry registry, HostUser user) {
        String path = null;
        if (entry.isPresent()) {
            path = user.contract(registry.defaults().repoPath(user, entry.get().repo()));
        } else if (instance != null && instance.ownership() instanceof Ownership ours) {
            path = user.contract(ours.repo());
        }
        return path == null ? List.of() : List.of("the repository " + path);
    }

    private static List<String> notes(Optional<Project> entry, @Nullable Instance instance, boolean foreign) {
        if (instance == null) {
            return List.of("the container is gone already; only the registry entry is left");
        }
        if (foreign) {
            return List.of("the container of that name is not repoman's, and is left alone");
        }
        return entry.isEmpty() ? List.of("the container has no registry entry") : List.of();
    }
}
