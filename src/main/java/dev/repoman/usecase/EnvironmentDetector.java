package dev.repoman.usecase;

import dev.repoman.backup.BackupRoot;
import dev.repoman.host.AgentProbe;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.OwnProgram;
import dev.repoman.host.ProxyService;
import dev.repoman.host.RootProbe;
import dev.repoman.host.jail.Jail;
import dev.repoman.incus.IncusProbe;
import dev.repoman.llm.OllamaProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.JailFact;
import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.setup.HostBoundary;
import dev.repoman.plan.setup.SetupFacts;
import dev.repoman.plan.setup.SetupFacts.BoundaryFact;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers the facts for `setup` in parallel, each with its own deadline; changes nothing.
@ApplicationScoped
public class EnvironmentDetector {
    /// A share whose server is down blocks forever.
    private static final int FOLDER_SECONDS = 5;
    /// The probe's own deadlines are for each read; this one is for a daemon that sends slowly.
    private static final int OLLAMA_SECONDS = 4;

    private final IncusProbe incus;
    private final OllamaProbe ollama;
    private final AgentProbe agents;
    private final RootProbe roots;
    private final FolderProbe folders;
    private final BackupRoot backups;
    private final Jail jails;
    private final OwnProgram program;
    private final ProxyService proxies;
    private final RegistryStore registry;
    private final HostUser user;

    public EnvironmentDetector(
            IncusProbe incus,
            OllamaProbe ollama,
            AgentProbe agents,
            RootProbe roots,
            FolderProbe folders,
            BackupRoot backups,
            Jail jails,
            OwnProgram program,
            ProxyService proxies,
            RegistryStore registry,
            HostUser user) {
        this.incus = incus;
        this.ollama = ollama;
        this.agents = agents;
        this.roots = roots;
        this.folders = folders;
        this.backups = backups;
        this.jails = jails;
        this.program = program;
        this.proxies = proxies;
        this.registry = registry;
        this.user = user;
    }

    /// Whether an `ollama` program is on this host.
    public boolean ollamaInstalled() {
        return agents.ollama() != null;
    }

    /// @param bridge null for the one that containers use
    /// @param models whether to check the model daemon
    public SetupFacts look(Defaults defaults, @Nullable String bridge, Wiring wiring, boolean models) {
        CompletableFuture<RootFact> repos = repos(defaults.reposRoot());
        CompletableFuture<RootFact> backup = backup(defaults.backupRoot());
        CompletableFuture<Health> loopback = models
                ? health(OllamaFact.LOOPBACK)
                : CompletableFuture.completedFuture(Health.unasked(OllamaFact.LOOPBACK));
        CompletableFuture<@Nullable JailFact> jail = start(this::jail);
        IncusProbe.Facts daemon = incus.look(defaults.project(), bridge, defaults.bridge());
        List<CompletableFuture<Health>> lan = models && wiring == Wiring.LAN ? addresses(daemon.bridge()) : List.of();
        return new SetupFacts(
                user,
                user.contract(registry.path().toString()),
                daemon.incus(),
                daemon.bridge(),
                new OllamaFact(
                        agents.ollama(),
                        lan.stream().map(CompletableFuture::join).toList(),
                        loopback.join()),
                agents.hermes().withImage(models ? incus.hermesImage(defaults.project()) : null),
                repos.join(),
                backup.join(),
                agents.launchers(),
                program.path().orElse(null),
                new BoundaryFact(
                        roots.mount(folders.real(Path.of(user.expand(defaults.reposRoot())))
                                        .toString())
                                .nosuid(),
                        roots.text(HostBoundary.RULES)),
                program.missingGitHelper(),
                jail.join(),
                proxies.look(defaults.allowed()));
    }

    private List<CompletableFuture<Health>> addresses(BridgeFact bridge) {
        return bridge.ipv4().stream().map(OllamaFact::url).map(this::health).toList();
    }

    /// @return whether the HTTP proxy of sealed projects runs
    boolean proxyAnswers() {
        return proxies.answers();
    }

    /// @return why this host has no jail, or null where it has one
    @Nullable
    JailFact jail() {
        return jails.missing().orElse(null);
    }

    /// The answer of whatever listens there.
    CompletableFuture<Health> health(String url) {
        return start(() -> ollama.look(url)).completeOnTimeout(Health.slow(url), OLLAMA_SECONDS, TimeUnit.SECONDS);
    }

    CompletableFuture<RootFact> repos(String asWritten) {
        String path = user.expand(asWritten);
        return start(() -> roots.look(path)).completeOnTimeout(RootFact.silent(path), FOLDER_SECONDS, TimeUnit.SECONDS);
    }

    /// A folder that may be on a dead share; one that does not answer counts as unreadable.
    ///
    /// @param look at that path
    public CompletableFuture<FolderFact> folder(String path, Supplier<FolderFact> look) {
        return start(look)
                .completeOnTimeout(
                        new FolderFact(path, path, FolderFact.Kind.UNREADABLE, "", null),
                        FOLDER_SECONDS,
                        TimeUnit.SECONDS);
    }

    /// A separate process looks at it (decision 11), with a deadline.
    CompletableFuture<RootFact> backup(String asWritten) {
        String path = user.expand(asWritten);
        return start(() -> {
            RootProbe.Mount mount = roots.mount(path);
            BackupRootFact.Kind kind = backups.look(path, List.of()).kind();
            FolderFact.Kind folder = switch (kind) {
                case READY, UNMARKED, UNMARKED_ON_ROOT_DISK -> FolderFact.Kind.FOLDER;
                case MISSING -> FolderFact.Kind.MISSING;
                case NOT_A_FOLDER -> FolderFact.Kind.NOT_A_FOLDER;
                case CLOSED, NO_ANSWER -> FolderFact.Kind.UNREADABLE;
            };
            String real = kind == BackupRootFact.Kind.NO_ANSWER
                    ? path
                    : folders.real(Path.of(path)).toString();
            return new RootFact(
                    new FolderFact(path, real, folder, mount.type(), null),
                    kind != BackupRootFact.Kind.NO_ANSWER,
                    kind == BackupRootFact.Kind.UNMARKED_ON_ROOT_DISK ? "/" : mount.point(),
                    kind == BackupRootFact.Kind.READY);
        });
    }

    /// On its own thread, which may hang in the kernel and must not keep the process from exiting.
    public static <T extends @Nullable Object> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(
                task, run -> Thread.ofPlatform().daemon().start(run));
    }
}
