package dev.repoman.registry;

import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.Optional;

/// The registry as read: schema 2, every absent default filled with the built-in one.
public record Registry(Defaults defaults, List<Project> projects) {
    public Registry {
        projects = List.copyOf(projects);
    }

    public Optional<Project> find(ProjectName name) {
        return projects.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
