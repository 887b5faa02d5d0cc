package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `setup`, and the page about the host. Without a bridge no address but loopback is asked for a model
/// daemon; the rest of that is tested beside the real Incus.
class SetupCommandTest extends Cli {
    private static final String[] SETUP = {"setup", "--yes", "--without-llm"};

    @BeforeEach
    void noBridge() {
        incus.bridges();
    }

    private void shareClaude() {
        incus.does("POST", "/1.0/profiles?project=repoman", """
                {"name":"claude-share","config":{},"devices":{"bin":
                  {"type":"disk","source":"%1$s","path":"%1$s","shift":"true"}}}""".formatted(home().resolve(".local/bin")));
        incus.forgetRequests();
    }

    private void project() {
        incus.does("POST", "/1.0/projects", "{\"name\":\"repoman\",\"config\":{\"features.images\":\"false\"}}");
    }

    private List<String> changes() {
        return incus.requests().stream()
                .filter(call -> !call.method().equals("GET"))
                .map(Object::toString)
                .toList();
    }

    private static void write(String registry) throws IOException {
        Files.createDirectories(registry().getParent());
        Files.writeString(registry(), registry);
    }

    /// A path as a shell reads it back: this checkout may be in a folder with a space.
    private static String pasted(String path) {
        return path.matches("[\\w@%+=:,./-]+") ? path : "'" + path + "'";
    }

    @Test
    void aBareHostIsPreparedInTwoRuns() throws IOException {
        Ran first = run("setup", "--yes");
        assertThat(first.exit()).isEqualTo(3);
        assertThat(first.err())
                .contains("   ✓ create Incus project repoman (features.images=false)")
                .contains("repoman: the profile \"claude-share\" does not exist in the Incus project \"repoman\"")
                .contains("hint: paste these lines, then run repoman setup again:\nmkdir -p "
                        + pasted(home() + "/.local/bin")
                        + "\nincus profile create claude-share --project repoman </dev/null\n");
        assertThat(incus.get("/1.0/projects/repoman")
                        .path("config")
                        .path("features.images")
                        .asText())
                .isEqualTo("false");
        JsonNode devices = incus.get("/1.0/profiles/default?project=repoman").path("devices");
        assertThat(devices.path("root").path("pool").asText()).isEqualTo("default");
        assertThat(devices.path("eth0").path("type").asText()).isEqualTo("nic");
        assertThat(registry()).doesNotExist();

        shareClaude();
        assertThat(run(SETUP).ok()).contains("6  This host is ready");
        assertThat(Files.readString(registry())).contains("profiles       = [\"default\", \"claude-share\"]");
        byte[] written = Files.readAllBytes(registry());

        incus.forgetRequests();
        assertThat(run(SETUP).ok()).contains("6  Nothing to change: this host is ready");
        assertThat(run("setup", "--check", "--without-llm").ok()).endsWith("nothing to change\n");
        assertThat(changes()).isEmpty();
        assertThat(registry()).hasBinaryContent(written);
    }

    @Test
    void checkShowsAndChangesNothing() {
        project();
        shareClaude();
        Ran check = run("setup", "--check", "--without-llm");
        assertThat(check.exit()).isEqualTo(6);
        assertThat(check.out())
                .contains("   + give profile default a network card (br0) and a root disk (pool default)")
                .contains("   + set defaults.repos_root = \"~/repos\"");
        assertThat(check.out().lines())
                .allMatch(line -> line.length() <= 80 || line.contains("sudo "), "commands for root are never broken");
        assertThat(run("setup", "--dry-run", "--without-llm").ok()).isEqualTo(check.out());
        assertThat(changes()).isEmpty();
        assertThat(registry()).doesNotExist();
    }

    @Test
    void doctorHasTheLastWord() {
        project();
        shareClaude();
        String backup = home().resolve("backup").toString();
        assertThat(run("setup", "--check", "--without-llm").out()).doesNotContain("doctor:");
        String first =
                run("setup", "--yes", "--without-llm", "--backup-root", backup).ok();
        assertThat(first)
                .contains("6  This host is ready\n")
                .contains("   ! the backup root ~/backup does not exist: no backups yet\n")
                .contains("\nmount it; once it is: repoman sync --init-backup-root\n")
                .containsPattern("\n   ! doctor: [0-9]+ checks ok, .+ to fix \\(above\\)\n   repoman new NAME ")
                .doesNotContain("guarded containers", "a new container of");
        assertThat(run("setup", "--yes", "--without-llm", "--quiet").ok()).isEmpty();
    }

    @Test
    void theSameListAsData() throws IOException {
        project();
        shareClaude();
        JsonNode json = new ObjectMapper()
                .readTree(run("setup", "-n", "--json", "--without-llm").ok());
        assertThat(json.path("format").asInt()).isEqualTo(1);
        assertThat(json.path("plan").get(0).path("action").asText()).isEqualTo("add-profile-devices");
        assertThat(json.path("stages")).hasSize(5);
        JsonNode done = new ObjectMapper()
                .readTree(run("setup", "-y", "--json", "--without-llm").ok());
        assertThat(done.path("plan")).isEqualTo(json.path("plan"));
    }

