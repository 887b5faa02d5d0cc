package dev.repoman.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.lab.LabUser;
import dev.repoman.lab.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `sync` on real mounts, with each fault that eats backups.
@LabTest
class SyncLabIT {
    private static final Path DEMO = Lab.isHere() ? Lab.repos().resolve("demo") : Path.of("demo");
    private static final Path MIRROR = Share.mirror("demo");

    private Share share;

    @BeforeEach
    void reset() {
        Lab.freshHomes();
        Share.projects("demo");
        share = Share.ready();
    }

    @AfterEach
    void unmount() {
        share.close();
    }

    @Test
    void keepsWhateverIsInARepository() {
        in(DEMO, """
                printf x >"$(printf 'two\\nlines')"; printf x >"$(printf 'bad\\377utf8')"; printf x >grün
                ln README hard; ln -s README soft; ln -s nowhere dangling; mkfifo pipe
                python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
                truncate -s 20M sparse; setfattr -n user.note -v v README; setfacl -m u:guest:r README
                mkdir -p empty/deep; mkdir -- -rf; chmod 500 empty; chmod 4755 README
                git -c protocol.file.allow=always submodule --quiet add ~/repos/demo inner 2>/dev/null""");
        Ran ran = Share.repoman("sync", "demo").ok();
        assertThat(ran.out()).matches("demo: \\d+ files copied \\(21 MB\\), \\d+ files and folders, [0-9.]+ s\n");
        assertThat(ran.err())
                .contains(" and 1 more file are setuid or setgid, in the repository and not in the mirror")
                .contains("warning: demo: 1 file has an ACL that names other users");
        // what a mirror does not keep: rights of a program's own, and what an ACL says of others
        assertThat(Share.difference(DEMO, MIRROR).lines())
                .allMatch(line -> line.matches("[.h]f\\.\\.\\.p\\.*a?\\.* (README|hard).*"));
        assertThat(Share.repoman("sync", "demo", "--verify").ok().out()).contains("nothing to copy");
        in(DEMO, "chmod 755 README; setfacl -b README");
        Share.repoman("sync", "demo").ok();
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
        in(DEMO, "chmod 700 empty; rm -rf empty hard; echo more >>README; echo new >new");
        JsonNode json =
                Share.repoman("sync", "demo", "--dry-run", "--json").ok().json();
        assertThat(json.at("/projects/0/changes").toString())
                .contains("{\"change\":\"delete\",\"path\":\"hard\"}", "{\"change\":\"create\",\"path\":\"new\"}")
                .contains("{\"change\":\"update\",\"path\":\"README\"}");
        assertThat(MIRROR.resolve("hard")).exists();
        json = Share.repoman("sync", "demo", "--json").ok().json();
        assertThat(json.at("/projects/0/deleted").asInt()).isEqualTo(3);
        assertThat(json.at("/projects/0/copied").asInt()).isEqualTo(2);
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
        Ran status = Share.repoman("status", "demo");
        assertThat(status.out())
                .containsPattern("backup +on \\([a-z-]+\\), synced \\d+s ago in [0-9.]+ s \\(\\d+ files, 21 MB\\)");
        Shown.of("demo").good();
    }

    @Test
    void aHundredThousandSmallFiles() {
        // in memory on both sides: it is not the disk that is tested
        Share.root("mount -t tmpfs files " + DEMO + " && chown dev: " + DEMO);
        try {
            in(DEMO, "for d in $(seq 100); do mkdir $d; (cd $d; seq 1000 | xargs touch); done");
            assertThat(Share.repoman("sync", "demo").ok().out())
                    .contains("100,000 files copied", "100,101 files and folders");
            in(DEMO, "rm -r 7 8; echo x >9/1");
            assertThat(Share.repoman("sync", "demo").ok().out())
                    .contains("1 file copied (2 B), 2,002 deleted, 98,099 files and folders");
            assertThat(Lab.root()
                            .run("rsync", "-naHAXi", "--delete", DEMO + "/", MIRROR + "/")
                            .ok()
                            .out())
                    .isEmpty();
            Shown.of("demo").good();
        } finally {
            Share.root("umount -l " + DEMO);
        }
    }

