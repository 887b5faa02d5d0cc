package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/// A command to run inside.
///
/// @param websocket whether its streams go over websockets, for which it waits
@RegisterForReflection
public record ExecBody(
        List<String> command,
        Map<String, String> environment,
        boolean interactive,
        @JsonProperty("wait-for-websocket") boolean websocket,
        long user,
        long group) {}
