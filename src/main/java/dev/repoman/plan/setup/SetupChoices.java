package dev.repoman.plan.setup;

import dev.repoman.project.IncusProject;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.Registry;
import org.jspecify.annotations.Nullable;

/// A [SetupRequest] with every default filled in.
///
/// @param basics its roots and image are chosen; the rest is as the registry has it
/// @param llm whether containers get the model daemon
/// @param bridge null for the one that containers use
/// @param trustsAgents whether repoman may be where an agent can replace it
/// @param asksLlm whether that is only the default, and a user at a terminal is asked
public record SetupChoices(
        Defaults basics,
        boolean llm,
        boolean asksLlm,
        @Nullable String bridge,
        String claudeShareProfile,
        Wiring wiring,
        boolean refresh,
        boolean trustsAgents) {
    /// Passing a wiring means yes. Without a flag it is yes if the registry has it or ollama is installed.
    public static SetupChoices resolve(SetupRequest request, Registry registry, boolean ollamaInstalled) {
        Defaults defaults = registry.defaults();
        boolean enabled = defaults.llm().enabled();
        boolean pinned = request.llm() != null || request.wiring() != null || request.refresh();
        boolean llm = request.llm() != null ? request.llm() : pinned || enabled || ollamaInstalled;
        return new SetupChoices(
                defaults.with(
                        request.basics().reposRoot(),
                        request.basics().backupRoot(),
                        request.basics().image()),
                llm,
                !pinned && !enabled,
                request.bridge() == null && registry.written().contains("defaults.bridge")
                        ? defaults.bridge()
                        : request.bridge(),
                request.claudeShareProfile() == null ? defaults.claudeShareProfile() : request.claudeShareProfile(),
                request.wiring() == null ? defaults.llm().wiring() : request.wiring(),
                request.refresh(),
                request.trustsAgents());
    }

    public IncusProject incusProject() {
        return basics.project();
    }

    public SetupChoices with(SetupRequest.Basics chosen) {
        return new SetupChoices(
                basics.with(chosen.reposRoot(), chosen.backupRoot(), chosen.image()),
                llm,
                asksLlm,
                bridge,
                claudeShareProfile,
                wiring,
                refresh,
                trustsAgents);
    }

    public SetupChoices withLlm(boolean yes) {
        return new SetupChoices(basics, yes, asksLlm, bridge, claudeShareProfile, wiring, refresh, trustsAgents);
    }
}
