package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// `doctor`: what it says of this machine differs from machine to machine, so only what the tests make is looked at.
class DoctorCommandTest extends Cli {
    /// As `setup` leaves it.
    private void host() throws IOException {
        prepare();
        Files.createDirectories(home().resolve(".local/bin"));
        incus.does("PUT", "/1.0/profiles/claude-share?project=repoman", """
                {"config":{},"devices":{"bin":
                  {"type":"disk","source":"%1$s","path":"%1$s","shift":"true","readonly":"true"}}}""".formatted(home().resolve(".local/bin")));
        incus.does("PATCH", "/1.0/profiles/default?project=repoman", """
                {"devices":{"eth0":{"type":"nic","nictype":"bridged","parent":"br0"}}}""");
        run("setup", "--yes", "--without-llm").ok();
        incus.forgetRequests();
    }

    private JsonNode json(String... args) throws IOException {
        return new ObjectMapper().readTree(run(args).out());
    }

    private static List<String> codes(JsonNode json, String grade) {
        return StreamSupport.stream(json.path("checks").spliterator(), false)
                .filter(check -> check.path("grade").asText().equals(grade))
                .map(check -> check.path("code").asText())
                .toList();
    }

    @Test
    void aHostThatIsSetUp() throws IOException {
        host();
        Ran ran = run("doctor");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("This host\n   ✓ Incus 6")
                .contains("   ✓ the storage pool default has 40.0 GB free")
                .contains("\nLocal models\n   - skipped: local models are off (repoman setup --with-llm)\n")
                .contains("\nProjects\n   ✓ the projects are as the registry says");
        JsonNode json = json("doctor", "--json");
        assertThat(codes(json, "error")).doesNotContain("incus", "incus-project");
        assertThat(codes(json, "warning")).doesNotContain("setup", "drift", "launchers", "profile-gone");
        assertThat(ran.exit()).isEqualTo(json.path("ok").asBoolean() ? 0 : 6);
        assertThat(incus.requests()).allMatch(call -> call.method().equals("GET"), "it changes nothing");
    }

