package dev.repoman.registry;

import java.util.List;
import java.util.Optional;

/// What holds for a project that has an entry, and where each value came from: the entry, which records what was asked
/// for when the project was made; for a key that it lacks the override, then `[defaults]`, then what is built in.
public record Effective(Value<String> image, Value<List<String>> profiles, Value<Boolean> backup) {
    public record Value<T>(T value, Origin origin) {}

    public static Effective of(Project entry, Override override, Registry registry) {
        return new Effective(
                choose(entry, "image", entry.image(), override.image(), "default_image", registry),
                choose(entry, "profiles", entry.profiles(), override.profiles(), "profiles", registry),
                choose(entry, "backup", entry.backup(), override.backup(), "", registry));
    }

    private static <T> Value<T> choose(
            Project entry, String key, T value, Optional<T> override, String defaultsKey, Registry registry) {
        if (!entry.absent().contains(key)) {
            return new Value<>(value, Origin.REGISTRY);
        }
        if (override.isPresent()) {
            return new Value<>(override.get(), Origin.OVERRIDE);
        }
        // the reader has filled it in already
        boolean written = registry.written().contains("defaults." + defaultsKey);
        return new Value<>(value, written ? Origin.DEFAULTS : Origin.BUILT_IN);
    }
}
