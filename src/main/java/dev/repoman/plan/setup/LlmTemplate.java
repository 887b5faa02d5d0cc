package dev.repoman.plan.setup;

import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;

/// The profile `llm-share` as it should be. Pure: the same output for the same input.
@FunctionalInterface
public interface LlmTemplate {
    /// @param address IPv4, of the host on the LAN; unused with [Wiring#PROXY], but checked all the same
    /// @throws RepomanException ENVIRONMENT where the address cannot be used in a profile
    Profile fill(Wiring wiring, String address);
}
