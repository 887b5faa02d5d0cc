package dev.repoman.registry;

import dev.repoman.project.ProjectName;
import java.util.List;

/// One `[[project]]` of the registry.
///
/// @param repo the folder's name below `repos_root`
/// @param created RFC 3339, UTC, to the second
/// @param lastSync the same, of the last successful sync; empty for never
/// @param backup whether `sync --all` takes it
public record Project(
        ProjectName name,
        String repo,
        String image,
        List<String> profiles,
        String created,
        String lastSync,
        boolean backup,
        boolean hermes) {
    public Project {
        profiles = List.copyOf(profiles);
    }
}
