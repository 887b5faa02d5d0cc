package dev.repoman.registry;

import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The registry as read: schema 2, every absent default filled with the built-in one.
///
/// @param written the dotted keys below `defaults` that the file has, so that the origin of a value is known
/// @param unknownKeys keys of the file that this version does not know, as `LINE: KEY`; kept, and listed with
///     `-v`
/// @param notes what the user should know about the reading, one line each (a migration)
public record Registry(
        Defaults defaults, List<Project> projects, Set<String> written, List<String> unknownKeys, List<String> notes) {
    public Registry {
        projects = List.copyOf(projects);
        written = Set.copyOf(written);
        unknownKeys = List.copyOf(unknownKeys);
        notes = List.copyOf(notes);
    }

    public Registry(Defaults defaults, List<Project> projects) {
        this(defaults, projects, Set.of(), List.of(), List.of());
    }

    public Optional<Project> find(ProjectName name) {
        return projects.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    Registry withNotes(List<String> more) {
        return new Registry(defaults, projects, written, unknownKeys, more);
    }
}
