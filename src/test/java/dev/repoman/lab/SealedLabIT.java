package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A sealed project: what it reaches, and how its repository comes in and out.
@LabTest
class SealedLabIT {
    private static final String REPO = "/home/dev/repos/web";
    private Process model;

    @BeforeEach
    void aHostWithAModelAndARepository() {
        Lab.reset();
        Lab.bareSetup();
        model = Lab.root().start("busybox", "nc", "-ll", "-p", "11434", "-e", "echo", "model");
        Lab.dev().sh("""
                        incus profile create llm-share --project repoman </dev/null
                        incus profile set llm-share environment.OLLAMA_HOST http://192.0.2.1:11434 --project repoman
                        mkdir .config/repoman
                        printf '[repoman]\\nschema = 3\\n[defaults.llm]\\nenabled = true\\nollama_url = "%s"\\n' \
                            http://192.0.2.1:11434 >.config/repoman/repoman.toml
                        git config --global user.name Dev; git config --global user.email dev@example.org
                        git config --global init.defaultBranch main
                        mkdir -p repos/web && cd repos/web && git init -q && echo one >file && git add . && git commit -qm first
                        git branch topic && git tag v1 && echo uncommitted >file && echo new >untracked
                        """).ok();
    }

    @AfterEach
    void noModel() {
        LabUser.kill(model);
        Lab.root().sh("pkill -f 'busybox nc -ll'; true");
    }

    private static Ran created() {
        return Lab.dev()
                .run("repoman", "new", "web", "--containment", "sealed", "--image", "debian", "--llm")
                .ok();
    }

    private static Ran inside(String line) {
        return Lab.dev().run("repoman", "shell", "web", "--", line);
    }

    private static Ran rootInside(String line) {
        return Lab.dev().run("repoman", "exec", "web", "--root", "--", "sh", "-c", line);
    }

    @Test
    void theRepositoryIsAVolumeThatGitFillsAndEmpties() {
        Ran made = created();
        assertThat(made.err())
                .containsPattern("create volume repoman-web\\.[0-9a-f]{8} in the pool default")
                .contains("copy the branches and tags of ~/repos/web")
                .contains("1 changed and 1 untracked files in ~/repos/web are not copied")
                .contains("git -C ~/repos/web remote add repoman repoman::web");
        assertThat(inside("id -un; pwd; cat file; git branch --format='%(refname:short)'; git tag; git status -s")
                        .ok()
                        .out())
                .isEqualTo("dev\n" + REPO + "\none\nmain\ntopic\nv1\n");
        assertThat(Lab.dev().sh("cat repos/web/file repos/web/untracked").ok().out())
                .isEqualTo("uncommitted\nnew\n");

        Lab.dev()
                .sh("cd repos/web && git commit -qam second && git remote add repoman repoman::web"
                        + " && git push -q repoman main")
                .ok();
        assertThat(inside("cat file; git commit -q --allow-empty -m third").ok().out())
                .isEqualTo("uncommitted\n");
        assertThat(Lab.dev()
                        .sh("cd repos/web && git fetch -q repoman && git log -1 --format=%s repoman/main")
                        .ok()
                        .out())
                .isEqualTo("third\n");

        Ran status = Lab.dev().run("repoman", "status", "web", "--check");
        assertThat(status.out())
                .containsPattern("level +sealed")
                .containsPattern("repository +a volume, at " + REPO + " inside")
                .containsPattern("setuid +closed")
                .doesNotContain("drift");
        assertThat(status.exit()).isZero();
    }

