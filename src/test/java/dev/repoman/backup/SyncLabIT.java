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
        assertThat(ran.out()).matches("demo: \\d+ files copied \\(21 MB\\), \\d+ files, [0-9.]+ s\n");
        assertThat(ran.err()).isEmpty();
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
        assertThat(Share.repoman("sync", "demo", "--verify").ok().out()).contains("nothing to copy");
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
    }

    @Test
    void aHundredThousandSmallFiles() {
        // in memory on both sides: it is not the disk that is tested
        Share.root("mount -t tmpfs files " + DEMO + " && chown dev: " + DEMO);
        try {
            in(DEMO, "for d in $(seq 100); do mkdir $d; (cd $d; seq 1000 | xargs touch); done");
            assertThat(Share.repoman("sync", "demo").ok().out()).contains("100,000 files copied", "100,101 files");
            in(DEMO, "rm -r 7 8; echo x >9/1");
            assertThat(Share.repoman("sync", "demo").ok().out())
                    .contains("1 file copied (2 B), 2,002 deleted, 98,099 files");
            assertThat(Lab.root()
                            .run("rsync", "-naHAXi", "--delete", DEMO + "/", MIRROR + "/")
                            .ok()
                            .out())
                    .isEmpty();
        } finally {
            Share.root("umount " + DEMO);
        }
    }

    @Test
    void aWorktreesHistoryIsElsewhere() {
        in(DEMO, "git worktree add --quiet ~/repos/tree");
        Share.registry("demo", "tree");
        Ran ran = Share.repoman("sync", "tree").ok();
        assertThat(ran.err()).contains("its git history is not in it", "/home/dev/repos/demo/.git/worktrees/tree");
        assertThat(Share.difference(Lab.repos().resolve("tree"), Share.mirror("tree")))
                .isEmpty();
    }

    @Test
    void anEmptyOrMissingSourceLeavesTheMirrorAlone() {
        Share.repoman("sync", "demo").ok();
        String before = mirrored();
        in(DEMO, "cd ..; mv demo away; mkdir demo");
        refused(4, "the repository /home/dev/repos/demo is empty and its mirror is not", "repoman restore demo");
        refused(4, "is empty", "restore", "--force");
        in(DEMO, "cd ..; rmdir demo");
        refused(4, "the repository /home/dev/repos/demo is not there", "repoman restore demo");
        in(Lab.repos(), "ln -s /etc demo");
        refused(4, "is a link that leads out of repos_root, to /etc", "");
        assertThat(mirrored()).isEqualTo(before);
        in(Lab.repos(), "rm demo; mv away real; ln -s real demo");
        Share.repoman("sync", "demo").ok();
        assertThat(mirrored()).isEqualTo(before);
    }

    @Test
    void aMassDeletionIsRefusedUntilItIsForced() {
        in(DEMO, "touch $(seq 300)");
        Share.repoman("sync", "demo").ok();
        String before = mirrored();
        in(DEMO, "rm [0-9]*; echo new >new");
        refused(4, "files in the mirror /home/share/demo would be deleted, more than half", "--force");
        assertThat(mirrored()).isEqualTo(before);
        Ran look = Share.repoman("sync", "demo", "--dry-run");
        assertThat(look.exit()).isEqualTo(4);
        assertThat(look.out()).contains("- 299\n", "+ new\n", "would copy 1 file (4 B) and delete 300");
        assertThat(Share.repoman("sync", "demo", "--force").ok().out()).contains("300 deleted");
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
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
        in(DEMO, "head -c 1M /dev/urandom >a; head -c 60M /dev/urandom >big");
        Ran ran = Share.repoman("sync", "demo");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the sync of demo failed, the disk is full", "No space left", "make room");
        assertThat(Share.repoman("list").out()).containsPattern("demo .* never !");
        assertThat(Share.repoman("status", "demo").out())
                .containsPattern("last sync +failed \\d+s ago: .*disk is full");
        in(DEMO, "rm big");
        endsWell();
        assertThat(MIRROR.resolve(".repoman-partial")).doesNotExist();
    }

    @Test
    void unmountedDuringTheRun() {
        in(DEMO, "head -c 2M /dev/urandom >big");
        Process slow = Share.slowly("sync", "demo");
        await().until(() -> Files.exists(MIRROR));
        share.close();
        assertThat(ended(slow)).isEqualTo(3);
        assertThat(errors(slow)).contains("the backup root /home/share is not there");
        assertThat(Share.repoman("list").out()).containsPattern("demo .* never !");
        share = Share.ready();
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void filesThatVanishAreAWarning() {
        in(DEMO, "head -c 1M /dev/urandom >a; touch z1 z2");
        Process slow = Share.slowly("sync", "demo");
        await().until(() -> Files.exists(MIRROR));
        in(DEMO, "rm z1");
        assertThat(ended(slow)).isZero();
        assertThat(errors(slow)).contains("warning: demo: 1 file vanished while being copied");
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void whatCannotBeReadFailsAndIsNamed() {
        Share.root("touch /home/dev/repos/demo/secret; chmod 600 /home/dev/repos/demo/secret");
        Ran ran = Share.repoman("sync", "demo");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("not everything was copied", "secret", "Permission denied", "--exclude");
        Share.root("rm /home/dev/repos/demo/secret");
        endsWell();
    }

    @Test
    void oneSyncOfAProjectAtATime() {
        in(DEMO, "head -c 1M /dev/urandom >a");
        Process slow = Share.slowly("sync", "demo");
        await().until(() -> Files.exists(MIRROR));
        Ran second = Share.repoman("sync", "demo");
        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.err()).contains("another sync of demo is running (process ");
        assertThat(ended(slow)).isZero();
        Share.fullSpeed();
        endsWell();
    }

    @Test
    void killedInTheMiddle() {
        in(DEMO, "head -c 20M /dev/urandom >big");
        Process slow = Share.slowly("sync", "demo");
        await().until(() -> Files.exists(MIRROR)
                && !Lab.root().sh("find /home/share/demo -name '.big.*'").out().isEmpty());
        Share.root("pkill -9 -u dev -x java || pkill -9 -u dev -x repoman");
        ended(slow);
        await().until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
        assertThat(Share.repoman("list").out()).containsPattern("demo .* never !");
        assertThat(Share.repoman("status", "demo").out()).containsPattern("last sync +interrupted");
        Share.fullSpeed();
        endsWell();
        assertThat(MIRROR.resolve(".repoman-partial")).doesNotExist();
    }

    @Test
    void interrupted() {
        in(DEMO, "head -c 20M /dev/urandom >big");
        Process slow = Share.slowly("sync", "demo");
        await().until(() -> Files.exists(MIRROR));
        Share.root("pkill -INT -u dev -x java || pkill -INT -u dev -x repoman");
        assertThat(ended(slow)).isEqualTo(130);
        assertThat(errors(slow)).contains("interrupted", "sync demo", "run the same command again");
        await().until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
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
                .sh("cd /home/share/demo && touch -r numbers /tmp/when && printf X | dd of=numbers conv=notrunc"
                        + " status=none && touch -r /tmp/when numbers; rm /tmp/when")
                .ok();
        Share.repoman("sync", "demo").ok();
        Ran ran = Share.repoman("sync", "demo", "--verify");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("1 file in the mirror", "differ in content", "numbers", "--verify --force");
        Share.repoman("sync", "demo", "--verify", "--force").ok();
        assertThat(Files.readString(MIRROR.resolve("numbers"))).startsWith("1\n2\n");
        in(DEMO, "rm -r .git/objects/??");
        ran = Share.repoman("sync", "demo", "--verify");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("git fsck finds the mirror /home/share/demo damaged");
        assertThat(Share.repoman("list").out()).containsPattern("demo .* \\d+s !");
    }

    private void endsWell() {
        Share.repoman("sync", "demo").ok();
        assertThat(Share.difference(DEMO, MIRROR)).isEmpty();
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

    private static String mirrored() {
        return Lab.root()
                .sh("cd /home/share/demo && find . -printf '%p %s %m %T@\\n' | sort")
                .ok()
                .out();
    }

    private static void in(Path folder, String script) {
        LabUser dev = Lab.dev();
        dev.sh("cd " + folder + " && " + script).ok();
    }

    private static int ended(Process process) {
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
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
