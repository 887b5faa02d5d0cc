package dev.repoman.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.plan.Action;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryDifference.File;
import dev.repoman.plan.RepositoryDifference.Kind;
import dev.repoman.plan.RepositoryDifference.Ref;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Checkpoints of real repositories, made and broken by real git.
class RepositoryStoreTest extends StoreOfARepository {
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
}
