package dev.repoman.registry;

import java.util.List;

/// `[defaults.llm]` of the registry.
///
/// @param ollamaUrl where the model daemon answers, `http://ADDRESS:PORT`, or empty before `setup` has
///     written it
/// @param wiring how containers reach it
/// @param hermesSeed what is copied of the host's hermes data; a trailing slash marks a folder
/// @param hermesEnvKeep names in `.env` that are kept in the copy although they are messaging tokens
public record Llm(
        boolean enabled,
        boolean hermesDefault,
        String ollamaUrl,
        Wiring wiring,
        List<String> hermesSeed,
        List<String> hermesEnvKeep) {

    /// `lan`: containers reach the daemon at the bridge's address; `proxy`: an Incus proxy device to
    /// loopback.
    public enum Wiring {
        LAN,
        PROXY
    }

    public static final Llm BUILT_IN = new Llm(
            false, false, "", Wiring.LAN, List.of(".env", "config.yaml", "SOUL.md", "skills/", "hooks/"), List.of());

    Llm withUrl(String url) {
        return new Llm(enabled, hermesDefault, url, wiring, hermesSeed, hermesEnvKeep);
    }

    public Llm {
        hermesSeed = List.copyOf(hermesSeed);
        hermesEnvKeep = List.copyOf(hermesEnvKeep);
    }
}
