package dev.repoman.cli.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What standard error says when a command fails.
@RegisterForReflection
public record ErrorDocument(int format, Failure error) implements Document {
    /// @param exit the exit code
    /// @param kind for example `refused`
    /// @param trace the stack trace of a bug
    public record Failure(
            int exit,
            String kind,
            String message,
            @JsonInclude @Nullable String hint,
            @Nullable List<String> trace) {}

    public ErrorDocument(Failure error) {
        this(FORMAT, error);
    }
}
