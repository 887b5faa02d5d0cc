package dev.repoman.plan.checkpoint;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// `checkpoint`: both halves under one name. The repository's comes first, since a large one takes a while; the
/// container is frozen for its own half only.
@ApplicationScoped
public class CheckpointPlanner {
    /// @param name as [Checkpoint#name] or the user gave it
    /// @throws RepomanException REFUSED if there is one of that name, or nothing to save
    public Plan plan(CheckpointFacts facts, String name) {
        refuseTaken(facts, name);
        List<String> notes = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        if (facts.place() == null) {
            notes.add("only the container is saved: " + facts.why());
        } else {
            actions.add(new Action.SaveRepository(facts.place(), name));
        }
        Instance container = facts.container();
        if (container == null) {
            notes.add("only the repository is saved: the container is gone; to create it again: repoman repair "
                    + facts.name());
        } else {
            Action taken = new Action.TakeSnapshot(facts.project(), container.name(), Checkpoint.snapshot(name));
            actions.addAll(frozen(facts.project(), container, List.of(taken)));
        }
        if (actions.isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "there is nothing to save: " + facts.why() + ", and the container is gone",
                    "repoman status " + facts.name() + " says more");
        }
        actions.addAll(expiry(facts, Set.of(name)));
        return new Plan(actions, List.of(), notes);
    }

    /// A run that was killed between its halves is carried on under the same label.
    private static void refuseTaken(CheckpointFacts facts, String name) {
        facts.known().stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> one.container() != null || facts.container() == null)
                .findFirst()
                .ifPresent(_ -> {
                    throw new RepomanException(
                            Fault.REFUSED,
                            "there is a checkpoint " + name + " of " + facts.name() + " already",
                            "choose another label; repoman checkpoints " + facts.name() + " shows which there are");
                });
    }

    /// @return the actions, between freezing and thawing if it runs
    private static List<Action> frozen(IncusProject project, Instance container, List<Action> actions) {
        if (!container.running()) {
            return actions;
        }
        List<Action> all = new ArrayList<>(List.of(new Action.FreezeInstance(project, container.name())));
        all.addAll(actions);
        all.add(new Action.ThawInstance(project, container.name()));
        return all;
    }

    /// For a plan that takes one more.
    ///
    /// @param needed names of those that stay whatever their age
    static List<Action> expiry(CheckpointFacts facts, Set<String> needed) {
        Instant oldest = facts.now().minus(Duration.ofDays(facts.kept().days()));
        List<Checkpoint> known = facts.known();
        List<Checkpoint> gone = known.stream()
                .filter(one -> !needed.contains(one.name()))
                .filter(one -> known.indexOf(one) >= facts.kept().keep() - 1
                        || one.created().isBefore(oldest))
                .toList();
        List<String> snapshots = gone.stream()
                .filter(one -> one.container() != null)
                .map(one -> Checkpoint.snapshot(one.name()))
                .toList();
        List<String> commits = gone.stream()
                .filter(one -> one.repository() != null)
                .map(Checkpoint::name)
                .toList();
        List<Action> actions = new ArrayList<>();
        if (!commits.isEmpty() && facts.place() != null) {
            actions.add(new Action.DropCommits(facts.place().store(), commits));
        }
        if (!snapshots.isEmpty()) {
            String container = Objects.requireNonNull(facts.container()).name();
            actions.add(new Action.DropSnapshots(facts.project(), container, snapshots));
        }
        return actions;
    }
}
