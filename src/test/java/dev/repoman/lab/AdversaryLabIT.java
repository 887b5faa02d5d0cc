package dev.repoman.lab;

import static dev.repoman.lab.Adversary.SECRET;
import static dev.repoman.lab.Adversary.decoysAreWhole;
import static dev.repoman.lab.Adversary.inside;
import static dev.repoman.lab.Adversary.rootInside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.backup.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What an agent tries on the commands that walk its repository, from inside, while they do; and what comes
/// of it outside.
@LabTest
class AdversaryLabIT extends BesideAnAdversary {
    private static final Path WEB = Lab.isHere() ? Lab.repos().resolve("web") : Path.of("web");

    @Test
    void whatLooksLikeAPartialFolderIsWrittenNowhere() {
        inside("""
                cd /home/dev/repos/web; echo evil >.bashrc; echo evil >f/.bashrc
                ln -s /home/dev .repoman-partial; ln -s /home/dev f/.repoman-partial
                ln -s /home/dev .repoman-restore; ln -s /home/dev .repoman-partial.web
                """).ok();
        for (int i = 0; i < 2; i++) {
            Share.repoman("sync", "web").ok();
            inside("cd /home/dev/repos/web; echo evil$RANDOM$$ >>.bashrc; rm f/.repoman-partial; "
                            + "echo x >f/.repoman-partial")
                    .ok();
        }
        Share.repoman("restore", "web", "--force").ok();
        decoysAreWhole();
        assertThat(Share.mirror("web/.bashrc")).content().contains("evil");
        assertThat(Lab.root().sh("ls -A /home/share").out()).isEqualTo(".repoman-backup\nweb\n");
    }

    /// A repository may have folders of such names, and its backup is whole.
    @Test
    void aFolderNamedAsOursIsBackedUp() {
        in("for d in . f; do for n in partial restore partial.web; do mkdir $d/.repoman-$n; "
                + "echo mine >$d/.repoman-$n/file; done; done");
        Share.repoman("sync", "web", "--verify").ok();
        assertThat(Share.mirror("web/.repoman-partial/file")).hasContent("mine");
        Share.repoman("restore", "web", "--to", "back").ok();
        Share.repoman("restore", "web", "--force").ok();
        for (Path copy : new Path[] {Share.mirror("web"), Lab.dev().home().resolve("back")}) {
            assertThat(Share.difference(WEB, copy)).isEmpty();
        }
    }

