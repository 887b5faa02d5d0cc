package dev.repoman.plan.setup;

import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.Registry;

/// A [SetupRequest] with every default filled in.
///
/// @param llm whether containers get the model daemon
/// @param asksLlm whether that is only the default, and a user at a terminal is asked
public record SetupChoices(
        String incusProject,
        boolean llm,
        boolean asksLlm,
        String bridge,
        String claudeShareProfile,
        Wiring wiring,
        boolean refresh) {
    /// Passing a wiring means yes. Without a flag it is yes if the registry has it or ollama is installed.
    public static SetupChoices resolve(SetupRequest request, Registry registry, boolean ollamaInstalled) {
        var defaults = registry.defaults();
        boolean enabled = defaults.llm().enabled();
        boolean pinned = request.llm() != null || request.wiring() != null || request.refresh();
        boolean llm = request.llm() != null ? request.llm() : pinned || enabled || ollamaInstalled;
        return new SetupChoices(
                defaults.incusProject(),
                llm,
                !pinned && !enabled,
                request.bridge() == null ? defaults.bridge() : request.bridge(),
                request.claudeShareProfile() == null ? defaults.claudeShareProfile() : request.claudeShareProfile(),
                request.wiring() == null ? defaults.llm().wiring() : request.wiring(),
                request.refresh());
    }

    public SetupChoices withLlm(boolean yes) {
        return new SetupChoices(incusProject, yes, asksLlm, bridge, claudeShareProfile, wiring, refresh);
    }
}
