package dev.repoman.plan.setup;

import dev.repoman.registry.Llm.Wiring;
import org.jspecify.annotations.Nullable;

/// The options of `setup`, before defaults; null if not passed.
///
/// @param llm `--with-llm` or `--without-llm`
/// @param refresh only the address in `llm-share` and in the registry
public record SetupRequest(
        @Nullable Boolean llm,
        @Nullable String bridge,
        @Nullable String claudeShareProfile,
        @Nullable Wiring wiring,
        boolean refresh,
        Basics basics,
        boolean trustsAgents) {
    /// What every user has to choose once: the wizard asks for each that is neither passed nor in the registry.
    public record Basics(
            @Nullable String reposRoot,
            @Nullable String backupRoot,
            @Nullable String image) {
        public static final Basics NONE = new Basics(null, null, null);
    }

    public SetupRequest(
            @Nullable Boolean llm,
            @Nullable String bridge,
            @Nullable String claudeShareProfile,
            @Nullable Wiring wiring,
            boolean refresh) {
        this(llm, bridge, claudeShareProfile, wiring, refresh, Basics.NONE, false);
    }

    public SetupRequest with(Basics answers) {
        return new SetupRequest(llm, bridge, claudeShareProfile, wiring, refresh, answers, trustsAgents);
    }

    /// @param trusting whether repoman may be where an agent can replace it
    public SetupRequest trustingAgents(boolean trusting) {
        return new SetupRequest(llm, bridge, claudeShareProfile, wiring, refresh, basics, trusting);
    }
}
