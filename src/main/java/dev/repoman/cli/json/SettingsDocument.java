package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// `config get` without a key.
@RegisterForReflection
public record SettingsDocument(int format, List<Setting> settings) implements Document {
    /// @param value a text, a flag, a number, or a list of texts
    /// @param origin for example `registry` or `built-in`
    public record Setting(String key, Object value, String origin) {}

    public SettingsDocument(List<Setting> settings) {
        this(FORMAT, settings);
    }
}
