package dev.repoman.plan.setup;

import dev.repoman.plan.Finding;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Stage 3: the profile that shares `~/.local/bin` with its agents. repoman checks it and never writes it.
final class ClaudeShareStage {
    private ClaudeShareStage() {}

    static Stage plan(SetupFacts facts, SetupChoices choices) {
        String name = choices.claudeShareProfile();
        String title = "Profile " + name;
        HostUser user = facts.user();
        Path bin = Path.of(user.home(), ".local/bin");
        Profile profile = facts.incus().profile(name).orElse(null);
        if (profile == null) {
            return new Stage(
                    Step.CLAUDE_SHARE,
                    title,
                    List.of(),
                    List.of(),
                    missing(
                            "the profile \"" + name + "\" does not exist in the Incus project \""
                                    + choices.incusProject() + "\"",
                            facts.incus().projectConfig() == null ? "once that project exists, " : "",
                            snippet(facts, choices, null)));
        }
        if (sharing(profile, bin) == null) {
            return new Stage(
                    Step.CLAUDE_SHARE,
                    title,
                    List.of(),
                    List.of(),
                    missing(
                            "the profile \"" + name + "\" does not share " + user.contract(bin.toString()),
                            "",
                            snippet(facts, choices, profile)));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("launchers", "it shares " + user.contract(bin.toString())));
        writable(facts, choices, profile, bin, findings);
        List<Profile> given = facts.incus().profiles();
        for (LauncherFact launcher : facts.launchers()) {
            String path = user.contract(launcher.path());
            if (launcher.target() == null) {
                findings.add(Finding.warn("launchers", path + " is a broken link"));
            } else if (given.stream().noneMatch(p -> sharing(p, Path.of(launcher.target())) != null)) {
                findings.add(Finding.warn(
                        "launchers",
                        path + " leads to " + user.contract(launcher.target())
                                + ", which no profile shares: it will not start in a container; share it too:",
                        addDevice(choices, deviceName(launcher, profile), folder(launcher, user))));
            }
        }
        return new Stage(Step.CLAUDE_SHARE, title, findings, List.of(), exposed(facts, choices));
    }

    /// Programs that the host's user starts, and that agents can replace. A device that is made read-only while a
    /// container runs can be made writable again inside, until that container starts anew.
    private static void writable(
            SetupFacts facts, SetupChoices choices, Profile profile, Path bin, List<Finding> findings) {
        profile.devices().forEach((name, device) -> {
            boolean programs = isBelow(bin, device)
                    || facts.launchers().stream()
                            .anyMatch(l -> l.target() != null && isBelow(Path.of(l.target()), device));
            if (programs && isWritable(device)) {
                findings.add(Finding.warn(
                        "launchers-writable",
                        "it shares " + facts.user().contract(Objects.requireNonNull(device.option("source")))
                                + " writable: an agent can replace the programs that you start; to share it read-only:",
                        ShellText.command(
                                        "incus",
                                        "profile",
                                        "device",
                                        "set",
                                        profile.name(),
                                        name,
                                        "readonly=true",
                                        "--project",
                                        choices.incusProject().name())
                                + "\nrepoman restart --all"));
            }
        });
    }

    /// @return why setup stops: an agent could replace repoman itself, and would run as a member of incus-admin
    private static @Nullable RepomanException exposed(SetupFacts facts, SetupChoices choices) {
        String program = facts.program();
        if (program == null || choices.trustsAgents()) {
            return null;
        }
        return facts.incus().profiles().stream()
                .filter(profile -> profile.devices().values().stream()
                        .anyMatch(device -> isWritable(device) && isBelow(Path.of(program), device)))
                .findFirst()
                .map(profile -> new RepomanException(
                        Fault.REFUSED,
                        "repoman itself is at " + facts.user().contract(program) + ", which the profile "
                                + profile.name() + " shares writable: an agent could replace it and act as you",
                        "install it elsewhere, for example in /usr/local/bin, or share that folder read-only; to go on all"
                                + " the same: --allow-writable-repoman"))
                .orElse(null);
    }

