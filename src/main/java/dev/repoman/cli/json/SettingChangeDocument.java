package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// `config set` and `config unset`.
///
/// @param value after the change: a text, a flag, a number, or a list of texts
/// @param diff of the file, unified
@RegisterForReflection
public record SettingChangeDocument(
        int format,
        String key,
        Object value,
        String origin,
        Object before,
        boolean changed,
        boolean dryRun,
        String diff)
        implements Document {
    public SettingChangeDocument(
            String key, Object value, String origin, Object before, boolean changed, boolean dryRun, String diff) {
        this(FORMAT, key, value, origin, before, changed, dryRun, diff);
    }
}
