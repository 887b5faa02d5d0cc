package dev.repoman.usecase.fork;

import dev.repoman.incus.Incus;
import dev.repoman.plan.Action;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.RemovePlanner;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.RemoveProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// `remove --forks`.
@ApplicationScoped
public class RemoveForks {
    private final RegistryStore registry;
    private final Incus incus;
    private final LandFork forks;
    private final RemoveProject projects;

    public RemoveForks(RegistryStore registry, Incus incus, LandFork forks, RemoveProject projects) {
        this.registry = registry;
        this.incus = incus;
        this.forks = forks;
        this.projects = projects;
    }

    /// @return the forks of a project, by name
    /// @throws RepomanException FAILED if there is no such project
    public List<ProjectName> of(ProjectName parent) {
        Registry known = registry.load();
        Names.require(parent, known);
        return known.forks(parent).stream().map(Project::name).sorted().toList();
    }

    /// Forks that stay are in the notes, which are also printed if nobody is asked.
    ///
    /// @param names of forks
    /// @param force whether to remove those too whose work was never landed
    public Plan plan(List<ProjectName> names, boolean purgeHermes, boolean force) {
        Registry known = registry.load();
        List<Action> actions = new ArrayList<>();
        List<String> keeps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ProjectName name : names) {
            Project fork = Names.require(name, known);
            String kept = "the fork " + fork.shown() + " is kept";
            RemovePlanner.Copy copy = forks.copy(name);
            if (copy != null && copy.fresh() && !force) {
                notes.add(kept + ": nothing was done in it yet (repoman remove " + fork.shown() + ", or --force)");
                continue;
            }
            String unlanded = copy == null || force ? "" : copy.unlanded();
            if (!unlanded.isEmpty()) {
                notes.add(kept + ", with what is only there: " + unlanded + " (repoman land " + fork.shown()
                        + ", or --force)");
                continue;
            }
            if (!force && incus.isEntered(known.at(name).defaults().project(), name.value())) {
                notes.add(
                        kept + ": a command is running in it (repoman stop " + fork.shown() + " ends it, or --force)");
                continue;
            }
            try {
                Plan one = projects.plan(name, purgeHermes, false, copy, force);
                actions.addAll(one.actions());
                keeps.addAll(one.keeps());
                notes.addAll(one.notes());
            } catch (RepomanException e) {
                notes.add(kept + ": " + e.what());
            }
        }
        return new Plan(actions, keeps, notes);
    }
}
