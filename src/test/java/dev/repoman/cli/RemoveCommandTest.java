package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemoveCommandTest extends Cli {
    @Test
    void removeTakesContainerAndEntryAndLeavesTheRepository() throws IOException {
        demo();
        Files.writeString(repo("demo").resolve("work"), "mine");
        Ran ran = run("remove", "demo", "--yes");
        assertThat(ran.ok()).isEqualTo("demo is removed\n");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(registry()).content().doesNotContain("[[project]]");
        assertThat(repo("demo").resolve("work")).hasContent("mine");
        assertThat(run("remove", "demo", "--yes").exit()).isEqualTo(1);
    }

    @Test
    void removeAsksAndSaysHowToAnswer() {
        demo();
        Ran ran = run("remove", "demo");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("not a terminal").contains("hint: answer with --yes");
        assertThat(run("remove", "demo", "-n").ok())
                .contains("• delete container demo")
                .contains("kept: the repository ~/repos/demo");
        assertThat(incus.get("/1.0/instances?project=repoman")).hasSize(1);
    }

    /// A run was killed while it stopped the container.
    @Test
    void aChangeWaitsForWhatIncusIsStillDoing() {
        demo();
        incus.pace(Duration.ofSeconds(1));
        String state = "/1.0/instances/demo/state?project=repoman";
        Thread killed =
                Thread.startVirtualThread(() -> incus.does("PUT", state, "{\"action\":\"stop\",\"force\":true}"));
        await().until(() -> incus.get("/1.0/operations?project=repoman").has("running"));
        Ran remove = run("remove", "demo", "--yes");
        assertThat(remove.ok()).isEqualTo("demo is removed\n");
        assertThat(remove.err()).startsWith("✓ delete container demo");
        assertThat(killed.isAlive()).isFalse();
    }

    @Test
    void removeNamesTheSnapshotsThatItDeletes() {
        demo();
        incus.snapshot("repoman", "demo", "before");
        assertThat(run("remove", "demo", "-n").ok()).contains("• delete container demo and its snapshot before\n");
        incus.snapshot("repoman", "demo", "after");
        assertThat(run("remove", "demo", "-n").ok())
                .contains("• delete container demo and its snapshots before, after\n");
        assertThat(run("remove", "demo", "-n", "--json").ok()).contains("\"snapshots\" : [ \"before\", \"after\" ]");
        assertThat(run("remove", "demo", "--yes").err())
                .contains("✓ delete container demo and its snapshots before, after\n");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
    }

    @Test
    void removeOfAProtectedContainerDoesNothing() {
        demo();
        incus.does(
                "PATCH",
                "/1.0/instances/demo?project=repoman",
                "{\"config\":{\"security.protection.delete\":\"true\"}}");
        Ran own = run("remove", "demo", "--yes");
        assertThat(own.exit()).isEqualTo(4);
        assertThat(own.err())
                .isEqualTo("repoman: the container demo is protected against deletion by its"
                        + " security.protection.delete\nhint: incus config unset demo security.protection.delete"
                        + " --project repoman lifts that\n");
        incus.does(
                "PATCH", "/1.0/instances/demo?project=repoman", "{\"config\":{\"security.protection.delete\":\"\"}}");
        incus.does(
                "PATCH",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{\"security.protection.delete\":\"1\"}}");
        Ran profile = run("remove", "demo", "--yes");
        assertThat(profile.exit()).isEqualTo(4);
        assertThat(profile.err())
                .contains("by one of its profiles: security.protection.delete\nhint: incus config set demo"
                        + " security.protection.delete=false --project repoman lifts that\n");
        assertThat(incus.get("/1.0/instances/demo?project=repoman")
                        .path("status")
                        .asText())
                .isEqualTo("Running");
        assertThat(registry()).content().contains("[[project]]");
    }

    @Test
    void removeOfHalfAProject() throws IOException {
        demo();
        Files.delete(registry());
        assertThat(run("remove", "demo", "-y").ok()).isEqualTo("demo is removed\n");
        run("new", "demo", "--image", "tiny").ok();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/demo?project=repoman", "");
        Ran ran = run("remove", "demo", "-y");
        assertThat(ran.ok()).isEqualTo("demo is removed\n");
        assertThat(ran.err()).contains("note: the container no longer exists");
    }

    /// Somebody deleted our container and made another one of that name.
    @Test
    void aForeignContainerBehindAnEntryIsLeftAlone() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/demo?project=repoman", "");
        incus.does(
                "POST",
                "/1.0/instances?project=repoman",
                "{\"name\":\"demo\",\"type\":\"container\",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"}}");
        assertThat(run("list").ok()).contains("demo  foreign");
        assertThat(run("status", "demo").ok()).contains("drift: the container of that name is not the one");
        Ran shell = run("shell", "demo", "--", "true");
        assertThat(shell.exit()).isEqualTo(4);
        assertThat(shell.err()).contains("is not the one that repoman created").contains("hint: ");
        Ran remove = run("remove", "demo", "-y");
        assertThat(remove.ok()).isEqualTo("demo is removed\n");
        assertThat(remove.err()).contains("is not repoman's, and is kept");
        assertThat(incus.get("/1.0/instances?project=repoman")).hasSize(1);
        assertThat(run("list", "-q").ok()).isEmpty();
    }

    @Test
    void removeOfAFrozenContainerDoesNotWait() {
        demo();
        incus.status("repoman", "demo", "Frozen");
        assertThat(run("remove", "demo", "-y").ok()).isEqualTo("demo is removed\n");
    }

    @Test
    void removeRefusesWhatIsNotOurs() {
        prepare();
        incus.does(
                "POST",
                "/1.0/instances?project=repoman",
                "{\"name\":\"foreign\",\"type\":\"container\",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"}}");
        Ran ran = run("remove", "foreign", "-y");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("was not created by repoman").contains("hint: only its owner");
    }
}
