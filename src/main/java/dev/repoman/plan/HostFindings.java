package dev.repoman.plan;

import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.project.Profile;
import dev.repoman.registry.Llm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Findings about the host, in the same words for all commands.
public final class HostFindings {
    private static final String START = "sudo systemctl start ollama";
    private static final String REFRESH = "repoman setup --refresh";

    private HostFindings() {}

    /// @param fact why there is no jail
    public static Finding jail(JailFact fact) {
        return Finding.warn("jail", fact.consequence(), fact.fix());
    }

    public static Finding project(String name) {
        return Finding.warn("incus-project", "the Incus project " + name + " does not exist", "repoman setup");
    }

    /// @param fix how to create it
    public static Finding profile(String name, String fix) {
        return Finding.warn("profile-gone", "the profile " + name + " does not exist", fix);
    }

    /// @return the address that a profile sets for containers; empty if none
    public static String address(Profile profile) {
        return profile.config().getOrDefault("environment.OLLAMA_HOST", "");
    }

    /// @param profile that connects containers to the model daemon
    /// @return a finding that its address differs from the registry's
    public static Optional<Finding> address(Profile profile, Llm llm) {
        String given = address(profile);
        return given.equals(llm.ollamaUrl())
                ? Optional.empty()
                : Optional.of(Finding.warn(
                        "llm-address",
                        "containers look for ollama at " + (given.isEmpty() ? "no address" : given)
                                + ", the registry says " + llm.ollamaUrl(),
                        REFRESH));
    }

    /// @param health null if it was not checked
    /// @return a finding that the model daemon does not answer
    public static Optional<Finding> silent(@Nullable Health health, Llm.Wiring wiring) {
        return health == null || health.ok()
                ? Optional.empty()
                : Optional.of(Finding.warn(
                        "llm-silent",
                        "ollama does not answer at " + health.url() + ": " + health.detail(),
                        switch (wiring) {
                            case PROXY -> START;
                            case LAN -> REFRESH;
                        }));
    }
}
