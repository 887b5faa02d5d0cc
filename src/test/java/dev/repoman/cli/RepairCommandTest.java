package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `status` of one project, `repair` and `adopt`; each kind of drift is in `DriftCase`, and on the packaged
/// program in `DriftLabIT`.
class RepairCommandTest extends Cli {
    private static final String DEMO = "/1.0/instances/demo?project=repoman";

    /// By hand: a device and a profile too many, our device gone elsewhere, a key lost.
    private void spoil() {
        incus.does("POST", "/1.0/profiles?project=repoman", "{\"name\":\"mine\",\"config\":{},\"devices\":{}}");
        incus.does("PATCH", DEMO, """
                {"profiles":["mine","default"],
                 "config":{"user.repoman.user":"","environment.A":"b"},
                 "devices":{"gpu":{"type":"gpu"},"repo":{"type":"disk","source":"/usr","path":"/r"}}}""");
    }

    private JsonNode container() {
        return incus.get(DEMO);
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
    void driftIsSeenCheckedRepairedAndGone() throws IOException {
        demo();
        assertThat(run("status", "demo", "--check").exit()).isZero();
        assertThat(run("repair", "demo").ok()).isEqualTo("nothing to do\n");
        spoil();
        Ran check = run("status", "demo", "--check");
        assertThat(check.exit()).isEqualTo(6);
        assertThat(check.out())
                .contains("drift: the container lacks the profile claude-share; to fix it: repoman repair demo\n")
                .contains(
                        "drift: the container has the profile mine, which is not configured; to fix it: repoman repair"
                                + " demo\n")
                .contains("drift: the device repo is not as it should be: path is /r, not " + repo("demo"))
                .contains("drift: the container has the device gpu (type=gpu), which is not configured")
                .contains("drift: the container has the variable A, which is not configured")
                .contains("drift: the container lacks the key user.repoman.user");
        Files.writeString(repo("demo").resolve(".git/HEAD"), "ref: refs/heads/red\u202e\u009b31m\n"); // as no git would
        assertThat(run("status", "demo").ok())
                .contains(
                        hasJail()
                                ? "git          on red\\u{202e}\\x9b31m, no commit yet, clean\n"
                                : "git          unknown: bubblewrap is not installed");
        assertThat(run("status", "demo", "--json").ok())
                .contains("\"kind\" : \"profile-missing\"", "\"wanted\" : \"claude-share\"", "\"found\" : null")
                .contains("\"mend\" : \"repoman repair demo\"");

        JsonNode before = container();
        String would = run("repair", "demo", "--dry-run").ok();
        assertThat(would)
                .startsWith("repoman repair demo would:\n  • change container demo: profiles default, claude-share"
                        + " (without mine), set device repo (" + repo("demo") + " at " + repo("demo")
                        + "), remove device gpu, remove environment.A, set user.repoman.user=")
                .contains("kept: what the device gpu showed");
        assertThat(container()).isEqualTo(before);

        Ran asked = run("repair", "demo");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.err()).contains("\"repair demo?\" cannot be asked").contains("hint: answer with --yes");
        assertThat(container()).isEqualTo(before);

        assertThat(run("repair", "demo", "--yes").ok()).isEqualTo("demo is repaired\n");
        assertThat(container().path("profiles").toString()).isEqualTo("[\"default\",\"claude-share\"]");
        assertThat(container().path("devices").path("repo").path("source").asText())
                .isEqualTo(repo("demo").toString());
        assertThat(container().path("devices").has("gpu")).isFalse();
        assertThat(container().path("config").has("environment.A")).isFalse();
        assertThat(run("status", "demo", "--check").exit()).isZero();
        assertThat(run("repair", "demo", "--json").ok()).contains("\"plan\" : [ ]", "\"dryRun\" : false");
    }

