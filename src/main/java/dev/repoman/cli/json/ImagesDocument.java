package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// `image list`.
///
/// @param builders containers of builds that are under way or were interrupted
@RegisterForReflection
public record ImagesDocument(int format, List<Image> images, List<String> builders) implements Document {
    /// @param from the image that it was created from
    /// @param built RFC 3339
    /// @param usedBy projects
    public record Image(
            String alias,
            String fingerprint,
            String agent,
            String version,
            String from,
            String built,
            long bytes,
            List<String> usedBy) {}

    public ImagesDocument(List<Image> images, List<String> builders) {
        this(FORMAT, images, builders);
    }
}
