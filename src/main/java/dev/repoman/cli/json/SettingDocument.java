package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// `config get KEY`.
///
/// @param value a text, a flag, a number, or a list of texts
/// @param origin for example `registry` or `built-in`
@RegisterForReflection
public record SettingDocument(int format, String key, Object value, String origin) implements Document {
    public SettingDocument(String key, Object value, String origin) {
        this(FORMAT, key, value, origin);
    }
}
