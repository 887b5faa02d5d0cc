package dev.repoman.usecase;

import dev.repoman.host.FolderProbe;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which project a command line means: the one that it names, by name or by a path, or the one whose
/// repository the user stands in.
@ApplicationScoped
public class FindProject {
    private static final String HERE = ".";

    private final RegistryStore registry;
    private final FolderProbe folders;
    private final HostUser user;

    public FindProject(RegistryStore registry, FolderProbe folders, HostUser user) {
        this.registry = registry;
        this.folders = folders;
        this.user = user;
    }

    /// @param given a name, `PARENT.TASK` or a TASK for a fork; a path if it contains a slash or is `.` or `..`; null
    /// for the working directory
    /// @throws RepomanException USAGE if the folder is in no project's repository, or in that of several
    public ProjectName named(@Nullable String given) {
        if (given != null && !isPath(given)) {
            return fork(given).orElseGet(() -> new ProjectName(given));
        }
        List<ProjectName> found = at(given == null ? HERE : given);
        if (found.size() == 1) {
            return found.getFirst();
        }
        String folder = user.contract(absolute(given == null ? HERE : given).toString());
        if (found.isEmpty()) {
            throw new RepomanException(
                    Fault.USAGE,
                    (given == null ? "NAME is missing, and " : "") + folder + " is in no project's repository",
                    "repoman list shows the projects; repoman new creates one");
        }
        throw new RepomanException(
                Fault.USAGE,
                "several projects share the repository at " + folder,
                "name one of them: "
                        + String.join(
                                ", ", found.stream().map(ProjectName::value).toList()));
    }

    /// @param given `PARENT.TASK`, or the TASK alone of a fork of the project where the user stands
    private Optional<ProjectName> fork(String given) {
        if (isKnown(given)) {
            return Optional.empty();
        }
        Optional<ProjectName> parent = given.contains(".") ? Optional.empty() : here();
        Optional<ProjectName> fork = registry.load().projects().stream()
                .filter(project -> project.parent() != null
                        && (project.shown().equals(given)
                                || project.parent().equals(parent.orElse(null))
                                        && project.task().equals(given)))
                .map(Project::name)
                .findFirst();
        int dot = given.indexOf('.');
        if (fork.isEmpty() && dot > 0 && isKnown(given.substring(0, dot))) {
            throw new RepomanException(
                    Fault.FAILED,
                    given.substring(0, dot) + " has no fork " + given.substring(dot + 1),
                    "repoman list shows the forks");
        }
        return fork;
    }

    /// @return the project of the working directory, if it is in exactly one's repository
    public Optional<ProjectName> here() {
        List<ProjectName> found = at(HERE);
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// A project, and a word that may follow its name.
    public record WithWord(ProjectName name, @Nullable String word) {}

    /// @param first the name of a project; or the word, if there is no project of that name and the user stands in the
    ///     repository of one
    /// @param second the word, after a name
    public WithWord withWord(@Nullable String first, @Nullable String second) {
        if (first == null || second != null || isPath(first) || isKnown(first)) {
            return new WithWord(named(first), second);
        }
        return here().map(name -> new WithWord(name, first)).orElseGet(() -> new WithWord(named(first), null));
    }

    private boolean isKnown(String name) {
        return registry.load().projects().stream()
                .anyMatch(project -> project.name().value().equals(name));
    }

    private static boolean isPath(String given) {
        return given.contains("/") || given.equals(HERE) || given.equals("..") || given.equals("~");
    }

    private Path absolute(String path) {
        return Path.of(user.expand(path)).toAbsolutePath().normalize();
    }

    /// @return the projects of the innermost repository that the folder is in
    private List<ProjectName> at(String path) {
        Path folder = folders.real(absolute(path));
        Registry known = registry.load();
        TreeMap<Path, List<ProjectName>> around = new TreeMap<>(Comparator.comparingInt(Path::getNameCount));
        known.projects().stream()
                .collect(Collectors.groupingBy(
                        project -> folders.real(Path.of(known.defaults().repoPath(user, project.repo())))))
                .forEach((repository, projects) -> {
                    if (folder.startsWith(repository)) {
                        around.put(
                                repository,
                                projects.stream().map(project -> project.name()).toList());
                    }
                });
        return around.isEmpty() ? List.of() : around.lastEntry().getValue();
    }
}
