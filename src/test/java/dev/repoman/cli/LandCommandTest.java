package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `diff`, `land`, and what becomes of landed forks, on the in-memory Incus.
class LandCommandTest extends Cli {
    private static final String FORK = "/1.0/instances/web-fix?project=repoman";

    @BeforeEach
    void web() throws IOException {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        prepare();
        run("new", "web", "--image", "tiny", "--port", "18080:80", "--memory", "1GiB", "--containment", "open")
                .ok();
        Files.writeString(repo("web").resolve("untracked"), "mine");
    }

    @Test
    void landedForksAreRemovedTogether() throws IOException {
        git("web", "commit", "-q", "--allow-empty", "-m", "one");
        assertThat(run("remove", "--forks", "web", "--yes").ok()).isEqualTo("nothing to do\n");
        run("fork", "web", "try", "--count", "3").ok();
        for (String fork : List.of("web.try-1", "web.try-3")) {
            Files.delete(repo(fork).resolve("untracked"));
            git(fork, "commit", "-q", "--allow-empty", "-m", fork);
            run("land", fork).ok();
        }
        refused(4, "web has the forks web.try-1, web.try-2, web.try-3", "remove", "web", "--yes");
        assertThat(run("remove", "--forks", "web", "-n").ok())
                .startsWith("repoman remove --forks web would:\n")
                .contains("delete container web-try-1", "delete the folder ~/repos/web.try-3")
                .contains(
                        "the fork web.try-2 is kept, with what is only there: 1 untracked (repoman land web.try-2, or --force)")
                .doesNotContain("delete container web-try-2");
        Ran unasked = run("remove", "--forks", "web");
        assertThat(unasked.exit()).isEqualTo(2);
        assertThat(unasked.err()).contains("remove the forks of web that are landed?");
        assertThat(run("remove", "--forks", "web", "--yes", "--json").ok())
                .contains("\"notes\" : [ \"the fork web.try-2 is kept, ");
        assertThat(run("list", "-q").ok()).isEqualTo("web\nweb-try-2\n");
        assertThat(repo("web.try-1")).doesNotExist();
        assertThat(repo("web.try-2").resolve("untracked")).exists();
        assertThat(run("remove", "--forks", "web", "--force", "--yes").ok()).isEqualTo("forks of web are removed\n");
        assertThat(repo("web.try-2")).doesNotExist();
        refused(2, "--forks and --purge-volume do not go together", "remove", "--forks", "web", "--purge-volume");
    }

    /// An agent may be about to begin in it.
    @Test
    void aForkInWhichNothingWasDoneStays() throws IOException {
        git("web", "add", "untracked");
        git("web", "commit", "-q", "-m", "one");
        run("fork", "web", "fix").ok();
        assertThat(run("list").ok()).containsPattern("web.fix .* fresh, ");
        assertThat(run("list", "--json").ok())
                .containsSubsequence("\"ahead\" : 0", "\"landed\" : false", "\"fresh\" : true");
        assertThat(run("land", "web.fix").ok()).isEqualTo("nothing to do\n");
        String kept = "the fork web.fix is kept: nothing was done in it yet (repoman remove web.fix, or --force)";
        assertThat(run("remove", "--forks", "web", "-n").ok()).contains(kept);
        assertThat(run("remove", "--forks", "web", "--yes").err()).contains(kept);
        assertThat(repo("web.fix")).exists();
        git("web.fix", "commit", "-q", "--allow-empty", "-m", "two");
        assertThat(run("list").ok()).containsPattern("web.fix .* 1 ahead, ");
        git("web", "fetch", "-q", "../web.fix", "HEAD:by-hand");
        assertThat(run("list", "--json").ok())
                .containsSubsequence("\"ahead\" : 0", "\"landed\" : true", "\"fresh\" : false");
        run("remove", "--forks", "web", "--yes").ok();
        assertThat(repo("web.fix")).doesNotExist();
        git("web", "branch", "-q", "-D", "by-hand");
        run("fork", "web", "fix").ok();
        assertThat(run("list").ok()).as("of the same name").containsPattern("web.fix .* fresh, ");
        run("remove", "--forks", "web", "--yes", "--force").ok();
        assertThat(repo("web.fix")).doesNotExist();
    }

    @Test
    void whatIsKeptIsSaidEvenIfNobodyIsAskedWithHowToWorkOnItAgain() throws IOException {
        git("web", "commit", "-q", "--allow-empty", "-m", "one");
        run("fork", "web", "fix").ok();
        run("fork", "web", "other").ok();
        String again = "repoman new web-fix --repo ~/repos/web.fix";
        assertThat(run("remove", "web.fix", "--yes").err())
                .contains("what was never landed is kept, in ~/repos/web.fix: 1 untracked; --force deletes it;"
                        + " to work on it again: " + again + "\n");
        assertThat(repo("web.fix").resolve("untracked")).hasContent("mine");
        run((again.substring("repoman ".length()) + " --image tiny").split(" ")).ok();
        Ran ran = run("remove", "--forks", "web", "--yes");
        assertThat(ran.ok()).isEqualTo("nothing to do\n");
        assertThat(ran.err())
                .contains("the fork web.other is kept, with what is only there: 1 untracked (repoman land web.other, or"
                        + " --force)");
        assertThat(run("remove", "web.other", "--yes", "--force").err()).doesNotContain(" kept");
    }