    @Test
    void itReachesTheModelAndNothingElse() {
        created();
        assertThat(rootInside("ip -o link | grep -vc ' lo:'; cat /proc/net/route | wc -l")
                        .out())
                .isEqualTo("0\n1\n");
        assertThat(inside("echo $OLLAMA_HOST; exec 3<>/dev/tcp/127.0.0.1/11434; read -r answer <&3; echo $answer")
                        .ok()
                        .out())
                .isEqualTo("http://127.0.0.1:11434\nmodel\n");
        assertThat(inside("exec 3<>/dev/tcp/192.0.2.1/11434").err()).contains("Network is unreachable");
        assertThat(rootInside(
                                "ip link add own type veth peer name other && ip addr add 192.0.2.77/24 dev own"
                                        + " && ip link set own up && ip link set other up;"
                                        + " timeout 5 bash -c 'exec 3<>/dev/tcp/192.0.2.1/11434 && echo reached'; ip link del own")
                        .out())
                .as("an interface that root makes inside leads nowhere")
                .isEmpty();

        Lab.dev()
                .run("incus", "config", "device", "remove", "web", "eth0", "--project", "repoman")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "web").out())
                .contains("drift: the container is not sealed: the interface eth0 is its profile");
        Lab.dev().run("repoman", "repair", "web").ok();
        assertThat(rootInside("ip -o link | grep -c eth0@if").out()).isEqualTo("0\n");
        Lab.dev()
                .run("repoman", "config", "set", "project.web.containment", "open")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "web").out())
                .contains("drift: the level is open, and the repository of the container is in a volume");
    }

    @Test
    void theProxyReachesTheNamesOfTheListAndNothingElse() {
        Lab.root()
                .sh("echo '192.0.2.1 allowed.example.org below.example.com other.example.org' >>/etc/hosts")
                .ok();
        Process server = Lab.root().start("busybox", "nc", "-ll", "-p", "443", "-e", "echo", "served");
        Lab.dev()
                .run(
                        "repoman",
                        "config",
                        "set",
                        "defaults.sealed.allow",
                        "[\"allowed.example.org\", \"*.example.com\"]")
                .ok();
        Ran setup = Lab.dev().run("repoman", "setup", "-y", "--without-llm");
        String line = "/usr/bin/tinyproxy -d -c /home/dev/.config/repoman/proxy/tinyproxy.conf";
        assertThat(setup.toString())
                .contains(
                        "write the HTTP proxy of sealed projects (~/.config/systemd/user/repoman-proxy.service)", line);
        assertThat(Lab.dev().run("repoman", "status").toString())
                .contains("the HTTP proxy of sealed projects does not run");
        Lab.dev()
                .run("repoman", "new", "web", "--containment", "sealed", "--image", "debian", "--no-llm")
                .ok();
        Process proxy = Lab.dev().start(line.split(" "));
        try {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!Lab.root().run("ss", "-ltn").out().contains("127.0.0.1:13128")) {
                assertThat(System.nanoTime()).as("tinyproxy does not listen").isLessThan(deadline);
            }
            assertThat(Lab.dev().run("repoman", "status").toString()).doesNotContain("HTTP proxy");
            assertThat(Lab.dev()
                            .run("repoman", "setup", "--check", "--without-llm")
                            .exit())
                    .isZero();
            assertThat(inside("echo $https_proxy $no_proxy").ok().out())
                    .isEqualTo("http://127.0.0.1:3128 ::1,localhost,127.0.0.1\n");
            for (String name : new String[] {"allowed.example.org:443", "below.example.com:443"}) {
                assertThat(connected(name)).as(name).contains("200 Connection established", "served");
            }
            for (String other : new String[] {
                "other.example.org:443",
                "example.com:443",
                "allowed.example.org:80",
                "192.0.2.1:443",
                "127.0.0.1:443",
                "192.0.2.1/x.example.com:443",
                "192.0.2.1:443@x.example.com:443",
            }) {
                assertThat(connected(other))
                        .as(other)
                        .startsWith("HTTP/1.0 403")
                        .doesNotContain("served");
            }
            assertThat(inside(
                                    "exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://allowed.example.org:443/ HTTP/1.0\\r\\n\\r\\n' >&3;"
                                            + " timeout 9 cat <&3")
                            .out())
                    .startsWith("HTTP/1.0 403");
            assertThat(Lab.dev().run("repoman", "status", "web", "--check").exit())
                    .isZero();
        } finally {
            LabUser.kill(proxy);
            LabUser.kill(server);
            Lab.root().sh("pkill -f 'nc -ll -p 443'; pkill tinyproxy; sed -i /example.org/d /etc/hosts; true");
        }
    }

    /// @return what the proxy and the other end say
    private static String connected(String target) {
        return inside("exec 3<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT " + target
                        + " HTTP/1.0\\r\\n\\r\\n' >&3; timeout 9 cat <&3")
                .out();
    }

    @Test
    void whatRootMakesOfTheRepositoryNeverTouchesTheHost() {
        created();
        rootInside("cd " + REPO + " && cp /usr/bin/id root && chmod 4755 root && ln -s /etc/shadow link"
                        + " && chown -h dev: link && printf '#!/bin/sh\\ntouch /tmp/planted\\n' >.git/hooks/post-checkout"
                        + " && chmod 755 .git/hooks/post-checkout")
                .ok();
        inside("git add -A && git commit -qm files && git config core.fsmonitor /bin/false")
                .ok();
        Lab.dev()
                .sh("cd repos/web && git fetch -q repoman::web main:from-web && git checkout -qf from-web")
                .ok();
        assertThat(Lab.dev()
                        .sh("stat -c '%a %U' repos/web/root; ls /tmp/planted")
                        .out())
                .isEqualTo("755 dev\n");
    }

    @Test
    void theMirrorIsABareRepositoryThatGitFetches() {
        created();
        Lab.root()
                .sh("mkdir -p /home/backup && touch /home/backup/.repoman-backup && chown -R dev: /home/backup")
                .ok();
        Lab.dev()
                .run("repoman", "config", "set", "defaults.backup_root", "/home/backup")
                .ok();
        Lab.dev().run("repoman", "sync", "web", "--verify").ok();
        String refs = "git --git-dir=/home/backup/web.git for-each-ref --format='%(refname) %(subject)'";
        assertThat(Lab.dev().sh(refs).ok().out())
                .isEqualTo("refs/heads/main first\nrefs/heads/topic first\nrefs/tags/v1 first\n");
        assertThat(Lab.dev()
                        .sh("git clone -q /home/backup/web.git back && cat back/file")
                        .ok()
                        .out())
                .isEqualTo("one\n");
        inside("git commit -q --allow-empty -m second && git branch -D topic").ok();
        Lab.dev().run("repoman", "stop", "web").ok();
        Lab.dev().run("repoman", "sync", "--all").ok();
        assertThat(Lab.dev().run("repoman", "list").out()).contains("stopped");
        assertThat(Lab.dev().sh(refs).ok().out()).isEqualTo("refs/heads/main second\nrefs/tags/v1 first\n");
        assertThat(Lab.dev().sh("ls -A .local/state/repoman/bundles").ok().out())
                .isEmpty();

        inside("rm -rf .git && git init -q").ok();
        Ran emptied = Lab.dev().run("repoman", "sync", "web");
        assertThat(emptied.exit()).isEqualTo(1);
        assertThat(emptied.err()).contains("Refusing to create empty bundle");
        assertThat(Lab.dev().sh(refs).ok().out()).startsWith("refs/heads/main second\n");
        Ran restore = Lab.dev().run("repoman", "restore", "web");
        assertThat(restore.exit()).isEqualTo(4);
        assertThat(restore.err()).contains("the repository of web is in a volume", "git clone /home/backup/web.git");
    }

    @Test
    void theVolumeOutlivesTheContainer() {
        created();
        inside("git commit -q --allow-empty -m inside").ok();
        assertThat(Lab.dev().run("repoman", "rename", "web", "other").err())
                .contains("the repository of web is in a volume");
        Lab.dev().run("incus", "delete", "-f", "web", "--project", "repoman").ok();
        Lab.dev().run("repoman", "repair", "web").ok();
        assertThat(inside("git log -1 --format=%s").ok().out()).isEqualTo("inside\n");
        assertThat(Lab.dev().run("repoman", "remove", "web", "-y").ok().toString())
                .containsPattern(
                        "the repository is kept, in the volume repoman-web\\.[0-9a-f]{8} of the pool default: --purge-volume deletes it");
        Lab.dev().run("repoman", "remove", "web", "-y", "--purge-volume").ok();
        assertThat(Lab.dev()
                        .run("incus", "storage", "volume", "list", "default", "--project", "repoman")
                        .out())
                .doesNotContain("repoman-web");
    }

    @Test
    void whatCannotBeSealedIsRefused() {
        Ran tiny = Lab.dev().run("repoman", "new", "bare", "--containment", "sealed", "--image", "tiny");
        assertThat(tiny.err()).contains("the image has no git", "hint: choose one with git");
        assertThat(Lab.dev()
                        .run("incus", "storage", "volume", "list", "default", "--project", "repoman")
                        .out())
                .as("all of it is undone")
                .doesNotContain("repoman-bare");
        Lab.dev().run("repoman", "new", "web", "--image", "tiny").ok();
        assertThat(Lab.dev()
                        .run("repoman", "new", "two", "--repo", "web", "--containment", "sealed", "--image", "tiny")
                        .err())
                .contains("~/repos/web is the repository of web, and a sealed project has one of its own");
        Lab.dev().sh("cd repos/web && git worktree add -q ../tree").ok();
        assertThat(Lab.dev()
                        .run("repoman", "new", "tree", "--containment", "sealed", "--image", "tiny")
                        .err())
                .contains("the repository ~/repos/tree cannot be copied: its history is elsewhere");
    }
}