    @Test
    void whereNobodyCanAnswerTheFlagIsNamed() {
        Ran ran = run("setup");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("repoman: \"Do this?\" cannot be asked: standard input is not a terminal")
                .contains("hint: answer with --yes");
        assertThat(changes()).isEmpty();
    }

    @Test
    void incusAbsentOrOld() throws IOException {
        incus.version("0.7");
        Ran old = run(SETUP);
        assertThat(old.exit()).isEqualTo(3);
        assertThat(old.err()).contains("repoman: Incus 0.7 is too old");
        incus.close();
        Ran absent = run(SETUP);
        assertThat(absent.exit()).isEqualTo(3);
        assertThat(absent.err()).contains("1  Environment").contains("repoman: Incus is not reachable");
        assertThat(registry()).doesNotExist();
    }

    @Test
    void whateverFailsTheNextRunComesToTheEnd() {
        for (String[] step : new String[][] {
            {"POST", "/1.0/projects"}, {"PATCH", "/1.0/profiles/default"},
        }) {
            incus.failNext(step[0], step[1], 500, "out of luck");
            Ran failed = run(SETUP);
            assertThat(failed.exit()).as(step[1]).isEqualTo(1);
            assertThat(failed.err()).contains("repoman: Incus: out of luck");
        }
        assertThat(run(SETUP).exit()).isEqualTo(3);
        shareClaude();
        run(SETUP).ok();
    }

    @Test
    void registriesOfOtherSchemas() throws IOException {
        project();
        shareClaude();
        write("[repoman]\nschema = 4\n");
        Ran newer = run(SETUP);
        assertThat(newer.exit()).isEqualTo(5);
        assertThat(newer.err()).contains("newer than this repoman knows");
        assertThat(changes()).isEmpty();

        String old = "[repoman]\nschema = 1\n\n[defaults]\nrepos_root = \"~/code\" # mine\n";
        write(old);
        assertThat(run("setup", "--check", "--without-llm").exit()).isEqualTo(6);
        assertThat(registry()).hasContent(old);
        assertThat(run(SETUP).ok()).contains("This host is ready");
        assertThat(Files.readString(registry()))
                .contains("schema = 3", "repos_root = \"~/code\" # mine", "enabled = false");
        assertThat(run("setup", "--check", "--without-llm").exit()).isZero();
    }

    @Test
    void anotherProfileForAgents() throws IOException {
        project();
        incus.does("POST", "/1.0/profiles?project=repoman", """
                {"name":"agents","config":{},"devices":{"home":{"type":"disk","source":"%1$s","path":"%1$s"}}}""".formatted(home()));
        run("setup", "-y", "--without-llm", "--claude-share-profile", "agents").ok();
        assertThat(Files.readString(registry()))
                .contains("claude_share_profile = \"agents\"", "[\"default\", \"agents\"]");
        assertThat(run("setup", "--check", "--without-llm").exit()).isZero();
    }

    @Test
    void optionsThatMakeNoSense() {
        assertThat(run("setup", "--with-llm", "--without-llm").exit()).isEqualTo(2);
        assertThat(run("setup", "--llm-wiring", "carrier-pigeon").exit()).isEqualTo(2);
        Ran refresh = run("setup", "--refresh");
        assertThat(refresh.exit()).isEqualTo(3);
        assertThat(refresh.err()).contains("there is nothing to refresh").contains("hint: repoman setup");
    }

    @Test
    void thePageAboutTheHost() throws IOException {
        assertThat(run("status").ok())
                .contains("incus         6.0")
                .contains("project       repoman (missing)")
                .contains("drift: the Incus project repoman does not exist; to fix it: repoman setup");
        project();
        shareClaude();
        run(SETUP).ok();
        assertThat(run("status").ok())
                .contains("profiles      claude-share, default")
                .contains("local models  off")
                .satisfies(page -> assertThat(page.lines().filter(line -> line.startsWith("drift:")))
                        .hasSize(hasJail() ? 0 : 1)
                        .allMatch(line -> line.startsWith("drift: bubblewrap is not installed: ")));
        String text = Files.readString(registry());
        write(text + "\n[defaults.llm]\nenabled = true\nollama_url = \"http://127.0.0.1:9\"\n");
        assertThat(run("status").ok())
                .contains("drift: ollama does not answer at http://127.0.0.1:9")
                .contains("to fix it: repoman setup --refresh");
        assertThat(run("status", "-q").out()).startsWith("drift: ").doesNotContain("repositories");
        JsonNode json = new ObjectMapper().readTree(run("status", "--json").ok());
        assertThat(json.path("llm").path("state").asText()).isEqualTo("nothing");
        assertThat(json.path("drift").get(hasJail() ? 0 : 1).path("mend").asText())
                .isEqualTo("repoman setup --refresh");
        incus.close();
        assertThat(run("status").out()).contains("incus         unknown", "drift: Incus is not reachable");
    }

    @Test
    void theRulesForRootArePrintedAndNothingElseIsDone() throws IOException {
        incus.close();
        assertThat(run("setup", "--guard-rules").ok())
                .startsWith("# Written by repoman setup --guard-rules")
                .contains("iifname \"rmg*\" oifname \"rmg*\" drop");
    }
}
