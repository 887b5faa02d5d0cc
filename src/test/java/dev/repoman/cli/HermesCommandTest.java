package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `new --hermes`, `remove --purge-hermes`, `hermes reseed`, and what `list` and `status` say of it.
class HermesCommandTest extends Cli {
    /// In every file of the host's data that has a secret; it must be in no output at all.
    private static final String SECRET = "s3cr3t-do-not-print";

    private static Path data(String name) {
        return home().resolve(".local/share/repoman/hermes").resolve(name);
    }

    private static Path host() {
        return home().resolve(".hermes");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// A host as `setup --with-llm` leaves it, whose user has a hermes.
    private void ready() throws IOException {
        prepare();
        incus.does("POST", "/1.0/profiles?project=repoman", "{\"name\":\"llm-share\",\"config\":{},\"devices\":{}}");
        incus.image("repoman-hermes", Map.of("hermes.version", "0.21.0"));
        write(registry(), """
                [repoman]
                schema = 3
                [defaults]
                profiles = ["default", "claude-share", "llm-share"]
                [defaults.llm]
                enabled = true
                hermes_seed = [".env", "config.yaml", "SOUL.md", "skills/", "hooks/", "hermes-agent/", "node/", "bin/", "auth.json"]
                """);
        write(
                host().resolve(".env"),
                "OPENAI_API_KEY=" + SECRET + "\nTELEGRAM_BOT_TOKEN=\"" + SECRET + "\"\nexport API_SERVER_KEY='" + SECRET
                        + "\nmore " + SECRET + "'\nTELEGRAM_ALLOWED_USERS=1\n");
        write(host().resolve("config.yaml"), "model:\n  base_url: http://user:" + SECRET + "@localhost:11434/v1\n");
        write(host().resolve("SOUL.md"), "be kind\n");
        write(host().resolve("skills/a/SKILL.md"), "skill\n");
        write(host().resolve("skills/a/state.db"), SECRET);
        write(host().resolve("hooks/h.py"), "pass\n");
        write(host().resolve("auth.json"), SECRET);
        write(host().resolve("state.db"), SECRET);
        write(host().resolve("sessions/1.json"), SECRET);
        write(host().resolve("hermes-agent/venv/bin/python"), "no\n");
        incus.forgetRequests();
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> !p.equals(root))
                    .map(p -> {
                        try {
                            return PosixFilePermissions.toString(
                                            Files.getPosixFilePermissions(p, LinkOption.NOFOLLOW_LINKS))
                                    + " " + root.relativize(p);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aForkHasHermesDataOfItsOwn() throws IOException {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        ready();
        run("new", "demo", "--hermes").ok();
        write(data("demo").resolve("sessions/mine.json"), "{}");
        run("fork", "demo", "fix").ok();
        assertThat(data("demo-fix").resolve("SOUL.md")).exists();
        assertThat(data("demo-fix").resolve("sessions")).doesNotExist();
        assertThat(incus.get("/1.0/instances/demo-fix?project=repoman")
                        .path("devices")
                        .path("hermes-state")
                        .path("source")
                        .asText())
                .isEqualTo(data("demo-fix").toString());
        assertThat(run("list").ok()).doesNotContain("WARN");
        write(data("demo-fix").resolve("sessions/its.json"), "{}");
        incus.does("PUT", "/1.0/instances/demo-fix/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/demo-fix?project=repoman", "");
        run("fork", "demo", "fix").ok();
        assertThat(data("demo-fix").resolve("sessions/its.json")).exists();
    }

    private static void noSecretIn(Ran... runs) {
        for (Ran ran : runs) {
            assertThat(ran.out() + ran.err()).doesNotContain(SECRET);
        }
    }

    @Test
    void aContainerGetsItsOwnCopy() throws IOException {
        ready();
        Ran ran = run("new", "demo", "--hermes", "-v");
        ran.ok();
        noSecretIn(ran);
        assertThat(ran.err())
                .contains("note: commented out in the copy of .env")
                .contains("TELEGRAM_BOT_TOKEN, API_SERVER_KEY")
                .contains("part of the image, so not copied: hermes-agent/, node/, bin/")
                .contains("never copied: skills/a/state.db, auth.json")
                .contains("see config.yaml:2");
        assertThat(tree(data("demo")))
                .containsExactlyInAnyOrder(
                        "rw------- .env",
                        "rw------- SOUL.md",
                        "rw------- config.yaml",
                        "rw------- hooks/h.py",
                        "rw------- skills/a/SKILL.md",
                        "rwx------ hooks",
                        "rwx------ skills",
                        "rwx------ skills/a");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data("demo"))))
                .isEqualTo("rwx------");
        assertThat(data("demo").resolve(".env"))
                .hasContent("OPENAI_API_KEY=" + SECRET + "\n#TELEGRAM_BOT_TOKEN=\"" + SECRET
                        + "\"\n#export API_SERVER_KEY='" + SECRET + "\n#more " + SECRET
                        + "'\nTELEGRAM_ALLOWED_USERS=1\n");
        var instance = incus.get("/1.0/instances/demo?project=repoman");
        assertThat(instance.path("devices").path("hermes-state").path("source").asText())
                .isEqualTo(data("demo").toString());
        assertThat(instance.path("devices").path("hermes-state").path("path").asText())
                .isEqualTo(home() + "/.hermes");
        assertThat(instance.path("devices").path("hermes-state").path("shift").asText())
                .isEqualTo("true");
        assertThat(registry()).content().contains("hermes      = true").contains("repoman-hermes");
        assertThat(run("list").ok()).contains("repoman-hermes  yes  yes");
        Ran status = run("status", "demo");
        assertThat(status.ok())
                .contains("hermes")
                .contains("yes, its data is in " + home() + "/.local/share/repoman/hermes/demo");
        Ran json = run("status", "demo", "--json");
        assertThat(json.ok()).contains("\"hermesData\" : \"" + data("demo") + "\"");
        noSecretIn(status, json, run("list", "--json"));
        assertThat(Files.list(data("demo").getParent()).map(p -> p.getFileName().toString()))
                .containsExactly("demo");
    }

    @Test
    void dryRunCopiesNothing() throws IOException {
        ready();
        Ran ran = run("new", "demo", "--hermes", "--dry-run");
        assertThat(ran.ok())
                .contains("• create folder ~/.local/share/repoman/hermes/demo")
                .contains("• copy .env, SOUL.md, config.yaml, hooks/, skills/ (5 files) from ~/.hermes to "
                        + "~/.local/share/repoman/hermes/demo");
        Ran json = run("new", "demo", "--hermes", "--dry-run", "--json");
        assertThat(json.ok()).contains("\"action\" : \"seed-hermes\"");
        noSecretIn(ran, json);
        assertThat(data("demo")).doesNotExist();
    }

    @Test
    void dataThatIsThereIsNeverTakenOver() throws IOException {
        ready();
        write(data("demo").resolve("state.db"), "mine");
        Ran ran = run("new", "demo", "--hermes");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("hermes data of demo already").contains("repoman remove demo --purge-hermes");
        assertThat(repo("demo")).doesNotExist();
        assertThat(data("demo").resolve("state.db")).hasContent("mine");
        assertThat(run("remove", "demo").exit()).isEqualTo(1);
        Ran purge = run("remove", "demo", "--purge-hermes", "--yes");
        assertThat(purge.ok()).isEqualTo("demo is removed\n");
        assertThat(purge.err())
                .contains("permanently deleted")
                .contains("DELETE the hermes data ~/.local/share/repoman/hermes/demo");
        assertThat(data("demo")).doesNotExist();
        run("new", "demo", "--hermes").ok();
    }

    @Test
    void theFlagWins() throws IOException {
        ready();
        write(registry().resolveSibling("repos.d/on.toml"), "[hermes]\nenabled = true\n");
        write(registry().resolveSibling("repos.d/off.toml"), "[hermes]\nenabled = false\n");
        run("new", "on").ok();
        assertThat(data("on")).exists();
        run("new", "off", "--image", "tiny").ok();
        assertThat(data("off")).doesNotExist();
        run("remove", "on", "--yes", "--purge-hermes").ok();
        run("new", "on", "--no-hermes", "--image", "tiny").ok();
        assertThat(data("on")).doesNotExist();
        Files.writeString(
                registry(),
                Files.readString(registry()).replace("enabled = true", "enabled = true\nhermes_default = true"));
        run("new", "default").ok();
        assertThat(data("default")).exists();
        run("remove", "off", "--yes").ok();
        run("new", "off", "--image", "tiny").ok();
        assertThat(data("off")).doesNotExist();
        run("new", "without", "--no-llm", "--image", "tiny").ok();
        assertThat(data("without")).doesNotExist();
        assertThat(run("new", "both", "--no-llm", "--hermes").exit()).isEqualTo(2);
    }

    @Test
    void withoutLocalModelsOrImage() throws IOException {
        prepare();
        Ran ran = run("new", "demo", "--hermes");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("hint: repoman setup --with-llm");
        ready0();
        Ran image = run("new", "demo", "--hermes");
        assertThat(image.exit()).isEqualTo(1);
        assertThat(image.err())
                .contains("the image \"repoman-hermes\" does not exist")
                .contains("hint: build it: repoman image build hermes");
        assertThat(data("demo")).doesNotExist();
    }

    private void ready0() throws IOException {
        incus.does("POST", "/1.0/profiles?project=repoman", "{\"name\":\"llm-share\",\"config\":{},\"devices\":{}}");
        write(registry(), "[repoman]\nschema = 3\n[defaults.llm]\nenabled = true\n");
    }

    @Test
    void whatFailsIsTakenBack() throws IOException {
        ready();
        incus.failNext("PUT", "/1.0/instances/demo/state", 500, "no");
        Ran ran = run("new", "demo", "--hermes");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(data("demo")).doesNotExist();
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(tree(host())).isNotEmpty();
        run("new", "demo", "--hermes").ok();
    }

    @Test
    void aRunThatWasCutShortIsCarriedOnWith() throws IOException {
        ready();
        incus.failNext("PUT", "/1.0/instances/demo/state", 500, "no");
        run("new", "demo", "--hermes", "--keep-failed");
        // as after a kill between two renames
        Files.delete(data("demo").resolve("SOUL.md"));
        write(data(".demo.seeding").resolve("left"), "half");
        Files.writeString(data("demo").resolve("config.yaml"), "mine\n");
        run("new", "demo", "--hermes").ok();
        assertThat(data("demo").resolve("SOUL.md")).hasContent("be kind");
        assertThat(data("demo").resolve("config.yaml")).hasContent("mine");
        assertThat(data(".demo.seeding")).doesNotExist();
        assertThat(registry()).content().contains("hermes      = true");
    }

    @Test
    void linksAreNotFollowedOutOfTheSource() throws IOException {
        ready();
        write(home().resolve("outside/key"), SECRET);
        Files.createSymbolicLink(host().resolve("skills/out"), home().resolve("outside"));
        Files.createSymbolicLink(host().resolve("skills/auth"), host().resolve("auth.json"));
        Files.createSymbolicLink(host().resolve("skills/loop"), host().resolve("skills"));
        Files.createSymbolicLink(host().resolve("skills/b"), Path.of("a"));
        Files.createSymbolicLink(host().resolve("skills/gone"), Path.of("nowhere"));
        Ran ran = run("new", "demo", "--hermes");
        ran.ok();
        assertThat(tree(data("demo").resolve("skills")))
                .containsExactlyInAnyOrder(
                        "rw------- a/SKILL.md", "rw------- b/SKILL.md", "rwx------ a", "rwx------ b");
        assertThat(ran.err()).contains("left out: skills/auth", "skills/gone", "skills/loop", "skills/out");
        noSecretIn(ran);
    }

    @Test
    void purgeFollowsNoLink() throws IOException {
        ready();
        run("new", "demo", "--hermes").ok();
        Files.createSymbolicLink(data("demo").resolve("skills/home"), home());
        Files.createSymbolicLink(data("demo").resolve("up"), home().resolve(".."));
        Files.setPosixFilePermissions(data("demo").resolve("hooks"), PosixFilePermissions.fromString("r-x------"));
        Ran keep = run("remove", "demo", "--dry-run");
        assertThat(keep.ok()).contains("kept: the hermes data ~/.local/share/repoman/hermes/demo");
        List<String> before = tree(host());
        run("remove", "demo", "--yes", "--purge-hermes").ok();
        assertThat(data("demo")).doesNotExist();
        assertThat(tree(host())).isEqualTo(before);
        assertThat(registry()).content().doesNotContain("demo");
    }

    @Test
    void aLinkInPlaceOfTheDataIsRefused() throws IOException {
        ready();
        Files.createDirectories(data("demo").getParent());
        Files.createSymbolicLink(data("demo"), host());
        assertThat(run("new", "demo", "--hermes").exit()).isEqualTo(4);
        assertThat(run("remove", "demo", "--yes", "--purge-hermes").exit()).isEqualTo(4);
        assertThat(host().resolve("SOUL.md")).exists();
    }

    @Test
    void reseedBringsOverWhatIsPicked() throws IOException {
        ready();
        run("new", "demo", "--hermes").ok();
        assertThat(run("hermes", "reseed", "demo", "--yes").ok()).isEqualTo("nothing to do\n");
        Files.writeString(host().resolve("SOUL.md"), "be kinder\n");
        Files.writeString(host().resolve(".env"), "OPENAI_API_KEY=new-" + SECRET + "\nTELEGRAM_BOT_TOKEN=x\n");
        write(host().resolve("skills/new/deep/SKILL.md"), "new\n");
        write(data("demo").resolve("skills/own/SKILL.md"), "own\n");
        write(data("demo").resolve("state.db"), "state");
        write(data("demo").resolve("gateway.pid"), "1");
        Ran dry = run("hermes", "reseed", "demo", "--dry-run");
        assertThat(dry.ok())
                .contains("differs: .env (changed: OPENAI_API_KEY, TELEGRAM_ALLOWED_USERS)")
                .contains("differs: SOUL.md (changed)")
                .contains("differs: skills/new/deep/SKILL.md (new)")
                .contains("only in the container, kept: skills/own/SKILL.md")
                .contains("an agent may be using this data (gateway.pid)")
                .contains("(3 files)");
        Ran asked = run("hermes", "reseed", "demo");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.err()).contains("answer with --yes or --file FILE");
        assertThat(data("demo").resolve("SOUL.md")).hasContent("be kind");
        run("hermes", "reseed", "demo", "--file", "skills/").ok();
        assertThat(data("demo").resolve("skills/new/deep/SKILL.md")).hasContent("new");
        assertThat(data("demo").resolve("SOUL.md")).hasContent("be kind");
        assertThat(run("hermes", "reseed", "demo", "--file", "nosuch").exit()).isEqualTo(2);
        Ran all = run("hermes", "reseed", "demo", "--yes", "-v");
        all.ok();
        noSecretIn(dry, asked, all, run("hermes", "reseed", "demo", "-n", "--json"));
        assertThat(data("demo").resolve("SOUL.md")).hasContent("be kinder");
        assertThat(data("demo").resolve(".env"))
                .content()
                .contains("new-" + SECRET)
                .contains("#TELEGRAM_BOT_TOKEN");
        assertThat(data("demo").resolve("state.db")).hasContent("state");
        assertThat(data("demo").resolve("skills/own/SKILL.md")).hasContent("own");
        assertThat(tree(data("demo")))
                .contains("rw------- SOUL.md", "rwx------ skills/new", "rwx------ skills/new/deep");
    }

