package dev.repoman.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.lab.Ran;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A backup root that is not what it should be: each way has its message, nothing is written, `list` shows
/// it, and the same command ends well once it is fixed.
@LabTest
class BackupRootLabIT {
    @BeforeEach
    void reset() {
        Lab.freshHomes();
        Share.projects("demo");
    }

    @Test
    void absent() {
        refused("the backup root /home/share does not exist", "mount it");
        assertThat(Share.isBare()).isTrue();
        try (Share _ = Share.ready()) {
            endsWell();
        }
    }

    @Test
    void notMounted() {
        Share.root("mkdir -p /home/share && chown dev /home/share");
        refused("no marker file .repoman-backup and is on the disk of /", "--init-backup-root");
        assertThat(Share.isBare()).isTrue();
        try (Share _ = Share.ready()) {
            endsWell();
        }
    }

    @Test
    void markedByInit() {
        try (Share _ = Share.mounted("size=10m")) {
            refused("has no marker file .repoman-backup", "mark it: repoman sync --init-backup-root");
            assertThat(Share.repoman("sync", "--init-backup-root").ok().err())
                    .isEqualTo("/home/share is marked as the backup root\n");
            endsWell();
        }
    }

    @Test
    void readOnly() {
        try (Share _ = Share.ready()) {
            untouchedBy(
                    "mount -o remount,ro /home/share",
                    "mount -o remount,rw /home/share",
                    "cannot be written: it is read-only",
                    "findmnt");
        }
    }

    @Test
    void someoneElses() {
        try (Share _ = Share.ready()) {
            Share.root("chown root /home/share; chmod 755 /home/share");
            refused("not yours", "ls -ld");
            Share.root("chown dev /home/share");
            untouchedBy(
                    "chown root /home/share; chmod 700 /home/share",
                    "chown dev /home/share",
                    "cannot be read: permission denied",
                    "ls -ld");
        }
    }

    @Test
    void hanging() throws IOException {
        try (Share _ = Share.ready()) {
            Shown before = endsWell();
            String mirror = Share.content("demo");
            Process server = neverAnswers(Share.ROOT);
            try {
                refused("does not answer (waited 5 s)", "file server", before);
            } finally {
                server.destroyForcibly();
                Share.root("umount -l /home/share");
            }
            assertThat(Share.content("demo")).isEqualTo(mirror);
            endsWell();
        }
    }

    /// In the middle of a copy, for whoever has it mounted: the jail too.
    @Test
    void hangsMidRun() throws Exception {
        try (Share _ = Share.ready()) {
            Lab.dev().sh("mkdir repos/demo/sub; touch repos/demo/sub/old").ok();
            Shown before = endsWell();
            Lab.dev()
                    .sh("cd repos/demo; head -c 2M /dev/urandom >a; echo new >sub/new")
                    .ok();
            Share.root("bindfs -o allow_other,multithreaded /home/share /home/share");
            Process slow = Share.slowly("sync", "demo");
            try {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> !Lab.root()
                                .sh("find /home/share/demo -name '.a.*'")
                                .out()
                                .isEmpty());
                Share.root("pkill -STOP -x bindfs");
                assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(slow.exitValue()).isEqualTo(3);
                assertThat(new String(slow.getErrorStream().readAllBytes(), UTF_8))
                        .contains(
                                "repoman: the backup root /home/share stopped answering",
                                "hint: is its file server up?");
                Shown.of("demo").failed("stopped answering").stillGoodFrom(before);
            } finally {
                Share.root("pkill -KILL -x bindfs; umount -l /home/share");
            }
            assertThat(Share.mirror("demo/sub/new")).doesNotExist();
            Share.fullSpeed();
            endsWell();
        }
    }

    /// With a mirror from before, and something new to copy.
    private static void untouchedBy(String fault, String fix, String what, String hint) {
        Shown before = endsWell();
        String mirror = Share.content("demo");
        Lab.dev().sh("echo new >repos/demo/new").ok();
        Share.root(fault);
        refused(what, hint, before);
        assertThat(Share.content("demo")).isEqualTo(mirror);
        Share.root(fix);
        endsWell();
    }

    private static Ran refused(String what, String hint) {
        return refused(what, hint, null);
    }

    /// @param before what was shown after the last good sync; null where there was none
    private static Ran refused(String what, String hint, @Nullable Shown before) {
        Ran ran = Share.repoman("sync", "demo");
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(3);
        assertThat(ran.err()).startsWith("repoman: ").contains(what).contains("hint: ", hint);
        assertThat(ran.out()).isEmpty();
        Shown shown = Shown.of("demo").failed(what);
        if (before == null) {
            shown.never();
        } else {
            shown.stillGoodFrom(before);
        }
        return ran;
    }

    private static Shown endsWell() {
        Share.repoman("sync", "demo").ok();
        assertThat(Share.difference(Lab.repos().resolve("demo"), Share.mirror("demo")))
                .isEmpty();
        return Shown.of("demo").good();
    }

    /// A FUSE mount whose server is there and never answers, as a network share whose server is gone.
    private static Process neverAnswers(Path where) throws IOException {
        String script = """
                import ctypes, os, signal, sys
                libc = ctypes.CDLL(None, use_errno=True)
                fd = os.open('/dev/fuse', os.O_RDWR)
                options = 'fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other' % fd
                if libc.mount(b'hanging', sys.argv[1].encode(), b'fuse', 0, options.encode()):
                    sys.exit(os.strerror(ctypes.get_errno()))
                print('mounted', flush=True)
                signal.pause()
                """;
        Process server = Lab.root().start("python3", "-c", script, where.toString());
        assertThat(new BufferedReader(new InputStreamReader(server.getInputStream())).readLine())
                .isEqualTo("mounted");
        return server;
    }
}
