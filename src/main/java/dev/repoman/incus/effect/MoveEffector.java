package dev.repoman.incus.effect;

import dev.repoman.incus.Copies;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.Volumes;
import dev.repoman.plan.Action;
import dev.repoman.plan.Transfer;
import dev.repoman.plan.Undo;
import dev.repoman.project.IncusProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Copies from one Incus daemon to another.
@ApplicationScoped
public class MoveEffector {
    private final IncusEffector incus;
    private final Copies copies;
    private final Volumes volumes;

    public MoveEffector(IncusEffector incus, Copies copies, Volumes volumes) {
        this.incus = incus;
        this.copies = copies;
        this.volumes = volumes;
    }

    public Undo apply(Transfer action, Progress progress) {
        return switch (action) {
            case Transfer.MoveInstance move -> move(move, progress);
            case Transfer.CopyVolume copy -> {
                volumes.copy(
                        copy.from(),
                        copy.fromPool(),
                        copy.fromVolume(),
                        copy.project(),
                        copy.pool(),
                        copy.volume(),
                        copy.target(),
                        progress);
                yield new Undo(
                        "the volume " + copy.project().instance(copy.volume()),
                        () -> volumes.delete(copy.project(), copy.pool(), copy.volume()));
            }
            case Transfer.DropCopy drop -> {
                incus.apply(
                        new Action.DeleteInstance(drop.project(), drop.instance(), drop.snapshots()), Progress.NONE);
                if (!drop.volume().isEmpty()) {
                    volumes.delete(drop.project(), drop.pool(), drop.volume());
                }
                yield Undo.NONE;
            }
        };
    }

    private Undo move(Transfer.MoveInstance move, Progress progress) {
        IncusProject from = move.from();
        String name = move.instance();
        if (move.running()) {
            incus.apply(new Action.StopInstance(from, name, false), Progress.NONE);
        }
        try {
            copies.move(from, name, move.project(), move.spec(), progress);
        } catch (RuntimeException e) {
            startAgain(move);
            throw e;
        }
        return new Undo("the container " + move.project().instance(name), () -> {
            incus.apply(new Action.StopInstance(move.project(), name, true), Progress.NONE);
            incus.apply(new Action.DeleteInstance(move.project(), name, List.of()), Progress.NONE);
            startAgain(move);
        });
    }

    private void startAgain(Transfer.MoveInstance move) {
        if (move.running()) {
            incus.apply(new Action.StartInstance(move.from(), move.instance()), Progress.NONE);
        }
    }
}
