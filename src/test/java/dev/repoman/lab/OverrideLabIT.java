package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an override makes of a container of the real Incus, and who commits inside.
@LabTest
class OverrideLabIT {
    @BeforeEach
    void host() {
        Lab.reset();
        Lab.bareSetup();
        write(".gitconfig", """
                [user]
                	name = Dev \\"D\\" Eloper
                	email = dev@example.org
                [commit]
                	gpgsign = true
                [includeIf "gitdir:~/repos/work/"]
                	path = work.gitconfig
                """);
        write("work.gitconfig", "[user]\n\temail = dev@work.example\n");
    }

    private static void write(String path, String text) {
        Lab.dev()
                .stdin(text)
                .sh("mkdir -p \"$(dirname " + path + ")\"; cat >" + path)
                .ok();
    }

    private static void override(String name, String text) {
        write(".config/repoman/repos.d/" + name + ".toml", text);
    }

    private static Ran repoman(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "repoman";
        System.arraycopy(words, 0, line, 1, words.length);
        return Lab.dev().run(line);
    }

    private static String inside(String name, String command) {
        return repoman("shell", name, "--", command).ok().out();
    }

    private static String config(String key) {
        return Lab.dev()
                .run("incus", "config", "get", "demo", key, "--project", "repoman")
                .ok()
                .out();
    }

    @Test
    void gitInsideKnowsWhoCommits() {
        Lab.dev().run("git", "init", "-q", "repos/work").ok();
        assertThat(repoman("new", "work", "--image", "debian").ok().err())
                .contains("commits that are made inside are not signed: your signing keys stay on the host");
        assertThat(repoman("exec", "work", "--", "git", "commit", "--allow-empty", "-qm", "from inside")
                        .ok()
                        .err())
                .isEmpty();
        assertThat(Lab.dev()
                        .run("git", "-C", "repos/work", "log", "--format=%an <%ae>")
                        .ok()
                        .out())
                .isEqualTo("Dev \"D\" Eloper <dev@work.example>\n");
        assertThat(repoman("exec", "work", "--root", "--", "git", "log", "--format=%s")
                        .ok()
                        .out())
                .as("the repository is not root's")
                .isEqualTo("from inside\n");

        write("work.gitconfig", "[user]\n\temail = new@work.example\n");
        assertThat(repoman("status", "work").ok().out())
                .contains("drift: git inside does not have the identity of the host; to fix it: repoman repair work");
        repoman("repair", "work").ok();
        assertThat(repoman("status", "work", "--check").exit()).isZero();
        String who = "git config user.name; git config user.email";
        assertThat(inside("work", who)).isEqualTo("Dev \"D\" Eloper\nnew@work.example\n");

        write("work.gitconfig", "[user]\n\tname = Else\n");
        repoman("exec", "work", "--root", "--", "git", "config", "--system", "core.abbrev", "9")
                .ok();
        assertThat(inside("work", who)).as("by the shell itself").isEqualTo("Else\ndev@example.org\n");
        assertThat(inside("work", "git config core.abbrev; grep -c repoman /etc/gitconfig"))
                .as("the rest of the file is kept, and included once")
                .isEqualTo("9\n1\n");

        Lab.dev().run("git", "-C", "repos/work", "config", "user.name", "Local").ok();
        assertThat(inside("work", "git config user.name; cd /; git config user.name"))
                .isEqualTo("Local\nLocal\n");

        override("work", "[git]\nemail = \"agent@example.org\"\nidentity = false\n");
        Lab.dev()
                .run("git", "-C", "repos/work", "config", "--unset", "user.name")
                .ok();
        assertThat(inside("work", "git config user.name || echo nobody; git config user.email"))
                .isEqualTo("nobody\nagent@example.org\n");
    }

    @Test
    void aUserWithoutSudo() {
        override("demo", "sudo = false\n");
        repoman("new", "demo", "--image", "debian").ok();
        assertThat(repoman("exec", "demo", "--", "sudo", "-n", "true").exit()).isNotZero();
        assertThat(repoman("exec", "demo", "--root", "--", "id", "-u").ok().out())
                .isEqualTo("0\n");
        assertThat(repoman("status", "demo", "--check").exit()).isZero();
        repoman("exec", "demo", "--root", "--", "sh", "-c", "echo 'dev ALL=NOPASSWD: ALL' >/etc/sudoers.d/90-repoman")
                .ok();
        assertThat(repoman("status", "demo").ok().out())
                .contains("drift: repos.d/demo.toml says sudo = false, and inside dev can become root; to fix it:");
        repoman("repair", "demo").ok();
        assertThat(repoman("exec", "demo", "--", "sudo", "-n", "true").exit()).isNotZero();

        override("demo", "");
        repoman("exec", "demo", "--root", "--", "sh", "-c", "echo 'dev ALL=NOPASSWD: ALL' >/etc/sudoers.d/mine")
                .ok();
        assertThat(repoman("status", "demo", "--check").exit()).isZero();
        override("demo", "sudo = false\n");
        assertThat(repoman("repair", "demo"))
                .as("a way of the image's own is not closed, and said")
                .satisfies(ran -> assertThat(ran.exit()).isEqualTo(1))
                .extracting(Ran::err)
                .asString()
                .contains("can become root");
    }

