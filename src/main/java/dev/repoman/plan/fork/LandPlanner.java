package dev.repoman.plan.fork;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// `land`: the commits of a fork become a branch of its parent. Merging them is git's.
@ApplicationScoped
public class LandPlanner {
    /// @param from the repository of the fork
    /// @param into that of its parent
    /// @param branch of the parent
    /// @param uncommitted whether to land what is not committed too, as one more commit
    public Plan plan(
            Project fork,
            RepositoryPlace from,
            RepositoryPlace into,
            ForkState state,
            String branch,
            boolean uncommitted) {
        if (!state.there()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    fork.shown() + " has no commits: its history is gone",
                    "repoman undo " + fork.shown() + " brings it back from a checkpoint, if there is one");
        }
        String files = state.filesLanded() ? "" : state.uncommitted();
        boolean more = uncommitted && !files.isEmpty();
        List<String> notes = files.isEmpty() || uncommitted
                ? List.of()
                : List.of("not committed in " + fork.shown() + ", and left out: " + files
                        + " (--with-uncommitted lands that as a commit)");
        return new Plan(
                state.commits().isEmpty() && !more
                        ? List.of()
                        : List.of(new Action.LandFork(
                                from,
                                into,
                                branch,
                                state.commits().size(),
                                more ? "Uncommitted work of " + fork.shown() : "")),
                List.of(),
                notes);
    }
}
