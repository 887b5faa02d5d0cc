package dev.repoman.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How far what runs in a container reaches (`docs/security.md`).
public enum Containment {
    /// The network of the bridge, as any other machine on it.
    OPEN,
    /// No other container, no address of another machine, and of the host only names, addresses and the model.
    GUARDED,
    /// No network, and no folder of the host for the repository: the model, and git by way of repoman.
    SEALED;

    /// What may be written, for messages.
    public static final String ALLOWED =
            Arrays.stream(values()).map(level -> "\"" + level + "\"").collect(Collectors.joining(" or "));

    /// @throws IllegalArgumentException where it is none
    public static Containment parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public static boolean isOne(String text) {
        return Arrays.stream(values()).anyMatch(level -> level.toString().equals(text));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
