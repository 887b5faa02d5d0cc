package dev.repoman.registry;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The registry as read: schema 3, every absent default filled with the built-in one.
///
/// @param written the dotted keys below `defaults` that the file has, so that the origin of a value is known
/// @param unknownKeys keys of the file that this version does not know, as `LINE: KEY`; kept, and listed with
///     `-v`
/// @param notes what the user should know about the reading, one line each (a migration)
public record Registry(
        Defaults defaults,
        List<Host> hosts,
        List<Project> projects,
        Set<String> written,
        List<String> unknownKeys,
        List<String> notes) {
    public Registry {
        hosts = List.copyOf(hosts);
        projects = List.copyOf(projects);
        written = Set.copyOf(written);
        unknownKeys = List.copyOf(unknownKeys);
        notes = List.copyOf(notes);
    }

    public Registry(Defaults defaults, List<Project> projects) {
        this(defaults, List.of(), projects, Set.of(), List.of(), List.of());
    }

    /// @return what is in it beside that project
    public Registry without(Project project) {
        List<Project> others = projects.stream().filter(p -> !p.equals(project)).toList();
        return new Registry(defaults, hosts, others, written, unknownKeys, notes);
    }

    public Optional<Host> host(String name) {
        return hosts.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /// @param host of a `[[host]]`; null for this one
    /// @return the same registry, with the defaults of that host
    /// @throws RepomanException USAGE for a host that is not in it
    public Registry on(@Nullable String host) {
        if (host == null) {
            return this;
        }
        Host found = host(host)
                .orElseThrow(() -> new RepomanException(
                        Fault.USAGE,
                        "the host \"" + host + "\" is not in the registry",
                        hosts.isEmpty()
                                ? "add it: repoman setup --host " + host
                                : "hosts: " + hosts.stream().map(Host::name).collect(Collectors.joining(", "))
                                        + "; add another: repoman setup --host " + host));
        return new Registry(found.over(defaults), hosts, projects, written, unknownKeys, notes);
    }

    /// @return the `[[host]]` whose defaults these are; null for this one
    public @Nullable String machine() {
        return defaults.remote().isEmpty()
                ? null
                : hosts.stream()
                        .filter(it -> it.remote().equals(defaults.remote()))
                        .map(Host::name)
                        .findFirst()
                        .orElse(null);
    }

    /// @return the options that name it, after a blank; empty for this one
    public String machineOption() {
        return machine() == null ? "" : " --host " + machine();
    }

    /// @return the registry with the defaults of the host that the project's container is on
    public Registry at(ProjectName project) {
        return on(find(project).map(Project::host).orElse(null));
    }

    public Optional<Project> find(ProjectName name) {
        return projects.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// @return the project that this one is a fork of, if it is one; nothing is a fork of a fork
    public Optional<Project> parent(Project project) {
        return Optional.ofNullable(project.parent()).flatMap(this::find).filter(it -> it.parent() == null);
    }

    /// @param path absolute, of its repository
    /// @return the project whose fork has that name and path
    public Optional<Project> parentOf(ProjectName name, String path, HostUser user) {
        return projects.stream()
                .filter(p -> p.parent() == null
                        && name.value().startsWith(p.name() + "-")
                        && path.equals(defaults.repoPath(user, p.repo()) + "."
                                + name.value().substring(p.name().value().length() + 1)))
                .findFirst();
    }

    public List<Project> forks(ProjectName parent) {
        return projects.stream()
                .filter(p -> parent(p).filter(it -> it.name().equals(parent)).isPresent())
                .toList();
    }

    /// @return absolute path of the repository inside; a fork has it where its parent has it, so that the sessions of
    ///     an agent go on
    public String pathInside(Project project, HostUser user) {
        return defaults.repoPath(user, parent(project).orElse(project).repo());
    }

    /// A repository below `repos_root` has its mirror at the same path; one elsewhere has it under the name of the
    /// first project on it. That of a volume is a bare repository under its own name.
    ///
    /// @return the path of the mirror, relative to the backup root
    public String mirror(ProjectName name, String repo, boolean volume) {
        if (volume) {
            return name + ".git";
        }
        return isBelowRoot(repo)
                ? repo
                : projects.stream()
                        .filter(p -> !p.hasVolume() && p.repo().equals(repo))
                        .findFirst()
                        .map(Project::name)
                        .orElse(name)
                        .value();
    }

    /// @return a project on another repository whose mirror is that of this one, in it or around it: the sync of one
    ///     would delete what the other copied
    public Optional<Project> mirrorClash(ProjectName name, String repo, boolean volume) {
        Path mine = Path.of(mirror(name, repo, volume));
        return projects.stream()
                .filter(p -> volume != p.hasVolume()
                        || !volume && !p.repo().equals(repo) && !(isBelowRoot(repo) && isBelowRoot(p.repo())))
                .filter(p -> {
                    Path other = Path.of(mirror(p.name(), p.repo(), p.hasVolume()));
                    return mine.startsWith(other) || other.startsWith(mine);
                })
                .findFirst();
    }

    private static boolean isBelowRoot(String repo) {
        return !repo.startsWith("/") && !repo.startsWith("~");
    }

    Registry withNotes(List<String> more) {
        return new Registry(defaults, hosts, projects, written, unknownKeys, more);
    }
}
