package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(registry()).content().contains("name        = \"demo\"").contains("schema = 2");
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
    @CsvSource({"~", "~/", "/", "/nfs/repos/x", "~/repos", "a/../b", "''", "x/.."})
    void aFolderThatIsNotOneRepositoryIsBadUsage(String folder) {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--repo=" + folder);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: ");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
    }

    @Test
    void aRepositoryMayBeAnywhere() throws IOException {
        prepare();
        Path far = Files.createDirectories(home().resolve("src/My_Repo"));
        assertThat(run("new", "--repo", "~/src/My_Repo", "--image", "tiny").ok())
                .contains("my-repo is ready");
        assertThat(Files.readString(registry())).contains("repo        = \"~/src/My_Repo\"");
        assertThat(project("/1.0/instances/my-repo?project=repoman")).contains("\"source\":\"" + far + "\"");
        assertThat(run("status", "my-repo", "--check").exit()).isZero();
        assertThat(run("status", far.toString(), "-q").ok()).isEmpty();
        Ran second = run("new", "again", "--repo", far.toString(), "--image", "tiny");
        assertThat(second.ok()).contains("again is ready");
        assertThat(second.err()).contains("note: the repository is also that of my-repo");
        Files.delete(registry());
        assertThat(run("adopt", "my-repo").exit()).isZero();
        assertThat(Files.readString(registry())).contains("repo        = \"~/src/My_Repo\"");
    }

    @Test
    void aCloneNamesItsProject() {
        prepare();
        Ran ran = run("new", "--clone", "https://example.org/group/Some.Thing.git", "--image", "tiny", "-n");
        assertThat(ran.ok()).startsWith("repoman new some-thing would:\n").contains("~/repos/some-thing");
    }

    @Test
    void aLinkThatLeavesReposRootIsBadUsage() throws IOException {
        prepare();
        Files.createDirectories(repo("x").getParent());
        Files.createSymbolicLink(repo("out"), home());
        Ran ran = run("new", "out", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("the container would see all that is in it");
    }

    /// `git init` is not run over somebody's files.
    @Test
    void aFolderWithFilesThatIsNoRepositoryIsAskedFor() throws IOException {
        prepare();
        Files.createDirectories(repo("notes"));
        Files.writeString(repo("notes").resolve("file"), "x");
        Ran ran = run("new", "notes", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("\"~/repos/notes has files and is not a git repository; use it as it is?\" cannot be asked")
                .contains("hint: answer with --yes");
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
        assertThat(run("new", "notes", "--image", "tiny", "-n").ok()).doesNotContain("git init");
        assertThat(run("new", "notes", "--image", "tiny", "--yes").ok()).contains("notes is ready");
        assertThat(repo("notes").resolve(".git")).doesNotExist();
        assertThat(run("new", "more", "--repo", "notes", "--image", "tiny").ok())
                .as("agreed already")
                .contains("more is ready");
        for (String part : new String[] {"HEAD", "objects", "refs"}) {
            Files.createDirectories(repo("bare.git").resolve(part));
        }
        assertThat(run("new", "bare", "--repo", "bare.git", "--image", "tiny").ok())
                .contains("bare is ready");
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

    /// A path in the folder behind `repos_root` is one below it.
    @Test
    void reposRootMayBeALink() throws IOException {
        prepare();
        Files.createDirectories(home().resolve("disk"));
        Files.createSymbolicLink(home().resolve("repos"), home().resolve("disk"));
        run("new", "demo", "--image", "tiny").ok();
        assertThat(home().resolve("disk/demo/.git")).isDirectory();
        Files.createDirectories(home().resolve("disk/other"));
        run("new", "--repo", home().resolve("disk/other").toString(), "--image", "tiny")
                .ok();
        assertThat(Files.readString(registry())).contains("repo        = \"other\"");
        assertThat(project("/1.0/instances/other?project=repoman")).contains("\"path\":\"" + repo("other") + "\"");
        assertThat(run("status", home().resolve("disk/demo").toString(), "-q").exit())
                .isZero();
        assertThat(run("status", "demo", "--check").exit()).isZero();
    }

    @Test
    void aFileInPlaceOfTheFolderIsBadUsage() throws IOException {
        prepare();
        Files.createDirectories(repo("x").getParent());
        Files.writeString(repo("file"), "x");
        Ran ran = run("new", "demo", "--image", "tiny", "--repo", "file");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("is a file, not a folder").contains("hint: ");
        assertThat(repo("file")).hasContent("x");
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
    void aRepositoryWithFilesIsNeverTakenBack() throws IOException {
        prepare();
        Files.createDirectories(repo("demo"));
        Files.writeString(repo("demo").resolve("work"), "mine");
        incus.failWait("POST", "/1.0/instances", 500, "Failed creating instance record");
        Ran ran = run("new", "demo", "--image", "tiny", "--yes");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("repoman: Incus: Failed creating instance record");
        assertThat(repo("demo").resolve("work")).hasContent("mine");
    }

    /// `DriftLabIT` has such a mount.
    @Test
    void aRepositoryMayBeALinkAndTheRealPathOfOneBelowALinkedRoot() throws IOException {
        prepare();
        Files.createDirectories(home().resolve("disk/web"));
        Files.createDirectories(home().resolve("real"));
        Files.createSymbolicLink(home().resolve("repos"), home().resolve("real"));
        Files.createSymbolicLink(home().resolve("real/web"), home().resolve("disk/web"));
        run("new", "web", "--image", "tiny").ok();
        assertThat(incus.get("/1.0/instances/web?project=repoman")
                        .path("devices")
                        .path("repo")
                        .path("source")
                        .asText())
                .isEqualTo(repo("web").toString());
        assertThat(run("status", "web", "--check").exit()).isZero();
        run("new", "api", "--repo", home().resolve("real/api").toString(), "--image", "tiny")
                .ok();
        assertThat(Files.readString(registry())).contains("repo        = \"api\"");
        Files.createSymbolicLink(repo("all"), home());
        Ran all = run("new", "all", "--image", "tiny");
        assertThat(all.exit()).isEqualTo(2);
        assertThat(all.err()).contains("(really " + home() + ") contains ");
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

    @Test
    void aHalfMadeRepositoryIsMadeAnew() throws IOException {
        prepare();
        // process numbers end before this one
        Path left = repo(".demo.repoman-init-4999999");
        Files.createDirectories(left.resolve(".git/objects"));
        assertThat(run("new", "demo", "--image", "tiny").err()).contains("✓ create repository");
        assertThat(repo("demo").resolve(".git/HEAD")).exists();
        assertThat(left).doesNotExist();
    }

    /// Nothing listens there: git itself repeats the address in its error.
    @Test
    void credentialsOfACloneAreShownNowhere() throws IOException {
        prepare();
        String url = "https://user:s3cretT0KEN@127.0.0.1:9/x.git";
        for (String[] more : new String[][] {{}, {"-v"}, {"--dry-run"}, {"--dry-run", "--json"}, {"--json"}}) {
            String[] words = Stream.concat(Stream.of("new", "demo", "--image", "tiny", "--clone", url), Stream.of(more))
                    .toArray(String[]::new);
            Ran ran = run(words);
            assertThat(ran.out() + ran.err())
                    .as(String.join(" ", more))
                    .doesNotContain("s3cretT0KEN")
                    .contains("https://***@127.0.0.1:9/x.git");
        }
        Files.createDirectories(repo("demo").resolve("src"));
        Ran taken = run("new", "demo", "--image", "tiny", "--clone", url);
        assertThat(taken.exit()).isEqualTo(4);
        assertThat(taken.err())
                .doesNotContain("s3cretT0KEN")
                .contains("is not a clone of https://***@127.0.0.1:9/x.git");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd::17/foo", "ext::sh -c true", "http://127.0.0.1:9/x", ""})
    void aCloneByAnotherTransportIsRefused(String url) throws IOException {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--clone", url);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: ").contains("hint: ");
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
    void withoutGitNothingIsLeft() throws IOException {
        prepare();
        // git is there, but will not do it
        Files.writeString(home().resolve(".gitconfig"), "[init\n");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("repoman: git init failed");
        assertThat(repo("demo")).doesNotExist();
    }

    @Test
    void cloneOfSomethingThatIsNoRepository() throws IOException {
        prepare();
        Path nothing = Files.createDirectories(home().resolve("nothing"));
        Ran ran = run("new", "demo", "--image", "tiny", "--clone", nothing.toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("git clone of").contains("hint: ");
        assertThat(repo("demo")).doesNotExist();
        try (var left = Files.list(repo("demo").getParent())) {
            assertThat(left).isEmpty();
        }
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

    /// Its agent could put a link in place of the other's folder.
    @Test
    void aFolderThatContainsAnothersIsRefused() throws IOException {
        prepare();
        Files.createDirectories(home().resolve("repos/outer/inner/.git"));
        Files.createDirectories(home().resolve("repos/outer/.git"));
        run("new", "inner", "--repo", "outer/inner", "--image", "tiny").ok();
        Ran ran = run("new", "outer", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("repos/outer contains ", "repos/outer/inner, the repository of inner");
    }
}
