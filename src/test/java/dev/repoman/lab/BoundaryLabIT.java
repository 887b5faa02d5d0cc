package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `docs/security.md` says that root inside can do to the host, and what it cannot: tried inside, judged outside.
@LabTest
class BoundaryLabIT {
    @BeforeEach
    void aProjectOnAHostThatWasSetUp() {
        Lab.reset();
        Lab.dev()
                .sh("mkdir -p ~/.local/bin ~/.ollama && echo key >~/.ollama/id_ed25519"
                        + " && printf '#!/bin/sh\\necho mine\\n' >~/.local/bin/tool && chmod 755 ~/.local/bin/tool")
                .ok();
        Ran first = Lab.dev().run("repoman", "setup", "--yes", "--without-llm");
        assertThat(first.exit()).as(first.toString()).isEqualTo(3);
        String printed = first.err().substring(first.err().lastIndexOf("mkdir -p"));
        Lab.dev().sh(printed).ok();
        Lab.dev().run("repoman", "setup", "--yes", "--llm-wiring", "proxy");
        Lab.dev().run("repoman", "setup", "--yes", "--without-llm").ok();
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
    }

    @AfterEach
    void unmount() {
        Lab.root().sh("umount /home/dev/repos 2>/dev/null; true");
    }

    private static Ran rootInside(String line) {
        return Lab.dev().run("incus", "exec", "demo", "--project", "repoman", "--", "sh", "-c", line);
    }

    @Test
    void aSetuidFileCrossesUnlessTheFolderIsMountedWithout() {
        Lab.dev().sh("cp /usr/bin/id repos/demo/root").ok();
        rootInside("cd /home/dev/repos/demo && chown 0:0 root && chmod 4755 root")
                .ok();
        assertThat(Lab.root().sh("stat -c %u:%a /home/dev/repos/demo/root").ok().out())
                .isEqualTo("0:4755\n");
        assertThat(Lab.dev().run("/home/dev/repos/demo/root", "-u").out())
                .as("it crosses: who starts it is root")
                .isEqualTo("0\n");
        assertThat(Lab.dev().run("repoman", "status", "demo").out()).contains("setuid", "runs with its owner's rights");

        Lab.root()
                .sh("mount --bind /home/dev/repos /home/dev/repos"
                        + " && mount -o remount,bind,nosuid,nodev /home/dev/repos")
                .ok();
        assertThat(Lab.dev().run("/home/dev/repos/demo/root", "-u").out())
                .as("it does not cross")
                .isEqualTo("1000\n");
        assertThat(Lab.dev().run("repoman", "status", "demo").out()).contains("setuid       closed");
    }

