package dev.repoman.usecase;

import dev.repoman.hermes.HermesProbe;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.tree.GitFolderProbe;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.host.tree.IdentityProbe;
import dev.repoman.incus.Clusters;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Volumes;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.GitMount;
import dev.repoman.plan.life.NewFacts;
import dev.repoman.plan.life.NewPlanner;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Override;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.registry.OverrideStore;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `new`: gathers its facts, with as few requests as possible.
@ApplicationScoped
public class NewProject {
    private final RegistryStore registry;
    private final OverrideStore overrides;
    private final Incus incus;
    private final Volumes volumes;
    private final Clusters clusters;
    private final FolderProbe folders;
    private final AgentTrees trees;
    private final FreePorts ports;
    private final GitProbe git;
    private final GitFolderProbe gitFolders;
    private final IdentityProbe identities;
    private final HermesProbe hermes;
    private final NewPlanner planner;
    private final HostUser user;
    private final Path logs;

    public NewProject(
            RegistryStore registry,
            OverrideStore overrides,
            Incus incus,
            Volumes volumes,
            Clusters clusters,
            FolderProbe folders,
            AgentTrees trees,
            FreePorts ports,
            GitProbe git,
            GitFolderProbe gitFolders,
            IdentityProbe identities,
            HermesProbe hermes,
            NewPlanner planner,
            HostEnvironment env,
            HostUser user) {
        this.registry = registry;
        this.overrides = overrides;
        this.incus = incus;
        this.volumes = volumes;
        this.clusters = clusters;
        this.folders = folders;
        this.trees = trees;
        this.ports = ports;
        this.git = git;
        this.gitFolders = gitFolders;
        this.identities = identities;
        this.hermes = hermes;
        this.planner = planner;
        this.user = user;
        this.logs = env.stateHome(user.home()).resolve("repoman").resolve("logs");
    }

    public Plan plan(NewRequest request) {
        Registry known = registry.load().on(request.host());
        Override before = registry.override(request.name());
        Containment level = request.containment();
        NewRequest wanted = level != null && before.containment().isPresent()
                ? request.with(it -> it.edit = request.edit().with(level)) // or it would be stronger than the entry
                : request;
        Override override = wanted.edit().isNone() ? before : overrides.preview(request.name(), wanted.edit());
        if (override.equals(before)) {
            wanted = wanted.with(it -> it.edit = OverrideEdit.NONE);
        }
        NewSettings settings =
                NewSettings.resolve(below(known.defaults().reposRoot(user), wanted), known, override, user);
        Place place = place(settings, known, !settings.hasVolume());
        OverrideEdit edit = GitMount.edit(place.git(), settings);
        if (!edit.equals(wanted.edit())) {
            settings = NewSettings.resolve(
                    settings.asked().with(it -> it.edit = edit), known, overrides.preview(request.name(), edit), user);
        }
        return plan(settings, known, place, Now.text());
    }

    /// @return the folder, for display, if there are files in it and it is no repository, nor that of a project;
    ///     `git init` is not run over them
    public Optional<String> plainFolder(NewRequest request) {
        Registry known = registry.load().on(request.host());
        NewSettings settings = NewSettings.resolve(
                below(known.defaults().reposRoot(user), request),
                known,
                overrides.preview(request.name(), request.edit()),
                user);
        FolderFact folder = folders.look(settings.repoPath(), trees.all(known));
        boolean plain = request.cloneUrl() == null
                && !settings.hasVolume()
                && settings.sharedWith().isEmpty()
                && folder.kind() == FolderFact.Kind.FOLDER
                && !folders.isRepository(folder);
        return plain ? Optional.of(user.contract(folder.path())) : Optional.empty();
    }

    /// The container of an entry, which is gone, is created again.
    public Plan again(Project entry) {
        Registry known = registry.load().on(entry.host());
        Override override = registry.override(entry.name());
        NewRequest request = NewRequest.again(entry, Effective.of(entry, override, known));
        NewSettings settings = NewSettings.resolve(request, known.without(entry), override, user);
        return plan(settings, known, place(settings, known, false), entry.created());
    }

