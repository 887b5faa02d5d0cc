package dev.repoman.apply;

import dev.repoman.backup.BackupRoot;
import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.hermes.HermesEffector;
import dev.repoman.host.Guardian;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.incus.ImageEffector;
import dev.repoman.incus.IncusEffector;
import dev.repoman.incus.ProjectEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.Undo;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.OverrideStore;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

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
    private final RepositoryFiller filler;
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
            RepositoryFiller filler,
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
        this.filler = filler;
        this.copier = copier;
    }

    /// Waits for what Incus still does to a project's container for a run that was killed: a plan that is made in
    /// the meantime could be overtaken by it.
    public void settle(ProjectName name) {
        incus.awaitIdle(registry.load().defaults().here(), name.value(), SETTLED);
    }

    /// @throws RepomanException of the failed action, after the rollback
    public void apply(Plan plan, OnFailure onFailure, ApplyListener listener) {
        if (plan.actions().stream().anyMatch(Action.EditRegistry.class::isInstance)) {
            registry.checkWritable();
        }
        Deque<Undo> undos = new ArrayDeque<>();
        for (Action action : plan.actions()) {
            long start = System.nanoTime();
            if (action instanceof Action.RunSetup) {
                undos.clear(); // the project is complete, whatever its script does
            }
            listener.started(action);
            try {
                Undo undo = apply(action, listener);
                if (!undo.isNone()) {
                    undos.push(undo);
                }
            } catch (RuntimeException e) {
                listener.failed(action);
                if (takeBack(undos, onFailure, listener)) {
                    guardian.dismiss();
                }
                throw e;
            }
            listener.done(action, Duration.ofNanos(System.nanoTime() - start));
        }
        guardian.dismiss();
    }

    private Undo apply(Action action, ApplyListener listener) {
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
            case Action.FillRepository fill -> {
                filler.apply(fill, note -> listener.warned(action, note));
                yield Undo.NONE;
            }
            case Action.CopyRepository copy -> copier.apply(copy, warning -> listener.warned(action, warning));
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
                yield Undo.NONE;
            }
            case Action.EditOverride edit ->
                new Undo(
                        "the change of repos.d/" + edit.project() + ".toml",
                        overrides.edit(edit.project(), edit.edit()));
        };
    }

    private Undo onHermes(Action.OnHermes action, ApplyListener listener) {
        IncusProject project = registry.load().defaults().here();
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
