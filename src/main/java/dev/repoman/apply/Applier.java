package dev.repoman.apply;

import dev.repoman.backup.BackupRoot;
import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.hermes.HermesEffector;
import dev.repoman.host.Guardian;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.incus.effect.ImageEffector;
import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.incus.effect.MoveEffector;
import dev.repoman.incus.effect.ProjectEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.Plan;
import dev.repoman.plan.Transfer;
import dev.repoman.plan.Undo;
import dev.repoman.plan.fork.ForkPlan;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.OverrideStore;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/// Carries out a plan, one action after the other, and rolls back what it did if one fails.
@ApplicationScoped
public class Applier {
    /// What to do with the results of earlier actions after a failure.
    public enum OnFailure {
        UNDO,
        KEEP
    }

    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final IncusEffector incus;
    private final ProjectEffector projects;
    private final RepositoryEffector host;
    private final RepositoryStore stores;
    private final HermesEffector hermes;
    private final ImageEffector images;
    private final BackupRoot backups;
    private final RegistryStore registry;
    private final OverrideStore overrides;
    private final Guardian guardian;
    private final TreeKeeper keeper;
    private final RepositoryExchange exchange;
    private final MoveEffector moves;
    private final RepositoryCopier copier;

    public Applier(
            IncusEffector incus,
            ProjectEffector projects,
            RepositoryEffector host,
            RepositoryStore stores,
            HermesEffector hermes,
            ImageEffector images,
            BackupRoot backups,
            RegistryStore registry,
            OverrideStore overrides,
            Guardian guardian,
            TreeKeeper keeper,
            RepositoryExchange exchange,
            MoveEffector moves,
            RepositoryCopier copier) {
        this.incus = incus;
        this.projects = projects;
        this.host = host;
        this.stores = stores;
        this.hermes = hermes;
        this.images = images;
        this.backups = backups;
        this.registry = registry;
        this.overrides = overrides;
        this.guardian = guardian;
        this.keeper = keeper;
        this.exchange = exchange;
        this.moves = moves;
        this.copier = copier;
    }

    /// Waits for what Incus still does to a project's container for a run that was killed: a plan that is made in
    /// the meantime could be overtaken by it.
    public void settle(ProjectName name) {
        incus.awaitIdle(registry.load().at(name).defaults().project(), name.value(), SETTLED);
    }

    /// @throws RepomanException of the failed action, after the rollback
    public void apply(Plan plan, OnFailure onFailure, ApplyListener listener) {
        checkWritable(plan);
        Part part = new Part(onFailure, listener);
        try {
            part.carryOut(plan.actions());
        } finally {
            part.dismissGuard();
        }
    }

    /// Makes several forks, side by side. One that fails is rolled back, and the others are not.
    ///
    /// @param copied called as soon as nothing of the parent is needed any more
    /// @return why forks failed, by their place in the plan
    /// @throws RepomanException if nothing could be done for any of them, after the rollback
    public SortedMap<Integer, RepomanException> apply(ForkPlan plan, ApplyListener listener, Runnable copied) {
        checkWritable(plan.whole());
        Part shared = new Part(OnFailure.UNDO, listener);
        List<Part> forks = plan.forks().stream()
                .map(_ -> new Part(OnFailure.UNDO, listener))
                .toList();
        SortedMap<Integer, RepomanException> failed = new ConcurrentSkipListMap<>();
        try {
            for (Iterator<ForkPlan.Stage> stages = plan.stages().iterator(); stages.hasNext(); ) {
                ForkPlan.Stage stage = stages.next();
                shared.carryOut(stage.shared());
                if (!stages.hasNext()) {
                    shared.forget();
                    shared.dismissGuard();
                    copied.run();
                }
                join(IntStream.range(0, forks.size())
                        .mapToObj(i -> start(() -> carryOut(forks, i, stage.each(), failed)))
                        .toList());
            }
            register(plan, forks, listener, failed);
        } catch (RuntimeException e) {
            forks.forEach(Part::takeBack);
            shared.takeBack();
            shared.dismissGuard();
            throw e;
        }
        return failed;
    }

