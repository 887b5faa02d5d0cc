package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostFindings;
import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.GitHelperFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.project.Cluster;
import dev.repoman.project.Cluster.Member;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Stage 1: the environment. Changes nothing but the link that git looks for and the proxy of sealed projects; ends the
/// plan if Incus cannot be used.
final class EnvironmentStage {
    /// The first long-term release; earlier ones lack features that our containers need.
    private static final int OLDEST_INCUS = 6;

    private static final Pattern MAJOR = Pattern.compile("([0-9]{1,6})\\b.*");
    /// File systems without idmapped mounts, on which `shift=true` fails.
    private static final Pattern UNSHIFTABLE = Pattern.compile("overlay|fuse.*|nfs.*|9p|vfat|ecryptfs");

    private static final String ROOTS_PROGRAMS = "/usr/local/bin/";

    private EnvironmentStage() {}

    /// @param choseBackupRoot whether it is not the built-in one
    static Stage plan(SetupFacts facts, SetupChoices choices, boolean choseBackupRoot) {
        List<Finding> findings = new ArrayList<>();
        HostUser user = facts.user();
        RepomanException blocker = incus(facts.incus(), findings);
        findings.add(Finding.good(
                "user",
                "you are " + user.name() + " (" + user.uid() + ":" + user.gid() + "), at home in " + user.home()));
        if (choices.wiring() == Wiring.LAN && facts.incus().trouble() == null) {
            findings.add(bridge(facts.bridge()));
        }
        if (choices.llm() || choices.asksLlm()) {
            findings.add(ollama(facts.ollama()));
        }
        if (facts.jail() != null) {
            findings.add(HostFindings.jail(facts.jail()));
        }
        findings.add(hermes(facts));
        findings.add(repos(facts.reposRoot(), user));
        findings.addAll(HostBoundary.findings(
                facts.reposRoot(), facts.boundary(), choices.basics().containment()));
        if (choseBackupRoot || facts.backupRoot().folder().kind() != FolderFact.Kind.MISSING) {
            findings.add(backup(facts, user));
        }
        List<Action> actions = new ArrayList<>();
        if (!choices.refresh()) {
            actions.addAll(gitHelper(facts, findings));
            actions.addAll(HttpProxy.plan(facts.proxy(), choices.basics().allowed(), findings));
        }
        return new Stage(Step.ENVIRONMENT, "Environment", findings, actions, blocker);
    }

    /// A folder that agents see is no place for a program.
    private static List<Action> gitHelper(SetupFacts facts, List<Finding> findings) {
        GitHelperFact helper = facts.gitHelper();
        if (helper == null) {
            return List.of();
        }
        if (helper.writable() && !ClaudeShareStage.isShared(facts, Path.of(helper.path()))) {
            return List.of(new Action.LinkProgram(
                    helper.path(), Path.of(helper.program()).getFileName().toString()));
        }
        findings.add(Finding.warn(
                "git-helper",
                "git does not find the helper for git clone repoman::NAME: link it, as root",
                ShellText.command("sudo", "ln", "-s", helper.program(), ROOTS_PROGRAMS + "git-remote-repoman")));
        return List.of();
    }

    static @Nullable RepomanException incus(SetupFacts.IncusFact incus, List<Finding> findings) {
        if (incus.trouble() != null) {
            return incus.trouble();
        }
        Matcher major = MAJOR.matcher(incus.version());
        if (major.matches() && Integer.parseInt(major.group(1)) < OLDEST_INCUS) {
            return new RepomanException(
                    Fault.ENVIRONMENT,
                    "Incus " + incus.version() + " is too old: repoman needs " + OLDEST_INCUS + ".0 or newer",
                    "update Incus with the package manager of this host");
        }
        findings.add(Finding.good("incus", "Incus " + incus.version()));
        if (incus.cluster().isOne()) {
            findings.addAll(cluster(incus.cluster()));
        }
        return null;
    }

    /// The database of a cluster needs more than half of its members.
    private static List<Finding> cluster(Cluster cluster) {
        List<Finding> findings = new ArrayList<>();
        String names = cluster.members().stream().map(Member::name).collect(Collectors.joining(", "));
        findings.add(
                cluster.members().size() == 2
                        ? Finding.warn(
                                "cluster",
                                "Incus is a cluster of two members, " + names
                                        + ": if one fails, Incus does not answer on the other either",
                                "add a third one: incus cluster add NAME")
                        : Finding.good("cluster", "a cluster of " + names + "; this host is " + cluster.here()));
        cluster.members().stream()
                .filter(member -> !member.isOnline())
                .forEach(member -> findings.add(Finding.warn(
                        "cluster-member",
                        "the member " + member.name() + " of the cluster is "
                                + member.status().toLowerCase(Locale.ROOT),
                        "incus cluster list says why")));
        return findings;
    }

