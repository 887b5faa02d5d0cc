package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change that the daemon carries out in the background.
///
/// @param kind `task`, `websocket` or `token`
/// @param statusCode 200 when it succeeded, 400 and more when it failed
/// @param err why it failed
/// @param resources what it works on, by type: `instances` → paths
@RegisterForReflection
public record Operation(
        @JsonProperty("class") @Nullable String kind,

        @JsonProperty(value = "status_code", required = true)
        int statusCode,

        @Nullable String err,
        @Nullable Map<String, List<String>> resources,
        @Nullable Details metadata) {
    /// What an operation tells of itself; which of these depends on what it does.
    ///
    /// @param control the secret of a copy's first websocket, and `fs` that of its files
    /// @param fds the secrets of a command's websockets, by file descriptor or `control`
    /// @param exit what a command returned
    /// @param fingerprint of an image that was made
    /// @param download for example `rootfs: 42% (12.34MB/s)`
    public record Details(
            @Nullable String control,
            @Nullable String fs,
            @Nullable Map<String, String> fds,
            @JsonProperty("return") @Nullable Integer exit,
            @Nullable String fingerprint,
            @JsonProperty("download_progress") @Nullable String download,
            @Nullable Stage progress) {
        public static final Details NONE = new Details(null, null, null, null, null, null, null);
    }

    /// @param stage for example `create_instance_from_image_unpack`
    /// @param percent a number
    public record Stage(@Nullable String stage, @Nullable String percent) {}

    /// An answer that is not an operation: the change was done at once.
    public static final Operation DONE = new Operation(null, 200, null, null, null);

    public Details details() {
        return metadata == null ? Details.NONE : metadata;
    }
}