    /// For a fork that has not failed yet.
    private static void carryOut(
            List<Part> forks, int fork, List<List<Action>> each, SortedMap<Integer, RepomanException> failed) {
        if (!failed.containsKey(fork)) {
            try {
                forks.get(fork).carryOut(each.get(fork));
            } catch (RepomanException e) {
                failed.put(fork, e);
            }
        }
    }

    /// The entries of all forks, in order, in one edit: each takes as long as the disk needs.
    private void register(
            ForkPlan plan, List<Part> forks, ApplyListener listener, SortedMap<Integer, RepomanException> failed) {
        List<Integer> made = IntStream.range(0, forks.size())
                .filter(fork -> !failed.containsKey(fork))
                .boxed()
                .toList();
        List<Action.EditRegistry> entries =
                made.stream().flatMap(fork -> plan.entries().get(fork).stream()).toList();
        long start = System.nanoTime();
        entries.forEach(listener::started);
        try {
            registry.apply(entries.stream().map(Action.EditRegistry::edit).toList());
        } catch (RepomanException e) {
            entries.forEach(listener::failed);
            made.forEach(fork -> {
                forks.get(fork).takeBack();
                failed.put(fork, e);
            });
            return;
        }
        entries.forEach(entry -> listener.done(entry, Duration.ofNanos(System.nanoTime() - start)));
    }

    private static CompletableFuture<Void> start(Runnable task) {
        return CompletableFuture.runAsync(
                task, run -> Thread.ofPlatform().daemon().start(run));
    }

    /// @throws RuntimeException of one of them, when all have ended
    private static void join(List<CompletableFuture<Void>> all) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private void checkWritable(Plan plan) {
        if (plan.actions().stream().anyMatch(Action.EditRegistry.class::isInstance)) {
            registry.checkWritable();
        }
    }

    /// Actions that are rolled back together.
    private final class Part {
        private final Deque<Undo> undos = new ConcurrentLinkedDeque<>();
        private final OnFailure onFailure;
        private final ApplyListener listener;
        private boolean clean = true;

        Part(OnFailure onFailure, ApplyListener listener) {
            this.onFailure = onFailure;
            this.listener = listener;
        }

        void carryOut(List<Action> actions) {
            try {
                for (int i = 0; i < actions.size(); i++) {
                    if (actions.get(i) instanceof Action.CopyInstance container
                            && i + 1 < actions.size()
                            && actions.get(i + 1) instanceof Action.CopyRepository repository) {
                        copy(container, repository);
                        i++;
                    } else {
                        carryOut(actions.get(i), () -> {});
                    }
                }
            } catch (RuntimeException e) {
                takeBack();
                throw e;
            }
        }

        /// Both halves of a fork, side by side. The repository gets its name last: the keys of the container say whose
        /// it is, if this run is killed.
        private void copy(Action.CopyInstance container, Action.CopyRepository repository) {
            CompletableFuture<Void> copied = start(() -> carryOut(container, () -> {}));
            try {
                carryOut(repository, copied::join);
            } catch (CompletionException _) {
                // of the container
            } finally {
                join(List.of(copied));
            }
        }

        /// @param before what has to end before the result gets its name
        private void carryOut(Action action, Runnable before) {
            long start = System.nanoTime();
            if (action instanceof Action.RunSetup || action instanceof Transfer.DropCopy) {
                // the project is complete, whatever its script does; and so is a copy whose original goes
                undos.clear();
            }
            listener.started(action);
            try {
                Undo undo = apply(action, before, listener);
                if (!undo.isNone()) {
                    undos.push(undo);
                }
            } catch (RuntimeException e) {
                listener.failed(action);
                throw e;
            }
            listener.done(action, Duration.ofNanos(System.nanoTime() - start));
        }

        /// Nothing of it is rolled back any more.
        void forget() {
            undos.clear();
        }

        void takeBack() {
            clean &= Applier.takeBack(undos, onFailure, listener);
        }