    /// The container of an entry, as it will be on another host.
    ///
    /// @param entry as it will be
    /// @param begun whether the registry says so already; else a container of that name there does not count
    public Plan moved(Project entry, boolean begun) {
        Registry known = registry.load().on(entry.host());
        Override override = registry.override(entry.name());
        NewRequest request = NewRequest.again(entry, Effective.of(entry, override, known))
                .with(it -> it.purpose = NewRequest.Purpose.MOVE);
        Registry others = known.without(known.find(entry.name()).orElseThrow());
        NewSettings settings = NewSettings.resolve(request, others, override, user);
        NewFacts facts = facts(settings, others, place(settings, others, false), entry.created());
        return planner.plan(settings, begun ? facts : facts.afresh());
    }

    private Plan plan(NewSettings settings, Registry known, Place place, String created) {
        NewFacts facts = facts(settings, known, place, created);
        Plan plan = planner.plan(settings, facts);
        ports.check(
                settings.incusProject(),
                NewPlanner.devices(settings, facts.profiles(), facts.instance()),
                facts.instance());
        return plan;
    }

    /// @param agents the trees that agents write, with the owner of each
    /// @param outer the repository that the folder is in, or null
    private record Place(
            Map<Path, String> agents,
            FolderFact folder,
            GitFolder git,
            @Nullable String outer) {}

    /// @param claims whether `.git` is read; once there is a container, its agent writes it
    private Place place(NewSettings settings, Registry known, boolean claims) {
        Map<Path, String> agents = trees.all(known);
        FolderFact folder = folders.look(settings.repoPath(), agents);
        return claims && folder.within() == null
                ? new Place(agents, folder, gitFolders.look(folder, agents), gitFolders.outer(folder))
                : new Place(agents, folder, new GitFolder.Inside(), null);
    }

    /// If `repos_root` is a link, a path in the folder behind it is one below `repos_root`.
    private NewRequest below(String root, NewRequest request) {
        String given = request.repo() == null ? "" : user.expand(request.repo());
        String real = folders.real(Path.of(root)) + "/";
        return given.startsWith(real)
                ? request.with(it -> it.repo = root + "/" + given.substring(real.length()))
                : request;
    }

    private NewFacts facts(NewSettings settings, Registry known, Place place, String created) {
        FolderFact folder = place.folder();
        CompletableFuture<@Nullable IdentityFact> identity =
                EnvironmentDetector.start(() -> identities.look(folder.realPath()));
        List<Profile> profiles = incus.profiles(settings.incusProject());
        Instance there =
                incus.instance(settings.incusProject(), settings.name().value()).orElse(null);
        boolean cloned = settings.cloneUrl() != null && folder.kind() == FolderFact.Kind.FOLDER;
        SortedMap<String, Device> devices = NewPlanner.devices(settings, profiles, there);
        DataFact data = hermes.data(settings.name());
        boolean hasVolume = settings.hasVolume();
        String pool = RepositoryVolume.pool(devices);
        boolean keepsData = settings.asked().purpose() != NewRequest.Purpose.CREATE && data.there();
        return new NewFacts(
                folder,
                place.git(),
                place.outer(),
                trees.within(folder, place.agents()),
                folders.isAnothers(folder.realPath(), user.uid()),
                cloned ? git.origin(folder.realPath()) : null,
                hasVolume && folder.kind() == FolderFact.Kind.FOLDER ? git.look(folder.realPath()) : new GitFact.None(),
                hasVolume && pool != null ? volume(settings, pool, there) : null,
                clusters.of(settings.incusProject().remote()),
                trees.unsafe(devices, place.agents()),
                folders.real(Path.of(settings.reposRoot())).toString(),
                profiles,
                there,
                there == null ? localImage(settings) : null,
                settings.hermes().wanted() && !keepsData
                        ? hermes.seed(known.defaults().llm())
                        : null,
                data,
                identity.join(),
                registry.overridePath(settings.name()).toString(),
                logs.resolve("setup-" + settings.name() + ".log").toString(),
                created);
    }

    /// @param pool of a new container
    /// @return the volume with the repository: of the container, or of an earlier one
    private @Nullable RepositoryVolume volume(NewSettings settings, String pool, @Nullable Instance there) {
        return there != null
                ? RepositoryVolume.of(there).orElse(null)
                : volumes.unused(settings.incusProject(), pool, user.uid()).stream()
                        .filter(volume -> RepositoryVolume.isOf(settings.name(), volume.name()))
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable Map<String, String> localImage(NewSettings settings) {
        return settings.image().remote() != null
                ? null
                : incus.image(settings.incusProject(), settings.image().alias())
                        .map(Incus.Image::properties)
                        .orElse(null);
    }
}