    /// What the first sync had half copied when it was killed is finished by the second.
    @Test
    void aSyncThatFinishesAnotherWritesNothingOutside() throws Exception {
        inside("cd /home/dev/repos/web; (echo evil; head -c 3000000 /dev/urandom) >.bashrc")
                .ok();
        Process slow = Share.slowly("sync", "web");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !Lab.root()
                        .sh("find /home/share -name '.bashrc*' -size +0")
                        .out()
                        .isEmpty());
        // without a jail its guard is a java or a repoman too, and thaws the container: the run is the older one
        Share.root("pkill -9 -o -u dev -x java || pkill -9 -o -u dev -x repoman");
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Share.fullSpeed();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Adversary.inside("true").exit() == 0);
        inside("cd /home/dev/repos/web; for l in partial partial.web restore; do ln -s /home/dev .repoman-$l; "
                        + "ln -s /home/dev f/.repoman-$l; done")
                .ok();
        Share.repoman("sync", "web").ok();
        decoysAreWhole();
        assertThat(Share.difference(WEB, Share.mirror("web"))).isEmpty();
        assertThat(Lab.root().sh("ls -A /home/share").out()).isEqualTo(".repoman-backup\nweb\n");
    }

    @Test
    void aSyncReadsNothingFromOutside() {
        int mirrored = 0;
        try (Adversary.Loop _ = Adversary.swapping("/home/dev/.ssh")) {
            for (int i = 0; i < Adversary.ROUNDS; i++) {
                Ran ran = clean(Share.repoman("sync", "web", "--force"));
                mirrored += ran.exit() == 0 ? 1 : 0;
                assertThat(Lab.root().run("grep", "-rl", SECRET, "/home/share").out())
                        .isEmpty();
            }
        }
        assertThat(mirrored).as("syncs that came to their end").isPositive();
        decoysAreWhole();
    }

    @Test
    void aRestoreWritesNothingOutside() {
        Share.repoman("sync", "web").ok();
        try (Adversary.Loop _ = Adversary.swapping("/home/dev/.ssh")) {
            for (int i = 0; i < Adversary.ROUNDS; i++) {
                clean(Share.repoman("restore", "web", "--force"));
                decoysAreWhole();
            }
        }
    }

    @Test
    void aCheckpointAndAnUndoTouchNothingOutside() {
        in("mkdir -p f; echo x >f/x; ln -s /home/dev/.ssh/id_ed25519 key");
        Share.repoman("checkpoint", "web", "one").ok();
        try (Adversary.Loop _ = Adversary.swapping("/home/dev/.ssh")) {
            for (int i = 0; i < Adversary.ROUNDS; i++) {
                assertThat(Share.repoman("checkpoint", "web", "round-" + i).exit())
                        .isIn(0, 1);
                assertThat(Share.repoman("undo", "web", "one", "--repo", "--yes")
                                .exit())
                        .isIn(0, 1, 4);
                decoysAreWhole();
            }
        }
        assertThat(Lab.dev()
                        .sh("cd .local/share/repoman/checkpoints/web.git &&"
                                + " git cat-file --batch-all-objects --batch | grep -ac " + Adversary.SECRET)
                        .out())
                .isIn("0\n", "");
    }

    @Test
    void linksOnTheWayAreRefused() throws IOException {
        Share.repoman("sync", "web").ok();
        Lab.dev().sh("""
                        ln -s ~ repos/l; mkdir /home/share/l; touch /home/share/l/x
                        mkdir -p /home/share/real/deep; touch /home/share/real/deep/x; ln -s real /home/share/parent
                        mkdir -p repos/parent/deep
                        printf '[[project]]\\nname = "l"\\n[[project]]\\nname = "deep"\\nrepo = "parent/deep"\\n' \
                            >>~/.config/repoman/repoman.toml
                        """).ok();
        for (String[] words : new String[][] {
            {"restore", "l", "--force"},
            {"sync", "l"},
            {"restore", "deep", "--force"},
            {"sync", "deep", "--force"}
        }) {
            Ran ran = clean(Share.repoman(words));
            assertThat(ran.exit()).as(String.join(" ", words) + ran).isEqualTo(4);
            assertThat(ran.err()).contains("link").contains("hint: ");
        }
        assertThat(Files.exists(Lab.dev().home().resolve("x"))).isFalse();
        decoysAreWhole();
    }

    @Test
    void aProjectInAnothersTreeIsRefused() {
        in("mkdir inner");
        Ran made = Share.repoman("new", "inner", "--repo", "web/inner", "--image", "tiny");
        assertThat(made.exit()).isEqualTo(4);
        assertThat(made.err()).contains("lies in the repository of web");
        // as one was made before this was refused
        Share.repoman("new", "inner", "--image", "tiny").ok();
        Lab.dev()
                .sh("sed -i 's|^repo *= *\"inner\"|repo = \"web/inner\"|' ~/.config/repoman/repoman.toml; "
                        + "incus stop -f inner --project repoman; incus config device set inner repo "
                        + "source=/home/dev/repos/web/inner --project repoman")
                .ok();
        inside("cd /home/dev/repos/web; rmdir inner; ln -s /etc inner").ok();
        for (String[] words : new String[][] {{"sync", "inner"}, {"restore", "inner", "--force"}, {"shell", "inner"}}) {
            Ran ran = clean(Share.repoman(words));
            assertThat(ran.exit()).as(String.join(" ", words) + ran).isIn(1, 4);
        }
        assertThat(Share.repoman("sync", "inner").exit()).isEqualTo(4);
        Ran shell = Share.repoman("shell", "inner", "--", "ls");
        assertThat(shell.exit()).isEqualTo(4);
        assertThat(shell.err()).contains("the device repo of inner shows /home/dev/repos/web/inner");
        assertThat(Share.repoman("list").out()).containsPattern("inner +stopped");
        Ran status = Share.repoman("status", "inner", "--check", "--json");
        assertThat(status.exit()).isEqualTo(6);
        assertThat(status.json().path("drift").findValuesAsText("kind")).contains("repository-nested");
    }

    @Test
    void aDeviceWhoseSourceAnAgentCanExchangeIsRefused() {
        in("mkdir data");
        Lab.dev()
                .sh(
                        "mkdir -p ~/.config/repoman/repos.d; printf '[[device]]\\nname = \"data\"\\ntype = \"disk\"\\n"
                                + "source = \"/home/dev/repos/web/data\"\\npath = \"/data\"\\n' >~/.config/repoman/repos.d/third.toml")
                .ok();
        Ran ran = Share.repoman("new", "third", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("the device data of third shows /home/dev/repos/web/data");
        assertThat(Share.repoman("list", "-q").out()).isEqualTo("web\n");
    }

    /// An image whose user has our uid: his home is given up, and whatever is mounted in it is the host's.
    @Test
    void nothingOfAnOldHomeIsDeleted() {
        Lab.dev().sh("""
                        mkdir -p models/deep ~/.config/repoman/repos.d; echo weights >models/deep/w
                        cd ~/.config/repoman/repos.d
                        printf '[[device]]\\nname = "models"\\ntype = "disk"\\nsource = "~/models"\\n' >third.toml
                        printf 'path = "/home/ubuntu/models"\\nshift = "true"\\n' >>third.toml
                        """).ok();
        Share.repoman("new", "third", "--image", "tiny-ubuntu").ok();
        assertThat(Lab.dev().home().resolve("models/deep/w")).hasContent("weights");
        assertThat(Lab.dev()
                        .run(
                                "repoman",
                                "shell",
                                "third",
                                "--",
                                "id -un; pwd; cat ~/.profile; ls -A /home/ubuntu; cat /home/ubuntu/models/deep/w")
                        .ok()
                        .out())
                .isEqualTo("dev\n/home/dev/repos/third\n# made by the image\n.profile\nmodels\nweights\n");
    }

    @Test
    void namesAreNeverPrintedRaw() {
        Share.repoman("new", "fine", "--image", "tiny").ok();
        inside("""
                cd /home/dev/repos/web
                touch "$(printf 'a\\nrepoman: all is well')" "$(printf 'b\\033[2J\\033]0;t\\007')" "$(printf 'c\\r\\tx')"
                cp /bin/true "$(printf 'suid\\033[31m\\nx')"; chmod 4755 suid*
                mkdir "$(printf 'd\\n\\001')"
                """).ok();
        Lab.dev().sh("mkdir \"$(printf '/home/share/web\\nyes')\"").ok();
        for (String[] words : new String[][] {
            {"sync", "web", "--dry-run"},
            {"sync", "--all"},
            {"sync", "web", "--verify"},
            {"status", "web"},
            {"list"},
            {"restore", "web", "--to", "back"}
        }) {
            Ran ran = clean(Share.repoman(words));
            assertThat(ran.exit()).as(String.join(" ", words) + ran).isZero();
            assertThat((ran.out() + ran.err()).lines()).noneMatch(line -> line.startsWith("repoman: all is well"));
        }
        assertThat(Share.repoman("status", "web").out()).contains("suid\\x1b[31m\\nx");
    }

    @Test
    void aSetuidFileIsNamedAndNeverMirrored() {
        rootInside("cp /bin/busybox /home/dev/repos/web/suid; chmod 4755 /home/dev/repos/web/suid")
                .ok();
        assertThat(Share.repoman("status", "web").out()).containsPattern("privileged +suid");
        for (int i = 0; i < 2; i++) {
            Ran ran = Share.repoman("sync", "web").ok();
            assertThat(ran.err()).contains("warning: web: suid is setuid or setgid");
            assertThat(Lab.root().sh("find /home/share -perm /6000").out()).isEmpty();
        }
        assertThat(Share.mirror("web/suid")).exists();
        Lab.root()
                .sh("chmod 4755 /home/share/web/suid; rm -f /home/dev/repos/web/suid")
                .ok();
        Share.repoman("restore", "web", "--to", "back").ok();
        assertThat(Lab.root().sh("find /home/dev/back -perm /6000").out()).isEmpty();
    }

    @Test
    void whatRootInsideClosedIsNamedWithWhatOpensIt() {
        Share.repoman("sync", "web").ok();
        in("rm f/1");
        rootInside("mkdir -m 700 /home/dev/repos/web/closed; touch /home/dev/repos/web/closed/x")
                .ok();
        Ran ran = Share.repoman("sync", "web");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("Permission denied on /home/dev/repos/web/closed; nothing was deleted from the mirror");
        assertThat(Share.mirror("web/f/1")).exists();
        String fix = ran.err().replaceFirst("(?s).*(repoman exec [^;]*);.*", "$1");
        Lab.dev().sh(fix).ok();
        Share.repoman("sync", "web").ok();
        assertThat(Share.mirror("web/closed/x")).exists();
        assertThat(Share.mirror("web/f/1")).doesNotExist();
    }

    @Test
    void aProgramInASharedFolderIsNotStarted() {
        inside("""
                cd /home/dev/.local/bin
                for p in rsync git incus bwrap stty sh find stat setsid timeout head readlink mkdir cksum; do
                    printf '#!/bin/sh\\necho %s >>/home/dev/canary\\nexit 1\\n' $p >$p; chmod 755 $p
                done
                """).ok();
        String path = "/home/dev/.local/bin:/opt/repoman:/usr/local/bin:/usr/bin:/bin";
        for (String[] words : new String[][] {
            {"repoman", "sync", "web", "--verify"},
            {"repoman", "status", "web"},
            {"repoman", "list"},
            {"repoman", "new", "fresh", "--image", "tiny"},
            {"repoman", "restore", "web", "--to", "back"},
            {"repoman", "shell", "web", "--", "true"}
        }) {
            Ran ran = Lab.dev().env("PATH", path).run(words);
            assertThat(ran.exit()).as(String.join(" ", words) + ran).isZero();
        }
        assertThat(Files.exists(Lab.dev().home().resolve("canary"))).isFalse();
    }

    @Test
    void aRestoreThatWasCutShortIsNoPermission() throws Exception {
        in("head -c 3M /dev/urandom >big; for n in 1 2 3 4 5 6 7 8 9; do head -c 200k /dev/urandom >a$n; done");
        Share.repoman("sync", "web").ok();
        Lab.dev().sh("incus stop -f web --project repoman; mv repos/web gone").ok();
        Process slow = Share.slowly("restore", "web");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(WEB.resolve("a1")));
        Share.root("pkill -9 -u dev -x java || pkill -9 -u dev -x repoman");
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Share.fullSpeed();
        Lab.dev().sh("echo newer >repos/web/a1").ok();
        Ran refused = Share.repoman("restore", "web");
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(4);
        assertThat(refused.err()).contains("was changed since the interrupted restore: a1");
        assertThat(WEB.resolve("a1")).hasContent("newer");
        Share.repoman("sync", "web", "--force").ok();
        refused = Share.repoman("restore", "web");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("is not empty");
    }
}