    /// @return whether an agent sees, and perhaps writes, what is at `path`
    static boolean isShared(SetupFacts facts, Path path) {
        return facts.incus().profiles().stream()
                .flatMap(profile -> profile.devices().values().stream())
                .anyMatch(device -> isBelow(path, device));
    }

    private static boolean isBelow(Path path, Device device) {
        String source = device.option("source");
        return device.type().equals("disk") && source != null && source.startsWith("/") && path.startsWith(source);
    }

    private static boolean isWritable(Device device) {
        return !"true".equals(device.option("readonly"));
    }

    /// @return the disk device that shows `path` of the host at the same path inside
    private static @Nullable Device sharing(Profile profile, Path path) {
        for (Device device : profile.devices().values()) {
            String source = device.option("source");
            if (device.type().equals("disk")
                    && source != null
                    && source.startsWith("/")
                    && Path.of(source).equals(Path.of(Objects.requireNonNullElse(device.option("path"), "/")))
                    && path.startsWith(source)) {
                return device;
            }
        }
        return null;
    }

    private static RepomanException missing(String what, String when, List<String> snippet) {
        return new RepomanException(
                Fault.ENVIRONMENT,
                what,
                when + "paste these lines, then run repoman setup again:\n" + String.join("\n", snippet));
    }

    private static List<String> snippet(SetupFacts facts, SetupChoices choices, @Nullable Profile there) {
        List<String> lines = new ArrayList<>();
        HostUser user = facts.user();
        String bin = user.home() + "/.local/bin";
        lines.add(ShellText.command("mkdir", "-p", bin));
        if (there == null) {
            // without it the client reads the profile from a standard input that is not a terminal
            lines.add(ShellText.command(
                            "incus",
                            "profile",
                            "create",
                            choices.claudeShareProfile(),
                            "--project",
                            choices.incusProject().name())
                    + " </dev/null");
        }
        lines.add(addDevice(choices, free("local-bin", there), bin));
        Set<String> folders = new LinkedHashSet<>();
        for (LauncherFact launcher : facts.launchers()) {
            String target = launcher.target();
            if (target != null
                    && !Path.of(target).startsWith(bin)
                    && folders.add(folder(launcher, user))
                    && (there == null || sharing(there, Path.of(target)) == null)) {
                lines.add(addDevice(choices, deviceName(launcher, there), folder(launcher, user)));
            }
        }
        return lines;
    }

    private static String addDevice(SetupChoices choices, String device, String folder) {
        return ShellText.command(
                "incus",
                "profile",
                "device",
                "add",
                choices.claudeShareProfile(),
                device,
                "disk",
                "source=" + folder,
                "path=" + folder,
                "readonly=true",
                "shift=true",
                "--project",
                choices.incusProject().name());
    }

    private static String deviceName(LauncherFact launcher, @Nullable Profile there) {
        return free(launcher.name() + "-program", there);
    }

    private static String free(String name, @Nullable Profile there) {
        Set<String> taken =
                there == null ? Set.of() : new TreeSet<>(there.devices().keySet());
        String free = name;
        for (int n = 2; taken.contains(free); n++) {
            free = name + "-" + n;
        }
        return free;
    }

    /// The folder to share for a launcher's target: below the home, the folder of the program
    /// (`~/.local/share/claude` for `~/.local/share/claude/versions/1.0`), so that an update stays inside it;
    /// elsewhere that of the file.
    private static String folder(LauncherFact launcher, HostUser user) {
        Path target = Path.of(Objects.requireNonNull(launcher.target()));
        Path share = Path.of(user.home(), ".local/share");
        if (target.startsWith(share) && target.getNameCount() > share.getNameCount() + 1) {
            return share.resolve(target.getName(share.getNameCount())).toString();
        }
        return String.valueOf(target.getParent());
    }
}
