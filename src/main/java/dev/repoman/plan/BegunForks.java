package dev.repoman.plan;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.List;

/// Forks that have no entry yet: another process is making them, or one was killed. `fork` copies the container with
/// the parent locked, so each is among the containers as soon as that lock is free.
public final class BegunForks {
    private BegunForks() {}

    /// @param containers of the Incus project
    /// @throws RepomanException REFUSED if one of them is such a fork, which would lose its parent
    public static void refuse(Project parent, Registry registry, List<Instance> containers, HostUser user) {
        String repo = registry.defaults().repoPath(user, parent.repo());
        for (Instance container : containers) {
            String task = parent.taskOf(container.name());
            Ownership ours = container.ownership();
            if (!task.isEmpty()
                    && ours != null
                    && ours.repo().equals(repo + "." + task)
                    && Ownership.isOf(container.config(), user)
                    && registry.find(new ProjectName(container.name())).isEmpty()) {
                throw new RepomanException(
                        Fault.REFUSED,
                        "the fork " + parent.name() + "." + task + " is being made, or was not finished",
                        "wait for it, or finish it: repoman fork " + parent.name() + " " + task
                                + "; or remove it: repoman remove " + container.name());
            }
        }
    }
}
