package dev.repoman.plan.setup;

import dev.repoman.plan.Finding;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.setup.SetupFacts.BoundaryFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Containment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What only root of the host can close. repoman prints the lines for it, checks what it can see of them, and works
/// without them.
public final class HostBoundary {
    /// Where root keeps the rules.
    public static final String RULES = "/etc/repoman-guard.nft";

    private static final String DROP_IN = "/etc/systemd/system/incus.service.d";

    /// In a frame's mark, which passes from the bridge to the host's own rules.
    private static final String MARK = "0x40000000";

    private HostBoundary() {}

    static List<Finding> findings(RootFact repos, BoundaryFact fact, Containment ofNew) {
        List<Finding> findings = new ArrayList<>();
        if (!fact.nosuid()) {
            findings.add(Finding.warn(
                    "setuid",
                    "setuid files of root inside work on this host; as root, mount the folder without:",
                    mount(repos.folder().realPath())));
        }
        if (ofNew == Containment.GUARDED && !rules().equals(fact.rules())) {
            findings.add(Finding.warn(
                    "guard", "guarded containers reach the services of this host; as root, load the rules:", load()));
        }
        return findings;
    }

    /// @param path of the folder that holds the repositories, its links resolved
    private static @Nullable String mount(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            return null; // nothing for a terminal, nor for fstab
        }
        String folder = ShellText.command(path);
        String line = path.replace("\\", "\\134").replace(" ", "\\040");
        return "sudo mount --bind " + folder + " " + folder
                + "\nsudo mount -o remount,bind,nosuid,nodev " + folder
                + "\necho " + ShellText.command(line + " " + line + " none bind,nosuid,nodev 0 0")
                + " | sudo tee -a /etc/fstab";
    }

    private static String load() {
        return "repoman setup --guard-rules | sudo tee " + RULES + " >/dev/null"
                + "\nsudo nft -f " + RULES
                + "\nsudo mkdir -p " + DROP_IN
                + "\nprintf '[Service]\\nExecStartPre=-/usr/sbin/nft -f " + RULES + "\\n' | sudo tee " + DROP_IN
                + "/repoman-guard.conf";
    }

    /// The rules for nftables. A container is recognised by the name of its interface on the host. It reaches no other
    /// container, directly or by way of the host; of the host, names, addresses and the model. It cannot pose as a
    /// router or as a DHCP server.
    public static String rules() {
        return """
                # Written by repoman setup --guard-rules: what guarded containers (rmg*) reach on this host.
                table bridge repoman
                delete table bridge repoman
                table bridge repoman {
                    chain arrive {
                        type filter hook prerouting priority -300; policy accept;
                        iifname "rmg*" udp sport 67 drop
                        iifname "rmg*" icmpv6 type nd-router-advert drop
                        iifname "rmg*" meta mark set meta mark | MARK
                    }
                    chain sideways {
                        type filter hook forward priority 0; policy accept;
                        iifname "rmg*" oifname "rmg*" drop
                        iifname "rmg*" oifname "veth*" drop
                        iifname "rmg*" oifname "tap*" drop
                        iifname "veth*" oifname "rmg*" drop
                        iifname "tap*" oifname "rmg*" drop
                    }
                    chain back {
                        type filter hook output priority 0; policy accept;
                        oifname "rmg*" meta mark & MARK == MARK drop
                        oifname "veth*" meta mark & MARK == MARK drop
                        oifname "tap*" meta mark & MARK == MARK drop
                    }
                }
                table inet repoman
                delete table inet repoman
                table inet repoman {
                    chain input {
                        type filter hook input priority -10; policy accept;
                        meta mark & MARK == MARK jump guarded
                    }
                    chain guarded {
                        ct state established,related accept
                        udp dport { 53, 67, 547 } accept
                        tcp dport { 53, 11434 } accept
                        meta l4proto { icmp, ipv6-icmp } accept
                        meta l4proto tcp reject with tcp reset
                        reject
                    }
                }
                """.replace("MARK", MARK);
    }
}
