package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The user's editor, on a private copy: in its own folder (0700), because editors put swap files and backups
/// beside the file, and in the state folder, so that a kept copy survives a reboot.
@ApplicationScoped
public class Editor {
    private final Processes processes;
    private final HostEnvironment env;
    private final HostUser user;

    public Editor(Processes processes, HostEnvironment env, HostUser user) {
        this.processes = processes;
        this.env = env;
        this.user = user;
    }

    /// @return a new file `name` that only the user can read
    public Path copy(String name, byte[] content) {
        try {
            Path state = env.stateHome(user.home()).resolve("repoman");
            Files.createDirectories(
                    state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = Files.createTempDirectory(state, "edit-").resolve(name);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(file, content);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot create a copy to edit: " + Reasons.of(e),
                    "copies are created below ~/.local/state/repoman: see the owners and modes of these folders",
                    e);
        }
    }

    /// Opens the file in `$VISUAL`, `$EDITOR` or `vi`, on our terminal, and waits until the editor exits. As
    /// with git, the variable is a shell command: `code --wait` works.
    ///
    /// @throws RepomanException FAILED if the editor fails, which means that nothing should be changed
    public void open(Path file) {
        String editor = Stream.of("VISUAL", "EDITOR")
                .map(env::get)
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("vi");
        int code = processes.runInForeground(
                List.of("sh", "-c", editor + " \"$@\"", editor, file.toString()),
                // the command is the user's own, so the user's PATH applies too
                Map.of("PATH", Programs.SYSTEM_PATH + ":" + env.get("PATH")));
        if (code != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the editor " + editor + " ended with exit code " + code + ", so nothing was changed",
                    code == 127
                            ? "choose an installed editor: EDITOR=nano repoman config edit"
                            : "run this again, and quit the editor as usual");
        }
    }

    /// @throws RepomanException FAILED if the file is missing
    public byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the editor saved no file, so nothing was changed",
                    "save it under the name it was opened with",
                    e);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot read the edited file: " + Reasons.of(e),
                    "see its owner and mode: ls -l " + file,
                    e);
        }
    }

    /// Deletes the copy, and the editor's files beside it.
    public void discard(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path one : left) {
                Files.delete(one);
            }
            Files.delete(folder);
        } catch (IOException _) {
            // private leftovers in the state folder do no harm
        }
    }
}
