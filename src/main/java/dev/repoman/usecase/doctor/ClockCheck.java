package dev.repoman.usecase.doctor;

import dev.repoman.backup.BackupRoot;
import dev.repoman.host.FolderProbe;
import dev.repoman.plan.doctor.Clock;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The clock of this host, beside times that were recorded, and beside that of whoever keeps the backups.
@ApplicationScoped
class ClockCheck implements Check {
    private final BackupRoot backups;
    private final FolderProbe folders;
    private final HostUser user;

    ClockCheck(BackupRoot backups, FolderProbe folders, HostUser user) {
        this.backups = backups;
        this.folders = folders;
        this.user = user;
    }

    @Override
    public String code() {
        return "clock";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        Map<String, Instant> recorded = new TreeMap<>();
        known.projects().forEach(project -> {
            add("the creation of " + project.name(), project.created(), recorded);
            add("the last sync of " + project.name(), project.lastSync(), recorded);
        });
        if (ProjectsCheck.hasBackups(known)) {
            String root = user.expand(known.defaults().backupRoot());
            backups.share(root).ifPresent(share -> recorded.put("the last change of " + root, share.changed()));
        }
        boolean waiting = folders.entry(Path.of(Clock.TIMESYNC)) == FolderProbe.Entry.FOLDER
                && folders.entry(Path.of(Clock.SYNCHRONIZED)) == FolderProbe.Entry.MISSING;
        return List.of(Clock.of(Instant.now(), recorded, waiting));
    }

    private static void add(String what, String time, Map<String, Instant> recorded) {
        try {
            recorded.put(what, Instant.parse(time));
        } catch (DateTimeException _) {
            // never, or as somebody wrote it
        }
    }
}
