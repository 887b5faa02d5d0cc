package dev.repoman.registry;

import dev.repoman.project.Containment;
import java.util.List;
import java.util.Optional;

/// The effective values of a project that has an entry, and the origin of each: the entry, which records what
/// was requested when the project was created; for a missing key the override, then `[defaults]`, then the
/// built-in value.
///
/// Image and profiles are those of the container, so an override that comes later is drift. Either can switch
/// a backup off at any time: `new` has a flag against it and none for it, so `true` in the entry is not a
/// choice of the user. The level of containment is the override's, if it has one: `repair` applies it.
public record Effective(
        Value<String> image, Value<List<String>> profiles, Value<Boolean> backup, Value<Containment> containment) {
    public record Value<T>(T value, Origin origin) {}

    public static Effective of(Project entry, Override override, Registry registry) {
        return new Effective(
                choose(entry, "image", entry.image(), override.image(), "default_image", registry),
                choose(entry, "profiles", entry.profiles(), override.profiles(), "profiles", registry),
                backup(entry, override),
                containment(entry, override));
    }

    /// @return whether `sync --all` takes the project
    public static Value<Boolean> backup(Project entry, Override override) {
        boolean written = !entry.absent().contains("backup");
        if (written && !entry.backup()) {
            return new Value<>(false, Origin.REGISTRY);
        }
        return override.backup()
                .map(on -> new Value<>(on, Origin.OVERRIDE))
                .orElseGet(() -> new Value<>(true, written ? Origin.REGISTRY : Origin.BUILT_IN));
    }

    public static Value<Containment> containment(Project entry, Override override) {
        boolean written = !entry.absent().contains("containment");
        return override.containment()
                .map(level -> new Value<>(level, Origin.OVERRIDE))
                .orElseGet(() -> new Value<>(entry.containment(), written ? Origin.REGISTRY : Origin.BUILT_IN));
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