    @Test
    void aFileCapabilityIsNamed() {
        Lab.root()
                .sh("cp /usr/bin/id /home/dev/repos/demo/able && setcap cap_setuid+ep /home/dev/repos/demo/able")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "demo").out()).contains("able: runs with its owner's rights");
    }

    /// Each of these is run by git on the host, for whoever works in the folder; not by what repoman does there.
    @Test
    void whatGitIsToldToRunReachesNothing() {
        String planted = "touch /home/dev/planted /tmp/planted";
        Lab.dev()
                .stdin("#!/bin/sh\n" + planted + "\n")
                .sh("cat >repos/demo/.git/run && chmod 755 repos/demo/.git/run")
                .ok();
        String run = "/home/dev/repos/demo/.git/run";
        Lab.dev()
                .sh("cd repos/demo && for h in pre-commit post-checkout post-index-change fsmonitor-watchman"
                        + " reference-transaction; do cp .git/run .git/hooks/$h; done && echo '* filter=f diff=d' >.gitattributes"
                        + " && echo text >file && for key in core.fsmonitor core.sshCommand core.pager core.editor"
                        + " core.askPass diff.external diff.d.textconv diff.d.command filter.f.clean filter.f.smudge"
                        + " filter.f.process credential.helper gpg.program alias.status alias.config pager.status"
                        + " uploadpack.packObjectsHook sequence.editor interactive.diffFilter; do git config $key "
                        + run + "; done && git config include.path " + run + "; true")
                .ok();
        Lab.root().sh("mkdir -p /home/backup && chown dev: /home/backup").ok();
        Lab.dev()
                .run("repoman", "config", "set", "defaults.backup_root", "/home/backup")
                .ok();
        Lab.dev().run("repoman", "sync", "--init-backup-root", "demo", "--verify");
        Lab.dev()
                .sh(
                        "mkdir -p elsewhere && git init -q elsewhere/x && cp -a repos/demo/.git/. elsewhere/x/.git/"
                                + " && cp -a repos/demo/.git repos/demo/sub-git && echo ../../../elsewhere/x/.git >repos/demo/.git/commondir")
                .ok();
        Lab.dev().run("repoman", "status", "demo");
        Lab.dev().sh("rm repos/demo/.git/commondir").ok();
        Lab.dev().run("repoman", "status", "demo");
        Lab.dev().run("repoman", "shell", "demo", "--", "true");
        Lab.dev().run("repoman", "repair", "demo");
        Lab.dev()
                .run("repoman", "new", "again", "--repo", "demo", "--image", "tiny")
                .ok();
        Lab.dev().run("repoman", "restore", "demo", "--to", "/home/dev/restored", "--verify");
        assertThat(Lab.dev().sh("ls -d ~/planted /tmp/planted").exit()).isNotZero();
    }

    @Test
    void whatIsNotMountedIsNotThere() {
        Lab.dev().run("repoman", "new", "other", "--image", "tiny").ok();
        Lab.dev()
                .sh("echo decoy >repos/other/file; mkdir -p .ssh; echo decoy >.ssh/id_ed25519; echo decoy >file")
                .ok();
        assertThat(rootInside("cat /home/dev/repos/other/file /home/dev/.ssh/id_ed25519 /home/dev/file")
                        .out())
                .isEmpty();
        Lab.dev()
                .sh("ln -s ../other/file repos/demo/a; ln -s ~/.ssh/id_ed25519 repos/demo/b; ln -s /proc/1/root/home"
                        + " repos/demo/c")
                .ok();
        assertThat(rootInside("cd /home/dev/repos/demo; cat a b c/dev/file").out())
                .isEmpty();
    }

    @Test
    void noDeviceNodeCanBeMade() {
        assertThat(rootInside("mknod /home/dev/repos/demo/disk b 8 0").exit()).isNotZero();
        assertThat(rootInside("mknod /root/disk b 8 0").exit()).isNotZero();
        assertThat(Lab.dev().sh("find repos/demo -type b -o -type c").ok().out())
                .isEmpty();
    }

    @Test
    void launchersCannotBeReplacedNorMadeWritableAgain() throws IOException {
        Path tool = Lab.dev().home().resolve(".local/bin/tool");
        String path = "/home/dev/.local/bin";
        assertThat(rootInside("echo evil >" + path + "/tool").exit()).isNotZero();
        assertThat(rootInside("mount -o remount,rw,bind " + path + " && echo evil >" + path + "/tool")
                        .exit())
                .isNotZero();
        assertThat(rootInside("umount " + path + "; mkdir -p " + path + "; echo evil >" + path + "/tool; true")
                        .exit())
                .isZero();
        assertThat(Files.readString(tool)).isEqualTo("#!/bin/sh\necho mine\n");
    }

    @Test
    void theGuestApiIsOff() {
        assertThat(rootInside("ls /dev/incus/sock /dev/lxd/sock").exit()).isNotZero();
        Lab.dev()
                .run("incus", "config", "unset", "demo", "security.guestapi", "--project", "repoman")
                .ok();
        assertThat(rootInside("ls /dev/incus/sock").exit())
                .as("what it would show")
                .isZero();
        assertThat(Lab.dev().run("repoman", "status", "demo", "--check").out())
                .contains("lacks the key security.guestapi");
        Lab.dev().run("repoman", "repair", "demo").ok();
        assertThat(rootInside("ls /dev/incus/sock").exit()).isNotZero();
    }

    @Test
    void theKeyOfTheModelAccountStaysOutside() {
        assertThat(rootInside("cat /home/dev/.ollama/id_ed25519").exit()).isNotZero();
        assertThat(rootInside("find / -xdev -name id_ed25519 | grep -c ollama").out())
                .isEqualTo("0\n");
    }
}
