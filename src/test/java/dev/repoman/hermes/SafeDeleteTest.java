package dev.repoman.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeDeleteTest {
    @TempDir
    Path folder;

    @Test
    void linksAreDeletedAndNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "keep");
        Path data =
                Files.createDirectories(folder.resolve("data/a/b")).getParent().getParent();
        Files.createSymbolicLink(data.resolve("a/b/out"), outside);
        Files.createSymbolicLink(data.resolve("gone"), Path.of("/nowhere"));
        Files.writeString(data.resolve("a/file"), "x");
        assertThat(SafeDelete.delete(data, false)).isEmpty();
        assertThat(data).isEmptyDirectory();
        assertThat(SafeDelete.delete(data, true)).isEmpty();
        assertThat(data).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("keep");
        assertThat(SafeDelete.delete(data, true)).isEmpty();
    }

    @Test
    void aLinkIsNoFolderToDelete() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
        assertThatThrownBy(() -> SafeDelete.delete(link, true)).isInstanceOf(IOException.class);
        assertThat(outside).exists();
    }

    @Test
    void mountsAreFoundWhateverTheyAreCalled() {
        List<String> lines = List.of(
                "1 0 8:1 / / rw - ext4 /dev/sda rw",
                "2 1 8:1 /x /home/dev/with\\040space/data/m rw - ext4 /dev/sda rw",
                "3 1 8:1 /y /home/dev/with\\040space/data-too rw - ext4 /dev/sda rw");
        assertThat(Mounts.below(Path.of("/home/dev/with space/data"), lines))
                .containsExactly(Path.of("/home/dev/with space/data/m"));
    }
}
