package dev.repoman.registry;

/// The origin of a project's effective value, the strongest first.
public enum Origin {
    /// Its entry, where a flag of `new` is recorded too.
    REGISTRY("registry"),
    /// `repos.d/NAME.toml`.
    OVERRIDE("override"),
    /// `[defaults]` of the registry.
    DEFAULTS("defaults"),
    BUILT_IN("built-in");

    private final String text;

    Origin(String text) {
        this.text = text;
    }

    @java.lang.Override
    public String toString() {
        return text;
    }
}
