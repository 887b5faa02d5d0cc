package dev.repoman.usecase.checkpoint;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.tree.GitFolderProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.Names;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import dev.repoman.usecase.EnvironmentDetector;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Gathers what `checkpoint`, `checkpoints` and `undo` need to know.
@ApplicationScoped
public class LookAtCheckpoints {
    private final RegistryStore registry;
    private final Incus incus;
    private final CheckpointFolders checkpoints;
    private final RepositoryStore stores;
    private final EnvironmentDetector detector;
    private final AgentTrees trees;
    private final GitFolderProbe gits;
    private final Jail jail;
    private final HostUser user;

    public LookAtCheckpoints(
            RegistryStore registry,
            Incus incus,
            CheckpointFolders checkpoints,
            RepositoryStore stores,
            EnvironmentDetector detector,
            AgentTrees trees,
            GitFolderProbe gits,
            Jail jail,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.checkpoints = checkpoints;
        this.stores = stores;
        this.detector = detector;
        this.trees = trees;
        this.gits = gits;
        this.jail = jail;
        this.user = user;
    }

    /// @param now when the command was started
    /// @throws dev.repoman.project.RepomanException FAILED if there is no such project; REFUSED if its container is
    ///     another's
    public CheckpointFacts at(ProjectName name, Instant now) {
        return at(name, now, false);
    }

    /// The same.
    ///
    /// @param sizes whether to count those of the repository's halves
    CheckpointFacts at(ProjectName name, Instant now, boolean sizes) {
        Registry known = registry.load().at(name);
        Project entry = Names.require(name, known);
        IncusProject project = known.defaults().project();
        Instance container = incus.instance(project, name.value()).orElse(null);
        Map<String, Checkpoint.Half> snapshots = new HashMap<>();
        if (container != null) {
            OwnContainer.require(name, container, user);
            incus.snapshots(project, name.value())
                    .forEach(snapshot -> Checkpoint.ofSnapshot(snapshot.name())
                            .ifPresent(it -> snapshots.put(
                                    it, new Checkpoint.Half(Instant.parse(snapshot.created()), snapshot.size()))));
        }
        Map<String, Checkpoint.Half> commits = jail.missing().isEmpty()
                ? checkpoints
                        .existingStoreOf(name)
                        .map(store -> stores.list(store, sizes))
                        .orElse(Map.of())
                : Map.of();
        CompletableFuture<Map<Path, String>> agents = EnvironmentDetector.start(() -> trees.all(known));
        FolderFact folder = detector.folder(
                        known.defaults().repoPath(user, entry.repo()),
                        () -> trees.repository(entry, known, agents.join()))
                .join();
        GitFolder git =
                folder.kind() == FolderFact.Kind.FOLDER ? gits.look(folder, agents.join()) : new GitFolder.None();
        String why = jail.missing()
                .map(missing -> missing.what() + ", and git is never run on a repository without a jail")
                .orElseGet(() -> entry.hasVolume()
                        ? "the repository of " + name + " is in a volume"
                        : why(folder, git, !commits.isEmpty()));
        RepositoryPlace place = why.isEmpty()
                ? new RepositoryPlace(
                        folder.realPath(),
                        git instanceof GitFolder.Elsewhere elsewhere ? elsewhere.source() : "",
                        checkpoints.storeOf(name))
                : null;
        return new CheckpointFacts(
                name,
                project,
                container,
                place,
                why,
                Checkpoint.join(snapshots, commits),
                known.defaults().checkpoints(),
                now);
    }

    /// @param saved whether there is a checkpoint, from which a broken `.git` is brought back
    private String why(FolderFact folder, GitFolder git, boolean saved) {
        String shown = user.contract(folder.path());
        return switch (folder.kind()) {
            case MISSING -> shown + " is missing";
            case NOT_A_FOLDER -> shown + " is not a folder";
            case UNREADABLE -> folder.within() == null ? shown + " cannot be read" : folder.nested(shown);
            case EMPTY, FOLDER ->
                switch (git) {
                    case GitFolder.None _ -> saved ? "" : shown + " is not a git repository";
                    case GitFolder.Refused _ when saved -> "";
                    case GitFolder.Refused(String pointer, String wrong) ->
                        "the history of " + shown + " is elsewhere, and " + pointer + " " + wrong;
                    case GitFolder.Inside _, GitFolder.Elsewhere _ -> "";
                };
        };
    }
}
