package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.Set;

/// One `[[project]]` of the registry.
///
/// @param repo the folder's path below `repos_root`; one elsewhere is whole, `/…` or `~/…`
/// @param created RFC 3339, UTC, to the second
/// @param lastSync the same, of the last successful sync; empty for never
/// @param backup whether `sync --all` takes it
/// @param containment an entry without it is from before there were levels, and its container is open
/// @param absent the keys that the entry does not have, so that their values here come from elsewhere
public record Project(
        ProjectName name,
        String repo,
        String image,
        List<String> profiles,
        String created,
        String lastSync,
        boolean backup,
        boolean hermes,
        Containment containment,
        Set<String> absent) {
    public Project {
        profiles = List.copyOf(profiles);
        absent = Set.copyOf(absent);
    }

    /// @return whether its repository is in a volume and not in a folder of the host, which nothing changes later
    public boolean isSealed() {
        return containment == Containment.SEALED;
    }

    /// An entry that has every key.
    public Project(
            ProjectName name,
            String repo,
            String image,
            List<String> profiles,
            String created,
            String lastSync,
            boolean backup,
            boolean hermes,
            Containment containment) {
        this(name, repo, image, profiles, created, lastSync, backup, hermes, containment, Set.of());
    }
}