    @Test
    void limitsAreThoseOfIncus() {
        Ran refused = repoman("new", "demo", "--image", "tiny", "--memory", "lots");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Invalid value: lots");
        assertThat(repoman("list", "-q").ok().out()).isEmpty();
        assertThat(Lab.home("dev").resolve(".config/repoman/repos.d/demo.toml")).doesNotExist();

        repoman("new", "demo", "--image", "tiny", "--cpu", "1", "--memory", "64MiB")
                .ok();
        assertThat(config("limits.cpu")).isEqualTo("1\n");
        override("demo", """
                [limits]
                cpu = 2
                processes = 50
                disk = "1GiB"
                [config]
                user.colour = "red"
                """);
        assertThat(repoman("status", "demo").ok().out())
                .contains(
                        "says limits.cpu = \"2\", the container \"1\"",
                        "limits.memory = \"64MiB\", which is not configured",
                        "limits.disk = \"1GiB\", the container has no limit");
        repoman("repair", "demo", "--yes").ok();
        assertThat(repoman("status", "demo", "--check").exit()).isZero();
        assertThat(config("limits.cpu")).isEqualTo("2\n");
        assertThat(config("user.colour")).isEqualTo("red\n");

        override("demo", "[limits]\nmemory = \"lots\"\n");
        String before = Lab.dev()
                .run("incus", "config", "show", "demo", "--project", "repoman")
                .ok()
                .out();
        Ran repair = repoman("repair", "demo", "--yes");
        assertThat(repair.exit()).isEqualTo(1);
        assertThat(repair.err()).contains("lots");
        assertThat(Lab.dev()
                        .run("incus", "config", "show", "demo", "--project", "repoman")
                        .ok()
                        .out())
                .isEqualTo(before);
    }

    @Test
    void aSetupScriptRunsOnceAsTheUser() {
        override("demo", """
                setup = \"""
                id -un; pwd
                echo done >marker
                \"""
                """);
        Ran made = repoman("new", "demo", "--image", "tiny");
        assertThat(made.ok().err()).contains("  │ dev\n", "  │ /home/dev/repos/demo\n", "✓ run id -un; pwd …");
        assertThat(Lab.dev().run("cat", "repos/demo/marker").ok().out()).isEqualTo("done\n");
        assertThat(Lab.dev()
                        .run("cat", ".local/state/repoman/logs/setup-demo.log")
                        .ok()
                        .out())
                .isEqualTo("dev\n/home/dev/repos/demo\n");

        override("fails", "setup = \"echo out; echo err >&2; exit 7\"\n");
        Ran fails = repoman("new", "fails", "--image", "tiny");
        assertThat(fails.exit()).isEqualTo(1);
        assertThat(fails.err())
                .contains("repoman: the setup script of fails exits with 7; the project is ready but for it")
                .contains("the full output is in /home/dev/.local/state/repoman/logs/setup-fails.log")
                .doesNotContain("rolled back");
        assertThat(repoman("exec", "fails", "--", "pwd").ok().out()).isEqualTo("/home/dev/repos/fails\n");
        assertThat(repoman("status", "fails", "--check").exit()).isZero();
    }

    @Test
    void repairCreatesAContainerAgain() {
        override("demo", "setup = \"echo again\"\n[git]\nname = \"Ann\"\n");
        repoman("new", "demo", "--image", "debian", "--cpu", "1", "--port", "18080:80")
                .ok();
        Lab.dev().sh("echo kept >repos/demo/file").ok();
        String before =
                Lab.dev().run("cat", ".config/repoman/repoman.toml").ok().out();
        Lab.dev().run("incus", "delete", "-f", "demo", "--project", "repoman").ok();

        assertThat(repoman("shell", "demo", "--", "true").err())
                .contains("the container of demo is gone", "hint: repoman repair demo creates it again");
        assertThat(repoman("status", "demo").out())
                .contains("drift: the container does not exist; to fix it: repoman repair demo");
        assertThat(repoman("repair", "demo", "--dry-run").ok().out())
                .contains("create container demo from debian", "run echo again")
                .doesNotContain("registry");
        Ran repair = repoman("repair", "demo");
        assertThat(repair.ok().out()).isEqualTo("demo is repaired\n");
        assertThat(repair.err()).contains("  │ again\n");
        assertThat(inside("demo", "cat file; git config user.name")).isEqualTo("kept\nAnn\n");
        assertThat(repoman("status", "demo", "--check").exit()).isZero();
        assertThat(Lab.dev().run("cat", ".config/repoman/repoman.toml").ok().out())
                .isEqualTo(before);

        Lab.dev().run("incus", "delete", "-f", "demo", "--project", "repoman").ok();
        Lab.dev().run("mv", "repos/demo", "elsewhere").ok();
        Ran missing = repoman("repair", "demo");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("the repository ~/repos/demo does not exist");
    }
}
