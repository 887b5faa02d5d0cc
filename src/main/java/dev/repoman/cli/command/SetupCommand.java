package dev.repoman.cli.command;

import dev.repoman.plan.setup.HostBoundary;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.usecase.doctor.Examination;
import jakarta.inject.Inject;
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
            "  repoman setup --refresh           the address of this host changed"
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

    @Override
    public Integer call() {
        if (guardRules) {
            spec.commandLine().getOut().println(HostBoundary.rules().stripTrailing());
            return 0;
        }
        SetupRequest request = new SetupRequest(
                        models == null ? null : (Boolean) models.with, bridge, claudeShareProfile, wiring, refresh)
                .with(new SetupRequest.Basics(reposRoot, backupRoot, image))
                .trustingAgents(allowWritable);
        return check || dryRun.on
                ? wizard.show(request, check)
                : wizard.run(request, !yes && !refresh, () -> doctor.run(null, false, _ -> {}));
    }
}
