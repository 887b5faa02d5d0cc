package dev.repoman.plan.checkpoint;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.project.Fault;
import dev.repoman.project.Instance;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `undo`: what is there now is saved first, as a checkpoint of its own.
@ApplicationScoped
public class UndoPlanner {
    /// Which halves are meant.
    public enum Halves {
        BOTH,
        REPOSITORY,
        CONTAINER
    }

    /// @param wanted a name, or null for the newest that no undo took
    /// @throws RepomanException REFUSED if there is none, or it has not the half that is meant
    public Checkpoint choose(CheckpointFacts facts, @Nullable String wanted, Halves halves) {
        Checkpoint chosen = facts.known().stream()
                .filter(one -> wanted == null ? !one.beforeUndo() : one.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RepomanException(
                        Fault.REFUSED,
                        facts.name() + " has no checkpoint" + (wanted == null ? "" : " " + wanted),
                        facts.known().isEmpty()
                                ? "repoman checkpoint " + facts.name() + " takes one"
                                : "repoman checkpoints " + facts.name() + " shows which there are"));
        boolean missing = switch (halves) {
            case BOTH -> false;
            case REPOSITORY -> chosen.repository() == null;
            case CONTAINER -> chosen.container() == null;
        };
        if (missing) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the checkpoint " + chosen.name() + " has no half for the "
                            + (halves == Halves.REPOSITORY ? "repository" : "container"),
                    "repoman checkpoints " + facts.name() + " shows the halves of each");
        }
        return chosen;
    }

    /// @param to as [#choose] found it
    /// @param present the name for what is there now
    /// @param difference of the repository
    public Plan plan(
            CheckpointFacts facts,
            Checkpoint to,
            String present,
            Halves halves,
            RepositoryDifference difference,
            List<String> agents) {
        if (facts.known().stream().anyMatch(one -> one.name().equals(present))) {
            throw new RepomanException(
                    Fault.REFUSED, "another undo has taken a checkpoint at this moment", "run the same command again");
        }
        Instance container = facts.container();
        RepositoryPlace place = halves != Halves.CONTAINER && to.repository() != null ? facts.place() : null;
        Instance returning = halves != Halves.REPOSITORY && to.container() != null ? container : null;
        List<String> notes = new ArrayList<>();
        if (!agents.isEmpty()) {
            notes.add(String.join(", ", agents) + (agents.size() == 1 ? " runs" : " run") + " inside"
                    + (returning == null ? ", and is frozen meanwhile" : ", and ends: the container is started again"));
        }
        if (halves == Halves.BOTH && place == null) {
            notes.add("only the container goes back: "
                    + (facts.place() == null ? facts.why() : "the checkpoint has no half for the repository"));
        } else if (halves == Halves.BOTH && returning == null) {
            notes.add("only the repository goes back: "
                    + (container == null
                            ? "the container is gone"
                            : "the checkpoint has no snapshot of the container"));
        }
        List<Action> actions = new ArrayList<>();
        Instance frozen = container != null && container.running() ? container : null;
        if (frozen != null) {
            actions.add(new Action.FreezeInstance(facts.project(), frozen.name()));
        }
        if (place != null) {
            actions.add(new Action.SaveRepository(place, present));
        }
        if (returning != null) {
            actions.add(new Action.TakeSnapshot(facts.project(), returning.name(), Checkpoint.snapshot(present)));
        }
        if (place != null) {
            actions.add(new Action.RestoreRepository(place, to.name(), present, difference));
        }
        if (returning != null) {
            actions.add(new Action.RestoreSnapshot(facts.project(), returning.name(), Checkpoint.snapshot(to.name())));
        }
        if (frozen != null && returning == null) {
            actions.add(new Action.ThawInstance(facts.project(), frozen.name())); // else it is started again
        }
        actions.addAll(CheckpointPlanner.expiry(facts, Set.of(to.name())));
        List<String> keeps = new ArrayList<>();
        difference
                .ahead()
                .forEach(ref -> keeps.add(ref.commits() + (ref.commits() == 1 ? " commit" : " commits") + " of "
                        + ref.name().replaceFirst("^refs/(heads/)?", "") + ", in the checkpoint " + present));
        keeps.add("all that is there now, as the checkpoint " + present);
        return new Plan(actions, keeps, notes);
    }
}
