package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repositories whose history is elsewhere, or that are in others.
class WorktreeTest extends Cli {
    @BeforeEach
    void world() {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        prepare();
    }

    private static void sh(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", """
                mkdir -p "$HOME/repos"; cd "$HOME/repos"
                git() { command git -c user.name=a -c user.email=a@b -c protocol.file.allow=always "$@"; }
                """ + script);
        builder.redirectErrorStream(true).environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }

    private static void worktree() throws IOException {
        sh("git init -q main; cd main; git commit -q --allow-empty -m 1; git worktree add -q ../wt -b side");
    }

    private static Path override(String name) {
        return registry().resolveSibling("repos.d/" + name + ".toml");
    }

    private void assertMounted(String project, Path folder) {
        var device = incus.get("/1.0/instances/" + project + "?project=repoman")
                .path("devices")
                .path("git");
        assertThat(device.path("source").asText()).isEqualTo(folder.toString());
        assertThat(device.path("path").asText()).isEqualTo(folder.toString());
        assertThat(device.path("shift").asText()).isEqualTo("true");
        assertThat(run("status", project, "--check").exit()).isZero();
    }

    private void assertRefused(String project, String why) {
        Ran ran = run("new", project, "--image", "tiny");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(4);
        assertThat(ran.err()).contains(why).contains("hint: ");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(override(project)).doesNotExist();
    }

    @Test
    void aLinkedWorktreeComesWithItsGitFolder() throws IOException {
        worktree();
        Ran ran = run("new", "wt", "--image", "tiny", "--cpu", "1");
        assertThat(ran.ok()).isEqualTo("wt is ready: repoman shell wt\n");
        assertThat(ran.err())
                .contains("note: the repository is a linked worktree, so its git folder ~/repos/main/.git is mounted")
                .contains("history, hooks and configuration of all its worktrees")
                .contains("✓ add limits.cpu = 1, device git (" + repo("main") + "/.git) to ~/.config/repoman/repos.d");
        assertMounted("wt", repo("main").resolve(".git"));
        assertThat(override("wt")).content().contains("[[device]]\nname   = \"git\"");
    }

    @Test
    void aRelativePointerAndABareRepository() throws IOException {
        worktree();
        sh("""
                git clone -q --bare main bare.git; git -C bare.git worktree add -q ../wt2
                echo 'gitdir: ../bare.git/worktrees/wt2' > wt2/.git
                """);
        assertThat(run("new", "wt2", "--image", "tiny").ok()).contains("wt2 is ready");
        assertMounted("wt2", repo("bare.git"));
    }

    /// The agent rewrites `.git` once it has it.
    @Test
    void nothingFollowsThePointerLater() throws IOException {
        worktree();
        run("new", "wt", "--image", "tiny").ok();
        String before = Files.readString(override("wt"));
        sh("mkdir -p secret/worktrees/wt; echo \"gitdir: $HOME/repos/secret/worktrees/wt\" > wt/.git");
        assertThat(run("status", "wt", "--check").exit()).isZero();
        assertThat(run("repair", "wt").ok()).contains("nothing to do");
        incus.does("PUT", "/1.0/instances/wt/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/wt?project=repoman", "");
        run("repair", "wt", "--yes").ok();
        assertMounted("wt", repo("main").resolve(".git"));
        assertThat(override("wt")).hasContent(before);
    }

    @Test
    void severalWorktreesOfOneRepository() throws IOException {
        worktree();
        sh("cd main; git worktree add -q ../wt2");
        run("new", "wt", "--image", "tiny").ok();
        Ran ran = run("new", "wt2", "--image", "tiny");
        assertThat(ran.ok()).contains("wt2 is ready");
        assertThat(ran.err()).contains("~/repos/main/.git is also the device git of wt: what one agent writes");
        assertMounted("wt2", repo("main").resolve(".git"));
    }

    @Test
    void aSubmodule() throws IOException {
        sh("""
                git init -q part; git -C part commit -q --allow-empty -m 1
                git init -q whole; git -C whole submodule --quiet add ../part part
                """);
        Ran ran = run("new", "part", "--image", "tiny", "--repo", "whole/part");
        assertThat(ran.ok()).contains("part is ready");
        assertThat(ran.err())
                .contains("note: the repository is a submodule, so its git folder ~/repos/whole/.git/modules");
        assertMounted("part", repo("whole/.git/modules/part"));
    }

    /// Only what names the folder back is mounted.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$HOME/.ssh",
                "$HOME/.ssh/worktrees/wt",
                "$HOME/repos/other/.git/worktrees/wt",
                "$HOME/repos/other/.git",
                "../main/.git/worktrees/../../../..",
            })
    void aPlantedPointerIsRefused(String target) throws IOException {
        worktree();
        sh("""
                git init -q other; mkdir -p other/.git/worktrees/wt ~/.ssh/worktrees/wt
                echo "$HOME/repos/wt/.git" | tee ~/.ssh/worktrees/wt/gitdir > /dev/null
                echo "gitdir: %s" > wt/.git
                """.formatted(target));
        assertRefused("wt", "the history of ~/repos/wt is elsewhere, and ");
    }

    @Test
    void aPlantedCommondirWidensNothing() throws IOException {
        worktree();
        sh("echo '../../../..' > main/.git/worktrees/wt/commondir");
        run("new", "wt", "--image", "tiny").ok();
        assertMounted("wt", repo("main").resolve(".git"));
    }

    @Test
    void aPointerIntoTheTreeOfAnotherAgentIsRefused() throws IOException {
        worktree();
        run("new", "main", "--image", "tiny").ok();
        Ran ran = run("new", "wt", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("~/repos/main/.git/worktrees/wt lies in the repository of main: its agent can");
    }

    @Test
    void aWorktreeInItsOwnGitFolderIsRefused() throws IOException {
        sh("""
                git init -q main; git -C main commit -q --allow-empty -m 1
                git clone -q --bare main bare; git -C bare worktree add -q wt
                """);
        Ran ran = run("new", "wt", "--image", "tiny", "--repo", "bare/wt");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("contains the folder itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head -c 9000 /dev/zero > wt/.git", "echo nothing > wt/.git", "rm -rf main"})
    void aPointerThatNamesNothingIsRefused(String script) throws IOException {
        worktree();
        sh(script);
        assertRefused("wt", "the history of ~/repos/wt is elsewhere, and ");
    }

    /// What is not a file has no pointer, and is not opened.
    @Test
    void aPipeDoesNotHang() throws IOException {
        worktree();
        sh("rm wt/.git; mkfifo wt/.git");
        assertThat(run("new", "wt", "--image", "tiny").ok()).contains("wt is ready");
        assertThat(override("wt")).doesNotExist();
    }

    @Test
    void aHistoryInTheFolderItself() throws IOException {
        worktree();
        sh("mkdir top; git clone -q --bare main top/.bare; echo 'gitdir: ./.bare' > top/.git");
        Ran ran = run("new", "top", "--image", "tiny");
        assertThat(ran.ok()).contains("top is ready");
        assertThat(override("top")).doesNotExist();
    }

    @Test
    void aDeviceOfThatNameIsNotReplaced() throws IOException {
        worktree();
        Files.createDirectories(override("wt").getParent());
        Files.writeString(
                override("wt"), "[[device]]\nname = \"git\"\ntype = \"disk\"\nsource = \"/srv\"\npath = \"/srv\"\n");
        Ran ran = run("new", "wt", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("the device git of repos.d/wt.toml is not at " + repo("main") + "/.git");
    }

    @Test
    void aNestedRepositoryIsNamedAsSuch() throws IOException {
        worktree();
        sh("git init -q main/inner; mkdir main/part; touch main/part/file");
        assertThat(run("new", "inner", "--image", "tiny", "--repo", "main/inner")
                        .err())
                .contains("note: the repository is nested in another one, ~/repos/main, which is not mounted");
        assertThat(run("new", "part", "--image", "tiny", "--repo", "main/part", "--yes")
                        .err())
                .contains("note: the folder is a part of the repository ~/repos/main, whose history is not mounted");
    }

    /// The override of a removed project is kept, and counts for the next one of that name.
    @Test
    void theGitFolderOfAnEarlierProjectIsNotMountedSilently() throws IOException {
        worktree();
        run("new", "wt", "--image", "tiny").ok();
        run("remove", "wt", "--yes").ok();
        sh("git init -q other");
        assertThat(run("new", "wt", "--repo", "other", "--image", "tiny").err())
                .contains(
                        "repos.d/wt.toml, which was there already, mounts ~/repos/main/.git, the git folder of another"
                                + " repository");
    }
}
