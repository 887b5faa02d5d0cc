package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `doctor` on a host where everything works, and on one where things are broken for real, one after the other.
@LabTest
class DoctorLabIT {
    private static final String HOST = "192.0.2.1";
    private static final String RULES = "/etc/repoman-guard.nft";

    private StandIn ollama;

    @BeforeEach
    void aHostThatWorks() throws IOException {
        Lab.reset();
        ollama = StandIn.ollama(HOST);
        Lab.dev()
                .sh("mkdir -p ~/.local/bin repos && printf '#!/bin/sh\\necho 2.0.1\\n' >~/.local/bin/claude"
                        + " && chmod 755 ~/.local/bin/claude && git config --global user.name Ada"
                        + " && git config --global user.email ada@example.org")
                .ok();
        Lab.root()
                .sh("mount --bind /home/dev/repos /home/dev/repos"
                        + " && mount -o remount,bind,nosuid,nodev /home/dev/repos")
                .ok();
        rules();
        Ran first = Lab.dev().run("repoman", "setup", "--yes", "--with-llm", "--bridge", "br0");
        assertThat(first.exit()).as(first.toString()).isEqualTo(3);
        Lab.dev().sh(first.err().substring(first.err().lastIndexOf("mkdir -p"))).ok();
        Lab.dev()
                .run("repoman", "setup", "--yes", "--with-llm", "--bridge", "br0")
                .ok();
        Lab.dev()
                .stdin("[environment]\nIP4 = \"192.0.2.11/24\"\n")
                .sh("mkdir -p .config/repoman/repos.d && cat >.config/repoman/repos.d/demo.toml")
                .ok();
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        rootInside("echo nameserver " + HOST + " >/etc/resolv.conf");
    }

    @AfterEach
    void asBefore() {
        ollama.close();
        Lab.root()
                .sh("nft delete table bridge repoman; nft delete table inet repoman; rm -f " + RULES
                        + "; umount /home/dev/repos; sed -i /deb.debian.org/d /etc/hosts; umount /opt/backup;"
                        + " mv /etc/subuid.kept /etc/subuid; nft delete table inet lab;"
                        + " [ ! -e /run/udhcpd.pid ] || kill $(cat /run/udhcpd.pid);"
                        + " incus profile delete small --project repoman && incus storage delete small;"
                        + " umount /opt/small; true");
    }

    private static void rules() {
        String rules = Lab.dev().run("repoman", "setup", "--guard-rules").ok().out();
        Lab.root().stdin(rules).sh("cat >" + RULES + " && nft -f " + RULES).ok();
    }

    private static void rootInside(String line) {
        Lab.dev()
                .run("incus", "exec", "demo", "--project", "repoman", "--", "sh", "-c", line)
                .ok();
    }

    /// What is to be fixed, as `GRADE CODE`, without what the machine that runs the tests may lack: room, and
    /// instances of inotify.
    private static List<String> bad() {
        Ran ran = Lab.dev().run("repoman", "doctor", "demo", "--json");
        JsonNode checks = ran.json().path("checks");
        List<String> found = StreamSupport.stream(checks.spliterator(), false)
                .map(check ->
                        check.path("grade").asText() + " " + check.path("code").asText())
                .filter(line -> !line.startsWith("ok ") && !line.startsWith("skipped "))
                .toList();
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(found.isEmpty() ? 0 : 6);
        return found.stream()
                .filter(line -> !line.endsWith("-room") && !line.endsWith(" inotify"))
                .toList();
    }

