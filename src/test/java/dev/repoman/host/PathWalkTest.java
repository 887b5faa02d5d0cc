package dev.repoman.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.host.PathWalk.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathWalkTest {
    @TempDir
    Path temp;

    private Path home;
    private Path tree;

    @BeforeEach
    void folders() throws IOException {
        home = temp.toRealPath();
        tree = Files.createDirectories(home.resolve("repos/outer"));
        Files.createDirectories(home.resolve("repos/other/deep"));
        Files.createDirectories(tree.resolve("inner"));
    }

    private Way walk(String path) {
        return PathWalk.walk(home.resolve(path), List.of(tree));
    }

    private Way real(String path) {
        return new Way.Real(home.resolve(path));
    }

    @Test
    void aPathMayLeadToATreeAndNotThroughOne() {
        assertThat(walk("repos/outer")).isEqualTo(real("repos/outer"));
        assertThat(walk("repos/other/deep")).isEqualTo(real("repos/other/deep"));
        assertThat(walk("repos/outer/inner")).isEqualTo(new Way.Through(tree));
        assertThat(walk("repos/outer/not/there")).isEqualTo(new Way.Through(tree));
        // a parent is the kernel's to tell, not the tree's
        assertThat(walk("repos/outer/../other")).isEqualTo(real("repos/other"));
    }

    @Test
    void linksAreFollowedStepByStep() throws IOException {
        Files.createSymbolicLink(home.resolve("short"), Path.of("repos/other"));
        Files.createSymbolicLink(home.resolve("far"), home.resolve("short/deep"));
        Files.createSymbolicLink(home.resolve("back"), Path.of("repos/../repos/other"));
        assertThat(walk("short/deep")).isEqualTo(real("repos/other/deep"));
        assertThat(walk("far")).isEqualTo(real("repos/other/deep"));
        assertThat(walk("back/deep/new/folder")).isEqualTo(real("repos/other/deep/new/folder"));
    }

    /// What an agent plants leads through its tree, wherever it ends.
    @Test
    void aLinkThatLeadsThroughATreeIsFoundOut() throws IOException {
        Files.createSymbolicLink(tree.resolve("planted"), home.resolve("repos/other"));
        Files.createSymbolicLink(home.resolve("mine"), tree.resolve("planted"));
        assertThat(walk("repos/outer/planted/deep")).isEqualTo(new Way.Through(tree));
        assertThat(walk("mine")).isEqualTo(new Way.Through(tree));
        assertThat(walk("mine/deep")).isEqualTo(new Way.Through(tree));
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        Files.createSymbolicLink(home.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(home.resolve("b"), Path.of("a"));
        assertThat(walk("a/x")).isInstanceOf(Way.Real.class);
    }
}
