package dev.repoman.usecase.backup;

import dev.repoman.backup.BackupRoot;
import dev.repoman.host.FolderProbe;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.BackupRootFact.Kind;
import dev.repoman.plan.backup.SyncPlanner;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;

/// `sync --init-backup-root`: writes the marker that distinguishes the backup root from an empty mount point.
@ApplicationScoped
public class MarkBackupRoot {
    private final RegistryStore registry;
    private final BackupRoot roots;
    private final SyncPlanner guards;
    private final FolderProbe folders;
    private final HostUser user;

    public MarkBackupRoot(
            RegistryStore registry, BackupRoot roots, SyncPlanner guards, FolderProbe folders, HostUser user) {
        this.registry = registry;
        this.roots = roots;
        this.guards = guards;
        this.folders = folders;
        this.user = user;
    }

    /// @param path of the backup root
    /// @param plan empty if it is already marked
    public record Marking(String path, Plan plan) {}

    /// @throws dev.repoman.project.RepomanException ENVIRONMENT if there is no folder to mark, REFUSED if it
    ///     contains the repositories
    public Marking plan() {
        Defaults defaults = registry.load().defaults();
        String path = defaults.backupRoot(user);
        BackupRootFact root = roots.look(path, List.of());
        List<Action> mark = List.of(new Action.MarkBackupRoot(path, true));
        if (root.kind() == Kind.UNMARKED || root.kind() == Kind.UNMARKED_ON_ROOT_DISK) {
            guards.checkRootApart(path, folders.real(Path.of(path)), folders.real(Path.of(defaults.reposRoot(user))));
        }
        Plan plan = switch (root.kind()) {
            case UNMARKED -> new Plan(mark, List.of(), List.of());
            case UNMARKED_ON_ROOT_DISK ->
                new Plan(
                        mark,
                        List.of(),
                        List.of(path + " is on the disk of /; if that disk dies, its mirrors die with it"));
            case READY, MISSING, NOT_A_FOLDER, CLOSED, NO_ANSWER -> {
                guards.checkRoot(root);
                yield new Plan(List.of(), List.of(), List.of());
            }
        };
        return new Marking(path, plan);
    }
}
