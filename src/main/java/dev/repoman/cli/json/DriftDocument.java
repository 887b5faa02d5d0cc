package dev.repoman.cli.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// One difference between what should be and what is.
///
/// @param kind for example `profile-missing`
/// @param mend the command that fixes it, or what to do
@RegisterForReflection
public record DriftDocument(
        String kind,
        String what,
        @JsonInclude @Nullable String wanted,
        @JsonInclude @Nullable String found,
        String mend) {}