    /// Only a look from inside shows it; `DriftLabIT` has the real mount.
    @Test
    void aFolderThatWasReplacedWhileMountedIsAttachedAgain() {
        demo();
        incus.onExec(call -> call.command().get(2).contains("stat -c")
                        && call.command().contains(repo("demo").toString())
                ? ExecResult.exit(64 + 1)
                : ExecResult.ok());
        Ran check = run("status", "demo", "--check");
        assertThat(check.exit()).isEqualTo(6);
        assertThat(check.out())
                .contains("drift: the container still shows the old folder ", "; to fix it: repoman repair demo\n");
        assertThat(run("repair", "demo", "--dry-run").ok())
                .isEqualTo("repoman repair demo would:\n  • attach device repo of container demo again (" + repo("demo")
                        + ")\n");
        assertThat(run("repair", "demo", "--dry-run", "--json").ok()).contains("\"action\" : \"replug-device\"");
        JsonNode before = container().path("devices");
        incus.forgetRequests();
        assertThat(run("repair", "demo").ok()).isEqualTo("demo is repaired\n");
        assertThat(incus.requests())
                .filteredOn(call -> call.method().equals("PUT"))
                .hasSize(2);
        assertThat(container().path("devices")).isEqualTo(before);
    }

    @Test
    void whatOnlyAddsIsNotAskedAbout() {
        demo();
        incus.does("PATCH", DEMO, "{\"profiles\":[\"default\"]}");
        assertThat(run("repair", "demo").ok()).isEqualTo("demo is repaired\n");
        assertThat(container().path("profiles").toString()).isEqualTo("[\"default\",\"claude-share\"]");
    }