    @Test
    void aHostThatIsNot() throws IOException {
        Ran ran = run("doctor", "--quiet");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out())
                .contains("This host\n")
                .contains("   ✗ the Incus project repoman does not exist\nrepoman setup\n")
                .doesNotContain("✓", "skipped");
        assertThat(codes(json("doctor", "--json"), "error")).contains("incus-project");
    }

    @Test
    void withoutIncus() throws IOException {
        incus.close();
        JsonNode json = json("doctor", "--json");
        assertThat(codes(json, "error")).containsExactly("incus");
        assertThat(codes(json, "skipped")).contains("kernel", "room", "projects");
        assertThat(run("doctor").exit()).isEqualTo(3);
    }

    @Test
    void driftAndBackupsOfAllProjects() throws IOException {
        host();
        run("new", "demo", "--image", "tiny", "--containment", "open").ok();
        run("config", "set", "defaults.backup_root", home().resolve("backup").toString())
                .ok();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/demo?project=repoman", "");
        JsonNode json = json("doctor", "--json");
        assertThat(codes(json, "warning")).contains("drift", "backup-never");
        JsonNode drift = of(json, "projects", "drift");
        assertThat(drift.path("what").asText()).startsWith("demo: ");
        assertThat(drift.path("fix").asText()).startsWith("repoman repair demo");
        assertThat(drift.path("who").asText()).isEqualTo("repoman");
        assertThat(run("doctor").exit()).isEqualTo(6);
    }

    @Test
    void theClockTheBackupRootAndOldCaches() throws IOException {
        host();
        run("new", "demo", "--image", "tiny", "--containment", "open").ok();
        JsonNode before = json("doctor", "--host", "--json");
        assertThat(of(before, "host", "clock").path("what").asText())
                .startsWith("the clock of this host is not behind");
        assertThat(of(before, "host", "aot-caches").path("what").asText())
                .startsWith("there is no AOT cache of another");

        Path backup = Files.createDirectories(home().resolve("backup"));
        Files.createFile(backup.resolve(".repoman-backup"));
        run("config", "set", "defaults.backup_root", backup.toString()).ok();
        Files.writeString(
                registry(),
                Files.readString(registry()).replaceFirst("(?m)^(created *= *).*", "$1\"2199-01-01T00:00:00Z\""));
        Path cache = Files.createDirectories(home().resolve(".cache/repoman")).resolve("1.aot");
        Files.write(cache, new byte[3_000_000]);
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        JsonNode after = json("doctor", "--host", "--json");
        assertThat(of(after, "host", "backup-room").path("what").asText())
                .matches("the backup root " + backup + " has [0-9.]+ GB free");
        assertThat(of(after, "host", "clock").path("grade").asText()).isEqualTo("warning");
        assertThat(of(after, "host", "clock").path("what").asText())
                .contains("the creation of demo was at 2199-01-01T00:00:00Z");
        assertThat(of(after, "host", "aot-caches").path("fix").asText()).isEqualTo("rm " + cache);
    }

    @Test
    void insideAContainer() throws IOException {
        host();
        run("new", "demo", "--image", "tiny", "--containment", "open").ok();
        incus.onExec(call -> {
            String script = call.command().size() > 2 ? call.command().get(2) : "";
            if (script.startsWith("id ")) {
                return ExecResult.ok(id());
            }
            if (script.contains("git var")) {
                return ExecResult.ok("Ada <ada@example.org> 1700000000 +0100\n");
            }
            return script.contains("nslookup") ? ExecResult.exit(3) : ExecResult.ok();
        });
        JsonNode json = json("doctor", "demo", "--json");
        assertThat(of(json, "inside", "user-inside").path("grade").asText()).isEqualTo("ok");
        assertThat(of(json, "inside", "git-identity").path("what").asText())
                .isEqualTo("git inside commits as Ada <ada@example.org>");
        assertThat(of(json, "inside", "dns").path("grade").asText()).isEqualTo("error");
        assertThat(of(json, "inside", "llm-inside").path("grade").asText()).isEqualTo("skipped");
        Ran ran = run("doctor", "demo");
        assertThat(ran.exit()).as("an error inside is to be fixed").isEqualTo(6);
        assertThat(ran.out())
                .contains("\nInside demo\n")
                .contains("   ✗ there is no name server in /etc/resolv.conf inside");

        run("stop", "demo").ok();
        assertThat(of(json("doctor", "demo", "--json"), "inside", "inside")
                        .path("what")
                        .asText())
                .startsWith("the container is not running");
        Ran unknown = run("doctor", "nosuch");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("nosuch");
    }

    @Test
    void insideANewContainerThatIsGoneAfterwards() throws IOException {
        host();
        run("config", "set", "defaults.default_image", "tiny").ok();
        run("config", "set", "defaults.containment", "open").ok();
        incus.forgetRequests();
        JsonNode json = json("doctor", "--json");
        assertThat(of(json, "inside", "user-inside").path("grade").asText()).isEqualTo("ok");
        assertThat(changes())
                .anyMatch(call -> call.startsWith("POST /1.0/instances?"))
                .anyMatch(call -> call.startsWith("DELETE /1.0/instances/repoman-doctor-"));
        assertNothingIsLeft();

        assertThat(of(json("doctor", "--host", "--json"), "host", "pool")
                        .path("grade")
                        .asText())
                .isEqualTo("ok");
        incus.forgetRequests();
        run("doctor", "--host");
        assertThat(changes()).isEmpty();

        incus.onExec(call -> ExecResult.failed(1, "no such user"));
        JsonNode broken = of(json("doctor", "--json"), "inside", "new");
        assertThat(broken.path("grade").asText()).isEqualTo("error");
        assertThat(broken.path("what").asText()).startsWith("a new container does not work: the user ");
        assertNothingIsLeft();

        run("config", "set", "defaults.profiles", "[\"default\", \"nosuch\"]").ok();
        assertThat(of(json("doctor", "--json"), "inside", "new").path("what").asText())
                .startsWith("repoman new would not work: the profile \"nosuch\" does not exist");
        assertNothingIsLeft();
    }

    @Test
    void aCopyOfTheDefaultImageIsUsedAndNothingDownloaded() throws IOException {
        host();
        run("config", "set", "defaults.default_image", "images:debian/13").ok();
        run("config", "set", "defaults.containment", "open").ok();
        incus.cachedImage("debian/12");
        JsonNode skipped = of(json("doctor", "--json"), "inside", "inside");
        assertThat(skipped.path("grade").asText()).isEqualTo("skipped");
        assertThat(skipped.path("what").asText())
                .startsWith("the image images:debian/13 is not in the local store, and nothing is downloaded");

        incus.cachedImage("debian/13");
        assertThat(of(json("doctor", "--json"), "inside", "user-inside")
                        .path("grade")
                        .asText())
                .isEqualTo("ok");
        assertNothingIsLeft();
    }

    @Test
    void insideASealedContainer() throws IOException {
        host();
        run("config", "set", "defaults.default_image", "tiny").ok();
        run("config", "set", "defaults.containment", "sealed").ok();
        JsonNode fresh = json("doctor", "--json");
        assertThat(of(fresh, "inside", "user-inside").path("grade").asText()).isEqualTo("ok");
        assertThat(changes()).noneMatch(call -> call.contains("/volumes/"));
        assertNothingIsLeft();

        run("new", "demo", "--image", "tiny").ok();
        JsonNode json = json("doctor", "demo", "--json");
        assertThat(of(json, "inside", "user-inside").path("what").asText()).matches("you are \\S+ inside");
        assertThat(of(json, "inside", "dns").path("grade").asText()).isEqualTo("skipped");
        assertThat(of(json, "inside", "containment").path("what").asText())
                .isEqualTo("its level is sealed: it has no network, and no folder of this host");
        assertThat(run("doctor", "demo", "--restore-drill").out())
                .contains("the repository of demo is in a volume, and git clone restores its");
    }

    @Test
    void whatSetupAndRepairCanFix() throws IOException {
        host();
        run("new", "demo", "--image", "tiny", "--containment", "open").ok();
        incus.does("PATCH", "/1.0/instances/demo?project=repoman", """
                {"config":{"environment.MINE":"x"}}""");
        Files.writeString(registry(), Files.readString(registry()).replaceFirst("(?m)^repos_root.*\\n", ""));
        JsonNode before = json("doctor", "demo", "--json");
        assertThat(codes(before, "warning")).contains("setup", "variable-extra");

        Ran asked = run("doctor", "demo", "--fix");
        assertThat(asked.exit()).as("nobody can be asked").isEqualTo(2);
        assertThat(codes(json("doctor", "demo", "--json"), "warning")).isEqualTo(codes(before, "warning"));

        Ran fixed = run("doctor", "demo", "--fix", "--yes");
        assertThat(fixed.out()).contains("demo is repaired");
        assertThat(codes(json("doctor", "demo", "--json"), "warning")).doesNotContain("setup", "variable-extra");
        assertThat(run("doctor", "--fix", "--json").exit()).isEqualTo(2);
    }

    @Test
    void whatRepairCanFixInAllProjects() throws IOException {
        host();
        for (String name : List.of("one", "two", "three")) {
            run("new", name, "--image", "tiny", "--containment", "open").ok();
        }
        for (String name : List.of("one", "three")) {
            incus.does("PATCH", "/1.0/instances/" + name + "?project=repoman", """
                    {"config":{"environment.MINE":"x"}}""");
        }
        assertThat(run("doctor", "--host", "--fix").exit())
                .as("nobody can be asked")
                .isEqualTo(2);
        incus.failNext("PUT", "/1.0/instances/one", 500, "out of luck");
        Ran fixed = run("doctor", "--host", "--fix", "--yes");
        assertThat(fixed.err()).contains("repoman: one: Incus: out of luck");
        assertThat(fixed.out()).contains("three is repaired").doesNotContain("one is repaired", "two is repaired");
        assertThat(of(json("doctor", "--host", "--json"), "projects", "drift")
                        .path("what")
                        .asText())
                .startsWith("one: ");
    }

    /// Secrets in every input, each with this in it.
    private static final String SECRET = "s3cret-";

    @Test
    void aBundleHasNoSecrets() throws Exception {
        host();
        run("new", "demo", "--image", "tiny", "--containment", "open").ok();
        Files.createDirectories(registry().resolveSibling("repos.d"));
        Files.writeString(registry().resolveSibling("repos.d/demo.toml"), """
                setup = "curl -H s3cret-setup"
                [environment]
                TOKEN = "s3cret-override \\"quoted\\""
                HTTPS_PROXY = "http://u:s3cret-proxy@proxy.lan:3128"
                [config]
                "linux.kernel_modules" = "s3cret-config"
                [[device]]
                name = "share"
                type = "disk"
                source = "/srv"
                path = "/x"
                "ceph.user_name" = "s3cret-option"
                """);
        incus.does("PATCH", "/1.0/instances/demo?project=repoman", """
                {"config":{"environment.KEY":"s3cret-instance","user.mine":"s3cret-key"}}""");
        incus.does("PATCH", "/1.0/profiles/claude-share?project=repoman", """
                {"config":{"environment.PASSWORD":"s3cret-profile"}}""");
        run("config", "set", "defaults.llm.ollama_url", "http://u:s3cret-url@192.0.2.1:11434");

        Path file = home().resolve("report.tar.gz");
        Ran ran = run("doctor", "demo", "--bundle", file.toString());
        assertThat(ran.out()).contains("wrote " + file);
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        Path unpacked = Files.createDirectories(home().resolve("unpacked"));
        assertThat(new ProcessBuilder("tar", "-xzf", file.toString(), "-C", unpacked.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                all.append(each).append('\n').append(Files.readString(each));
            }
        }
        assertThat(all.toString())
                .contains("version.txt", "doctor.json", "setup.json", "registry.txt", "incus.txt")
                .contains("environment.TOKEN: …", "environment.KEY: …", "environment.PASSWORD: …")
                .contains("security.guestapi: false", "instance demo Running")
                .doesNotContain(SECRET);
        assertThat(new ObjectMapper()
                        .readTree(unpacked.resolve("doctor.json").toFile())
                        .path("checks"))
                .isNotEmpty();

        Files.writeString(registry().resolveSibling("repos.d/demo.toml"), "nothing");
        run("doctor", "--host", "--bundle", home().resolve("broken.tar.gz").toString());
        assertThat(home().resolve("broken.tar.gz")).exists();

        Ran again = run("doctor", "--host", "--bundle", file.toString());
        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.err()).contains("already exists");
    }

    private void assertNothingIsLeft() {
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(home().resolve("repos")).doesNotExist();
    }

    private List<String> changes() {
        return incus.requests().stream()
                .filter(call -> !call.method().equals("GET"))
                .map(Object::toString)
                .toList();
    }

    private static JsonNode of(JsonNode json, String section, String code) {
        return StreamSupport.stream(json.path("checks").spliterator(), false)
                .filter(check -> check.path("section").asText().equals(section))
                .filter(check -> check.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError(json.toPrettyString()));
    }
}
