package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// Around each answer.
///
/// @param type `sync`, `async` or `error`
/// @param errorCode an HTTP status; 0 unless it is an error
/// @param operation the path of the operation that an `async` answer started
/// @param metadata the answer itself
@RegisterForReflection
public record Envelope(
        @JsonProperty(required = true) String type,
        @JsonProperty("error_code") int errorCode,
        @Nullable String error,
        @Nullable String operation,
        @Nullable JsonNode metadata) {}
