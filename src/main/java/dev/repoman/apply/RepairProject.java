package dev.repoman.apply;

import dev.repoman.plan.DriftFinder;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepairPlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;

/// `repair`: the drift that `status` shows, taken out.
@ApplicationScoped
public class RepairProject {
    private final ProjectLook looks;
    private final RepairPlanner planner;

    public RepairProject(ProjectLook looks, RepairPlanner planner) {
        this.looks = looks;
        this.planner = planner;
    }

    public Plan plan(ProjectName name) {
        ProjectLook.Look look = looks.at(name);
        if (look.trouble() != null) {
            throw look.trouble();
        }
        return planner.plan(look.facts(), DriftFinder.find(look.facts()));
    }

    /// The plan of a run that did not ask, since there was nothing to ask about.
    ///
    /// @throws RepomanException REFUSED where by now there is
    public Plan harmlessPlan(ProjectName name) {
        Plan plan = plan(name);
        if (RepairPlanner.takesAway(plan)) {
            throw new RepomanException(
                    Fault.REFUSED, "something changed meanwhile; nothing was done", "run the same command again");
        }
        return plan;
    }
}
