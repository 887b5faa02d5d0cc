package dev.repoman.project;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `user.repoman.*` keys by which repoman knows its own containers, also without a registry entry: a run
/// that was killed half-way is found and continued from them.
///
/// @param repo absolute path of the repository on the host and inside
/// @param image the image reference it was created from, as given
/// @param user name of the host user it was created for
/// @param uid his uid
/// @param created RFC 3339, UTC, to the second
public record Ownership(String repo, String image, String user, long uid, String created) {
    private static final String PREFIX = "user.repoman.";
    public static final String IMAGE = PREFIX + "image";
    public static final String CREATED = PREFIX + "created";

    public static @Nullable Ownership of(Map<String, String> config) {
        String repo = config.get(PREFIX + "repo");
        if (repo == null) {
            return null;
        }
        long uid;
        try {
            uid = Long.parseLong(config.getOrDefault(PREFIX + "uid", "-1"));
        } catch (NumberFormatException _) {
            uid = -1; // edited by hand: nobody's
        }
        return new Ownership(
                repo,
                config.getOrDefault(IMAGE, ""),
                config.getOrDefault(PREFIX + "user", ""),
                uid,
                config.getOrDefault(CREATED, ""));
    }

    /// @return whether repoman created the instance with that configuration, for that user
    public static boolean isOf(Map<String, String> config, HostUser user) {
        Ownership ours = of(config);
        return ours != null && ours.uid() == user.uid();
    }

    public Map<String, String> config() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(PREFIX + "repo", repo);
        keys.put(IMAGE, image);
        keys.put(PREFIX + "user", user);
        keys.put(PREFIX + "uid", Long.toString(uid));
        keys.put(CREATED, created);
        return keys;
    }
}
