package dev.repoman.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.file.PosixFiles;
import dev.repoman.host.jail.Jails;
import dev.repoman.plan.Action;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryDifference.File;
import dev.repoman.plan.RepositoryDifference.Kind;
import dev.repoman.plan.RepositoryDifference.Ref;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints of real repositories, made and broken by real git.
class RepositoryStoreTest {
    /// What a person and git see of a repository: every file with its mode, the status, the index, branches and tags.
    private static final String SEEN = """
            find . -path ./.git -prune -o -printf '%y %m %p %l\\n' | sort
            find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
            git status --porcelain=v2 --branch; git ls-files -s; git for-each-ref; cat .git/HEAD .git/MERGE_HEAD
            """;

    @TempDir
    Path folder;

    private final RepositoryStore store = new RepositoryStore(Jails.none(), new PosixFiles());
    private final List<String> warnings = new ArrayList<>();
    private RepositoryPlace place;

    @BeforeEach
    void repository() throws IOException {
        Path repository = Files.createDirectory(folder.toRealPath().resolve("web"));
        place = new RepositoryPlace(repository.toString(), "", folder.toRealPath() + "/data/web.git");
        run(
                "git init -q -b main; echo a >a; mkdir d; echo b >d/b; echo ignored >.gitignore; git add -A; git commit -qm one");
    }

