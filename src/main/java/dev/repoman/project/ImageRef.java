package dev.repoman.project;

import org.jspecify.annotations.Nullable;

/// An image as the user names it: `ALIAS` of the local store, or `REMOTE:ALIAS`; or a local one by its fingerprint.
///
/// @param remote null for the local store
public record ImageRef(@Nullable String remote, String alias) {
    /// Where the remote that every Incus client knows as `images` has its images.
    public static final String IMAGES_SERVER = "https://images.linuxcontainers.org";

    /// @param text `tiny`, `local:tiny`, `images:ubuntu/26.04/cloud`
    public static ImageRef parse(String text) {
        int colon = text.indexOf(':');
        String remote = colon < 0 ? null : text.substring(0, colon);
        String alias = text.substring(colon + 1);
        if (alias.isBlank() || remote != null && remote.isBlank()) {
            throw new RepomanException(
                    Fault.USAGE,
                    "invalid image \"" + text + "\"",
                    "write REMOTE:ALIAS, for example images:debian/13/cloud, or the ALIAS of a local image");
        }
        if (remote == null || remote.equals("local")) {
            return new ImageRef(null, alias);
        }
        if (!remote.equals("images")) {
            throw new RepomanException(
                    Fault.USAGE,
                    "unknown image remote \"" + remote + "\"",
                    "repoman knows images: and the local store; copy others with: incus image copy " + text
                            + " local: --alias NAME");
        }
        return new ImageRef(remote, alias);
    }

    /// @return the server of the remote, or null for the local store
    public @Nullable String server() {
        return remote == null ? null : IMAGES_SERVER;
    }

    /// @return whether it is an image of the local store, by its fingerprint
    public boolean isFingerprint() {
        return remote == null && alias.matches("[0-9a-f]{64}");
    }

    @Override
    public String toString() {
        return remote == null ? alias : remote + ":" + alias;
    }
}
