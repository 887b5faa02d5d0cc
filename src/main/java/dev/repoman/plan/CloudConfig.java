package dev.repoman.plan;

import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;

/// The `#cloud-config` of a new container.
public final class CloudConfig {
    public static final String KEY = "cloud-init.user-data";

    private CloudConfig() {}

    /// @return whether the instance was created with one, so that its own cloud-init creates the user first
    public static boolean isIn(Instance instance) {
        return instance.config().containsKey(KEY);
    }

    /// Our user instead of the image's default user, who would take uid 1000. The rest (gid, home, sudo) is
    /// set after cloud-init has ended, as in every other image.
    ///
    /// The name comes from the environment, so it is quoted; JSON is YAML.
    public static String forUser(HostUser user) {
        return """
                #cloud-config
                # made by repoman: the user of the host, in place of the image's default user
                users:
                  - name: %s
                    uid: %d
                    homedir: %s
                    shell: /bin/bash
                    lock_passwd: true
                """.formatted(quoted(user.name()), user.uid(), quoted(user.home()));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
