package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `checkpoint`, `checkpoints` and `undo`, on the in-memory Incus. What they do to a repository is in
/// `RepositoryStoreTest`.
class CheckpointCommandTest extends Cli {
    private static final String INSTANCE = "/1.0/instances/demo?project=repoman";

    @BeforeEach
    @Override
    void demo() {
        super.demo();
    }

    private Path repository() {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        return repo("demo");
    }

    @Test
    void bothHalvesAreSavedAndBroughtBack() throws IOException {
        Path repository = repository();
        Files.writeString(repository.resolve("f"), "one");
        Ran ran = run("checkpoint", "demo", "first");
        assertThat(ran.ok()).isEqualTo("saved as first; to go back: repoman undo demo\n");
        assertThat(ran.err())
                .contains("save repository", "freeze container demo", "take snapshot repoman-first", "thaw");
        assertThat(incus.get(INSTANCE).path("status").asText()).isEqualTo("Running");

        Files.writeString(repository.resolve("f"), "two");
        Files.writeString(repository.resolve("new"), "three");
        incus.does("PATCH", INSTANCE, "{\"config\":{\"user.later\":\"x\",\"user.repoman.created\":\"never\"}}");
        assertThat(run("undo", "demo", "-n").ok())
                .startsWith("repoman undo demo would:\n  • freeze container demo\n  • save repository")
                .contains("to first (files: 1 changes, 1 goes)\n      ~ f\n      - new\n")
                .contains("  kept: all that is there now, as the checkpoint undo-2")
                .doesNotContain("thaw");
        assertThat(repository.resolve("f")).hasContent("two");
        String back = run("undo", "demo", "--yes").ok();
        assertThat(back).startsWith("demo is as it was at first; to take that back: repoman undo demo undo-2");
        assertThat(repository.resolve("f")).hasContent("one");
        assertThat(repository.resolve("new")).doesNotExist();
        assertThat(incus.get(INSTANCE).path("config").has("user.later")).isFalse();
        assertThat(incus.get(INSTANCE).path("status").asText()).isEqualTo("Running");

        String undo = back.substring(back.indexOf("undo-")).strip();
        assertThat(run("undo", "demo", undo, "--yes", "--repo").ok()).startsWith("demo is as it was at " + undo);
        assertThat(repository.resolve("f")).hasContent("two");
        assertThat(repository.resolve("new")).hasContent("three");
        assertThat(incus.get(INSTANCE).path("config").has("user.later"))
                .as("--repo")
                .isFalse();
    }

    @Test
    void theContainerGetsItsDesiredDevicesAgain() throws IOException {
        run("checkpoint", "demo", "first").ok();
        Path override = registry().resolveSibling("repos.d/demo.toml");
        Files.createDirectories(override.getParent());
        Files.writeString(override, "[config]\n\"user.wanted\" = \"yes\"\n");
        run("repair", "demo", "--yes").ok();
        run("undo", "demo", "--container", "--yes").ok();
        assertThat(incus.get(INSTANCE).path("config").path("user.wanted").asText())
                .isEqualTo("yes");
    }

    @Test
    void aFolderThatIsNoRepositoryHasTheContainersHalfAlone() throws IOException {
        Path repository = repository();
        Files.move(repository.resolve(".git"), repository.resolveSibling("was-git"));
        Ran ran = run("checkpoint", "demo", "first");
        assertThat(ran.ok()).startsWith("saved as first");
        assertThat(ran.err()).contains("note: only the container is saved: ~/repos/demo is not a git repository");
        assertThat(run("checkpoints", "demo").ok()).contains("first       ").endsWith("-           yes\n");
        assertThat(run("undo", "demo", "--repo", "--yes").err())
                .contains("the checkpoint first has no half for the repository", "hint: ");
    }

    @Test
    void whoStandsInTheRepositoryNamesNone() {
        assertThat(run("checkpoint", "demo", "--json").ok()).contains("\"take-snapshot\"");
        assertThat(run("checkpoints", "demo", "--json").ok())
                .contains("\"name\" : \"demo\"", "\"container\" : {", "\"created\" : \"20");
        assertThat(run("undo", "demo", "--json", "--yes").ok()).contains("\"restore-snapshot\"");
    }

