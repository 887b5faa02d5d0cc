package dev.repoman.cli.json;

/// What one run prints with `--json`.
public interface Document {
    /// The format of all documents. A change that is not additive would make it 2.
    int FORMAT = 1;

    int format();
}
