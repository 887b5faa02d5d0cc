package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.cli.Program.Ran;
import dev.repoman.file.LockFile;
import dev.repoman.file.LockHeldException;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `fork`, on the in-memory Incus. What becomes of the repository is in `RepositoryStoreTest`.
class ForkCommandTest extends Cli {
    private static final String FORK = "/1.0/instances/web-fix?project=repoman";

    @BeforeEach
    void web() throws IOException {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        prepare();
        run("new", "web", "--image", "tiny", "--port", "18080:80", "--memory", "1GiB", "--containment", "open")
                .ok();
        Files.writeString(repo("web").resolve("untracked"), "mine");
    }

    @Test
    void aForkIsACopyOfBothHalvesThatLooksAsItShould() throws IOException {
        Ran ran = run("fork", "web", "fix");
        assertThat(ran.ok()).isEqualTo("web.fix is ready: repoman shell web.fix\n");
        assertThat(ran.err())
                .containsSubsequence("freeze container web", "copy container web to web-fix", "thaw container web")
                .contains("copy repository ~/repos/web to ~/repos/web.fix");
        assertThat(repo("web.fix").resolve("untracked")).hasContent("mine");
        assertThat(repo("web.fix").resolve(".git/HEAD")).exists();
        JsonNode fork = incus.get(FORK);
        assertThat(fork.path("status").asText()).isEqualTo("Running");
        assertThat(fork.path("devices").path("repo").path("source").asText())
                .isEqualTo(repo("web.fix").toString());
        assertThat(fork.path("devices").path("repo").path("path").asText())
                .isEqualTo(repo("web").toString());
        assertThat(fork.path("devices").size()).as("no port").isEqualTo(1);
        assertThat(fork.path("config").path("limits.memory").asText()).isEqualTo("1GiB");
        assertThat(fork.path("config").path("user.repoman.repo").asText())
                .isEqualTo(repo("web.fix").toString());
        assertThat(incus.get("/1.0/instances/web?project=repoman")
                        .path("status")
                        .asText())
                .isEqualTo("Running");

        assertThat(Files.readString(registry())).contains("name        = \"web-fix\"", "parent      = \"web\"");
        assertThat(run("list").ok()).contains("\nweb.fix ").doesNotContain("WARN");
        assertThat(run("status", "web.fix", "--check").ok()).contains("running");
        assertThat(run("repair", "web.fix").ok()).isEqualTo("nothing to do\n");
        run("config", "set", "project.web-fix.image", "debian").ok();
        assertThat(run("status", "web.fix").ok())
                .contains("repoman remove web.fix, then repoman fork web fix (nothing else changes the image");
        run("config", "set", "project.web-fix.image", "tiny").ok();
        assertThat(run("checkpoint", "web.fix", "one").ok()).startsWith("saved as one");
        Files.writeString(repo("web.fix").resolve("untracked"), "else");
        run("undo", "web.fix", "--yes").ok();
        assertThat(repo("web.fix").resolve("untracked")).hasContent("mine");
        assertThat(repo("web").resolve("untracked")).hasContent("mine");
    }

    @Test
    void aPlanSaysWhatItCosts() {
        assertThat(run("fork", "web", "fix", "--dry-run").ok())
                .startsWith("repoman fork web fix would:\n")
                .contains("  • freeze container web\n  • copy container web to web-fix\n")
                .contains("  • change container web-fix: ", "  • add web-fix to the registry\n")
                .contains("the storage pool is of the kind dir, which cannot copy on write");
        assertThat(run("fork", "web", "fix", "-n", "--json").ok())
                .contains("\"copy-instance\"", "\"copy-repository\"", "\"forget-machine-id\"");
        assertThat(repo("web.fix")).doesNotExist();
    }

    @Test
    void aStepThatFailsIsTakenBackAndTheSameCommandEndsRight() {
        for (String[] step : new String[][] {
            {"POST", "/1.0/instances"},
            {"PUT", "/1.0/instances/web-fix"},
            {"PUT", "/1.0/instances/web-fix/state"},
            {"POST", "/1.0/instances/web-fix/exec"}
        }) {
            incus.failNext(step[0], step[1], 500, "out of luck");
            Ran ran = run("fork", "web", "fix");
            assertThat(ran.exit()).as(step[1]).isNotZero();
            assertThat(ran.err()).contains("out of luck");
            assertThat(repo("web.fix")).doesNotExist();
            assertThat(incus.get("/1.0/instances?project=repoman").toString()).doesNotContain("web-fix");
            assertThat(incus.get("/1.0/instances/web?project=repoman")
                            .path("status")
                            .asText())
                    .isEqualTo("Running");
        }
        run("fork", "web", "fix").ok();
    }