    private static Finding bridge(BridgeFact bridge) {
        String name = bridge.name();
        if (!bridge.there()) {
            return Finding.info("bridge", "the bridge " + name + " does not exist");
        }
        if (!bridge.up()) {
            return Finding.info("bridge", "the bridge " + name + " is down");
        }
        return bridge.ipv4().isEmpty()
                ? Finding.info("bridge", "the bridge " + name + " has no IPv4 address")
                : Finding.good("bridge", "the bridge " + name + " has " + String.join(", ", bridge.ipv4()));
    }

    private static Finding ollama(OllamaFact ollama) {
        Optional<Health> lan = ollama.lan().stream().filter(Health::ok).findFirst();
        Optional<Health> any =
                lan.isPresent() ? lan : Optional.of(ollama.loopback()).filter(Health::ok);
        if (any.isPresent()) {
            Health health = any.get();
            int models = health.models().size();
            return Finding.good(
                    "ollama",
                    "ollama " + health.detail() + " answers "
                            + (lan.isPresent() ? "at " + health.url() : "on loopback") + ", with "
                            + (models == 1 ? "one model" : models == 0 ? "no models yet" : models + " models"));
        }
        return Finding.info(
                "ollama",
                ollama.binary() == null
                        ? "no ollama"
                        : "ollama is installed (" + ollama.binary() + ") and does not answer");
    }

    private static Finding hermes(SetupFacts facts) {
        SetupFacts.HermesFact hermes = facts.hermes();
        if (hermes.launcher() == null) {
            return Finding.info("hermes", "no hermes");
        }
        return Finding.good("hermes", "hermes: " + hermes.kind());
    }

    private static Finding repos(RootFact root, HostUser user) {
        String path = user.contract(root.folder().path());
        if (!root.answers()) {
            return Finding.warn("repos-root", path + " does not answer");
        }
        if (root.folder().kind() == FolderFact.Kind.NOT_A_FOLDER) {
            return Finding.warn("repos-root", path + " is a file, not a folder");
        }
        String type = root.folder().fileSystem();
        if (UNSHIFTABLE.matcher(type).matches()) {
            return Finding.warn(
                    "repos-root",
                    path + " is on " + type + ", which cannot be shared with a container's user:"
                            + " keep repositories on ext4, xfs, btrfs, tmpfs or ZFS");
        }
        return root.there()
                ? Finding.good("repos-root", "repositories in " + path + " (" + type + ")")
                : Finding.info(
                        "repos-root", "repositories will be in " + path + " (" + type + "), which repoman new creates");
    }

    private static Finding backup(SetupFacts facts, HostUser user) {
        RootFact root = facts.backupRoot();
        String path = user.contract(root.folder().path());
        if (facts.backsUpIntoItself()) {
            return Finding.warn(
                    "backup-root",
                    "the backup root " + path + " contains the repositories, which are in "
                            + user.contract(facts.reposRoot().folder().path()),
                    "repoman config set defaults.backup_root DIR");
        }
        if (!root.answers()) {
            return Finding.warn("backup-root", "the backup root " + path + " does not answer: is its server down?");
        }
        switch (root.folder().kind()) {
            case MISSING -> {
                return Finding.info("backup-root", "the backup root " + path + " does not exist: no backups yet");
            }
            case NOT_A_FOLDER -> {
                return Finding.warn("backup-root", "the backup root " + path + " is a file, not a folder");
            }
            case UNREADABLE -> {
                return Finding.warn(
                        "backup-root",
                        "the backup root " + path + " cannot be read: permission denied: see ls -ld " + path);
            }
            case EMPTY, FOLDER -> {}
        }
        if (root.marker()) {
            return Finding.good(
                    "backup-root", "backups in " + path + " (" + root.folder().fileSystem() + ")");
        }
        return RegistryStage.isShare(root, user.home())
                ? new Finding(
                        Finding.Level.INFO,
                        "backup-root",
                        "the backup root " + path + " is mounted ("
                                + root.folder().fileSystem() + ") and has no marker yet",
                        "repoman sync --init-backup-root")
                : Finding.info("backup-root", "the backup root " + path + " is not mounted: no backups yet");
    }
}
