package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.plan.Plan;
import dev.repoman.plan.setup.HostBoundary;
import dev.repoman.plan.setup.HostPlanner;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.usecase.AddHost;
import dev.repoman.usecase.doctor.Examination;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `repoman setup`.
@Command(
        name = "setup",
        description = {
            "Prepare this host, in six stages: environment, Incus project, agents' profile, local models, registry,"
                    + " summary.",
            "It can be run again at any time and changes only what is not as it should be."
        },
        footer = {
            "%nExamples:",
            "  repoman setup                     ask before each change",
            "  repoman setup --yes --with-llm    in scripts",
            "  repoman setup --check             would anything change?",
            "  repoman setup --refresh           the address of this host changed",
            "  repoman setup --host work         another machine, which is a remote of incus"
        })
public class SetupCommand implements Callable<Integer> {
    @Option(
            names = {"-y", "--yes", "--non-interactive"},
            order = 1,
            description = "Do not ask; take every default answer.")
    boolean yes;

    @ArgGroup
    @Nullable
    Models models;

    /// At most one of them.
    static class Models {
        @Option(names = "--with-llm", order = 2, description = "Connect containers to the local model daemon.")
        boolean with;

        @Option(names = "--without-llm", order = 3, description = "Do not use the local model daemon.")
        boolean without;
    }

    @Option(
            names = "--llm-wiring",
            order = 4,
            paramLabel = "HOW",
            description =
                    "lan: containers reach ollama at the bridge's address; proxy: on the host's loopback (default: lan).")
    @Nullable
    Wiring wiring;

    @Option(names = "--refresh", order = 5, description = "Find the address on the LAN again, and change nothing else.")
    boolean refresh;

    @Option(names = "--check", order = 6, description = "Show what would change; exit code 6 if anything.")
    boolean check;

    @Option(
            names = "--bridge",
            order = 7,
            paramLabel = "BRIDGE",
            description = "Bridge of this host to the LAN (default: br0).")
    @Nullable
    String bridge;

    @Option(
            names = "--claude-share-profile",
            order = 8,
            paramLabel = "PROFILE",
            description = "Profile that shares ~/.local/bin (default: claude-share).")
    @Nullable
    String claudeShareProfile;

    @Option(names = "--repos-root", order = 9, paramLabel = "DIR", description = "Folder that holds your repositories.")
    @Nullable
    String reposRoot;

    @Option(
            names = "--backup-root",
            order = 10,
            paramLabel = "DIR",
            description = "Folder for backups: a mounted share or disk.")
    @Nullable
    String backupRoot;

    @Option(names = "--image", order = 11, paramLabel = "IMAGE", description = "Image of new containers.")
    @Nullable
    String image;

    @Option(
            names = "--allow-writable-repoman",
            order = 12,
            description = "Go on although agents can replace this program through a shared folder.")
    boolean allowWritable;

    @Option(
            names = "--guard-rules",
            order = 13,
            description = "Print the rules of nftables for guarded containers, and do nothing else.")
    boolean guardRules;

    @Option(
            names = "--host",
            order = 14,
            paramLabel = "HOST",
            description = "Prepare another machine, a remote of incus, and add it to the registry.")
    @Nullable
    String host;

    @Option(
            names = "--remote",
            order = 15,
            paramLabel = "REMOTE",
            description = "Its name in incus remote list, if it differs from that of the host.")
    @Nullable
    String remote;

    @Spec
    CommandSpec spec;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    SetupWizard wizard;

    @Inject
    Examination doctor;

    @Inject
    AddHost hosts;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        if (guardRules) {
            spec.commandLine().getOut().println(HostBoundary.rules().stripTrailing());
            return 0;
        }
        if (host != null) {
            return add(host);
        }
        if (remote != null) {
            throw new RepomanException(
                    Fault.USAGE, "--remote needs --host", "repoman setup --host NAME --remote REMOTE");
        }
        SetupRequest request = new SetupRequest(
                        models == null ? null : (Boolean) models.with, bridge, claudeShareProfile, wiring, refresh)
                .with(new SetupRequest.Basics(reposRoot, backupRoot, image))
                .trustingAgents(allowWritable);
        return check || dryRun.on
                ? wizard.show(request, check)
                : wizard.run(request, !yes && !refresh, () -> doctor.run(null, false, _ -> {}));
    }

    private int add(String name) {
        if (models != null
                || wiring != null
                || refresh
                || allowWritable
                || claudeShareProfile != null
                || reposRoot != null
                || backupRoot != null) {
            throw new RepomanException(
                    Fault.USAGE,
                    "with --host, only --remote, --bridge and --image are possible",
                    "the others are about this host, or are set up on that machine by its own repoman setup");
        }
        HostPlanner.Request request = new HostPlanner.Request(name, remote, bridge, image);
        if (check) {
            Plan plan = hosts.plan(request, true);
            changes.show(plan, "repoman setup --host " + name + " would");
            return plan.isEmpty() ? ExitCode.OK.code : ExitCode.CHANGES.code;
        }
        return changes.run(new ChangeRunner.Change(
                "setup --host " + name,
                List.of(),
                () -> hosts.plan(request, dryRun.on),
                Applier.OnFailure.KEEP,
                yes ? null : "Prepare the host " + name + "?",
                name + " is ready: repoman new NAME --host " + name,
                dryRun.on));
    }
}