    @Test
    void whatIsBrokenIsFound() {
        Ran well = Lab.dev().run("repoman", "doctor", "demo");
        assertThat(bad()).as(well.toString()).isEmpty();
        assertThat(unwrapped(well))
                .contains(
                        "✓ you are dev inside, and a file that you write in the repository is yours here",
                        "✓ its level is guarded: it does not reach a service of this host",
                        "✓ the container has the address 192.0.2.11",
                        "✓ ollama 0.9.1 answers inside at http://192.0.2.1:11434, with one model",
                        "✓ qwen3:8b is loaded with a context of 65536 tokens",
                        "✓ claude starts inside: 2.0.1");
        assertThat(Lab.dev().sh("ls -A repos/demo").out()).doesNotContain("proof");

        Lab.root().sh("echo " + HOST + " deb.debian.org >>/etc/hosts").ok();
        assertThat(bad()).containsExactly("error dns");
        rootInside("echo >/etc/resolv.conf");
        assertThat(bad()).containsExactly("error dns");
        rootInside("echo nameserver " + HOST + " >/etc/resolv.conf");
        Lab.root().sh("sed -i /deb.debian.org/d /etc/hosts").ok();

        Lab.root()
                .sh("mkdir -p /opt/ollama && printf '#!/bin/sh\\necho Warning: client version is 0.9.0\\n'"
                        + " >/opt/ollama/ollama && chmod 755 /opt/ollama/ollama")
                .ok();
        assertThat(unwrapped(Lab.dev().sh("PATH=/opt/ollama:$PATH repoman doctor --host")))
                .contains("! the program ollama is 0.9.0, and the daemon is 0.9.1\nsudo systemctl restart ollama\n");

        Lab.root()
                .sh("cp /etc/subuid /etc/subuid.kept && sed -i /^root/d /etc/subuid")
                .ok();
        Ran noIds = Lab.dev().run("repoman", "doctor", "--host");
        assertThat(noIds.exit()).as(noIds.toString()).isEqualTo(3);
        assertThat(unwrapped(noIds))
                .contains(
                        "✗ root has no ids for containers in /etc/subuid: Incus creates none once it is started again\n"
                                + "echo root:1000000:1000000000 | sudo tee -a /etc/subuid\n");
        Lab.root().sh("mv /etc/subuid.kept /etc/subuid").ok();

        Lab.root().sh("umount /home/dev/repos").ok();
        assertThat(bad()).containsExactly("warning setuid");

        Lab.root()
                .sh("nft delete table bridge repoman; nft delete table inet repoman; rm " + RULES)
                .ok();
        assertThat(bad()).containsExactly("warning setuid", "warning guard", "warning host-reached");
        rules();

        Lab.dev()
                .run("repoman", "config", "set", "defaults.backup_root", "/home/dev/backup")
                .ok();
        assertThat(bad()).containsExactly("warning setuid", "warning backup-root", "warning backup-never");
        Lab.root()
                .sh("mkdir -p /opt/backup && mount -t tmpfs -o size=10m,mode=777 backup /opt/backup")
                .ok();
        Lab.dev()
                .run("repoman", "config", "set", "defaults.backup_root", "/opt/backup")
                .ok();
        Ran unmarked = Lab.dev().run("repoman", "doctor", "--host");
        assertThat(unwrapped(unmarked))
                .contains("! the backup root /opt/backup is mounted (tmpfs) and has no marker yet\n"
                        + "repoman sync --init-backup-root\n");
        Lab.root().sh("touch /opt/backup/.repoman-backup").ok();
        assertThat(unwrapped(Lab.dev().run("repoman", "doctor", "--host")))
                .contains("✓ backups in /opt/backup (tmpfs)", "! the backup root /opt/backup has 0.0 GB free");
        Lab.dev()
                .run("repoman", "config", "set", "defaults.backup_root", "/nfs/repos")
                .ok();

        Lab.dev()
                .run(
                        "incus",
                        "profile",
                        "set",
                        "llm-share",
                        "environment.OLLAMA_HOST=http://192.0.2.9:11434",
                        "--project",
                        "repoman")
                .ok();
        assertThat(bad()).contains("warning llm-address", "error llm-inside");
        Lab.dev().run("repoman", "setup", "--refresh").ok();
        assertThat(bad()).containsExactly("warning setuid");

        ollama.close();
        assertThat(bad()).contains("error llm-inside").doesNotContain("error incus");
    }

    /// @param udp a port at which the firewall of this host drops what containers send
    private static void dhcp(int udp) {
        Lab.root()
                .stdin(
                        "start 192.0.2.100\nend 192.0.2.200\ninterface br0\nlease_file /run/leases\npidfile /run/udhcpd.pid\n"
                                + "option subnet 255.255.255.0\n")
                .sh("cat >/run/udhcpd.conf && touch /run/leases && busybox udhcpd -a 200 /run/udhcpd.conf"
                        + " && nft add table inet lab"
                        + " && nft add chain inet lab in '{ type filter hook input priority -300; }'"
                        + " && nft add rule inet lab in udp dport " + udp + " drop")
                .ok();
    }

    @Test
    void aNewContainerIsTriedAndGone() {
        dhcp(67);
        Lab.dev()
                .run("repoman", "config", "set", "defaults.default_image", "tiny")
                .ok();
        Ran ran = Lab.dev().run("repoman", "doctor");
        assertThat(unwrapped(ran))
                .contains(
                        "Inside a new container\n",
                        "✓ you are dev inside, and a file that you write in the repository is yours here",
                        "! the container has no address",
                        "✗ ollama does not answer inside");
        assertThat(containers()).isEqualTo("demo\n");
        assertThat(Lab.dev().sh("ls -A repos").out()).isEqualTo("demo\n");

        Lab.root().sh("nft delete table inet lab").ok();
        assertThat(unwrapped(Lab.dev().run("repoman", "doctor")))
                .contains("✓ the container has the address 192.0.2.1", "✓ ollama 0.9.1 answers inside");

        Lab.root()
                .sh("mkdir -p /opt/small && mount -t tmpfs -o size=1m small /opt/small"
                        + " && incus storage create small dir source=/opt/small"
                        + " && incus profile create small --project repoman </dev/null"
                        + " && incus profile device add small root disk path=/ pool=small --project repoman")
                .ok();
        Lab.dev()
                .run("repoman", "config", "set", "defaults.profiles", "[\"default\", \"claude-share\", \"small\"]")
                .ok();
        Ran filled = Lab.dev().run("repoman", "doctor");
        assertThat(unwrapped(filled))
                .contains("! the storage pool small has 0.0 GB free", "✗ a new container does not work: ");
        assertThat(containers()).isEqualTo("demo\n");
        Lab.dev()
                .run("repoman", "config", "set", "defaults.profiles", "[\"default\", \"claude-share\"]")
                .ok();

        Lab.dev()
                .sh(
                        "repoman doctor >/dev/null 2>&1 &"
                                + " until incus list --project repoman -f csv -c n | grep -q repoman-doctor; do :; done; kill -9 $!")
                .ok();
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (containers().contains("repoman-doctor")) {
            assertThat(System.nanoTime()).as("the guard deletes it").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static String unwrapped(Ran ran) {
        return ran.out().replace("\n     ", " ");
    }

    private static String containers() {
        return Lab.dev()
                .run("incus", "list", "--project", "repoman", "--format", "csv", "--columns", "n")
                .ok()
                .out();
    }
}
