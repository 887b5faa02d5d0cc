package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A project by a path in its repository, and commands by other words.
class FindProjectTest extends Cli {
    @BeforeEach
    void two() {
        prepare();
        run("new", "web", "--image", "tiny").ok();
        run("new", "site", "--image", "tiny").ok();
    }

    @Test
    void aPathNamesTheProjectAroundIt() throws IOException {
        Files.createDirectories(repo("web").resolve("src/main"));
        assertThat(run("status", repo("web") + "/src/../src/main").ok()).startsWith("project      web\n");
        assertThat(run("status", "~/repos/site/not/there").ok()).startsWith("project      site\n");
        Files.createSymbolicLink(home().resolve("link"), repo("web").resolve("src"));
        assertThat(run("repair", home().resolve("link/main").toString()).ok()).isEqualTo("nothing to do\n");
        assertThat(run("remove", repo("site").toString(), "-y").ok()).contains("site is removed");
    }

    @Test
    void aPathOutsideIsRefused() {
        Ran ran = run("status", repo("web") + "/..");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("~/repos is in no project's repository", "hint: repoman list");
        Ran none = run("repair");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("NAME is missing, and ", " is in no project's repository");
    }

    @Test
    void aSharedRepositoryNeedsAName() throws IOException {
        Files.writeString(registry(), Files.readString(registry()).replace("repo        = \"site\"", "repo = \"web\""));
        Ran ran = run("status", repo("web").toString());
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("several projects share the repository", "name one of them: web, site");
    }

    @Test
    void otherWordsForCommands() {
        assertThat(run("ls", "-q").ok()).isEqualTo("web\nsite\n");
        assertThat(run("list", "w*", "-q").ok()).isEqualTo("web\n");
        assertThat(run("ls", "?ite", "x", "-q").ok()).isEqualTo("site\n");
        assertThat(run("ls", "[a-z]*", "-q").ok()).isEmpty();
        assertThat(run("rm", "site", "-n").ok()).startsWith("repoman remove site would:\n");
        assertThat(run("help", "config", "set").ok())
                .isEqualTo(run("config", "set", "--help").ok());
        assertThat(run("help").ok()).isEqualTo(run("--help").ok());
        assertThat(run("version").ok()).isEqualTo(run("--version").ok());
        assertThat(run("version", "--json").ok())
                .isEqualTo(run("--version", "--json").ok());
        assertThat(run("help", "nosuch").exit()).isEqualTo(2);
    }

    /// As `fork` leaves it in the registry.
    private static void fork(String name, String repo) throws IOException {
        Files.createDirectories(repo(repo));
        Files.writeString(
                registry(),
                "\n[[project]]\nname = \"" + name + "\"\nrepo = \"" + repo + "\"\nimage = \"tiny\"\nparent = \"web\"\n",
                StandardOpenOption.APPEND);
    }

    @Test
    void aForkIsFoundByItsTaskAndShownBelowItsParent() throws IOException {
        fork("web-fix", "web.fix");
        assertThat(run("list", "-q").ok()).isEqualTo("web\nweb-fix\nsite\n");
        assertThat(run("list", "web*").ok()).containsSubsequence("\nweb ", "\nweb.fix ");
        assertThat(run("list", "web.fix", "--json").ok()).contains("\"name\" : \"web-fix\"", "\"parent\" : \"web\"");
        assertThat(run("status", "web.fix").ok()).containsPattern("^project +web-fix\n");
        assertThat(run("status", repo("web.fix").toString()).ok()).containsPattern("^project +web-fix\n");
        assertThat(run("status", "fix").err()).contains("no project fix in the registry");
        assertThat(run("status", "web.nosuch").err()).contains("web has no fork nosuch");
    }

    /// Such entries can only be written by hand.
    @Test
    void aForkOfItselfOrOfNothingIsAProjectLikeAnother() throws IOException {
        fork("web-a", "web.a");
        Files.writeString(registry(), Files.readString(registry()).replace("parent = \"web\"", "parent = \"web-a\""));
        assertThat(run("list", "-q").ok()).isEqualTo("web\nsite\nweb-a\n");
        Files.writeString(registry(), Files.readString(registry()).replace("parent = \"web-a\"", "parent = \"gone\""));
        assertThat(run("list").ok()).contains("\nweb-a ");
    }
}
