package dev.repoman.apply;

import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.Action;
import dev.repoman.plan.Undo;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;

/// Copies a repository beside another name, and renames the copy when it is complete: so a killed run leaves none that
/// is incomplete.
@ApplicationScoped
public class RepositoryCopier {
    private final RepositoryEffector folders;
    private final RepositoryStore stores;
    private final GitProbe git;

    public RepositoryCopier(RepositoryEffector folders, RepositoryStore stores, GitProbe git) {
        this.folders = folders;
        this.stores = stores;
        this.git = git;
    }

    /// An agent may have worked on until its container was deleted.
    ///
    /// @param warn is told what is kept
    void apply(Action.DeleteRepository delete, Consumer<String> warn) {
        if (delete.from() != null && delete.into() != null) {
            String unlanded = stores.ahead(
                            delete.from(),
                            delete.into(),
                            true,
                            git.look(delete.from().path()))
                    .unlanded();
            if (!unlanded.isEmpty()) {
                warn.accept("kept " + delete.path() + ", with what was never landed: " + unlanded
                        + "; to work on it again: repoman new NAME --repo " + delete.path());
                return;
            }
        }
        folders.removeCopy(delete.path());
    }

    /// @param before returns when the copy may get its name
    Undo apply(Action.CopyRepository copy, Runnable before, Consumer<String> warn) {
        String partial = folders.makePartial(copy.to());
        try {
            Optional<String> whole = copy.whole() ? stores.copyWhole(copy.place(), partial, warn) : Optional.empty();
            if (whole.isEmpty()) {
                if (copy.whole()) {
                    warn.accept("the file system cannot copy on write: ignored files are not copied");
                }
                stores.copyByCheckpoint(copy.place(), partial, copy.checkpoint(), !copy.whole(), warn);
            }
            before.run();
            folders.complete(whole.orElse(partial), copy.to());
            folders.removeCopy(partial);
        } catch (RuntimeException e) {
            folders.removeCopy(partial);
            throw e;
        }
        return new Undo("the folder " + copy.to(), () -> folders.removeCopy(copy.to()));
    }
}
