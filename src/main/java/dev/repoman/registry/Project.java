package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.HostUser;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One `[[project]]` of the registry.
///
/// @param repo the folder's path below `repos_root`; one elsewhere is whole, `/…` or `~/…`
/// @param created RFC 3339, UTC, to the second
/// @param lastSync the same, of the last successful sync; empty for never
/// @param backup whether `sync --all` takes it
/// @param containment an entry without it is from before there were levels, and its container is open
/// @param parent the project that it is a fork of, or null
/// @param host the `[[host]]` that its container is on; null for this one
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
        @Nullable ProjectName parent,
        @Nullable String host,
        Set<String> absent) {
    public Project {
        profiles = List.copyOf(profiles);
        absent = Set.copyOf(absent);
    }

    /// @return whether its repository is in a volume and not in a folder of this host, which nothing changes later
    public boolean hasVolume() {
        return containment == Containment.SEALED || host != null;
    }

    /// @return whether `fork` copies it
    public boolean mayHaveForks() {
        return parent == null && !hasVolume();
    }

    /// @return the option of `new` that puts the repository in a volume
    public String volumeOption() {
        return host == null ? "--containment sealed" : "--host " + host;
    }

    /// @param keys of a container, or null
    /// @return whether it was created for this project, wherever it is: each has its own user and time of creation
    public boolean isOf(@Nullable Ownership keys, HostUser user) {
        return keys != null && keys.uid() == user.uid() && keys.created().equals(created);
    }

    /// @return the same project, with its container on that host
    public Project on(@Nullable String other) {
        return new Project(
                name, repo, image, profiles, created, lastSync, backup, hermes, containment, parent, other, absent);
    }

    /// @return the same project, with other profiles
    public Project with(List<String> others) {
        return new Project(
                name, repo, image, others, created, lastSync, backup, hermes, containment, parent, host, absent);
    }

    /// @return its name for display: that of a fork is `PARENT.TASK`
    public String shown() {
        return parent == null || task().isEmpty() ? name.value() : parent + "." + task();
    }

    /// @return what a fork is for; empty if its name does not say
    public String task() {
        return parent == null ? "" : task(parent, name.value());
    }

    /// @return what a fork of that name is for; empty if it cannot be one of this project
    public String taskOf(String fork) {
        return task(name, fork);
    }

    private static String task(ProjectName parent, String fork) {
        String prefix = parent + "-";
        return fork.startsWith(prefix) ? fork.substring(prefix.length()) : "";
    }

    /// An entry that has every key, of a project that is no fork.
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
        this(name, repo, image, profiles, created, lastSync, backup, hermes, containment, null, null, Set.of());
    }
}
