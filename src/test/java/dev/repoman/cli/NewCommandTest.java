package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `new`; what it does with the repository is in [NewRepositoryTest].
class NewCommandTest extends Cli {
    @Test
    void makesRepositoryContainerUserAndEntry() {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.ok()).isEqualTo("demo is ready: repoman shell demo\n");
        assertThat(ran.err())
                .contains("✓ create repository ~/repos/demo (git init)")
                .contains("✓ create container demo from tiny (profiles default, claude-share)")
                .contains("✓ start container demo")
                .contains("✓ create user tester")
                .contains("✓ add demo to the registry");
        assertThat(repo("demo").resolve(".git")).isDirectory();
        var instance = incus.get("/1.0/instances/demo?project=repoman");
        assertThat(instance.path("status").asText()).isEqualTo("Running");
        assertThat(instance.path("config").path("user.repoman.repo").asText())
                .isEqualTo(repo("demo").toString());
        assertThat(instance.path("devices").path("repo").path("shift").asText()).isEqualTo("true");
        assertThat(registry()).content().contains("name        = \"demo\"").contains("schema = 3");
    }

    @Test
    void dryRunSaysTheSameAndChangesNothing() {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--dry-run");
        assertThat(ran.ok())
                .startsWith("repoman new demo would:\n")
                .contains("• create repository ~/repos/demo (git init)")
                .contains("• add demo to the registry");
        assertThat(registry()).doesNotExist();
        assertThat(repo("demo")).doesNotExist();
        assertThat(incus.requests()).noneMatch(call -> !call.method().equals("GET"));
    }

    @Test
    void dryRunAsData() {
        prepare();
        assertThat(run("new", "demo", "--image", "tiny", "-n", "--json").ok())
                .contains("\"format\" : 1")
                .contains("\"action\" : \"create-instance\"")
                .contains("\"dryRun\" : true");
    }

    @Test
    void asksIncusNoMoreThanItNeeds() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        assertThat(incus.requests().stream().map(Object::toString).filter(c -> !c.contains("/operations/")))
                .hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad_name                | invalid name "bad_name": '_' is not allowed
            12                      | invalid name "12": it has only digits
            a-                      | invalid name "a-": it starts or ends with a hyphen
            """)
    void badNamesAreBadUsage(String name, String message) {
        Ran ran = run("new", name);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: " + message).contains("hint: ");
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the home is /root, expected /home/x        | the home is /root, expected /home/x
            the working folder /r is not accessible    | the working folder /r is not accessible
            made                                       | does not appear on the host, at
            """)
    void whatTheProofFindsIsSaidByName(String printed, String said) {
        prepare();
        incus.onExec(call ->
                call.command().getLast().startsWith("id ") ? ExecResult.ok(id() + printed + "\n") : ExecResult.ok());
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("for tester in demo, ", said).contains("hint: to look closer");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
    }

    @Test
    void unknownImageAndProfile() {
        prepare();
        Ran image = run("new", "demo", "--image", "nosuch");
        assertThat(image.exit()).isEqualTo(1);
        assertThat(image.err())
                .startsWith("repoman: the image \"nosuch\" does not exist")
                .contains("hint: ");
        Ran profile = run("new", "demo", "--image", "tiny", "--profile", "nosuch");
        assertThat(profile.exit()).isEqualTo(1);
        assertThat(profile.err())
                .startsWith("repoman: the profile \"nosuch\" does not exist")
                .contains("hint: ");
        Ran remote = run("new", "demo", "--image", "nowhere:x");
        assertThat(remote.exit()).isEqualTo(2);
        assertThat(remote.err()).startsWith("repoman: unknown image remote \"nowhere\"");
        assertThat(repo("demo")).doesNotExist();
    }

    @Test
    void aRemoteImageThatIsNotThereIsUndone() {
        prepare();
        Ran ran = run("new", "demo", "--image", "images:nosuch/1/cloud");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("↶ rolled back the folder").contains("repoman: the image does not exist");
        assertThat(repo("demo")).doesNotExist();
        assertThat(registry()).doesNotExist();
    }

    @Test
    void profilesWithoutARootDisk() {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--profile", "claude-share");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("has a root disk").contains("hint: add the profile default");
    }

    @Test
    void theIncusProjectIsMissing() {
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .startsWith("repoman: the Incus project \"repoman\" does not exist")
                .contains("hint: ");
        assertThat(repo("demo")).doesNotExist();
    }

    @Test
    void aNameInTheRegistryIsRefused() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        Ran again = run("new", "demo", "--image", "tiny");
        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.err())
                .startsWith("repoman: the name demo is already in the registry")
                .contains("hint: ");
    }

    @Test
    void somebodyElsesContainerIsRefused() {
        prepare();
        container("demo", "{}");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("was not created by repoman").contains("hint: ");
        container(
                "other", "{\"user.repoman.repo\":\"/r\",\"user.repoman.uid\":\"4242\",\"user.repoman.user\":\"eve\"}");
        Ran eve = run("new", "other", "--image", "tiny");
        assertThat(eve.exit()).isEqualTo(4);
        assertThat(eve.err()).contains("belongs to eve");
        assertThat(repo("demo")).doesNotExist();
    }

    @Test
    void ourContainerWithoutAnEntryIsTakenOver() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        assertThat(registry().toFile().delete()).isTrue();
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.ok()).contains("demo is ready");
        assertThat(ran.err()).contains("note: the container demo already exists");
        assertThat(registry()).content().contains("\"demo\"");
    }

    @Test
    void takingOverWhatWasAskedForOtherwiseIsRefused() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        assertThat(registry().toFile().delete()).isTrue();
        Ran image = run("new", "demo", "--image", "images:debian/13");
        assertThat(image.exit()).isEqualTo(4);
        assertThat(image.err())
                .contains("created from tiny, not from images:debian/13")
                .contains("hint: ");
        Ran profiles = run("new", "demo", "--profile", "default");
        assertThat(profiles.exit()).isEqualTo(4);
        assertThat(profiles.err()).contains("with the profiles default, claude-share, not default");
    }

    @Test
    void aFailureTakesBackWhatThisRunMade() {
        prepare();
        incus.onExec(call -> ExecResult.failed(1, "the image has no awk\n"));
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("✗ create user")
                .contains("↶ rolled back the container demo")
                .contains("↶ rolled back the folder")
                .contains("the image has no awk");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(repo("demo")).doesNotExist();
        assertThat(registry()).doesNotExist();
    }

    @Test
    void keepFailedKeepsIt() {
        prepare();
        incus.onExec(call -> ExecResult.failed(1, "no\n"));
        Ran ran = run("new", "demo", "--image", "tiny", "--keep-failed");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("! kept the container demo");
        assertThat(incus.get("/1.0/instances?project=repoman")).hasSize(1);
        assertThat(repo("demo")).isDirectory();
    }

    @Test
    void aFileSystemWithoutIdmappedMounts() {
        prepare();
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Required idmapping abilities not available");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("without idmapped mounts").contains("hint: move the repository to ext4");
    }

    @Test
    void theImageServerCannotBeReached() {
        prepare();
        incus.failWait(
                "POST",
                "/1.0/instances",
                500,
                "Failed creating instance record: Failed getting remote image info: Get \"https://x\": dial tcp: lookup x:"
                        + " network is unreachable");
        Ran ran = run("new", "demo", "--image", "images:debian/13");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .contains("repoman: Incus cannot reach the image server")
                .contains("hint: ");
    }

    /// The operation's own deadline is not that of our wait for it.
    @Test
    void anOperationThatTimedOutIsTold() {
        prepare();
        incus.failWait("POST", "/1.0/instances", 500, "Failed downloading: context deadline exceeded");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("repoman: Incus: Failed downloading: context deadline exceeded");
        assertThat(incus.requests()).hasSizeLessThan(20);
    }

    /// The programs in a container are whoever's the image or the agent is.
    @Test
    void whatAContainersProgramSaysIsBoundedAndOneLine() throws IOException {
        prepare();
        String flood = "y\n".repeat(2_000_000) + "\u001b[2J\u001b]0;gone\u0007 no\n";
        incus.onExec(_ -> ExecResult.failed(1, flood));
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("repoman: the user tester could not be created in demo: y\n")
                .doesNotContain("\u001b")
                .hasSizeLessThan(10_000);
    }

    @Test
    void withAndWithoutTheModelDaemon() {
        prepare();
        Ran missing = run("new", "demo", "--image", "tiny", "--llm");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("the profile \"llm-share\" does not exist");
        assertThat(run("new", "demo", "--image", "tiny", "--no-llm", "--profile", "default", "--profile", "llm-share")
                        .ok())
                .contains("demo is ready");
    }

    private void container(String name, String config) {
        incus.does(
                "POST",
                "/1.0/instances?project=repoman",
                "{\"name\":\"" + name + "\",\"type\":\"container\",\"profiles\":[\"default\"],\"config\":" + config
                        + ",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"}}");
    }
}
