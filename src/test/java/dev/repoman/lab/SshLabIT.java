package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `ssh` and its kin by way of `ssh-config`, on Debian with openssh-server; and an image without it.
@LabTest
class SshLabIT {
    @BeforeAll
    static void installed() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().run("repoman", "new", "demo", "--image", "debian").ok();
        Lab.dev().run("repoman", "new", "tiny", "--image", "tiny").ok();
        Lab.dev().run("repoman", "ssh-config", "--install").ok();
    }

    private static Ran ssh(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "ssh";
        System.arraycopy(words, 0, line, 1, words.length);
        return Lab.dev().run(line);
    }

    @Test
    void sshIsTheUserAndPassesBytesAndExitCodes() {
        Ran ran = ssh("repoman-demo", "id -un; pwd; echo $PATH; echo apart >&2; exit 5");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.out()).startsWith("dev\n/home/dev\n/home/dev/.local/bin:");
        assertThat(ran.err()).isEqualTo("apart\n");
        byte[] blob = new byte[1_000_000];
        new java.util.Random(1).nextBytes(blob);
        assertThat(Lab.dev().stdin(blob).run("ssh", "repoman-demo", "cat").ok().stdout())
                .isEqualTo(blob);
        assertThat(ssh("root@repoman-demo", "true").exit()).isEqualTo(255);
    }

    @Test
    void scpAndRsyncCopyBothWays() {
        assertThat(Lab.dev()
                        .sh("mkdir -p out && echo one > out/a && echo two > 'out/b ä'"
                                + " && scp -qr out repoman-demo:in && rsync -a -e ssh repoman-demo:in/ back"
                                + " && rsync -a out/ repoman-demo:in/ && cat back/*")
                        .ok()
                        .out())
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void aTerminalIsThere() {
        Ran ran = Lab.dev()
                .env("TERM", "xterm")
                .stdin("exit\n".getBytes(UTF_8))
                .sh("script -qec \"ssh -t repoman-demo 'tty; echo \\$TERM; exit 7'\" /dev/null; echo code $?");
        assertThat(ran.out()).contains("/dev/pts/", "xterm", "code 7").doesNotContain("repoman", "Exception");
    }

    @Test
    void portsAndTheAgentAreForwardedWhenAsked() {
        String agent = "eval $(ssh-agent) >/dev/null; trap 'kill $SSH_AGENT_PID' EXIT;"
                + " rm -f own own.pub; ssh-keygen -q -t ed25519 -N '' -C mine -f own; ssh-add -q own;";
        assertThat(Lab.dev().sh(agent + "ssh -A repoman-demo ssh-add -l").ok().out())
                .contains("mine");
        assertThat(Lab.dev().sh(agent + "ssh repoman-demo ssh-add -l").exit()).isNotZero();
        String server = "perl -MIO::Socket::INET -e \"\\$s = IO::Socket::INET->new(LocalAddr => q(127.0.0.1:3000),"
                + " Listen => 1) or die; print STDERR q(up); \\$c = \\$s->accept; print \\$c q(inside)\"";
        assertThat(Lab.dev()
                        .sh("ssh -L 18022:127.0.0.1:3000 repoman-demo '" + server + "' 2>up &"
                                + " until [ -s up ]; do sleep 0.1; done; exec 3<>/dev/tcp/127.0.0.1/18022; cat <&3")
                        .ok()
                        .out())
                .isEqualTo("inside");
    }

    @Test
    void aStoppedContainerIsStartedAndACreatedOneIsNoStranger() {
        LabUser dev = Lab.dev();
        dev.run("repoman", "new", "again", "--image", "debian").ok();
        assertThat(ssh("repoman-again", "echo one").ok().out()).isEqualTo("one\n");
        dev.run("repoman", "stop", "again").ok();
        assertThat(ssh("repoman-again", "echo $XDG_RUNTIME_DIR").ok().out()).isEqualTo("/run/user/1000\n");
        dev.run("repoman", "remove", "again", "-y").ok();
        dev.run("repoman", "new", "again", "--image", "debian").ok();
        Ran ran = ssh("repoman-again", "echo two").ok();
        assertThat(ran.out()).isEqualTo("two\n");
        assertThat(ran.err()).isEmpty();
        dev.run("repoman", "remove", "again", "-y").ok();
    }

    @Test
    void nothingListensNothingSecretIsInsideAndNothingIsLeft() throws Exception {
        ssh("repoman-demo", "true").ok();
        LabUser dev = Lab.dev();
        String key = Files.readString(dev.home().resolve(".local/share/repoman/ssh/id_ed25519"));
        String inside = dev.run(
                        "repoman",
                        "exec",
                        "demo",
                        "--root",
                        "--",
                        "sh",
                        "-c",
                        "ss -tlnH; stat -c '%a %U %n' /var/lib/repoman/ssh/*; cat /var/lib/repoman/ssh/*")
                .ok()
                .out();
        assertThat(inside)
                .startsWith("644 root /var/lib/repoman/ssh/authorized_keys\n600 root /var/lib/repoman/ssh/host_key\n")
                .doesNotContain(key.lines().toList().get(2));
        Process process = dev.start("ssh", "repoman-demo", "echo up; sleep 600");
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        LabUser.kill(process);
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(dev.run("repoman", "exec", "demo", "--root", "--", "pgrep", "sshd")
                                .out())
                        .isEmpty());
    }

    /// The agent of a session listens elsewhere after each login.
    @Test
    void anAgentThatIsAskedForFollowsTheShell() {
        LabUser dev = Lab.dev();
        String begin = "rm -f $1 $1.key*; eval $(ssh-agent -a ~/$1) >/dev/null; trap 'kill $SSH_AGENT_PID' EXIT;"
                + " ssh-keygen -q -t ed25519 -N '' -C of-$1 -f $1.key; ssh-add -q $1.key;";
        dev.run("bash", "-c", begin + "repoman new signed --image debian --ssh-agent", "-", "one")
                .ok();
        String list = "for n in $(seq 50); do repoman shell signed -- ssh-add -l && break; sleep 0.2; done;"
                + " repoman status signed --check";
        for (String agent : new String[] {"one", "two"}) {
            Ran ran = dev.run("bash", "-c", begin + list, "-", agent).ok();
            assertThat(ran.out())
                    .as(ran.toString())
                    .contains("of-" + agent + " (ED25519)")
                    .contains("everything inside can sign with your SSH keys while the agent at /home/dev/" + agent)
                    .doesNotContain("drift");
        }
        dev.run("repoman", "restart", "signed").ok();
        assertThat(dev.run("bash", "-c", begin + "repoman exec signed -- ssh-add -l", "-", "two")
                        .ok()
                        .out())
                .contains("of-two");
        Ran none = dev.run("repoman", "shell", "signed", "--", "echo open").ok();
        assertThat(none.out()).isEqualTo("open\n");
        assertThat(none.err()).startsWith("note: SSH_AUTH_SOCK is not set");
        assertThat(dev.run("repoman", "exec", "demo", "--", "sh", "-c", "echo [$SSH_AUTH_SOCK]")
                        .ok()
                        .out())
                .isEqualTo("[]\n");
        dev.run("repoman", "remove", "signed", "-y").ok();
    }

    @Test
    void anImageWithoutAServerIsSaid() {
        assertThat(ssh("repoman-tiny", "true").err())
                .startsWith("repoman: the container tiny has no ssh server\n"
                        + "hint: repoman exec tiny --root -- apt-get install -y openssh-server\n");
    }
}
