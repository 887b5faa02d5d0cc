package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.lab.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `restore` from real mirrors.
@LabTest
class RestoreLabIT {
    private static final Path DEMO = Lab.isHere() ? Lab.repos().resolve("demo") : Path.of("demo");
    private static final Path MIRROR = Share.mirror("demo");

    private Share share;

    @BeforeEach
    void reset() {
        Lab.freshHomes();
        Share.projects("demo");
        share = Share.ready();
        Lab.dev()
                .sh("cd repos/demo; ln README hard; printf x >\"$(printf 'bad\\377')\"; seq 9999 >numbers")
                .ok();
        Share.repoman("sync", "demo").ok();
    }

    @AfterEach
    void unmount() {
        share.close();
    }

    @Test
    void bringsARepositoryBackAsItWas() {
        Lab.dev().sh("rm -rf repos/demo").ok();
        Ran ran = Share.repoman("restore", "demo", "--verify").ok();
        assertThat(ran.out()).matches("demo is restored to ~/repos/demo: \\d+ files copied \\(.* kB\\), [0-9.]+ s\n");
        assertThat(Share.difference(MIRROR, DEMO)).isEmpty();
        assertThat(Share.repoman("sync", "demo").ok().out()).contains("nothing to copy");
        assertThat(Lab.dev()
                        .sh("git -C repos/demo fsck --full && git -C repos/demo status --short")
                        .ok()
                        .out())
                .contains("?? numbers");
    }

    @Test
    void neverOverSomethingElseUnasked() {
        Shown before = Shown.of("demo").good();
        String mirror = Share.content("demo");
        Lab.dev()
                .sh("echo mine >repos/demo/mine; echo changed >repos/demo/numbers")
                .ok();
        Ran ran = Share.repoman("restore", "demo");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("/home/dev/repos/demo is not empty", "--to DIR", "--force");
        Shown.of("demo").sameAs(before);
        assertThat(DEMO.resolve("numbers")).content().isEqualTo("changed\n");
        Share.repoman("restore", "demo", "--to", "deep/other").ok();
        assertThat(Share.difference(MIRROR, Lab.dev().home().resolve("deep/other")))
                .isEmpty();
        assertThat(Share.repoman("restore", "demo", "--force", "--dry-run").ok().out())
                .contains("~ numbers\n");
        Share.repoman("restore", "demo", "--force").ok();
        assertThat(DEMO.resolve("numbers")).content().startsWith("1\n2\n");
        assertThat(DEMO.resolve("mine")).exists();
        assertThat(Share.repoman("restore", "demo", "--to", "/home/share/demo/x")
                        .exit())
                .isEqualTo(4);
        assertThat(Share.content("demo")).isEqualTo(mirror);
        Shown.of("demo").sameAs(before);
    }

    @Test
    void aDamagedMirrorIsFoundFirst() {
        Shown before = Shown.of("demo").good();
        Lab.dev()
                .sh("rm -rf repos/demo; cd /home/share/demo/.git/objects; f=$(ls ??/* | head -1); cp -a $f ~/object; "
                        + "echo $PWD/$f >~/where; chmod u+w $f; printf garbage >$f")
                .ok();
        String mirror = Share.content("demo");
        Ran ran = Share.repoman("restore", "demo", "--verify");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("git fsck finds the mirror /home/share/demo damaged");
        assertThat(DEMO).doesNotExist();
        assertThat(Share.content("demo")).isEqualTo(mirror);
        Shown.of("demo").sameAs(before);
        Lab.dev().sh("cp -af object $(cat where)").ok();
        Share.repoman("restore", "demo", "--verify").ok();
        wholeAgain();
        Shown.of("demo").sameAs(before);
    }

    @Test
    void killedInTheMiddleItCarriesOn() throws InterruptedException {
        Lab.dev().sh("head -c 20M /dev/urandom >repos/demo/big").ok();
        Share.repoman("sync", "demo").ok();
        Shown before = Shown.of("demo").good();
        String mirror = Share.content("demo");
        Lab.dev().sh("rm -rf repos/demo").ok();
        Process slow = Share.slowly("restore", "demo");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Files.exists(DEMO.resolve("README")) || Files.exists(DEMO.resolve(".git")));
        Share.root("pkill -9 -u dev -x java || pkill -9 -u dev -x repoman");
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
        Share.fullSpeed();
        assertThat(Share.content("demo")).isEqualTo(mirror);
        Share.repoman("restore", "demo").ok();
        wholeAgain();
        Shown.of("demo").sameAs(before);
    }

    @Test
    void withoutAnEntryOrWithoutAMirror() {
        Lab.dev().sh("mv repos/demo elsewhere").ok();
        Share.registry("other");
        Share.repoman("restore", "demo").ok();
        assertThat(Share.difference(MIRROR, DEMO)).isEmpty();
        Ran ran = Share.repoman("restore", "other");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no mirror of other at /home/share/other");
        assertThat(Share.repoman("restore", "demoo").err()).contains("no project demoo");
    }

    private static void wholeAgain() {
        assertThat(Share.difference(MIRROR, DEMO)).isEmpty();
        Lab.dev().sh("git -C repos/demo fsck --full").ok();
    }
}
