package dev.repoman.usecase;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.tree.GitFolderProbe;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `send`: what is not committed in the clone here goes into the volume of the project.
@ApplicationScoped
public class SendWork {
    private final RegistryStore registry;
    private final Incus incus;
    private final AgentTrees trees;
    private final FolderProbe folders;
    private final GitProbe git;
    private final GitFolderProbe gitFolders;
    private final CheckpointFolders checkpoints;
    private final HostUser user;

    public SendWork(
            RegistryStore registry,
            Incus incus,
            AgentTrees trees,
            FolderProbe folders,
            GitProbe git,
            GitFolderProbe gitFolders,
            CheckpointFolders checkpoints,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.trees = trees;
        this.folders = folders;
        this.git = git;
        this.gitFolders = gitFolders;
        this.checkpoints = checkpoints;
        this.user = user;
    }

    /// @throws RepomanException REFUSED where the repository of the project is not in a volume, or there is no clone
    /// here
    public Plan plan(ProjectName name) {
        Registry known = registry.load().at(name);
        Project entry = Names.require(name, known);
        String path = known.defaults().repoPath(user, entry.repo());
        String shown = user.contract(path);
        if (!entry.hasVolume()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the repository of " + name + " is " + shown + " itself: what you write there is inside",
                    "send is for projects on another host, and for sealed ones");
        }
        Map<Path, String> agents = trees.all(known);
        FolderFact folder = folders.look(path, agents);
        GitFact state = folder.kind() == FolderFact.Kind.FOLDER ? git.look(folder.realPath()) : new GitFact.None();
        if (!(state instanceof GitFact.Known work) || work.commit() == null) {
            String why = state instanceof GitFact.Unknown(String what)
                    ? shown + " cannot be read: " + what
                    : shown + " is not a repository with a commit";
            throw new RepomanException(Fault.REFUSED, why, "clone it: git clone repoman::" + name + " " + shown);
        }
        Instance instance = OwnContainer.require(
                name, incus.instance(known.defaults().project(), name.value()).orElse(null), user);
        String files = ForkState.uncommitted(work);
        if (files.isEmpty()) {
            return Plan.of(List.of());
        }
        GitFolder at = gitFolders.look(folder, agents);
        List<Action> actions = new ArrayList<>();
        if (!instance.running()) {
            actions.add(new Action.StartInstance(known.defaults().project(), name.value()));
        }
        actions.add(new Exchange.SendWork(
                known.defaults().project(),
                name.value(),
                user,
                known.pathInside(entry, user),
                new RepositoryPlace(
                        folder.realPath(),
                        at instanceof GitFolder.Elsewhere elsewhere ? elsewhere.source() : "",
                        checkpoints.storeOf(name)),
                files));
        return Plan.of(actions);
    }
}