    @Test
    void aWorktreesHistoryIsElsewhere() {
        in(DEMO, "git worktree add --quiet ~/repos/tree");
        Share.registry("demo", "tree");
        Ran ran = Share.repoman("sync", "tree").ok();
        assertThat(ran.err())
                .contains("its git history is in another folder", "/home/dev/repos/demo/.git/worktrees/tree");
        assertThat(Share.difference(Lab.repos().resolve("tree"), Share.mirror("tree")))
                .isEmpty();
        Shown.of("tree").good().warned("its git history is in another folder");
        assertThat(Share.repoman("sync", "tree").ok().out()).contains("nothing to copy");
    }

    @Test
    void anEmptyOrMissingSourceLeavesTheMirrorAlone() {
        Shown before = endsWell();
        String mirror = Share.content("demo");
        in(DEMO, "cd ..; mv demo away; mkdir demo");
        String empty = "the repository /home/dev/repos/demo is empty and its mirror is not";
        refused(4, empty, "repoman restore demo");
        shows(empty, before, mirror);
        refused(4, "is empty", "restore", "--force");
        in(DEMO, "cd ..; rmdir demo");
        refused(4, "the repository /home/dev/repos/demo does not exist", "repoman restore demo");
        shows("does not exist", before, mirror);
        in(Lab.repos(), "ln -s .. demo");
        refused(4, "the repository /home/dev/repos/demo lies in the repository of demo", "move it");
        shows("lies in the repository of demo", before, mirror);
        in(Lab.repos(), "rm demo; mv away real; ln -s real demo");
        Share.repoman("sync", "demo").ok();
        assertThat(Share.content("demo")).isEqualTo(mirror);
        Shown.of("demo").good();
    }

    @Test
    void aMassDeletionIsRefusedUntilItIsForced() {
        in(DEMO, "touch $(seq 300)");
        Shown before = endsWell();
        String mirror = Share.content("demo");
        in(DEMO, "rm [0-9]*; echo new >new");
        refused(4, "files in the mirror /home/share/demo would be deleted, more than half", "--force");
        Shown refused = shows("would be deleted, more than half", before, mirror);
        Ran look = Share.repoman("sync", "demo", "--dry-run");
        assertThat(look.exit()).isEqualTo(4);
        assertThat(look.out()).contains("- 299\n", "+ new\n", "would copy 1 file (4 B) and delete 300");
        Shown.of("demo").sameAs(refused);
        assertThat(Share.repoman("sync", "demo", "--force").ok().out()).contains("300 deleted");
        endsWell();
    }

