package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.BegunForks;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
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
import org.jspecify.annotations.Nullable;

/// `rename`: the container, its entry and its override. The repository keeps its folder.
@ApplicationScoped
public class RenamePlanner {
    private static final String STOPPED = "Stopped";

    /// @param from the container of the old name, or null
    /// @param to one of the new name, or null
    /// @param others containers of the Incus project
    /// @param toHasOverride whether there is an override of the new name
    /// @param store of its checkpoints, or null
    /// @param toStore where that of the new name would be
    /// @param toHasStore whether it is there already
    public record Facts(
            Registry registry,
            @Nullable Instance from,
            @Nullable Instance to,
            List<Instance> others,
            boolean toHasOverride,
            @Nullable String store,
            String toStore,
            boolean toHasStore,
            HostUser user) {}

    /// @throws RepomanException REFUSED if the new name is taken, or the container is not ours
    public Plan plan(ProjectName from, ProjectName to, Facts facts) {
        Project entry = Names.require(from, facts.registry());
        IncusProject project = facts.registry().defaults().project();
        if (entry.hermes()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    from + " has its own hermes, whose data is kept under its name",
                    "create a project of the new name on the same repository: repoman new " + to + " --repo "
                            + entry.repo());
        }
        if (entry.hasVolume()
                || facts.from() != null && RepositoryVolume.of(facts.from()).isPresent()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the repository of " + from + " is in a volume of that name",
                    "fetch what is only inside (git fetch repoman::" + from + "), then create a project of the new"
                            + " name: repoman new " + to + " --repo " + entry.repo() + " " + entry.volumeOption());
        }
        if (entry.parent() != null || !facts.registry().forks(from).isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    from + (entry.parent() == null ? " has forks" : " is a fork")
                            + ", whose names are that of the project" + " and the task",
                    "repoman list shows them; repoman remove removes one");
        }
        BegunForks.refuse(entry, facts.registry(), facts.others(), facts.user());
        facts.registry().find(to).ifPresent(_ -> {
            throw taken("the name " + to + " is already in the registry");
        });
        if (facts.toHasOverride()) {
            throw taken("there is an override repos.d/" + to + ".toml");
        }
        if (facts.toHasStore()) {
            throw taken("there are checkpoints of a former project " + to + ", in " + facts.toStore());
        }
        Instance container = facts.from();
        // a run that was killed after it had renamed the container
        boolean begun = container == null && facts.to() != null && isOf(facts.to(), entry, facts);
        if (facts.to() != null && !begun) {
            throw taken("there is a container " + to);
        }
        List<Action> actions = new ArrayList<>();
        if (facts.store() != null) {
            actions.add(new Action.MoveStore(facts.store(), facts.toStore()));
        }
        if (container != null) {
            OwnContainer.require(from, container, facts.user());
            boolean stopped = container.status().equals(STOPPED);
            if (!stopped) {
                actions.add(new Action.StopInstance(
                        project, from.value(), container.status().equals("Frozen")));
            }
            actions.add(new Action.RenameInstance(project, from.value(), to.value()));
            actions.add(edit(from, to));
            if (!stopped) {
                actions.add(new Action.StartInstance(project, to.value()));
            }
        } else {
            actions.add(edit(from, to));
        }
        List<String> notes = new ArrayList<>();
        if (facts.registry().mirror(from, entry.repo(), false).equals(from.value())
                && !entry.repo().equals(from.value())) {
            notes.add("its mirror stays where it is, at " + from + "; the next sync makes a new one at " + to);
        }
        return new Plan(actions, List.of(), notes);
    }

    private static Action edit(ProjectName from, ProjectName to) {
        return new Action.EditRegistry(new RegistryEdit.Rename(from, to));
    }

    private static boolean isOf(Instance instance, Project entry, Facts facts) {
        Ownership ours = instance.ownership();
        return ours != null
                && Ownership.isOf(instance.config(), facts.user())
                && ours.repo().equals(facts.registry().defaults().repoPath(facts.user(), entry.repo()));
    }

    private static RepomanException taken(String what) {
        return new RepomanException(Fault.REFUSED, what, "choose another name");
    }
}