        /// The guard stays if something could not be rolled back.
        void dismissGuard() {
            if (clean) {
                guardian.dismiss();
            }
        }
    }

    private Undo apply(Action action, Runnable before, ApplyListener listener) {
        return switch (action) {
            case Action.OnIncus onIncus -> {
                if (onIncus instanceof Action.StartInstance) {
                    keeper.awaitThaw();
                }
                if (onIncus instanceof Action.FreezeInstance) {
                    guardian.watchFrozen(onIncus.project(), onIncus.instance());
                }
                yield incus.apply(
                        onIncus,
                        onIncus instanceof Action.RunSetup
                                ? line -> listener.output(action, line)
                                : text -> listener.progress(action, text));
            }
            case Action.OnBuilder onBuilder -> {
                images.apply(onBuilder, text -> listener.progress(action, text));
                yield Undo.NONE;
            }
            case Action.OnIncusProject onProject -> {
                projects.apply(onProject, warning -> listener.warned(action, warning));
                yield Undo.NONE;
            }
            case Action.GuardBuilder guard -> {
                guardian.watch(guard);
                yield Undo.NONE;
            }
            case Exchange between -> {
                exchange.apply(between, note -> listener.warned(action, note));
                yield Undo.NONE;
            }
            case Transfer onBoth -> moves.apply(onBoth, text -> listener.progress(action, text));
            case Action.CopyRepository copy -> copier.apply(copy, before, warning -> listener.warned(action, warning));
            case Action.DeleteRepository delete -> {
                copier.apply(delete, warning -> listener.warned(action, warning));
                yield Undo.NONE;
            }
            case Action.OnHost onHost -> host.apply(onHost);
            case Action.OnStore onStore -> stores.apply(onStore, warning -> listener.warned(action, warning));
            case Action.OnHermes onHermes -> onHermes(onHermes, listener);
            case Action.MarkBackupRoot mark -> {
                mark(mark, listener);
                yield Undo.NONE;
            }
            case Action.EditRegistry edit -> {
                registry.apply(List.of(edit.edit()));
                yield edit.edit() instanceof RegistryEdit.Move move
                        ? new Undo("the entry of " + move.name(), () -> takeBack(move))
                        : Undo.NONE;
            }
            case Action.EditOverride edit ->
                new Undo(
                        "the change of repos.d/" + edit.project() + ".toml",
                        overrides.edit(edit.project(), edit.edit()));
        };
    }

    /// The container that the entry will name again must not start while this one runs.
    private void takeBack(RegistryEdit.Move move) {
        IncusProject there = registry.load().on(move.to().host()).defaults().project();
        incus.apply(new Action.StopInstance(there, move.name().value(), true), text -> {});
        registry.apply(List.of(move.back()));
    }

    private Undo onHermes(Action.OnHermes action, ApplyListener listener) {
        IncusProject project = registry.load().defaults().project();
        try (TreeKeeper.Kept kept =
                keeper.keep(project, List.of(action.path()), note -> listener.warned(action, note))) {
            return hermes.apply(action, kept.jail());
        }
    }

    /// Setup is complete without it too, and `sync` reports what is missing.
    private void mark(Action.MarkBackupRoot mark, ApplyListener listener) {
        try {
            backups.mark(mark.path());
        } catch (RepomanException e) {
            if (mark.required()) {
                throw e;
            }
            listener.warned(mark, e.what());
        }
    }

    /// @return whether everything was done
    private static boolean takeBack(Deque<Undo> undos, OnFailure onFailure, ApplyListener listener) {
        while (!undos.isEmpty()) {
            Undo undo = undos.pop();
            switch (onFailure) {
                case KEEP -> listener.left(undo.what(), null);
                case UNDO -> {
                    try {
                        undo.how().run();
                        listener.undone(undo.what());
                    } catch (RuntimeException e) {
                        listener.left(undo.what(), e instanceof RepomanException known ? known.what() : e.toString());
                        // what is left may still use earlier results
                        undos.forEach(earlier -> listener.left(earlier.what(), null));
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
