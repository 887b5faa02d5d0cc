package dev.repoman.checkpoint;

import dev.repoman.file.FilePort;
import dev.repoman.file.Reasons;
import dev.repoman.host.HostEnvironment;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the stores of checkpoints are.
@ApplicationScoped
public class CheckpointFolders {
    private final FilePort files;
    private final Path all;

    public CheckpointFolders(FilePort files, HostEnvironment env, HostUser user) {
        this.files = files;
        all = env.dataHome(user.home()).resolve("repoman").resolve("checkpoints");
    }

    /// @return absolute path of the store of a project, whether it exists or not
    public String storeOf(ProjectName name) {
        return all.resolve(name + ".git").toString();
    }

    /// @return the same, if it exists
    public Optional<String> existingStoreOf(ProjectName name) {
        String store = storeOf(name);
        try {
            return files.look(Path.of(store)).map(_ -> store);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot read " + store + ": " + Reasons.of(e), "see its owner and mode", e);
        }
    }
}
