package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("demo  unknown");
        assertThat(ran.err()).startsWith("warning: Incus ").contains("hint: ");
        Ran json = run("list", "--json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out()).contains("\"state\" : \"unknown\"", "\"warning\"");
        assertThat(json.err()).isEmpty();
        assertThat(run("status", "demo").exit()).isEqualTo(3);
        assertThat(run("status").exit()).isEqualTo(3);
    }

    /// Colours, clears the screen, sets the title, turns the text around, and starts lines that look like ours.
    private static final String PLANTED =
            "x\u001b[31m\u001b[2J\u001b]0;t\u0007\u009b2J\u202e\r\nrepoman: all is well\nnote: all is well";

    /// The same between the quotes of JSON and of TOML.
    private static final String QUOTED = PLANTED.chars()
            .mapToObj(c -> c < ' ' || c > '~' ? String.format("\\u%04x", c) : Character.toString(c))
            .collect(Collectors.joining());

    /// Runs the command in each way in which it may print what was planted.
    private void checkClean(String contains, String... args) {
        for (String more : List.of("--color=always", "-v", "--json")) {
            List<String> words = new ArrayList<>(List.of(args));
            words.add(args.length > 1 && args[0].matches("image|config") ? 2 : 1, more);
            Ran ran = run(words.toArray(String[]::new));
            String all = (ran.out() + ran.err()).replaceAll("(?<!x)\u001b\\[([012]|3[123])m", "");
            assertThat(ran.exit()).as(words + all).isNotEqualTo(70);
            assertThat(all.replace("\n", "")).as(words.toString()).doesNotContainPattern("[\\p{Cntrl}\u009b\u202e]");
            assertThat(all).as(words.toString()).containsPattern(contains);
            assertThat(all.lines()).as(words.toString()).noneMatch(line -> line.matches("(repoman|note): all is well"));
        }
    }

    @Test
    void whatTheDaemonSaysIsNeverPrintedRaw() {
        demo();
        incus.hostPaths(_ -> true);
        incus.version(PLANTED);
        checkClean("x\\\\", "status");
        incus.image(PLANTED, Map.of("repoman.agent", PLANTED));
        checkClean("x\\\\", "image", "list");
        incus.status("repoman", "demo", PLANTED);
        checkClean("x\\\\", "list");
        checkClean("x\\\\", "status", "demo");
        incus.status("repoman", "demo", "Running");
        incus.does(
                "PATCH",
                "/1.0/instances/demo?project=repoman",
                ("{\"config\":{\"user.repoman.image\":\"%s\"},\"devices\":"
                                + "{\"odd\":{\"type\":\"disk\",\"source\":\"/%s\",\"path\":\"/%s\"}}}")
                        .replace("%s", QUOTED));
        checkClean("x\\\\", "status", "demo");
        checkClean("", "repair", "demo", "--dry-run");
        String error = "{\"type\":\"error\",\"error_code\":500,\"error\":\"" + QUOTED + "\"}";
        incus.raw(".*", "HTTP/1.1 500 No\r\nContent-Length: " + error.length() + "\r\n\r\n" + error);
        for (String line : List.of(
                "list",
                "status",
                "status demo",
                "status demo --check",
                "new other",
                "remove demo --yes",
                "repair demo",
                "adopt other",
                "image list",
                "setup --check",
                "setup --yes")) {
            checkClean("x\\\\", line.split(" "));
        }
    }

    @Test
    void whatGitSaysIsNeverPrintedRaw() throws IOException {
        demo();
        checkClean("", "new", "other", "--image", "tiny", "--clone", "file:///" + PLANTED);
        Files.writeString(repo("demo").resolve(".git/HEAD"), "ref: refs/heads/" + PLANTED);
        checkClean("", "status", "demo");
        Files.writeString(repo("demo").resolve(".git/config"), PLANTED);
        checkClean("", "status", "demo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[defaults]\nincus_project = \"%s\"",
                "[defaults]\nrepos_root = \"/%s\"\nbackup_root = \"/%s\"",
                "[defaults]\nbridge = \"%s\"\nprofiles = [\"%s\"]\n",
                "[defaults]\nllm.ollama_url = \"%s\"",
                "[defaults]\n\"%s\" = \"%s\"\nprofiles = 1",
                "[[project]]\nname = \"%s\"",
                "[[project]]\nname = \"demo\"\nimage = \"%s\"\nprofiles = [\"%s\"]",
                "[[project]]\nname = \"demo\"\nrepo = \"%s\"",
                "[[project]]\nname = \"demo\"\ncreated = \"%s\""
            })
    void whatTheRegistrySaysIsNeverPrintedRaw(String text) throws IOException {
        demo();
        Files.writeString(registry(), "[repoman]\nschema = 2\n" + text.replace("%s", QUOTED) + "\n");
        checkClean("", "list");
        checkClean("", "status", "demo");
        checkClean("", "setup", "--check");
    }

    /// A proxy, a daemon that is going down, or another program at the socket.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\u001b[2J",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\n<html>",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 28\r\n\r\n{\"type\":\"sync\",\"metadata\":[]}",
                "HTTP/1.0 200 OK\r\n\r\n{\"type\":\"sync\",\"metadata\":[]}",
                "\u001b]0;title\u0007\r\n\r\n"
            })
    void anAnswerThatIsNotOneOfIncusIsAnError(String answer) {
        demo();
        incus.raw(".*", answer);
        for (String[] args :
                new String[][] {{"list"}, {"status", "demo"}, {"shell", "demo", "true"}, {"remove", "demo", "-y"}}) {
            Ran ran = run(args);
            assertThat(ran.exit()).as(args[0]).isEqualTo(3);
            assertThat(ran.out() + ran.err())
                    .containsAnyOf("is not understood: it", "is not Incus: it")
                    .doesNotContain("\u001b", "gone", "missing", "Source", "Unexpected");
        }
        assertThat(registry()).content().contains("[[project]]");
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
    void shellAndExecThawAFrozenContainerAfterSayingSo() {
        demo();
        for (String command : List.of("shell", "exec")) {
            incus.status("repoman", "demo", "Frozen");
            Ran ran = run(command, "demo", "--", "true");
            ran.ok();
            assertThat(ran.err()).isEqualTo("note: the container demo is frozen; it is thawed now\n");
            assertThat(incus.get("/1.0/instances/demo?project=repoman")
                            .path("status")
                            .asText())
                    .isEqualTo("Running");
        }
    }

    @Test
    void execNeedsAProgram() {
        demo();
        Ran ran = run("exec", "demo");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: PROGRAM is missing\nhint: repoman exec [NAME] --");
        assertThat(run("exec", "nosuch", "--", "true").exit()).isEqualTo(1);
    }

    @Test
    void shellIntoAMissingOrBrokenContainer() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Failed to run: forkstart: exit status 1");
        incus.log("repoman", "demo", "lxc demo 20261127 ERROR conf - No such file or directory - Failed to mount /x\n");
        Ran broken = run("shell", "demo", "--", "true");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
                .contains("does not start", "Failed to mount /x")
                .contains("hint: incus info demo --show-log");
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

    /// The daemon was killed while it created the container: only deleting it helps.
    @Test
    void ofAHalfMadeContainerTheWayOutIsNamed() throws IOException {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Instance storage pool not found");
        Ran shell = run("shell", "demo", "--", "true");
        assertThat(shell.err()).contains("the container is incomplete", "hint: repoman remove NAME deletes");
        Files.delete(registry());
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Instance storage pool not found");
        Ran again = run("new", "demo", "--image", "tiny");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("the container is incomplete", "hint: repoman remove NAME deletes");
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
    void listSaysThatTheIncusProjectIsMissing() {
        demo();
        incus.reset();
        Ran ran = run("list");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("demo  missing");
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
