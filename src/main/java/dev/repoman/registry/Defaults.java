package dev.repoman.registry;

import dev.repoman.project.HostUser;
import java.nio.file.Path;
import java.util.List;

/// `[defaults]` of the registry. Paths are as written (`~` is expanded on use).
///
/// @param incusProject the Incus project that holds all containers
/// @param defaultImage an image reference, `REMOTE:ALIAS` or a local `ALIAS`
/// @param claudeShareProfile the profile that shares `~/.local/bin`, checked by `setup`
/// @param bridge the host's bridge to the LAN, whose address containers reach the model daemon at
public record Defaults(
        String reposRoot,
        String backupRoot,
        String incusProject,
        String defaultImage,
        List<String> profiles,
        String claudeShareProfile,
        String bridge,
        Llm llm) {

    public static final Defaults BUILT_IN = new Defaults(
            "~/repos",
            "/nfs/repos",
            "repoman",
            "images:ubuntu/26.04/cloud",
            List.of("default", "claude-share"),
            "claude-share",
            "br0",
            Llm.BUILT_IN);

    /// @return absolute path of the folder that holds the repositories
    public String reposRoot(HostUser user) {
        return Path.of(user.expand(reposRoot)).normalize().toString();
    }

    /// @return absolute and normal
    public String backupRoot(HostUser user) {
        return Path.of(user.expand(backupRoot)).normalize().toString();
    }

    /// @param repo as a `[[project]]` names it
    /// @return absolute path of that repository
    public String repoPath(HostUser user, String repo) {
        return Path.of(reposRoot(user), repo).toString();
    }

    public Defaults {
        profiles = List.copyOf(profiles);
    }
}
