package dev.repoman.usecase;

import dev.repoman.hermes.HermesFolders;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.PathWalk;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.UnsafeDevice;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The folders of the host that agents can write, according to the registry and the overrides: repositories,
/// hermes data, and other writable shares. An agent can redirect a path that leads through one.
@ApplicationScoped
public class AgentTrees {
    private final RegistryStore registry;
    private final HermesFolders hermes;
    private final FolderProbe folders;
    private final HostUser user;

    public AgentTrees(RegistryStore registry, HermesFolders hermes, FolderProbe folders, HostUser user) {
        this.registry = registry;
        this.hermes = hermes;
        this.folders = folders;
        this.user = user;
    }

    /// @return real path of each, and its owner for display
    public Map<Path, String> all(Registry known) {
        List<Path> repositories = known.projects().stream()
                .map(p -> Path.of(known.defaults().repoPath(user, p.repo())))
                .toList();
        Set<Path> every = Set.copyOf(repositories);
        Map<Path, String> trees = new LinkedHashMap<>();
        for (int i = 0; i < repositories.size(); i++) {
            Path repository = repositories.get(i);
            Project project = known.projects().get(i);
            // one inside another can be redirected by that one's agent: it is refused, and is not a tree itself
            boolean nested = false;
            for (Path above = repository.getParent(); above != null; above = above.getParent()) {
                nested |= every.contains(above);
            }
            if (!nested) {
                trees.putIfAbsent(folders.real(repository), "the repository of " + project.name());
            }
            if (project.hermes()) {
                trees.putIfAbsent(
                        folders.real(hermes.stateDirFor(project.name())), "the hermes data of " + project.name());
            }
            addShared(project.name(), trees);
        }
        return trees;
    }

    private void addShared(ProjectName name, Map<Path, String> trees) {
        for (Override.Device device : devices(name)) {
            String source = device.options().get("source");
            if ("disk".equals(device.options().get("type"))
                    && source != null
                    && user.expand(source).startsWith("/")
                    && !"true".equals(device.options().get("readonly"))) {
                trees.putIfAbsent(
                        folders.real(Path.of(user.expand(source))), "the device " + device.name() + " of " + name);
            }
        }
    }

    private List<Override.Device> devices(ProjectName name) {
        try {
            return registry.override(name).devices();
        } catch (RepomanException _) {
            return List.of(); // an override that cannot be read defines no device
        }
    }

    /// @param trees as of [#all]
    /// @return the repository of a project; one in a volume is as an empty folder: there is nothing of it here
    public FolderFact repository(Project entry, Registry known, Map<Path, String> trees) {
        String path = known.defaults().repoPath(user, entry.repo());
        return entry.hasVolume()
                ? new FolderFact(path, path, FolderFact.Kind.EMPTY, "", null)
                : folders.look(path, trees);
    }

    /// Looks at a repository's folder.
    public FolderFact look(String path, Registry known) {
        return folders.look(path, all(known));
    }

    /// @param trees as of [#all]
    /// @return the first of them below the folder; null if there is none
    @Nullable
    String within(FolderFact folder, Map<Path, String> trees) {
        Path real = Path.of(folder.realPath());
        return trees.entrySet().stream()
                .filter(tree -> tree.getKey().startsWith(real) && !tree.getKey().equals(real))
                .map(tree -> tree.getKey() + ", " + tree.getValue())
                .findFirst()
                .orElse(null);
    }

    /// @param devices all of a container
    /// @param trees as of [#all]
    /// @return its disks whose source an agent can replace
    public List<UnsafeDevice> unsafe(SortedMap<String, Device> devices, Map<Path, String> trees) {
        List<UnsafeDevice> unsafe = new ArrayList<>();
        devices.forEach((name, device) -> {
            String source = device.option("source");
            if (device.type().equals("disk") && source != null && source.startsWith("/")) {
                if (PathWalk.walk(Path.of(source), trees.keySet()) instanceof PathWalk.Way.Through(Path tree)) {
                    unsafe.add(new UnsafeDevice(name, source, trees.getOrDefault(tree, "")));
                }
            }
        });
        return unsafe;
    }
}