    @Test
    void aLinkThatTheAgentPlantedLeadsReseedNowhere() throws IOException {
        ready();
        run("new", "demo", "--hermes").ok();
        write(home().resolve("outside/a/SKILL.md"), "mine\n");
        Files.delete(data("demo").resolve("skills/a/SKILL.md"));
        Files.delete(data("demo").resolve("skills/a"));
        Files.delete(data("demo").resolve("skills"));
        Files.createSymbolicLink(data("demo").resolve("skills"), home().resolve("outside"));
        Ran ran = run("hermes", "reseed", "demo", "--yes");
        assertThat(ran.exit()).isZero();
        assertThat(home().resolve("outside/a/SKILL.md")).hasContent("mine");
        assertThat(Files.isSymbolicLink(data("demo").resolve("skills"))).isFalse();
        assertThat(data("demo").resolve("skills/a/SKILL.md")).exists();
    }

    @Test
    void anImageWithoutHermesIsFoundOut() throws IOException {
        ready();
        incus.onExec(call -> call.command().getLast().startsWith("id ")
                ? ExecResult.ok(id())
                : call.command().getLast().startsWith("hermes ") ? ExecResult.exit(127) : ExecResult.ok());
        Ran ran = run("new", "demo", "--hermes", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("repoman: the image tiny has no hermes that starts\n")
                .contains("hint: leave out --image, or build one from it: repoman image build hermes --from tiny\n")
                .contains("rolled back the container demo");
        assertThat(run("new", "demo", "--hermes", "--dry-run").ok()).doesNotContain("verify that hermes starts");
    }

    @Test
    void reseedOfWhatIsNotThere() throws IOException {
        ready();
        assertThat(run("hermes", "reseed", "nosuch").err()).contains("no project nosuch");
        run("new", "demo", "--image", "tiny").ok();
        Ran ran = run("hermes", "reseed", "demo");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("demo has no hermes data");
    }
}