    @Test
    void agentsInsideAreNamedFirst() {
        run("checkpoint", "demo", "first").ok();
        incus.onExec(_ -> ExecResult.ok("sh\nclaude\nclaude\n"));
        assertThat(run("undo", "demo", "--container", "-n").ok())
                .contains("note: claude runs inside, and ends: the container is started again");
    }

    @Test
    void incusTakesTheContainersHalfByItself() throws IOException {
        run("new", "often", "--image", "tiny", "--checkpoint-every", "6h").ok();
        assertThat(Files.readString(registry().resolveSibling("repos.d/often.toml")))
                .contains("\"snapshots.schedule\" = \"0 */6 * * *\"");
        assertThat(incus.get("/1.0/instances/often?project=repoman")
                        .path("config")
                        .path("snapshots.schedule")
                        .asText())
                .isEqualTo("0 */6 * * *");
        assertThat(run("status", "often").ok()).doesNotContain("drift");
        refused(2, "\"5h\" is not a time between checkpoints", "new", "other", "--checkpoint-every", "5h");
    }

    @Test
    void twoOfOneSecondHaveTwoNames() {
        for (int i = 0; i < 3; i++) {
            run("checkpoint", "demo").ok();
        }
        assertThat(run("checkpoints", "demo").ok().lines()).hasSize(4);
    }

    @Test
    void theOldestOfOursGoAndNeverAnother() {
        incus.snapshot("repoman", "demo", "mine");
        run("config", "set", "defaults.checkpoints.keep", "2").ok();
        for (String label : new String[] {"a1", "a2", "a3"}) {
            run("checkpoint", "demo", label).ok();
        }
        assertThat(incus.get("/1.0/instances/demo/snapshots?project=repoman&recursion=1")
                        .findValuesAsText("name"))
                .containsExactly("mine", "repoman-a2", "repoman-a3");
    }

    @Test
    void aRenamedProjectTakesItsCheckpointsAlong() {
        repository();
        run("checkpoint", "demo", "first").ok();
        assertThat(run("rename", "demo", "web").ok()).isEqualTo("demo is now web\n");
        assertThat(run("checkpoints", "web").ok()).contains("first ").doesNotContain(" - ");
        assertThat(run("remove", "web", "-n").ok()).contains("kept: the checkpoints of the repository, in ");
        assertThat(run("new", "demo", "--image", "tiny", "--repo", repo("demo").toString())
                        .exit())
                .isZero();
    }

    @Test
    void aRunThatWasKilledBetweenTheHalvesIsCarriedOn() {
        repository();
        run("checkpoint", "demo", "first").ok();
        incus.does("DELETE", "/1.0/instances/demo/snapshots/repoman-first?project=repoman", "");
        assertThat(run("checkpoints", "demo").ok()).endsWith("-\n");
        assertThat(run("checkpoint", "demo", "first").ok()).startsWith("saved as first");
        assertThat(run("checkpoints", "demo").ok()).endsWith("yes\n");
    }

    @Test
    void aStepThatFailsIsTakenBackAndTheContainerRuns() {
        incus.failNext("POST", "/1.0/instances/demo/snapshots", 500, "out of luck");
        Ran ran = run("checkpoint", "demo", "first");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("out of luck", "rolled back the freezing of container demo");
        assertThat(incus.get(INSTANCE).path("status").asText()).isEqualTo("Running");
        assertThat(run("checkpoints", "demo").ok())
                .isEqualTo("demo has no checkpoints; take one with: repoman checkpoint demo\n");
    }

    @Test
    void whatCannotBe() {
        refused(4, "demo has no checkpoint", "undo", "demo", "--yes");
        refused(4, "demo has no checkpoint nosuch", "undo", "demo", "nosuch", "--yes");
        refused(2, "invalid label \"a b\"", "checkpoint", "demo", "a b");
        refused(2, "invalid label \"-x\"", "checkpoint", "demo", "--", "-x");
        refused(1, "no project nosuch in the registry", "checkpoint", "nosuch");
        run("checkpoint", "demo", "first").ok();
        refused(4, "there is a checkpoint first of demo already", "checkpoint", "demo", "first");
        refused(2, "cannot be asked", "undo", "demo");
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        assertThat(run("checkpoint", "demo", "stopped").err()).doesNotContain("freeze");
        incus.does("DELETE", INSTANCE, "");
        assertThat(run("undo", "demo", "--container", "--yes").exit()).isEqualTo(4);
    }
}
