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
        boolean refresh) {}
