package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// `config path`.
@RegisterForReflection
public record RegistryPathDocument(int format, String path, boolean exists) implements Document {
    public RegistryPathDocument(String path, boolean exists) {
        this(FORMAT, path, exists);
    }
}
