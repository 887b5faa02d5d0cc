package dev.repoman.usecase.fork;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.host.tree.GitFolderProbe;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import dev.repoman.usecase.EnvironmentDetector;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What all forks have that their parents have not, for `list`: side by side, each in a jail, and only as long as a
/// reader would wait.
@ApplicationScoped
public class LookAtForks {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final GitFact NO_FILES = new GitFact.Known(null, null, 0, 0, null, 0, 0);

    private final RegistryStore registry;
    private final CheckpointFolders checkpoints;
    private final RepositoryStore stores;
    private final GitProbe git;
    private final GitFolderProbe gits;
    private final AgentTrees trees;

    public LookAtForks(
            RegistryStore registry,
            CheckpointFolders checkpoints,
            RepositoryStore stores,
            GitProbe git,
            GitFolderProbe gits,
            AgentTrees trees) {
        this.registry = registry;
        this.checkpoints = checkpoints;
        this.stores = stores;
        this.git = git;
        this.gits = gits;
        this.trees = trees;
    }

    /// A look that goes on.
    @FunctionalInterface
    public interface Looking {
        /// @return by the names of forks; one that could not be read in time is missing
        Map<String, ForkState> states();
    }

    public Looking start() {
        Registry known = registry.peek();
        Map<String, CompletableFuture<@Nullable ForkState>> looks = new HashMap<>();
        Map<Path, String> agents =
                known.projects().stream().allMatch(one -> one.parent() == null) ? Map.of() : trees.all(known);
        for (Project fork : known.projects()) {
            known.parent(fork)
                    .ifPresent(parent -> looks.put(
                            fork.name().value(),
                            EnvironmentDetector.start(() -> state(fork, parent, known, agents))
                                    .completeOnTimeout(null, LIMIT.toMillis(), TimeUnit.MILLISECONDS)));
        }
        return () -> {
            Map<String, ForkState> states = new HashMap<>();
            looks.forEach((name, look) -> {
                ForkState state = look.join();
                if (state != null) {
                    states.put(name, state);
                }
            });
            return states;
        };
    }

    /// Files are looked at only if there is no commit: the longest part, for what is not landed anyway.
    private @Nullable ForkState state(Project fork, Project parent, Registry known, Map<Path, String> agents) {
        FolderFact from = trees.repository(fork, known, agents);
        FolderFact of = trees.repository(parent, known, agents);
        if (from.kind() != FolderFact.Kind.FOLDER || of.kind() != FolderFact.Kind.FOLDER) {
            return null;
        }
        try {
            ForkState state = stores.ahead(
                    new RepositoryPlace(from.realPath(), "", checkpoints.storeOf(fork.name())),
                    new RepositoryPlace(
                            of.realPath(),
                            gits.look(of, agents) instanceof GitFolder.Elsewhere elsewhere ? elsewhere.source() : "",
                            ""),
                    true,
                    NO_FILES);
            return state.there() && state.commits().isEmpty() ? state.with(git.look(from.realPath())) : state;
        } catch (RepomanException _) {
            return null;
        }
    }
}
