package dev.repoman.apply;

import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Undo;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/// Copies a repository beside another name, and renames the copy when it is complete: so a killed run leaves none that
/// is incomplete.
@ApplicationScoped
public class RepositoryCopier {
    private final RepositoryEffector folders;
    private final RepositoryStore stores;

    public RepositoryCopier(RepositoryEffector folders, RepositoryStore stores) {
        this.folders = folders;
        this.stores = stores;
    }

    Undo apply(Action.CopyRepository copy, Consumer<String> warn) {
        String partial = folders.makePartial(copy.to());
        try {
            if (!copy.whole() || !stores.copyWhole(copy.place(), partial, warn)) {
                if (copy.whole()) {
                    warn.accept("the file system cannot copy on write: ignored files are not copied");
                }
                stores.copyByCheckpoint(copy.place(), partial, copy.checkpoint(), warn);
            }
            folders.complete(partial, copy.to());
        } catch (RuntimeException e) {
            folders.removeCopy(partial);
            throw e;
        }
        return new Undo("the folder " + copy.to(), () -> folders.removeCopy(copy.to()));
    }
}