    /// An agent that deletes while the copy is prepared: rsync's own limit holds then, and its exit code is
    /// 25.
    @Test
    void aMassDeletionAfterTheLook() {
        in(DEMO, "touch $(seq 300)");
        endsWell();
        in(DEMO, "echo new >new");
        // in its jail rsync cannot delete anything itself: it waits until that was done
        Share.rsync("""
                case "$*" in
                    *--dry-run*) %1$s "$@"; while [ -e /home/dev/repos/demo/1 ]; do sleep 0.125; done; exit 0 ;;
                esac
                exec %1$s "$@"
                """.formatted(Share.RSYNC));
        Thread agent = Thread.startVirtualThread(() -> {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> Lab.root().run("pgrep", "-f", "^sleep 0.125").exit() == 0);
            in(DEMO, "rm -f [0-9]*");
        });
        String stopped = "more than half of the mirror would have been deleted; the deletion was stopped";
        refused(1, stopped, "check the repository");
        Shown.of("demo").failed(stopped);
        assertThat(Share.content("demo").lines().filter(line -> line.matches("\\./\\d+ f .*")))
                .hasSizeGreaterThan(100);
        Share.fullSpeed();
        Share.repoman("sync", "demo", "--force").ok();
        endsWell();
    }

    @Test
    void excludedFilesAreLeftAlone() {
        in(DEMO, "mkdir target; touch target/a keep.o");
        Share.repoman("sync", "demo").ok();
        in(DEMO, "rm -r target; echo x >other.o");
        Share.repoman("sync", "demo", "--exclude", "target/", "--exclude=*.o").ok();
        assertThat(MIRROR.resolve("target/a")).exists();
        assertThat(MIRROR.resolve("other.o")).doesNotExist();
    }

    @Test
    void fullHalfWay() {
        share.close();
        share = Share.loopExt4(30);
        Shown before = endsWell();
        in(DEMO, "echo new >README; head -c 1M /dev/urandom >a; head -c 60M /dev/urandom >big");
        Ran ran = Share.repoman("sync", "demo");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the sync of demo failed, the disk is full", "No space left", "free some space");
        assertThat(Share.repoman("list").out()).containsPattern("demo .* \\d+s !");
        assertThat(Share.repoman("status", "demo").out())
                .containsPattern("last sync +failed \\d+s ago: .*disk is full");
        Shown.of("demo").failed("the disk is full").stillGoodFrom(before);
        onlyWholeFiles();
        in(DEMO, "rm big");
        endsWell();
    }

    @Test
    void unmountedDuringTheRun() {
        in(DEMO, "head -c 2M /dev/urandom >big");
        Process slow = Share.held("sync", "demo");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(MIRROR));
        share.unmount();
        Share.release();
        assertThat(ended(slow)).isEqualTo(3);
        assertThat(errors(slow)).contains("no marker file .repoman-backup and is on the disk of /", "hint: mount it");
        assertThat(Share.isBare()).isTrue();
        Shown.of("demo").failed("it is probably not mounted").never();
        Share.fullSpeed();
        refused(3, "no marker file .repoman-backup and is on the disk of /", "hint: mount it");
        assertThat(Share.isBare()).isTrue();
        share = Share.ready();
        endsWell();
    }

    @Test
    void filesThatChangeAndVanish() {
        in(DEMO, "head -c 1M /dev/urandom >a; touch z1 z2; for i in 1 2 3 4 5 6 7 8; do echo old >y$i; done");
        Process slow = Share.heldInACopy("sync", "demo");
        in(DEMO, "rm z1; for i in 1 2 3 4 5 6 7 8; do echo newer >y$i; done; head -c 100k /dev/urandom >>a");
        Share.release();
        assertThat(ended(slow)).isZero();
        assertThat(errors(slow)).contains("warning: demo: 1 file vanished while being copied");
        Shown.of("demo").good().warned("1 file vanished while being copied");
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void whatCannotBeReadFailsAndIsNamed() {
        Share.root("touch /home/dev/repos/demo/secret; chmod 600 /home/dev/repos/demo/secret");
        Ran ran = Share.repoman("sync", "demo");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("not everything was copied", "secret", "Permission denied", "--exclude");
        Shown.of("demo").failed("not everything was copied").never();
        assertThat(Share.difference(DEMO.resolve(".git"), MIRROR.resolve(".git")))
                .isEmpty();
        Share.root("rm /home/dev/repos/demo/secret");
        endsWell();
    }

    @Test
    void oneSyncOfAProjectAtATime() {
        in(DEMO, "head -c 1M /dev/urandom >a");
        Process slow = Share.heldInACopy("sync", "demo");
        Ran second = Share.repoman("sync", "demo");
        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.err()).contains("another sync of demo is running (process ", "hint: wait for it to end");
        Shown.of("demo").running().never();
        Share.release();
        assertThat(ended(slow)).isZero();
        Shown.of("demo").good();
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void killedInTheMiddle() {
        Shown before = endsWell();
        in(DEMO, "echo new >README; head -c 20M /dev/urandom >big");
        Process slow = Share.slowly("sync", "demo");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !Lab.root()
                        .sh("find /home/share/demo -name '.big.*'")
                        .out()
                        .isEmpty());
        Share.root("pkill -9 -u dev -x java || pkill -9 -u dev -x repoman");
        ended(slow);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
        assertThat(Share.repoman("status", "demo").out()).containsPattern("last sync +interrupted");
        Shown.of("demo").interrupted().stillGoodFrom(before);
        onlyWholeFiles();
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void interrupted() {
        in(DEMO, "head -c 20M /dev/urandom >big");
        Process slow = Share.slowly("sync", "demo");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(MIRROR));
        Share.root("pkill -INT -u dev -x java || pkill -INT -u dev -x repoman");
        assertThat(ended(slow)).isEqualTo(130);
        assertThat(errors(slow)).contains("interrupted", "sync demo", "run the same command again");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
        Shown.of("demo").interrupted().never();
        onlyWholeFiles();
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void aChangeInTheSecondOfTheCopyIsCopiedToo() {
        in(DEMO, "echo one >file; touch -d '2026-01-02 03:04:05.111111111' file");
        Share.repoman("sync", "demo").ok();
        in(DEMO, "echo two >file; touch -d '2026-01-02 03:04:05.222222222' file");
        endsWell();
    }

    @Test
    void damageIsFoundByVerify() throws IOException {
        in(DEMO, "seq 1000 >numbers");
        Share.repoman("sync", "demo").ok();
        Lab.dev()
                .sh("cd /home/share/demo && touch -r numbers ~/when && printf X | dd of=numbers conv=notrunc"
                        + " status=none && touch -r ~/when numbers; rm ~/when")
                .ok();
        Share.repoman("sync", "demo").ok();
        Ran ran = Share.repoman("sync", "demo", "--verify");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("1 file in the mirror", "differ in content", "numbers", "--verify --force");
        Shown.of("demo").failed("differ in content");
        Share.repoman("sync", "demo", "--verify", "--force").ok();
        assertThat(Files.readString(MIRROR.resolve("numbers"))).startsWith("1\n2\n");
        in(DEMO, "cp -a .git/objects ..; rm -r .git/objects/??");
        ran = Share.repoman("sync", "demo", "--verify");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("git fsck finds the mirror /home/share/demo damaged");
        Shown.of("demo").failed("git fsck finds the mirror /home/share/demo damaged");
        in(DEMO, "cp -a ../objects .git/");
        Share.repoman("sync", "demo", "--verify").ok();
        endsWell();
    }

    /// The same command again, when the cause is gone.
    private static Shown endsWell() {
        Share.repoman("sync", "demo").ok();
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
        assertThat(Lab.root()
                        .sh("find /home/share -maxdepth 1 -name '.repoman-partial*'")
                        .out())
                .isEmpty();
        return Shown.of("demo").good();
    }

    /// The fault is remembered, and neither the mirror nor what counts as the last good sync is touched by
    /// it.
    private static Shown shows(String error, Shown before, String mirror) {
        assertThat(Share.content("demo")).isEqualTo(mirror);
        return Shown.of("demo").failed(error).stillGoodFrom(before);
    }

    /// Each file in the mirror is one of the repository, or what an earlier sync left; `big` never came to
    /// its end.
    private static void onlyWholeFiles() {
        assertThat(MIRROR.resolve("big")).doesNotExist();
        assertThat(Lab.root()
                        .sh("cd /home/share/demo && find . -type f ! -path '*/.repoman-partial/*' ! -name '.big.*'"
                                + " | while read -r f; do cmp -s \"$f\" \"" + DEMO
                                + "/$f\" || [ \"$(cat \"$f\")\" = demo ] || echo \"$f\"; done")
                        .ok()
                        .out())
                .isEmpty();
    }

    private static void refused(int exit, String what, String hint, String... more) {
        String[] arguments = new String[2 + more.length];
        arguments[0] = "sync";
        arguments[1] = "demo";
        System.arraycopy(more, 0, arguments, 2, more.length);
        Ran ran = Share.repoman(arguments);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        assertThat(ran.err()).startsWith("repoman: ").contains(what).contains(hint);
    }

    private static void in(Path folder, String script) {
        LabUser dev = Lab.dev();
        dev.sh("cd " + folder + " && " + script).ok();
    }

    private static int ended(Process process) {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String errors(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
