package dev.repoman.usecase.fork;

import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.plan.fork.LandPlanner;
import dev.repoman.plan.life.RemovePlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import dev.repoman.usecase.checkpoint.LookAtCheckpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `diff` and `land`.
@ApplicationScoped
public class LandFork {
    private final RegistryStore registry;
    private final LookAtCheckpoints looks;
    private final RepositoryStore stores;
    private final GitProbe git;
    private final AgentTrees trees;
    private final LandPlanner planner;
    private final HostUser user;

    public LandFork(
            RegistryStore registry,
            LookAtCheckpoints looks,
            RepositoryStore stores,
            GitProbe git,
            AgentTrees trees,
            LandPlanner planner,
            HostUser user) {
        this.registry = registry;
        this.looks = looks;
        this.stores = stores;
        this.git = git;
        this.trees = trees;
        this.planner = planner;
        this.user = user;
    }

    /// A fork and its parent.
    public record Pair(Project fork, Project parent) {}

    /// @throws RepomanException FAILED if there is no such project, REFUSED if it is no fork
    public Pair pair(ProjectName name) {
        Registry known = registry.load();
        Project fork = Names.require(name, known);
        Project parent = known.parent(fork)
                .orElseThrow(() -> new RepomanException(
                        Fault.REFUSED,
                        fork.parent() == null
                                ? name + " is not a fork"
                                : "the parent of " + name + ", " + fork.parent() + ", is not in the registry",
                        "repoman list shows forks below their parent; repoman fork " + name + " TASK makes one"));
        return new Pair(fork, parent);
    }

    /// @throws RepomanException REFUSED if one of the repositories cannot be read
    public ForkState state(Pair pair) {
        RepositoryPlace from = place(pair.fork());
        return stores.ahead(from, place(pair.parent()), false, git.look(from.path()));
    }

    public Plan plan(Pair pair, String branch, boolean uncommitted) {
        return planner.plan(pair.fork(), place(pair.fork()), place(pair.parent()), state(pair), branch, uncommitted);
    }

    /// @return the repository of a fork, with what is only there; null if the project is no fork, or there is no folder
    public RemovePlanner.@Nullable Copy copy(ProjectName name) {
        Registry known = registry.load();
        Project fork = known.find(name).filter(it -> it.parent() != null).orElse(null);
        if (fork == null) {
            return null;
        }
        FolderFact folder = trees.look(known.defaults().repoPath(user, fork.repo()), known);
        if (folder.kind() == FolderFact.Kind.MISSING || folder.within() != null) {
            return null;
        }
        boolean shared = known.projects().stream()
                .anyMatch(other -> other != fork && other.repo().equals(fork.repo()));
        String path = folder.realPath();
        try {
            Pair pair = pair(name);
            RepositoryPlace from = place(pair.fork());
            RepositoryPlace into = place(pair.parent());
            ForkState state = stores.ahead(from, into, true, git.look(from.path()));
            return new RemovePlanner.Copy(path, state.unlanded(), state.fresh(fork.created()), shared, from, into);
        } catch (RepomanException e) {
            return new RemovePlanner.Copy(path, e.what(), false, shared, null, null);
        }
    }

    private RepositoryPlace place(Project project) {
        CheckpointFacts facts = looks.at(project.name(), Instant.EPOCH);
        RepositoryPlace place = facts.place();
        if (place == null || project.parent() != null && !place.gitFolder().isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the commits of " + project.shown() + " cannot be read: "
                            + (place == null ? facts.why() : "its history is elsewhere"),
                    "repoman status " + project.name() + " says more");
        }
        return place;
    }
}
