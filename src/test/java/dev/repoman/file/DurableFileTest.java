package dev.repoman.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFileTest {
    private static final byte[] NEW = "new content".getBytes(StandardCharsets.UTF_8);

    /// The step that sweeps, counted from 0.
    private static final int SWEEP = 3;

    @TempDir
    Path folder;

    private Path file;
    private final DurableFile durable = new DurableFile(new PosixFiles());

    @BeforeEach
    void old() throws IOException {
        file = folder.resolve("file");
        Files.writeString(file, "old");
    }

    private Stream<Path> leftovers() throws IOException {
        return Files.list(folder).filter(p -> p.toString().endsWith(".tmp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r--r--", "rw-rw-rw-", "rwxr-x---", "-w-------"})
    void theModeIsKept(String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        durable.replace(file, NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(mode);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void theOwnerIsKept() throws IOException {
        assumeThat(Files.getAttribute(folder, "unix:uid")).as("needs root").isEqualTo(0);
        Files.setAttribute(file, "unix:uid", 4711);
        Files.setAttribute(file, "unix:gid", 4712);
        durable.replace(file, NEW);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4711);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4712);
    }

    @Test
    void aNewFileComesWithItsFolders() throws IOException {
        Path deep = folder.resolve("a/b/file");
        durable.replace(deep, NEW);
        assertThat(deep).hasBinaryContent(NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void linksAreFollowedToTheirEnd() throws IOException {
        Path dotfiles = Files.createDirectory(folder.resolve("dotfiles"));
        Path real = Files.writeString(dotfiles.resolve("real"), "old");
        Path middle = Files.createSymbolicLink(folder.resolve("middle"), Path.of("dotfiles/real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), middle);
        durable.replace(link, NEW);
        assertThat(link).isSymbolicLink().hasBinaryContent(NEW);
        assertThat(middle).isSymbolicLink();
        assertThat(real).isRegularFile().hasBinaryContent(NEW);
        assertThat(dotfiles).isDirectoryContaining(p -> p.equals(real));
    }

    @Test
    void aDanglingLinkGetsItsFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        durable.replace(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("target")).isRegularFile().hasBinaryContent(NEW);
    }

    @Test
    void aLinkIntoAMissingFolderIsRefusedAndMakesNone() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("share/target"));
        assertThatThrownBy(() -> durable.replace(link, NEW)).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("share")).doesNotExist();
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> durable.replace(link, NEW)).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void whatDeadProcessesLeftIsSweptAndNothingElse() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path litter = Files.writeString(folder.resolve(".file." + dead.pid() + "-abc.tmp"), "half");
        List<Path> others = List.of(
                Files.writeString(
                        folder.resolve(".file." + ProcessHandle.current().pid() + "-abc.tmp"), "alive"),
                Files.writeString(folder.resolve(".other." + dead.pid() + "-abc.tmp"), "of another file"),
                Files.writeString(folder.resolve(".file.backup.tmp"), "the user's"));
        durable.replace(file, NEW);
        assertThat(litter).doesNotExist();
        assertThat(others).allSatisfy(p -> assertThat(p).exists());
    }

    @Test
    void aFolderInItsPlaceIsRefused() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        assertThatThrownBy(() -> durable.replace(there, NEW))
                .isInstanceOf(FileSystemException.class)
                .hasMessageEndingWith("is a folder");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aFileInItsFoldersPlaceIsRefused() {
        assertThatThrownBy(() -> durable.replace(file.resolve("below"), NEW)).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aReadOnlyFileIsRefused() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(() -> durable.replace(file, NEW)).hasMessageEndingWith("is read-only");
        assertThat(file).hasContent("old");
    }

    @ParameterizedTest
    @EnumSource(FaultyFiles.Fault.class)
    void whateverStepFailsTheFileIsTheOldOrTheNewOne(FaultyFiles.Fault fault) throws IOException {
        FaultyFiles whole = new FaultyFiles(-1, fault);
        new DurableFile(whole).replace(file, NEW);
        int steps = whole.steps();
        assertThat(steps).as("the steps of a replacement").isEqualTo(9);
        for (int failing = 0; failing < steps; failing++) {
            Files.writeString(file, "old");
            FaultyFiles files = new FaultyFiles(failing, fault);
            // litter that cannot be swept is not a failure
            boolean harmless =
                    failing == SWEEP && (fault == FaultyFiles.Fault.REFUSED || fault == FaultyFiles.Fault.HALF);
            boolean told = true;
            try {
                new DurableFile(files).replace(file, NEW);
                told = false;
            } catch (DurableFile.NotForcedException _) {
                assertThat(file).hasBinaryContent(NEW);
            } catch (IOException _) {
                assertThat(file).as("step %d", failing).hasContent("old");
                assertThat(leftovers()).as("step %d", failing).isEmpty();
            } catch (FaultyFiles.Death _) {
                assertThat(Files.readString(file)).as("step %d", failing).isIn("old", "new content");
            }
            assertThat(told).as("step %d", failing).isEqualTo(!harmless);
        }
    }
}
