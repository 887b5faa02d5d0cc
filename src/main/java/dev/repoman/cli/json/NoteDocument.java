package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// A note about the registry, on a line of its own on standard error.
@RegisterForReflection
public record NoteDocument(int format, String note) implements Document {
    public NoteDocument(String note) {
        this(FORMAT, note);
    }
}
