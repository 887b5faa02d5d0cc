package dev.repoman.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.file.PosixFiles;
import dev.repoman.host.HostEnvironment;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `$XDG_STATE_HOME/repoman/sync/NAME.json`. Replaced with a rename, but not flushed to disk: after a power
/// failure the registry's `last_sync` counts.
@ApplicationScoped
public class SyncStateStore {
    private final ObjectMapper mapper;
    private final HostEnvironment env;
    private final HostUser user;

    public SyncStateStore(ObjectMapper mapper, HostEnvironment env, HostUser user) {
        this.mapper = mapper;
        this.env = env;
        this.user = user;
    }

    public SyncState read(ProjectName name) {
        try {
            SyncStateFile read = mapper.readValue(Files.readAllBytes(file(name)), SyncStateFile.class);
            return read == null ? SyncState.NONE : read.state();
        } catch (IOException _) {
            return SyncState.NONE;
        }
    }

    /// A state that cannot be written is not a reason to fail a backup.
    ///
    /// @return whether it was written
    public boolean write(ProjectName name, SyncState state) {
        Path file = file(name);
        Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            new PosixFiles().makeFolder(folder());
            Files.write(fresh, mapper.writeValueAsBytes(SyncStateFile.of(state)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Path folder() {
        return env.stateHome(user.home()).resolve("repoman").resolve("sync");
    }

    private Path file(ProjectName name) {
        return folder().resolve(name + ".json");
    }
}
