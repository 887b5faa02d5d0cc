package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `[defaults]` of the registry, on this host or on another. Paths are as written (`~` is expanded on use).
///
/// @param remote the daemon they are for, as the user's `incus` configuration names it; empty for the one of this
/// host
/// @param incusProject the Incus project that holds all containers
/// @param defaultImage an image reference, `REMOTE:ALIAS` or a local `ALIAS`
/// @param claudeShareProfile the profile that shares `~/.local/bin`, checked by `setup`
/// @param containment of new projects
/// @param allowed `[defaults.sealed] allow`: names that sealed projects reach by HTTPS, `*.` before one for all below
/// it
/// @param bridge the host's bridge to the LAN, whose address containers reach the model daemon at
public record Defaults(
        String remote,
        String reposRoot,
        String backupRoot,
        String incusProject,
        String defaultImage,
        List<String> profiles,
        String claudeShareProfile,
        String bridge,
        Containment containment,
        List<String> allowed,
        Checkpoints checkpoints,
        Llm llm) {

    public static final Defaults BUILT_IN = new Defaults(
            "",
            "~/repos",
            "/nfs/repos",
            "repoman",
            "images:ubuntu/26.04/cloud",
            List.of("default", "claude-share"),
            "claude-share",
            "br0",
            Containment.GUARDED,
            List.of(),
            Checkpoints.BUILT_IN,
            Llm.BUILT_IN);

    /// @return the Incus project that they are for
    public IncusProject project() {
        return new IncusProject(remote, incusProject);
    }

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
        return Path.of(reposRoot(user)).resolve(user.expand(repo)).normalize().toString();
    }

    public Defaults {
        profiles = List.copyOf(profiles);
        allowed = List.copyOf(allowed);
    }

    /// @return these with other roots and image, where they are not null
    public Defaults with(@Nullable String otherRepos, @Nullable String otherBackup, @Nullable String otherImage) {
        return new Defaults(
                remote,
                otherRepos == null ? reposRoot : otherRepos,
                otherBackup == null ? backupRoot : otherBackup,
                incusProject,
                otherImage == null ? defaultImage : otherImage,
                profiles,
                claudeShareProfile,
                bridge,
                containment,
                allowed,
                checkpoints,
                llm);
    }

    Defaults on(String otherRemote, String project, String image, List<String> wanted, String lan, Llm models) {
        return new Defaults(
                otherRemote,
                reposRoot,
                backupRoot,
                project,
                image,
                wanted,
                claudeShareProfile,
                lan,
                containment,
                allowed,
                checkpoints,
                models);
    }
}
