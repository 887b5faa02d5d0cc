package dev.repoman.usecase;

import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.DriftFinder;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.plan.drift.RepairPlanner;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;

/// `repair`: fixes the drift that `status` shows, and creates a container again that is gone.
@ApplicationScoped
public class RepairProject {
    private final ProjectLook looks;
    private final RepairPlanner planner;
    private final NewProject creator;
    private final AgentTrees trees;
    private final FreePorts ports;

    public RepairProject(
            ProjectLook looks, RepairPlanner planner, NewProject creator, AgentTrees trees, FreePorts ports) {
        this.looks = looks;
        this.trees = trees;
        this.ports = ports;
        this.planner = planner;
        this.creator = creator;
    }

    public Plan plan(ProjectName name) {
        ProjectLook.Look look = looks.at(name);
        if (look.trouble() != null) {
            throw look.trouble();
        }
        ProjectFacts facts = look.facts();
        if (facts.entry() != null && facts.instance() == null) {
            if (facts.entry().parent() != null) {
                throw new RepomanException(
                        Fault.REFUSED,
                        "the container of the fork " + facts.entry().shown() + " is gone",
                        "repoman fork " + facts.entry().parent() + " "
                                + facts.entry().task() + " copies that of its parent again");
            }
            return creator.again(facts.entry());
        }
        Plan plan = planner.plan(facts, DriftFinder.find(facts));
        SortedMap<String, Device> added = plan.addedDevices();
        if (!added.isEmpty()) {
            // Incus follows the source of a disk as root, as soon as the container has it
            trees.unsafe(added, trees.all(facts.registry())).stream()
                    .findFirst()
                    .ifPresent(device -> {
                        throw device.refusal(name.value());
                    });
            ports.check(facts.registry().defaults().project(), added, facts.instance());
        }
        return plan;
    }

    /// The plan of a run that did not ask because nothing needed a question.
    ///
    /// @throws RepomanException REFUSED if something does by now
    public Plan harmlessPlan(ProjectName name) {
        Plan plan = plan(name);
        if (RepairPlanner.takesAway(plan)) {
            throw new RepomanException(
                    Fault.REFUSED, "something changed in the meantime; nothing was done", "run the same command again");
        }
        return plan;
    }
}
