package dev.repoman.usecase;

import dev.repoman.host.FolderProbe;
import dev.repoman.incus.Clusters;
import dev.repoman.incus.Incus;
import dev.repoman.project.Cluster.Member;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.registry.Setting;
import dev.repoman.registry.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The possible completions of a word, at this moment. Writes and prints nothing; throws if they cannot be
/// determined.
@ApplicationScoped
public class Candidates {
    private final RegistryStore store;
    private final Incus incus;
    private final Clusters clusters;
    private final FolderProbe folders;
    private final HostUser user;

    public Candidates(RegistryStore store, Incus incus, Clusters clusters, FolderProbe folders, HostUser user) {
        this.store = store;
        this.incus = incus;
        this.clusters = clusters;
        this.folders = folders;
        this.user = user;
    }

    /// @param description empty if the value needs none
    public record Candidate(String value, String description) {
        public static Candidate of(String value) {
            return new Candidate(value, "");
        }
    }

    public List<Candidate> projects() {
        return store.peek().projects().stream()
                .map(p -> new Candidate(p.name().value(), p.repo()))
                .toList();
    }

    /// The folders below `repos_root`.
    public List<Candidate> repositories() {
        return names(store.peek()).stream().map(Candidate::of).toList();
    }

    /// The folders below `repos_root` that no project uses yet and whose names are valid.
    public List<Candidate> repositoriesWithoutProject() {
        Registry registry = store.peek();
        Set<String> taken = registry.projects().stream()
                .flatMap((Project p) -> Stream.of(p.name().value(), p.repo()))
                .collect(Collectors.toSet());
        return names(registry).stream()
                .filter(name -> !taken.contains(name) && ProjectName.complaint(name) == null)
                .map(Candidate::of)
                .toList();
    }

    private List<String> names(Registry registry) {
        return folders.foldersIn(user.expand(registry.defaults().reposRoot()));
    }

    /// The aliases of the images that Incus has.
    public List<Candidate> images() {
        return incus.images(store.peek().defaults().project()).stream()
                .flatMap(image -> image.aliases().stream()
                        .map(alias -> new Candidate(alias, image.properties().getOrDefault("description", ""))))
                .toList();
    }

    public List<Candidate> profiles() {
        return incus.profiles(store.peek().defaults().project()).stream()
                .map(profile -> new Candidate(profile.name(), profile.description()))
                .toList();
    }

    /// The members of the cluster and its groups, if Incus is one.
    public List<Candidate> members() {
        List<Member> members = clusters.of("").members();
        return Stream.concat(
                        members.stream().map(member -> new Candidate(member.name(), member.status())),
                        members.stream()
                                .flatMap(member -> member.groups().stream())
                                .distinct()
                                .map(group -> Candidate.of("@" + group)))
                .toList();
    }

    /// The other machines in the registry.
    public List<Candidate> hosts() {
        return store.peek().hosts().stream()
                .map(host -> new Candidate(host.name(), host.remote()))
                .toList();
    }

    /// The keys that `config` knows, including those of projects.
    public List<Candidate> keys() {
        Registry registry = store.peek();
        List<Setting> settings = new ArrayList<>(Settings.of(registry));
        for (Project project : registry.projects()) {
            settings.addAll(Settings.of(project, store.override(project.name()), registry));
        }
        return settings.stream().map(s -> Candidate.of(s.name())).toList();
    }
}
