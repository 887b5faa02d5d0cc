package dev.repoman.usecase;

import dev.repoman.hermes.HermesProbe;
import dev.repoman.host.tree.IdentityProbe;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Inside;
import dev.repoman.plan.Names;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.project.Containment;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gathers everything about one project, for `status` and `repair`.
@ApplicationScoped
public class ProjectLook {
    private final RegistryStore registry;
    private final Incus incus;
    private final HermesProbe hermes;
    private final EnvironmentDetector detector;
    private final AgentTrees trees;
    private final LookInside mounts;
    private final IdentityProbe identities;
    private final ReachHost host;
    private final HostUser user;

    public ProjectLook(
            RegistryStore registry,
            Incus incus,
            HermesProbe hermes,
            EnvironmentDetector detector,
            AgentTrees trees,
            LookInside mounts,
            IdentityProbe identities,
            ReachHost host,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.hermes = hermes;
        this.detector = detector;
        this.trees = trees;
        this.mounts = mounts;
        this.identities = identities;
        this.host = host;
        this.user = user;
    }

    /// @param repository the folder that the entry names; for an orphan, the one that its keys name
    /// @param trouble why Incus could not be asked, or null
    public record Look(
            ProjectFacts facts,
            FolderFact repository,
            DataFact data,
            @Nullable Health ollama,
            @Nullable IncusException trouble) {}

    /// @throws dev.repoman.project.RepomanException FAILED if there is neither an entry nor one of our
    ///     containers
    public Look at(ProjectName name) {
        return at(name, _ -> {});
    }

    /// The same.
    ///
    /// @param found receives the repository's folder as soon as it is known, before the request to Incus
    Look at(ProjectName name, Consumer<FolderFact> found) {
        Registry known = registry.load().at(name);
        Project entry = known.find(name).orElse(null);
        Override override = registry.override(name);
        CompletableFuture<Health> health = health(entry, override, known);
        FolderFact repository = entry == null
                ? null
                : detector.folder(
                                known.defaults().repoPath(user, entry.repo()),
                                () -> trees.repository(entry, known, trees.all(known)))
                        .join();
        CompletableFuture<@Nullable IdentityFact> identity = CompletableFuture.completedFuture(null);
        if (repository != null) {
            found.accept(repository);
            String path = repository.realPath();
            identity = EnvironmentDetector.start(() -> identities.look(path));
        }
        IncusProject project = known.defaults().project();
        Instance instance = null;
        List<Profile> profiles = null;
        IncusException trouble = null;
        try {
            instance = incus.instance(project, name.value()).orElse(null);
            profiles = entry == null ? List.of() : incus.profiles(project);
        } catch (IncusException e) {
            trouble = e;
        }
        Ownership ours = instance == null ? null : instance.ownership();
        if (repository == null) {
            if (ours == null) {
                throw Names.unknown(name, known);
            }
            repository = detector.folder(ours.repo(), () -> trees.look(ours.repo(), known))
                    .join();
            found.accept(repository);
        }
        DataFact data = hermes.data(name);
        Health ollama = health == null ? null : health.join();
        Inside wanted = Desired.inside(
                override, identity.join(), entry == null ? repository.path() : known.pathInside(entry, user));
        LookInside.Look inside = mounts.at(project, instance, wanted);
        ProjectFacts facts = new ProjectFacts(
                name,
                known,
                entry,
                override,
                instance,
                trouble == null,
                data.path(),
                user,
                new ProjectFacts.Around(
                        repository,
                        data,
                        profiles,
                        inside.stale(),
                        inside.ofRoot(),
                        wanted,
                        inside.identity(),
                        inside.sudo(),
                        reachesHost(entry, override, known, instance)));
        return new Look(facts, repository, data, ollama, trouble);
    }

    private boolean reachesHost(
            @Nullable Project entry, Override override, Registry known, @Nullable Instance instance) {
        return entry != null
                && instance != null
                && instance.running()
                && Ownership.isOf(instance.config(), user)
                && Effective.of(entry, override, known).containment().value() == Containment.GUARDED
                && host.isOpen(
                        known.defaults().project(), instance, known.defaults().bridge());
    }

    /// Only for a project that is connected to the model daemon, if that is set up.
    private @Nullable CompletableFuture<Health> health(@Nullable Project entry, Override override, Registry known) {
        String url = known.defaults().llm().ollamaUrl();
        boolean wired = entry != null
                && Effective.of(entry, override, known).profiles().value().contains(NewSettings.LLM_PROFILE);
        return wired && known.defaults().llm().enabled() && !url.isEmpty() ? detector.health(url) : null;
    }
}
