package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The repository of `new`: which folder it may be, and how it is created or cloned.
class NewRepositoryTest extends Cli {
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
    void aLinkThatLeavesReposRootIsBadUsage() throws IOException {
        prepare();
        Files.createDirectories(repo("x").getParent());
        Files.createSymbolicLink(repo("out"), home());
        Ran ran = run("new", "out", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("the container would see all that is in it");
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
    void aCloneNamesItsProject() {
        prepare();
        Ran ran = run("new", "--clone", "https://example.org/group/Some.Thing.git", "--image", "tiny", "-n");
        assertThat(ran.ok()).startsWith("repoman new some-thing would:\n").contains("~/repos/some-thing");
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

    @ParameterizedTest
    @ValueSource(strings = {"fd::17/foo", "ext::sh -c true", "http://127.0.0.1:9/x", ""})
    void aCloneByAnotherTransportIsRefused(String url) throws IOException {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--clone", url);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: ").contains("hint: ");
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
}
