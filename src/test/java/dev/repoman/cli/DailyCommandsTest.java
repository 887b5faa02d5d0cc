package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// `list`, `status`, `shell`, `remove`, and what all commands share.
class DailyCommandsTest extends Cli {
    void demo() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        incus.forgetRequests();
    }

    @Test
    void listInOneRequest() {
        demo();
        assertThat(run("list").ok()).isEqualTo("""
                        NAME  STATE    REPO  IMAGE  LLM  HERMES  BACKUP
                        demo  running  demo  tiny   no   no      never
                        """);
        assertThat(incus.requests()).hasSize(1);
        assertThat(run("list", "-q").ok()).isEqualTo("demo\n");
        assertThat(run("status", "demo", "-q").ok()).isEmpty();
        assertThat(run("list", "--json").ok()).contains("\"state\" : \"running\"", "\"format\" : 1");
    }

    @Test
    void listShowsOrphansBothWays() throws IOException {
        demo();
        run("new", "gone", "--image", "tiny").ok();
        incus.does("PUT", "/1.0/instances/gone/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/gone?project=repoman", "");
        String text = Files.readString(registry());
        Files.writeString(registry(), text.replace("\"demo\"", "\"renamed\""));
        assertThat(run("list").ok())
                .contains("renamed  missing")
                .contains("gone     missing")
                .contains("demo     orphan");
    }

    @Test
    void listWithIncusDownStillLists() throws IOException {
        demo();
        incus.close();
        Ran ran = run("list");
        assertThat(ran.ok()).contains("demo  unknown");
        assertThat(ran.err()).startsWith("warning: Incus ").contains("hint: ");
        Ran json = run("list", "--json");
        assertThat(json.ok()).contains("\"state\" : \"unknown\"", "\"warning\"");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void noSocketIsAnEnvironmentError() throws IOException {
        demo();
        incus.close();
        for (String[] args : new String[][] {{"new", "x"}, {"remove", "demo", "-y"}, {"shell", "demo", "true"}}) {
            Ran ran = run(args);
            assertThat(ran.exit()).as(args[0]).isEqualTo(3);
            assertThat(ran.err()).contains("repoman: Incus ").contains("hint: ");
        }
    }

    @Test
    void statusOfOneProject() {
        demo();
        assertThat(run("status", "demo").ok())
                .contains("state        running")
                .contains("device repo  " + repo("demo") + " at " + repo("demo") + ", shifted");
        Ran unknown = run("status", "dmo");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("repoman: no project dmo in the registry\nhint: did you mean demo?\n");
        Ran json = run("status", "dmo", "--json");
        assertThat(json.err()).contains("\"exit\" : 1", "\"hint\" : \"did you mean demo?\"");
    }

    @Test
    void shellPassesOutputAndExitCode() {
        demo();
        incus.onExec(call -> {
            call.out("out\n").err("err\n");
            return ExecResult.exit(3);
        });
        Ran ran = run("shell", "demo", "--", "whatever");
        assertThat(ran.exit()).isEqualTo(3);
    }

    @Test
    void shellStartsAStoppedContainer() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        run("shell", "demo", "--", "true").ok();
        assertThat(incus.get("/1.0/instances/demo?project=repoman")
                        .path("status")
                        .asText())
                .isEqualTo("Running");
    }

    @Test
    void shellIntoAMissingOrBrokenContainer() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Failed to run: forkstart: exit status 1");
        Ran broken = run("shell", "demo", "--", "true");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err()).contains("does not start").contains("hint: incus info demo --show-log");
        incus.does("DELETE", "/1.0/instances/demo?project=repoman", "");
        Ran missing = run("shell", "demo", "--", "true");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).startsWith("repoman: the container of demo is gone");
        assertThat(run("shell", "nosuch").exit()).isEqualTo(1);
    }

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
    void listSaysThatTheIncusProjectIsMissing() {
        demo();
        incus.reset();
        Ran ran = run("list");
        assertThat(ran.ok()).contains("demo  missing");
        assertThat(ran.err()).startsWith("warning: the Incus project \"repoman\" does not exist");
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

    @Test
    void helpAndVersion() {
        assertThat(run("--version").ok()).startsWith("repoman ");
        assertThat(run("--help").ok()).contains("Exit codes:").contains("new ").contains("70");
        assertThat(run().ok()).contains("Usage: repoman");
        assertThat(run("new", "--help").ok()).contains("Examples:").contains("Exit codes:");
    }

    @Test
    void unknownCommandsAndOptions() {
        Ran command = run("lst");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err()).contains("hint: did you mean list");
        assertThat(run("list", "--nosuch").exit()).isEqualTo(2);
        assertThat(run("new").exit()).isEqualTo(2);
        assertThat(run("list", "--color", "sometimes").exit()).isEqualTo(2);
    }

    @Test
    void verboseTellsEachCall() {
        demo();
        assertThat(run("list", "-v").err()).contains("GET /1.0/instances?recursion=1&project=repoman → 200");
    }

    @Test
    void aBrokenRegistryIsExit5() throws IOException {
        demo();
        Files.writeString(registry(), "[repoman\n");
        Ran ran = run("list");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).startsWith("repoman: " + registry() + ":1: ").contains("hint: ");
    }
}