    /// What a run leaves that is killed after the copy of the container, and after that of the repository.
    @Test
    void aForkThatWasKilledIsContinued() throws IOException {
        run("fork", "web", "fix").ok();
        String registry = Files.readString(registry());
        Files.writeString(registry(), registry.substring(0, registry.lastIndexOf("\n[[project]]")));
        assertThat(run("list").ok()).contains("web-fix").contains("orphan");
        String unfinished = "the fork web.fix is being made, or was not finished";
        refused(4, unfinished, "remove", "web", "--yes");
        refused(4, unfinished, "rename", "web", "site");
        assertThat(run("fork", "web", "fix").err()).doesNotContain("copy ");
        assertThat(Files.readString(registry())).isEqualTo(registry);

        incus.does("PUT", "/1.0/instances/web-fix/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", FORK, "");
        assertThat(run("repair", "web.fix", "--yes").err())
                .contains("the container of the fork web.fix is gone", "hint: repoman fork web fix");
        assertThat(run("fork", "web", "fix").err())
                .contains("copy container web to web-fix")
                .doesNotContain("copy repository");
        assertThat(Files.readString(registry())).isEqualTo(registry);

        run("remove", "web.fix", "--yes").ok();
        assertThat(incus.get("/1.0/instances?project=repoman").toString()).doesNotContain("web-fix");
    }

    @Test
    void whatCannotBe() throws IOException {
        refused(1, "no project nosuch in the registry", "fork", "nosuch", "fix");
        refused(1, "web has no fork fix", "status", "web.fix");
        refused(2, "TASK is missing", "fork");
        refused(2, "invalid name \"web-a_b\"", "fork", "web", "a_b");
        Files.createDirectory(repo("web.taken"));
        refused(4, "~/repos/web.taken already exists", "fork", "web", "taken");
        run("fork", "web", "fix").ok();
        refused(4, "there is a project web-fix already", "fork", "web", "fix");
        refused(4, "web.fix is a fork itself", "fork", "web.fix", "more");
        refused(4, "web has the fork web.fix", "remove", "web", "--yes");
        refused(4, "web has forks", "rename", "web", "site");
        refused(4, "web-fix is a fork", "rename", "web.fix", "site");
        Files.move(repo("web").resolve(".git"), repo("was-git"));
        refused(4, "web cannot be forked: ~/repos/web is not a git repository", "fork", "web", "other");
    }

    @Test
    void severalAreMadeAtOnce() throws IOException {
        assertThat(run("fork", "web", "try", "--count", "2", "-n").ok())
                .startsWith("repoman fork web try --count 2 would:\n")
                .containsOnlyOnce("freeze container web\n")
                .containsOnlyOnce("thaw container web\n")
                .contains(
                        "copy container web to web-try-1",
                        "copy container web to web-try-2",
                        "start container web-try-2");
        Ran ran = run("fork", "web", "try", "--count", "3");
        assertThat(ran.ok()).isEqualTo("""
                        web.try-1 is ready: repoman shell web.try-1
                        web.try-2 is ready: repoman shell web.try-2
                        web.try-3 is ready: repoman shell web.try-3
                        """);
        assertThat(ran.err()).containsOnlyOnce("✓ freeze ").containsOnlyOnce("✓ thaw ");
        for (String fork : List.of("web.try-1", "web.try-2", "web.try-3")) {
            assertThat(repo(fork).resolve("untracked")).hasContent("mine");
            assertThat(run("status", fork, "--check").ok()).contains("running");
            assertThat(run("repair", fork).ok()).isEqualTo("nothing to do\n");
        }
        assertThat(Files.readString(registry())).contains("\"web-try-1\"", "\"web-try-2\"", "\"web-try-3\"");
        refused(4, "there is a project web-try-1 already", "fork", "web", "try", "--count", "4");
        refused(2, "--count 0 is not between 1 and 32", "fork", "web", "more", "--count", "0");
        refused(2, "--count 33 is not between 1 and 32", "fork", "web", "more", "--count", "33");
        assertThat(run("fork", "web", "one", "--count", "1", "--json").ok())
                .contains("\"copy-instance\"", "\"web-one-1\"", "\"dryRun\" : false");
    }

