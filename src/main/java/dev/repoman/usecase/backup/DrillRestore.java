package dev.repoman.usecase.backup;

import dev.repoman.backup.Change;
import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Names;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.Now;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `doctor --restore-drill`: the backup of a project is restored into a folder of its own, compared, and deleted.
@ApplicationScoped
public class DrillRestore {
    private static final String CODE = "restore-drill";

    private final RegistryStore registry;
    private final RestoreProject projects;
    private final RepositoryEffector folders;
    private final SyncStateStore states;
    private final HostEnvironment env;
    private final HostUser user;

    public DrillRestore(
            RegistryStore registry,
            RestoreProject projects,
            RepositoryEffector folders,
            SyncStateStore states,
            HostEnvironment env,
            HostUser user) {
        this.registry = registry;
        this.projects = projects;
        this.folders = folders;
        this.states = states;
        this.env = env;
        this.user = user;
    }

    public List<Diagnosis> run(ProjectName name) {
        if (Names.require(name, registry.load()).hasVolume()) {
            return List.of(Diagnosis.skipped(
                    CODE,
                    "the repository of " + name + " is in a volume, and git clone restores its mirror:"
                            + " repoman sync --verify checks it"));
        }
        String scratch = env.stateHome(user.home())
                .resolve("repoman")
                .resolve("drill")
                .resolve(name.value())
                .toString();
        SyncState.Restore before = states.read(name).restore();
        List<Diagnosis> all = new ArrayList<>();
        try {
            folders.removeCopy(scratch); // of a drill that was killed
            SyncOutcome restored = restore(name, scratch, false, all);
            List<Change> left = differences(restore(name, scratch, true, all));
            if (!left.isEmpty()) {
                String path = left.getFirst().path();
                return List.of(Diagnosis.error(CODE, "what was restored differs from the backup: " + path, null));
            }
            boolean checked = restored.notes().stream().noneMatch(note -> note.startsWith("git fsck was skipped"));
            all.addFirst(Diagnosis.good(
                    CODE,
                    "the backup of " + name + " can be restored: "
                            + restored.counts().files() + " files and folders"
                            + (checked ? ", without damage that git fsck finds" : "")));
            int since = differences(restore(name, null, true, all)).size();
            all.add(Diagnosis.of(Finding.info(
                    CODE,
                    since == 0
                            ? "the repository has everything that is in the backup, unchanged"
                            : "the repository was changed since the last sync: " + since
                                    + (since == 1 ? " file or folder" : " files or folders")
                                    + " of the backup differ or are missing in it")));
            states.write(name, states.read(name).withDrill(Now.text()));
        } catch (RepomanException e) {
            return List.of(Diagnosis.error(CODE, "the restore failed: " + e.what(), e.hint()));
        } finally {
            folders.removeCopy(scratch);
            SyncState after = states.read(name);
            states.write(name, new SyncState(after.attempt(), after.success(), before, after.drill()));
        }
        return all;
    }

    /// Times alone do not count: those of a folder are not restored.
    private static List<Change> differences(SyncOutcome outcome) {
        return outcome.changes().stream()
                .filter(change -> change.kind() != Change.Kind.ATTRIBUTES)
                .toList();
    }

    /// @param target null for the repository's own folder
    private SyncOutcome restore(ProjectName name, @Nullable String target, boolean dryRun, List<Diagnosis> notes) {
        SyncOutcome outcome =
                projects.run(new RestoreProject.Request(name, target, dryRun, !dryRun, dryRun), SyncListener.SILENT);
        outcome.notes().forEach(note -> notes.add(Diagnosis.of(Finding.info(CODE, note))));
        return outcome;
    }
}