    @Test
    void uncommittedWorkThatWasLandedIsLanded() throws IOException {
        git("web", "commit", "-q", "--allow-empty", "-m", "one");
        run("fork", "web", "fix").ok();
        run("land", "web.fix", "--with-uncommitted").ok();
        assertThat(run("list").ok()).containsPattern("web.fix .* landed, ");
        assertThat(run("diff", "web.fix").ok())
                .isEqualTo("web has all commits of web.fix\nnot committed, but landed: 1 untracked\n");
        assertThat(run("diff", "web.fix", "--json").ok()).contains("\"landed\" : true");
        assertThat(run("land", "web.fix", "--with-uncommitted").ok()).isEqualTo("nothing to do\n");
        assertThat(run("land", "web.fix").err()).doesNotContain("left out");
        Files.writeString(repo("web.fix").resolve("untracked"), "later");
        assertThat(run("list").ok()).containsPattern("web.fix .* uncommitted, ");
        assertThat(run("remove", "web.fix", "-n").ok())
                .contains("what was never landed is kept, in ~/repos/web.fix: 1 untracked");
        Files.writeString(repo("web.fix").resolve("untracked"), "mine");
        git("web", "branch", "-q", "-D", "fork/fix");
        assertThat(run("list").ok()).as("the branch is gone").containsPattern("web.fix .* uncommitted, ");
        run("land", "web.fix", "--with-uncommitted").ok();
        run("remove", "--forks", "web", "--yes").ok();
        assertThat(repo("web.fix")).doesNotExist();
    }

    @Test
    void theWorkOfAForkIsShownAndLanded() throws IOException {
        run("fork", "web", "new").ok();
        assertThat(run("diff", "web.new").ok())
                .as("neither has a commit")
                .isEqualTo("web has all commits of web.new\nnot committed: 1 untracked\n");
        refused(4, "web.new has no commits", "land", "web.new", "--with-uncommitted");
        run("remove", "web.new", "--yes", "--force").ok();
        git("web", "commit", "-q", "--allow-empty", "-m", "one");
        run("fork", "web", "fix").ok();
        assertThat(run("diff", "web.fix").ok())
                .isEqualTo("web has all commits of web.fix\nnot committed: 1 untracked\n");
        assertThat(run("land", "web.fix").err()).contains("left out: 1 untracked (--with-uncommitted");
        assertThat(run("land", "web.fix").ok()).isEqualTo("nothing to do\n");

        assertThat(run("list").ok())
                .containsPattern("HERMES  BACKUP +FORK\n")
                .containsPattern("web.fix .* off +uncommitted, ");
        assertThat(run("list", "--json").ok()).containsSubsequence("\"ahead\" : 0", "\"landed\" : false");

        git("web.fix", "add", "untracked");
        git("web.fix", "commit", "-q", "-m", "two \u001b[31mred");
        assertThat(run("list", "--wide").ok()).containsPattern("web.fix .* off +1 ahead, ");
        assertThat(run("diff", "web.fix").ok())
                .startsWith("web.fix is 1 commit ahead of web:\n")
                .doesNotContain("\u001b[31m");
        assertThat(run("diff", "web.fix", "--json").ok()).contains("\"subject\" : \"two ", "\"uncommitted\" : \"\"");
        assertThat(run("land", "web.fix", "-n").ok())
                .startsWith(
                        "repoman land web.fix would:\n  • land 1 commit of ~/repos/web.fix as the branch fork/fix of"
                                + " ~/repos/web\n");
        assertThat(run("land", "web.fix").ok())
                .isEqualTo("web.fix is landed; to merge it into the branch where web stands: git merge fork/fix\n");
        git("web", "rev-parse", "-q", "--verify", "fork/fix");
        assertThat(run("diff", "web.fix").ok()).isEqualTo("web has all commits of web.fix\n");
        assertThat(run("list").ok()).containsPattern("web .* -\nweb.fix .* landed, ");
        assertThat(run("list", "--json").ok()).containsSubsequence("\"ahead\" : 0", "\"landed\" : true");

        Files.writeString(repo("web.fix").resolve("new"), "n");
        run("land", "web.fix", "--with-uncommitted", "--branch", "more", "--json")
                .ok();
        git("web", "cat-file", "-e", "more:new");
        Files.writeString(repo("web.fix").resolve("new"), "newer");
        assertThat(run("remove", "web.fix", "-n").ok())
                .contains("kept: the repository ~/repos/web.fix\n")
                .contains("what was never landed is kept, in ~/repos/web.fix: 1 untracked; --force deletes it")
                .doesNotContain("delete the folder");
        Files.delete(repo("web.fix").resolve("new"));
        assertThat(run("remove", "web.fix", "-n").ok()).contains("  • delete the folder ~/repos/web.fix\n");
        incus.before(
                "DELETE", "/1.0/instances/web-fix", () -> write(repo("web.fix").resolve("late")));
        assertThat(run("remove", "web.fix", "--yes").err()).contains("with what was never landed: 1 untracked");
        assertThat(repo("web.fix").resolve("late")).exists();
        run("fork", "web", "b").ok();
        git("web.b", "checkout", "-q", "-b", "side");
        git("web.b", "add", "untracked");
        git("web.b", "commit", "-q", "-m", "x");
        git("web.b", "checkout", "-q", "@{-1}");
        assertThat(run("remove", "web.b", "-n").ok())
                .contains("what was never landed is kept, in ~/repos/web.b: 1 commit; --force");
        run("remove", "web.b", "--yes", "--force").ok();
        assertThat(repo("web.b")).doesNotExist();
        run("fork", "web", "c").ok();
        Files.delete(repo("web.c").resolve("untracked"));
        run("remove", "web.c", "--yes").ok();
        assertThat(repo("web.c")).as("never changed").doesNotExist();
        refused(4, "web is not a fork", "land", "web");
        refused(4, "web is not a fork", "diff", "web");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