    @Test
    void oneOfSeveralThatFailsLeavesTheOthers() {
        incus.failNext("PUT", "/1.0/instances/web-try-2/state", 500, "out of luck");
        Ran ran = run("fork", "web", "try", "--count", "3");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains("web.try-1 is ready", "web.try-3 is ready")
                .doesNotContain("web.try-2");
        assertThat(ran.err())
                .contains("repoman: web.try-2: ", "out of luck", "repoman: 1 of 3 forks failed: web.try-2\n")
                .contains("hint: try again: repoman fork web try-2");
        assertThat(repo("web.try-2")).doesNotExist();
        assertThat(run("status", "web.try-3", "--check").ok()).contains("running");
        run("fork", "web", "try-2").ok();
        incus.failNext("PUT", "/1.0/instances/web-two-1/state", 500, "out of luck");
        ran = run("fork", "web", "two", "--count", "2", "--json");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("1 of 2 forks failed: web.two-1 (", "out of luck");
        incus.failNext("PUT", "/1.0/instances/web/state", 500, "out of luck");
        ran = run("fork", "web", "none", "--count", "2");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("out of luck").doesNotContain("copy container");
    }

    @Test
    void severalThatWereKilledAreContinued() throws IOException {
        run("fork", "web", "try", "--count", "3").ok();
        String registry = Files.readString(registry());
        Files.writeString(registry(), registry.substring(0, registry.lastIndexOf("\n[[project]]")));
        Ran ran = run("fork", "web", "try", "--count", "3");
        assertThat(ran.ok()).containsOnlyOnce(" is ready: ");
        assertThat(ran.err()).contains(" is complete already").doesNotContain("copy ", "freeze ");
        assertThat(Files.readString(registry())).isEqualTo(registry);
    }

    /// Others can fork it in the meantime.
    @Test
    void theParentIsLockedOnlyWhileItIsCopied() {
        Path lock = home().resolve(".local/state/repoman/locks/web.lock");
        List<Boolean> free = new ArrayList<>();
        for (String path : List.of("/1.0/instances/web/state", "/1.0/instances/web-fix/state")) {
            incus.before("PUT", path, () -> free.add(isFree(lock)));
        }
        List<String> there = new ArrayList<>();
        incus.before(
                "POST",
                "/1.0/instances/web-fix/exec",
                () -> there.add(
                        incus.get(FORK).path("config").path("user.repoman.repo").asText()));
        run("fork", "web", "fix").ok();
        assertThat(free).startsWith(false).endsWith(true);
        assertThat(there)
                .as("by which remove knows that it is being made")
                .startsWith(repo("web.fix").toString());
    }

    private static boolean isFree(Path lock) {
        try (LockFile _ = LockFile.acquire(lock, Duration.ZERO)) {
            return true;
        } catch (LockHeldException | OverlappingFileLockException | IOException _) {
            return false;
        }
    }

    @Test
    void twoGuardedForksHaveInterfacesOfTheirOwn() {
        incus.does(
                "PUT",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{},\"devices\":{\"root\":{\"type\":\"disk\",\"path\":\"/\",\"pool\":\"default\"},\"eth0\":"
                        + "{\"type\":\"nic\",\"nictype\":\"bridged\",\"parent\":\"br0\",\"name\":\"eth0\"}}}");
        run("new", "site", "--image", "tiny", "--containment", "guarded").ok();
        run("fork", "site", "a").ok();
        run("fork", "site", "b").ok();
        assertThat(java.util.stream.Stream.of("site", "site-a", "site-b")
                        .map(name -> incus.get("/1.0/instances/" + name + "?project=repoman")
                                .path("devices")
                                .path("eth0")
                                .path("host_name")
                                .asText()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("rmg"));
    }

    @Test
    void syncAllLeavesForksOut() throws IOException {
        run("fork", "web", "fix").ok();
        assertThat(run("list", "--json").ok()).containsSubsequence("\"web-fix\"", "\"backup\" : false");
        Path task = repo("web.fix").resolve("sub");
        Files.createDirectories(task);
        assertThat(run("status", task.toString()).ok()).startsWith("project      web-fix\n");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
