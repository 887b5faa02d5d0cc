package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// `sync --init-backup-root`.
@RegisterForReflection
public record BackupRootDocument(int format, boolean backupRootMarked) implements Document {
    public BackupRootDocument(boolean backupRootMarked) {
        this(FORMAT, backupRootMarked);
    }
}