    private String run(String script) {
        try {
            ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .directory(Path.of(place.path()).toFile())
                    .redirectErrorStream(true);
            shell.environment()
                    .putAll(java.util.Map.of(
                            "HOME", folder.toString(),
                            "GIT_AUTHOR_NAME", "Dev",
                            "GIT_AUTHOR_EMAIL", "d@example.org",
                            "GIT_COMMITTER_NAME", "Dev",
                            "GIT_COMMITTER_EMAIL", "d@example.org",
                            "GIT_CONFIG_NOSYSTEM", "1"));
            Process process = shell.start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void save(String name) {
        store.apply(new Action.SaveRepository(place, name), warnings::add);
    }

    private void goBack(String to, String present) {
        save(present);
        store.apply(new Action.RestoreRepository(place, to, present, RepositoryDifference.NONE), warnings::add);
    }

    @Test
    void allComesBackAfterEveryFileIsGone() {
        run("""
                echo staged >>a; git add a; echo unstaged >>a; echo new >untracked; printf 'x\\r\\n' >crlf
                echo '* text=auto' >.gitattributes; echo s >.env; chmod 600 .env; mkdir -m 700 private; echo p >private/p
                ln -s /etc/passwd link; chmod 755 d/b; git tag -a v1 -m x; echo mine >ignored; git config remote.o.url u
                """);
        String before = run(SEEN);
        save("one");
        assertThat(run(SEEN)).as("a checkpoint changes nothing").isEqualTo(before);

        run("find . -mindepth 1 ! -name ignored -delete");
        assertThat(store.compare(place, "one").count(Kind.RETURNS)).isEqualTo(9);
        assertThat(store.compare(place, "one").refs()).extracting(Ref::name).containsExactly(".git");
        goBack("one", "now");
        assertThat(run(SEEN)).isEqualTo(before);
        assertThat(run("git fsck --full --no-dangling; git config remote.o.url"))
                .isEqualTo("u\n");

        run("rm -rf .git d; ln -s /etc .git; ln -s /tmp d; chmod 644 .env; chmod 755 private");
        goBack("one", "then");
        assertThat(run(SEEN)).isEqualTo(before);
        run("rm -rf .git; echo gitdir: /etc >.git");
        goBack("one", "last");
        assertThat(run(SEEN)).isEqualTo(before);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aLinkedWorktreeMovesItsOwnBranchOnly() {
        RepositoryPlace main = place;
        run("git worktree add -q ../side -b side");
        place = new RepositoryPlace(
                Path.of(main.path()).resolveSibling("side").toString(), main.path() + "/.git", main.store());
        save("one");
        String before = run(SEEN);
        String there = run(
                "git -C ../web rev-parse main; git -C ../web commit -q --allow-empty -m two; git -C ../web rev-parse main");
        run("echo x >x; git add x; git commit -qm x; rm -rf * .git");
        goBack("one", "now");
        assertThat(run(SEEN).replaceAll(".*refs/heads/main", "")).isEqualTo(before.replaceAll(".*refs/heads/main", ""));
        assertThat(there).endsWith(run("git -C ../web rev-parse main"));
    }

    @Test
    void commitsMoveBackAndStayInTheCheckpointOfBefore() {
        save("one");
        String before = run(SEEN);
        run(
                "echo more >>a; rm -r d; echo n >n; git add -A; git commit -qm two; git checkout -qb side; git commit -qm three --allow-empty");
        String after = run(SEEN);
        String one = run("git rev-parse main^").strip();
        String two = run("git rev-parse main").strip();
        assertThat(store.compare(place, "one"))
                .isEqualTo(new RepositoryDifference(
                        List.of(new File(Kind.CHANGES, "a"), new File(Kind.RETURNS, "d/b"), new File(Kind.GOES, "n")),
                        List.of(
                                new Ref("refs/heads/main", one, two, 1),
                                new Ref("HEAD", "refs/heads/main", "refs/heads/side", 0))));
        goBack("one", "undo-1");
        assertThat(run("git branch -D side")).startsWith("Deleted");
        assertThat(run(SEEN)).isEqualTo(before);
        run("git reflog expire --expire=now --all; git gc -q --prune=now");
        goBack("undo-1", "undo-2");
        assertThat(run(SEEN)).isEqualTo(after);
    }

    @Test
    void aMergeInProgressAndADetachedHeadAndAnUnbornBranch() {
        run(
                "git checkout -qb other; echo o >a; git commit -qam o; git checkout -q main; echo m >a; git commit -qam m; git merge other");
        String merging = run(SEEN);
        assertThat(merging).contains("UU");
        save("merge");
        run("git merge --abort; git checkout -q --detach HEAD^");
        String detached = run(SEEN);
        save("detached");
        goBack("merge", "a");
        assertThat(run(SEEN)).isEqualTo(merging);
        goBack("detached", "b");
        assertThat(run(SEEN)).isEqualTo(detached);

        run("git checkout -q --orphan fresh; git rm -rqf --cached .; git add a");
        String unborn = run(SEEN);
        save("unborn");
        run("git commit -qm first");
        assertThat(store.compare(place, "unborn").refs())
                .extracting(Ref::name, Ref::then, Ref::commits)
                .contains(org.assertj.core.groups.Tuple.tuple("refs/heads/fresh", "none", 1L));
        goBack("unborn", "c");
        assertThat(run(SEEN)).isEqualTo(unborn);
    }

    @Test
    void nothingThatTheRepositoryConfiguresRuns() throws IOException {
        Path ran = folder.resolve("ran");
        String touch = "touch " + ran;
        run("""
                echo '* filter=x diff=x' >.gitattributes
                mkdir h; for hook in reference-transaction post-checkout pre-commit post-index-change; do
                    printf '#!/bin/sh\\n%1$s\\n' >h/$hook; chmod 755 h/$hook; done
                for key in filter.x.clean filter.x.smudge filter.x.process core.fsmonitor diff.x.textconv diff.x.command core.pager \\
                    core.sshCommand uploadpack.packObjectsHook core.alternateRefsCommand; do git config "$key" '%1$s'; done
                git config core.hooksPath h; git config alias.add '!%1$s'; rm -f %2$s
                """.formatted(touch, ran));
        save("one");
        assertThat(ran).doesNotExist();
        run("rm -rf d .gitattributes; rm -f " + ran);
        store.compare(place, "one");
        goBack("one", "now");
        assertThat(ran).doesNotExist();
        assertThat(Path.of(place.path(), "d/b")).hasContent("b");
    }

    @Test
    void whatChangedInBetweenIsNotOverwritten() throws IOException {
        run("echo one >f");
        save("one");
        run("echo two >f");
        save("two");
        run("echo three >f");
        assertThatThrownBy(() -> store.apply(
                        new Action.RestoreRepository(place, "one", "two", RepositoryDifference.NONE), warnings::add))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("'f' not uptodate");
        assertThat(Path.of(place.path(), "f")).hasContent("three");
    }

    @Test
    void aFileThatCannotBeSavedIsNamed() {
        run("git init -q unborn; echo x >y");
        save("one");
        assertThat(warnings).isNotEmpty().allMatch(warning -> warning.startsWith("not saved: "));
        assertThat(store.list(place.store(), true)).containsKey("one");
        run("rm y");
        goBack("one", "two");
        assertThat(Path.of(place.path(), "y")).exists();
    }

    @Test
    void checkpointsAreListedAndDeleted() {
        save("one");
        run("echo big >big");
        save("two");
        assertThat(store.list(place.store(), true))
                .hasSize(2)
                .allSatisfy((_, half) -> assertThat(half.size()).isPositive());
        store.apply(new Action.DropCommits(place.store(), List.of("one")), warnings::add);
        assertThat(store.list(place.store(), true)).containsOnlyKeys("two");
        save("two");
        assertThat(store.list(place.store(), true))
                .as("one of the same name is replaced")
                .containsOnlyKeys("two");
    }

    @Test
    void aCopyByACheckpointHasAllButIgnoredFiles() throws IOException {
        run("echo mine >ignored; echo staged >>a; git add a; echo unstaged >>a; echo new >untracked; chmod 600 d/b");
        String before = run(SEEN);
        Path copy = Files.createDirectory(folder.toRealPath().resolve("web.fix"));
        store.copyByCheckpoint(place, copy.toString(), "+fork-fix", false, warnings::add);
        assertThat(run(SEEN)).isEqualTo(before);
        assertThat(run("cd " + copy + "; " + SEEN + "git fsck --full --no-dangling"))
                .isEqualTo(run("rm ignored; " + SEEN));
        assertThat(store.list(place.store(), true)).isEmpty();
        save("+fork");
        assertThat(store.list(place.store(), false))
                .as("no checkpoint of anybody's")
                .isEmpty();
        Path second = Files.createDirectory(folder.toRealPath().resolve("web.second"));
        store.copyByCheckpoint(place, second.toString(), "+fork", true, warnings::add);
        assertThat(second.resolve("untracked")).hasContent("new");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aWholeCopySharesItsBlocksOrIsNotMade() throws IOException {
        run("echo mine >ignored");
        Path copy = Files.createDirectory(folder.toRealPath().resolve("web.fix"));
        store.copyWhole(place, copy.toString(), warnings::add)
                .ifPresentOrElse(
                        made -> {
                            assertThat(run("cd " + made + "; " + SEEN)).isEqualTo(run(SEEN));
                            assertThat(Path.of(made).resolve("ignored")).exists();
                        },
                        () -> assertThat(copy).isEmptyDirectory());
        assertThat(warnings).isEmpty();
    }

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
