package dev.repoman.lab;

import static dev.repoman.lab.Adversary.decoysAreWhole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.backup.Share;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same promises on a host without bubblewrap: the container stands still while its repository is walked.
@LabTest
class UnjailedLabIT {
    private static final Path WEB = Lab.isHere() ? Lab.repos().resolve("web") : Path.of("web");
    private static final String FROZEN = "note: web: bubblewrap is not installed, so web is frozen in the meantime\n";

    private Share share;

    @BeforeEach
    void aHostWithoutBubblewrap() {
        share = Adversary.web();
        Lab.dev()
                .sh("cd repos/web; mkdir f; seq 300 | while read n; do echo $n >f/$n; done")
                .ok();
        Share.root("mount --bind /dev/null $(command -v bwrap)");
    }

    @AfterEach
    void bubblewrapIsBack() {
        Share.root("umount -l $(command -v bwrap); true");
        share.close();
    }

    private static String state() {
        return Lab.daemon().get("/1.0/instances/web?project=repoman").jsonPath().getString("metadata.status");
    }

    private static void becomes(String status) {
        await().atMost(Duration.ofMinutes(3)).until(() -> state().equals(status));
    }

    @Test
    void theContainerIsFrozenWhileItsRepositoryIsCopied() throws Exception {
        Lab.dev().sh("head -c 2M /dev/urandom >repos/web/big").ok();
        Process slow = Share.slowly("sync", "web");
        becomes("Frozen");
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.exitValue()).isZero();
        assertThat(new String(slow.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(FROZEN);
        Share.fullSpeed();
        assertThat(state()).isEqualTo("Running");
        assertThat(Share.difference(WEB, Share.mirror("web"))).isEmpty();
        Ran verified = Share.repoman("sync", "web", "--verify").ok();
        assertThat(verified.err()).startsWith(FROZEN).contains("git fsck was skipped");
        Ran restored = Share.repoman("restore", "web", "--force").ok();
        assertThat(restored.err()).startsWith(FROZEN);
        assertThat(state()).isEqualTo("Running");
    }

    @Test
    void aKilledRunLeavesNoFrozenContainer() throws Exception {
        Lab.dev().sh("head -c 20M /dev/urandom >repos/web/big").ok();
        Process slow = Share.slowly("sync", "web");
        becomes("Frozen");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(Share.mirror("web")));
        // the guard is a java or a repoman as well: the run is the one that was started first
        Share.root("pkill -9 -o -u dev -x java || pkill -9 -o -u dev -x repoman");
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        becomes("Running");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Lab.root().run("pgrep", "-u", "dev", "-x", "rsync").exit() != 0);
        Share.fullSpeed();
        Share.repoman("sync", "web").ok();
        assertThat(Share.difference(WEB, Share.mirror("web"))).isEmpty();
    }

    @Test
    void aMirrorKeepsNoSetuid() {
        Adversary.rootInside("cp /bin/busybox /home/dev/repos/web/suid; chmod 4755 /home/dev/repos/web/suid")
                .ok();
        assertThat(Share.repoman("sync", "web").ok().err()).contains("warning: web: suid is setuid or setgid");
        assertThat(Lab.root().sh("find /home/share -perm /6000").out()).isEmpty();
        Lab.root().sh("chmod 4755 /home/share/web/suid").ok();
        Share.repoman("restore", "web", "--to", "back").ok();
        assertThat(Lab.root().sh("find /home/dev/back -perm /6000").out()).isEmpty();
    }

    /// An agent with data of its own, seeded here.
    private static void withHermes() {
        Lab.dev().sh("""
                        set -e
                        repoman remove web --yes
                        incus profile create llm-share --project repoman </dev/null
                        mkdir -p .hermes/skills/f .hermes/skills/e
                        printf '[defaults.llm]\\nenabled = true\\n' >>.config/repoman/repoman.toml
                        echo KEY=1 >.hermes/.env; echo K=1 >.hermes/skills/e/.env; echo s >.hermes/skills/f/id_ed25519
                        printf '#!/bin/sh\\necho hermes 0.21\\n' >stub && chmod 755 stub && mkdir -p .config/repoman/repos.d
                        printf '[[device]]\\nname = "hermes"\\ntype = "disk"\\nsource = "~/stub"\\npath = "/usr/local/bin/hermes"\\n' \\
                            >.config/repoman/repos.d/web.toml
                        repoman new web --hermes --image tiny
                        """).ok();
    }

    @Test
    void aReseedWritesNothingOutside() {
        withHermes();
        try (Adversary.Loop _ = Adversary.loop("/home/dev/.hermes/skills", "/home/dev/.ssh")) {
            for (int i = 0; i < 5; i++) {
                Lab.dev().sh("echo " + i + " >.hermes/skills/f/id_ed25519").ok();
                Ran ran = Lab.dev().run("repoman", "hermes", "reseed", "web", "--yes");
                assertThat(ran.exit()).as(ran.toString()).isIn(0, 1);
                assertThat(ran.err()).contains("web is frozen in the meantime");
                assertThat(state()).isEqualTo("Running");
                decoysAreWhole();
            }
        }
    }

    /// Frozen, nobody swaps anything; a link that stands there is a link all the same.
    @Test
    void aReseedReadsNothingThroughALink() {
        withHermes();
        Lab.dev().sh("mkdir app; echo DECOY_NAME=1 >app/.env").ok();
        Adversary.inside("cd /home/dev/.hermes/skills; rm -rf e f; ln -s /home/dev/.ssh f; ln -s /home/dev/app e")
                .ok();
        Ran dry = Share.repoman("hermes", "reseed", "web", "--dry-run").ok();
        assertThat(dry.out() + dry.err()).doesNotContain("DECOY");
        decoysAreWhole();
    }

    @Test
    void aPurgeDeletesNothingOutside() {
        withHermes();
        Adversary.inside("cd /home/dev/.hermes; ln -s /home/dev/.ssh ssh; ln -s /home/dev/repos/other skills/other; "
                        + "mkdir -p deep/er; chmod 0 deep/er deep")
                .ok();
        Share.repoman("remove", "web", "--purge-hermes", "--yes").ok();
        assertThat(Lab.dev().home().resolve(".local/share/repoman/hermes/web")).doesNotExist();
        decoysAreWhole();
    }

    @Test
    void aLinkInPlaceOfGitIsNotReadThrough() {
        Adversary.inside("cd /home/dev/repos/web; rm -rf .git; ln -s /home/dev/.ssh/id_ed25519 .git")
                .ok();
        Share.repoman("sync", "web").ok();
        decoysAreWhole();
    }

    @Test
    void whatALinkInPlaceOfGitLeadsToIsNotPrinted() {
        Lab.dev().sh("printf 'gitdir: /DECOY\\n' >.ssh/config").ok();
        Adversary.inside("cd /home/dev/repos/web; rm -rf .git; ln -s /home/dev/.ssh/config .git")
                .ok();
        assertThat(Share.repoman("sync", "web").ok().err()).doesNotContain("DECOY");
    }

    @Test
    void statusLeavesGitOutAndSaysWhy() throws IOException {
        Lab.dev()
                .sh("cd repos/web; git config core.fsmonitor 'touch /home/dev/canary'")
                .ok();
        assertThat(Share.repoman("status", "web").ok().out())
                .containsPattern("git +unknown: bubblewrap is not installed, and git is never run here without a jail");
        assertThat(Share.repoman("status").ok().out())
                .containsPattern("jail +none \\(bubblewrap is not installed\\)")
                .contains("install the package bubblewrap");
        assertThat(Share.repoman("setup", "--yes", "--without-llm", "--check").out())
                .contains("bubblewrap is not installed");
        assertThat(Files.exists(Lab.dev().home().resolve("canary"))).isFalse();
    }

    /// Nobody can be frozen, so nothing is walked.
    @Test
    void withoutIncusNothingIsWalked() {
        Ran ran = Lab.dev().env("INCUS_SOCKET", "/nonexistent/socket").run("repoman", "sync", "web");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .contains("bubblewrap is not installed, and the containers that can write there cannot be frozen")
                .contains("hint: install the package bubblewrap");
        assertThat(Files.exists(Share.mirror("web"))).isFalse();
    }
}
