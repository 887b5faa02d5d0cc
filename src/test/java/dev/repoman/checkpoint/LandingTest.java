package dev.repoman.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.plan.Action;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a fork has that its parent has not, and how it gets there: [RepositoryStore], with real git.
class LandingTest extends StoreOfARepository {
    /// A fork of the repository, with a store of its own.
    private RepositoryPlace fork() {
        try {
            Path copy = Files.createDirectory(folder.toRealPath().resolve("web.fix"));
            store.copyByCheckpoint(place, copy.toString(), "+fork-fix", false, warnings::add);
            return new RepositoryPlace(copy.toString(), "", folder.toRealPath() + "/data/web-fix.git");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void land(RepositoryPlace fork, String branch, String message) {
        store.apply(new Action.LandFork(fork, place, branch, 0, message), warnings::add);
    }

    private List<String> ahead(RepositoryPlace fork) {
        return store.ahead(fork, place, false, new GitFact.None()).commits().stream()
                .map(ForkState.Commit::subject)
                .toList();
    }

    @Test
    void theCommitsOfAForkBecomeABranchAndNothingElseChanges() {
        run("echo staged >>a; git add a; echo unstaged >>a; echo new >untracked");
        RepositoryPlace fork = fork();
        assertThat(ahead(fork)).isEmpty();
        String seen = SEEN.replace("git for-each-ref;", "") + "sha256sum .git/index";
        String before = run(seen);
        run("cd " + fork.path() + "; git commit -qm two; echo x >x; git add x; git commit -qm 'three %s'; echo y >y");
        assertThat(ahead(fork)).containsExactly("three %s", "two");
        land(fork, "fork/fix", "");
        assertThat(run("git log --format=%s fork/fix")).isEqualTo("three %s\ntwo\none\n");
        assertThat(ahead(fork)).isEmpty();

        land(fork, "fork/fix", "Uncommitted work of web.fix");
        assertThat(run("git log -1 --format=%s fork/fix; git show fork/fix:y; git show fork/fix:untracked"))
                .isEqualTo("Uncommitted work of web.fix\ny\nnew\n");
        assertThat(run(seen)).isEqualTo(before);
        assertThat(run("git fsck --full --no-dangling; cd " + fork.path()
                        + "; git fsck --full --no-dangling; git --git-dir " + fork.store() + " fsck --full"))
                .doesNotContain("error", "missing");
        assertThat(store.list(fork.store(), true)).isEmpty();
    }

    /// Whether all of the fork's files are in the parent, by `land --with-uncommitted`.
    private boolean filesLanded(RepositoryPlace fork) {
        return store.ahead(fork, place, true, new GitFact.None()).filesLanded();
    }

    @Test
    void uncommittedWorkIsLandedWhileTheFilesAreThoseOfThen() {
        run("echo mine >ignored; echo staged >>a; git add a; echo new >'un\ntracked'; rm d/b");
        RepositoryPlace fork = fork();
        String inFork = "cd " + fork.path() + "; ";
        assertThat(filesLanded(fork)).isFalse();
        land(fork, "fork/fix", "");
        assertThat(filesLanded(fork)).as("without what is not committed").isFalse();
        String before = run(inFork + SEEN + "sha256sum .git/index");
        land(fork, "fork/fix", "Uncommitted work of web.fix");
        assertThat(filesLanded(fork)).isTrue();
        assertThat(run(inFork + SEEN + "sha256sum .git/index")).isEqualTo(before);
        for (String[] change : new String[][] {
            {"echo more >>a", "printf 'a\\nstaged\\n' >a"},
            {"echo x >x", "rm x"},
            {"rm a", "echo a >a; echo staged >>a"},
            {"mkdir d; echo b >d/b", "rm -r d"},
            {"chmod 755 a", "chmod 644 a"},
            {"echo f >ignored; git add -f ignored", "git rm -qf ignored"},
            {"git init -q sub; git -C sub commit -q --allow-empty -m s", "rm -rf sub"}
        }) {
            run(inFork + change[0]);
            assertThat(filesLanded(fork)).as(change[0]).isFalse();
            run(inFork + change[1]);
            assertThat(filesLanded(fork)).as(change[1]).isTrue();
        }
        run(inFork + "touch a; git add -A; git reset -q; echo i >ignored");
        assertThat(filesLanded(fork)).as("another index, other times").isTrue();
        RepositoryPlace here = place;
        place = fork;
        run("echo later >later");
        save("later");
        assertThat(store.ahead(fork, here, true, new GitFact.None()).filesLanded())
                .as("the store has the index of another time")
                .isFalse();
        run("rm later");
        assertThat(store.ahead(fork, here, true, new GitFact.None()).filesLanded())
                .isTrue();
        place = here;
        run("git branch -q kept fork/fix; git branch -qD fork/fix");
        assertThat(filesLanded(fork)).as("on a branch of another name").isTrue();
        run("git branch -qD kept");
        assertThat(filesLanded(fork)).as("the parent has it no more").isFalse();
    }

    @Test
    void whenTheNewestCommitOfAForkWasMade() {
        RepositoryPlace fork = fork();
        Instant one = store.ahead(fork, place, true, new GitFact.None()).newest();
        assertThat(one).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        run("cd " + fork.path() + "; git checkout -q -b side; GIT_COMMITTER_DATE='2090-01-01T00:00:00Z' git commit -q"
                + " --allow-empty -m two; git checkout -q main");
        assertThat(store.ahead(fork, place, true, new GitFact.None()).newest())
                .isEqualTo(Instant.parse("2090-01-01T00:00:00Z"));
        run("cd " + fork.path() + "; git branch -qD side; git update-ref -d HEAD; cd " + place.path()
                + "; git update-ref -d HEAD");
        assertThat(store.ahead(fork, place, true, new GitFact.None()))
                .isEqualTo(new ForkState(true, Instant.EPOCH, List.of(), new GitFact.None(), false));
    }

    @Test
    void aRewrittenHistoryIsRefusedAndABranchOfAnotherNameIsNot() {
        RepositoryPlace fork = fork();
        run("cd " + fork.path() + "; git commit -q --allow-empty -m two");
        land(fork, "fork/fix", "");
        String landed = run("git rev-parse fork/fix");
        run("cd " + fork.path() + "; git reset -q --hard HEAD^; git commit -q --allow-empty -m other");
        assertThatThrownBy(() -> land(fork, "fork/fix", ""))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("the branch fork/fix has commits that");
        assertThat(run("git rev-parse fork/fix")).isEqualTo(landed);
        land(fork, "second", "");
        assertThat(run("git log -1 --format=%s second")).isEqualTo("other\n");
        assertThatThrownBy(() -> land(fork, "main", "")).isInstanceOf(RepomanException.class);
        assertThatThrownBy(() -> land(fork, "a..b", ""))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("invalid name of a branch");
        assertThat(run("git rev-parse HEAD main | uniq | wc -l")).isEqualTo("1\n");
    }

    @Test
    void aHostileForkHarmsNothing() throws IOException {
        RepositoryPlace fork = fork();
        Path ran = folder.resolve("ran");
        run("""
                cd %2$s; mkdir h; for hook in reference-transaction post-update pre-receive post-checkout pre-auto-gc; do
                    printf '#!/bin/sh\n%1$s\n' >h/$hook; chmod 755 h/$hook; done
                for key in filter.x.clean core.fsmonitor core.sshCommand uploadpack.packObjectsHook \
                    core.alternateRefsCommand remote.o.uploadpack; do git config "$key" '%1$s'; done
                echo '* filter=x' >.gitattributes; git -c core.fsmonitor=false commit -q --allow-empty -m two
                git config core.hooksPath h; git config url.ext::x.insteadOf /; rm -f %3$s
                """.formatted("touch " + ran, fork.path(), ran));
        land(fork, "fork/fix", "Uncommitted");
        assertThat(ran).doesNotExist();
        assertThat(run("git log -2 --format=%s fork/fix; git config --get-regexp 'url|filter'"))
                .isEqualTo("Uncommitted\ntwo\n");

        // an object that git fsck does not accept
        run("cd " + fork.path() + "; git config core.hooksPath /dev/null; git config core.fsmonitor false;"
                + " bad=$(printf 'tree %s\\nauthor x\\ncommitter x\\n\\nbad\\n' $(git rev-parse HEAD^{tree}) |"
                + " git hash-object -t commit -w --literally --stdin); git update-ref --no-deref HEAD $bad");
        assertThatThrownBy(() -> land(fork, "bad", "")).isInstanceOf(RepomanException.class);
        assertThat(run("git rev-parse -q --verify bad; git fsck --full --no-dangling"))
                .isEmpty();

        run("rm -rf " + fork.path() + "/.git");
        assertThat(store.ahead(fork, place, true, new GitFact.None()).there()).isFalse();
        assertThatThrownBy(() -> land(fork, "gone", ""))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("has no commits");
        Files.createSymbolicLink(Path.of(fork.path(), ".git"), Path.of(place.path(), ".git"));
        assertThat(store.ahead(fork, place, true, new GitFact.None()).there()).isFalse();
    }
}