    @Test
    void whatRepairCannotMendItNames() throws IOException {
        demo();
        String text = Files.readString(registry());
        String created = container().path("config").path("user.repoman.created").asText();
        Files.writeString(registry(), text.replace("\"tiny\"", "\"debian\""));
        Ran ran = run("repair", "demo");
        assertThat(ran.ok()).isEqualTo("nothing to do\n");
        assertThat(ran.err())
                .isEqualTo(
                        "note: the container was created from tiny, the registry says debian; to fix it: repoman remove"
                                + " demo, then repoman new demo --image debian (nothing else changes the image of a container)\n");
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", DEMO, "");
        Ran gone = run("repair", "demo");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).startsWith("repoman: the image \"debian\" does not exist in the local store\n");
        Files.writeString(registry(), text);
        assertThat(run("repair", "demo").ok()).isEqualTo("demo is repaired\n");
        assertThat(registry()).content().isEqualTo(text);
        assertThat(container().path("config").path("user.repoman.created").asText())
                .isEqualTo(created);
        assertThat(run("repair", "dmo").err()).contains("hint: did you mean demo?");
        assertThat(run("repair").exit()).isEqualTo(2);
    }

    @Test
    void aRefusedChangeLeavesTheContainerAsItWas() {
        demo();
        spoil();
        JsonNode before = container();
        incus.failWait("PUT", "/1.0/instances/demo", 500, "Failed to update device");
        Ran ran = run("repair", "demo", "-y");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("repoman: Incus: Failed to update device");
        assertThat(container()).isEqualTo(before);
    }

    /// What was done is rolled back where a later step fails.
    @Test
    void aFailureTakesBackWhatWasDone() throws IOException {
        demo();
        spoil();
        Files.createDirectories(registry().resolveSibling("repos.d"));
        Files.writeString(
                registry().resolveSibling("repos.d/demo.toml"),
                "[[device]]\nname = \"c\"\ntype = \"disk\"\nsource = \"/usr\"\npath = \"~/deep/er/c\"\n");
        JsonNode before = container();
        incus.onExec(_ -> ExecResult.exit(1));
        Ran ran = run("repair", "demo", "-y");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the changes to the container demo");
        assertThat(container()).isEqualTo(before);
    }

    private static String ids() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    }

    @Test
    void withoutIncusNothingCanBeCheckedOrRepaired() throws IOException {
        demo();
        incus.close();
        Ran status = run("status", "demo");
        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out()).contains("state       unknown", "warning: Incus ");
        assertThat(run("status", "demo", "--check").exit()).isEqualTo(3);
        assertThat(run("status", "--check").exit()).isEqualTo(3);
        assertThat(run("repair", "demo").exit()).isEqualTo(3);
        assertThat(run("adopt", "demo2").exit()).isEqualTo(3);
    }

    @Test
    void adoptWritesTheEntryFromTheKeys() throws IOException {
        demo();
        String entry = Files.readString(registry());
        Files.delete(registry());
        Ran orphan = run("status", "demo", "--check");
        assertThat(orphan.exit()).isEqualTo(6);
        assertThat(orphan.out()).contains("drift: the container has no registry entry; to fix it: repoman adopt demo");
        assertThat(run("adopt", "demo", "-n").ok())
                .isEqualTo("repoman adopt demo would:\n  • create user " + System.getenv("USER") + " (" + ids()
                        + ") inside\n  • add demo to the registry\n");
        assertThat(registry()).doesNotExist();
        assertThat(run("adopt", "demo").ok()).isEqualTo("demo is in the registry: repoman status demo\n");
        assertThat(registry()).content().isEqualTo(entry);
        assertThat(run("status", "demo", "--check").exit()).isZero();
        Ran again = run("adopt", "demo", "--json");
        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.err()).contains("demo is already in the registry", "repoman status demo shows it");
    }

    @Test
    void adoptTakesAllOrphansAtOnce() throws IOException {
        prepare();
        for (String name : List.of("five", "four", "one", "three", "two")) {
            run("new", name, "--image", "tiny").ok();
        }
        Files.delete(registry());
        assertThat(run("list").err())
                .contains("hint: five: ", "hint: and 2 more: ")
                .doesNotContain("hint: three: ");
        assertThat(run("adopt", "--all").ok().lines())
                .hasSize(5)
                .allMatch(line -> line.contains(" is in the registry"));
        assertThat(run("list", "-q").ok()).isEqualTo("five\nfour\none\nthree\ntwo\n");
        assertThat(run("adopt", "--all").ok()).isEqualTo("nothing to do\n");
        assertThat(run("adopt").err()).contains("CONTAINER is missing", "repoman adopt --all");
        assertThat(run("adopt", "--all", "--json").exit()).isEqualTo(2);
        assertThat(run("adopt", "one", "--all").exit()).isEqualTo(2);
    }

    @Test
    void adoptRefusesWhatIsNotThereOrNotOurs() throws IOException {
        demo();
        Files.delete(registry());
        Ran near = run("adopt", "demmo");
        assertThat(near.exit()).isEqualTo(1);
        assertThat(near.err())
                .isEqualTo("repoman: no container demmo in the Incus project repoman\nhint: did you mean demo?\n");
        assertThat(run("adopt", "-x-").exit()).isEqualTo(2);

        incus.does("PATCH", DEMO, "{\"config\":{\"user.repoman.uid\":\"4711\",\"user.repoman.user\":\"eve\"}}");
        Ran anothers = run("adopt", "demo");
        assertThat(anothers.exit()).isEqualTo(4);
        assertThat(anothers.err()).contains("the container demo belongs to eve (uid 4711)");
        incus.does("PATCH", DEMO, "{\"config\":{\"user.repoman.repo\":\"\"}}");
        Ran foreign = run("adopt", "demo");
        assertThat(foreign.exit()).isEqualTo(4);
        assertThat(foreign.err())
                .contains("was not created by repoman")
                .contains("hint: create one that is: repoman new");
        assertThat(registry()).doesNotExist();
    }

    @Test
    void adoptHasTheRulesOfNew() throws IOException {
        demo();
        Files.delete(registry());
        incus.does("PATCH", DEMO, "{\"config\":{\"user.repoman.repo\":\"/\"}}");
        Ran outside = run("adopt", "demo");
        assertThat(outside.exit()).isEqualTo(4);
        assertThat(outside.err()).contains("its repository / contains all repositories");
        incus.does(
                "PATCH",
                DEMO,
                "{\"config\":{\"user.repoman.repo\":\"" + repo("gone") + "\",\"user.repoman.image\":\"\"}}");
        Ran image = run("adopt", "demo");
        assertThat(image.exit()).isEqualTo(4);
        assertThat(image.err()).contains("hint: incus config set demo user.repoman.image=IMAGE --project repoman");
        incus.does("PATCH", DEMO, "{\"config\":{\"user.repoman.image\":\"tiny\"}}");
        Ran gone = run("adopt", "demo");
        assertThat(gone.ok()).startsWith("demo is in the registry");
        assertThat(gone.err()).contains("note: the repository ~/repos/gone does not exist; repoman restore demo");
        assertThat(registry()).content().contains("repo        = \"gone\"");
    }
}
