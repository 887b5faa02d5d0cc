package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/// An image to make of an instance.
@RegisterForReflection
public record ImageBody(@JsonProperty("public") boolean open, Source source, Map<String, String> properties) {
    /// @param type `instance`
    public record Source(String type, String name) {}
}
