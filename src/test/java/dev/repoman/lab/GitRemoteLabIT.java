package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `repoman::NAME` for git on the host: the repository as the container serves it.
@LabTest
class GitRemoteLabIT {
    @BeforeAll
    static void aProjectAndAHelper() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev()
                .sh("git config --global user.name Dev && git config --global user.email dev@example.org"
                        + " && git config --global init.defaultBranch main")
                .ok();
        Lab.dev().run("repoman", "new", "web", "--image", "debian").ok();
    }

    @BeforeEach
    void aFreshRepository() {
        Lab.dev()
                .sh(
                        "rm -rf web && cd repos/web && rm -rf .git * && git init -q && git commit -q --allow-empty -m first")
                .ok();
    }

    private static Ran inside(String line) {
        return Lab.dev().run("repoman", "shell", "web", "--", line);
    }

    private static Ran git(String line) {
        return Lab.dev().sh(line);
    }

    @Test
    void clonesPushesAndFetches() {
        Lab.dev().run("repoman", "stop", "web").ok();
        assertThat(git("git clone -q repoman::web && git -C web log --format=%s")
                        .ok()
                        .out())
                .as("of a stopped container")
                .isEqualTo("first\n");

        git("cd web && git checkout -q -b topic && head -c 3000000 /dev/urandom >blob && git add blob"
                        + " && git commit -q -m second && git push -q origin topic")
                .ok();
        assertThat(inside("git show --format= topic:blob | sha256sum").ok().out())
                .isEqualTo(git("sha256sum <web/blob").ok().out());

        inside("git commit -q --allow-empty -m third && git tag -a -m v1 v1").ok();
        assertThat(
                        git("cd web && git -c transfer.fsckObjects=true fetch -q --tags && git log -1 --format=%s origin/main"
                                        + " && git tag && git push -q --delete origin topic && git ls-remote -q --heads origin")
                                .ok()
                                .out())
                .startsWith("third\nv1\n")
                .endsWith("\trefs/heads/main\n")
                .hasLineCount(3);
        assertThat(git("git ls-remote -q repoman::web v1 >seen && wc -l <seen")
                        .ok()
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void refusesWhatGitRefusesAndSaysWhatIsWrong() {
        git("git clone -q repoman::web && git -C web commit -q --allow-empty -m second")
                .ok();
        Ran checkedOut = git("git -C web push -q");
        assertThat(checkedOut.exit()).isEqualTo(1);
        assertThat(checkedOut.err()).contains("refusing to update checked out branch: refs/heads/main");
        assertThat(inside("git log --format=%s").ok().out()).isEqualTo("first\n");

        Ran wrong = git("git clone -q repoman::nosuch");
        assertThat(wrong.exit()).isEqualTo(128);
        assertThat(wrong.err())
                .startsWith("repoman: no project nosuch in the registry\nhint: ")
                .doesNotContain("Exception");
        Ran option = git("git ls-remote repoman::--help");
        assertThat(option.exit()).isEqualTo(128);
        assertThat(option.err()).startsWith("repoman: invalid name \"--help\"").contains("hint: ");
        assertThat(git("git archive --remote=repoman::web main").exit()).isEqualTo(128);

        inside("mv .git elsewhere").ok();
        Ran none = git("git ls-remote repoman::web");
        assertThat(none.exit()).isEqualTo(128);
        assertThat(none.err()).contains("'/home/dev/repos/web' does not appear to be a git repository");
        Lab.dev().run("repoman", "new", "tiny", "--image", "tiny").ok();
        assertThat(git("git ls-remote repoman::tiny").err())
                .startsWith("repoman: the container tiny has no git\n"
                        + "hint: repoman exec tiny --root -- apt-get install -y git\n");
    }

    /// All of this runs inside, as it may, or not at all.
    @Test
    void nothingThatTheRepositoryConfiguresRunsOnTheHost() {
        Lab.dev()
                .stdin("#!/bin/sh\necho \"$0\" >>/tmp/planted\ncat >/dev/null\n")
                .sh("cat >repos/web/.git/run && chmod 755 repos/web/.git/run")
                .ok();
        inside("for h in pre-receive update post-receive post-update post-checkout reference-transaction pre-push"
                        + " post-merge proc-receive; do cp .git/run .git/hooks/$h; done;"
                        + " echo '* filter=f diff=d' >.gitattributes; echo text >file; git add .; git commit -qm files;"
                        + " for key in core.fsmonitor core.sshCommand core.pager diff.external filter.f.smudge"
                        + " filter.f.clean credential.helper gpg.program uploadpack.packObjectsHook remote.origin.vcs;"
                        + " do git config $key $PWD/.git/run; done; rm -f /tmp/planted")
                .ok();
        git("git clone -q repoman::web && cd web && git checkout -q -b topic && git commit -q --allow-empty -m more"
                        + " && git push -q origin topic && git fetch -q && git merge -q origin/main && git status")
                .ok();
        assertThat(inside("grep -o '[a-z-]*$' /tmp/planted").ok().out())
                .as("inside it runs")
                .contains("post-receive");
        assertThat(git("ls /tmp/planted").exit()).as("on the host").isNotZero();
        assertThat(git("git -C web config --list --local").ok().out()).doesNotContain("/.git/run");
    }

    @Test
    void whatIsInterruptedLeavesNothingInside() {
        Process process = Lab.dev()
                .start(
                        "bash",
                        "-c",
                        "exec git-remote-repoman origin web < <(echo connect" + " git-upload-pack; sleep 600)");
        awaitInside("upload-pack");
        LabUser.kill(process);
        awaitInside("");
    }

    private static void awaitInside(String process) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(inside("ps -eo args | grep -o upload-pac[k] | sort -u")
                                .out()
                                .strip())
                        .isEqualTo(process));
    }
}
