package dev.repoman.usecase;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.tree.GitFolderProbe;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The repository of this host that a project exchanges commits with.
@ApplicationScoped
class FindClone {
    private final AgentTrees trees;
    private final FolderProbe folders;
    private final GitProbe git;
    private final GitFolderProbe gitFolders;
    private final CheckpointFolders checkpoints;
    private final HostUser user;

    FindClone(
            AgentTrees trees,
            FolderProbe folders,
            GitProbe git,
            GitFolderProbe gitFolders,
            CheckpointFolders checkpoints,
            HostUser user) {
        this.trees = trees;
        this.folders = folders;
        this.git = git;
        this.gitFolders = gitFolders;
        this.checkpoints = checkpoints;
        this.user = user;
    }

    /// @param place null where there is no repository with a commit
    /// @param uncommitted what is not committed in it, for display; empty for nothing
    /// @param why it cannot be read; empty where it can
    record Clone(@Nullable RepositoryPlace place, String uncommitted, String why) {}

    Clone of(Project project, Registry known) {
        Map<Path, String> agents = trees.all(known);
        FolderFact folder = folders.look(known.defaults().repoPath(user, project.repo()), agents);
        GitFact state = folder.kind() == FolderFact.Kind.FOLDER ? git.look(folder.realPath()) : new GitFact.None();
        if (!(state instanceof GitFact.Known work) || work.commit() == null) {
            return new Clone(null, "", state instanceof GitFact.Unknown(String why) ? why : "");
        }
        GitFolder at = gitFolders.look(folder, agents);
        return new Clone(
                new RepositoryPlace(
                        folder.realPath(),
                        at instanceof GitFolder.Elsewhere elsewhere ? elsewhere.source() : "",
                        checkpoints.storeOf(project.name())),
                ForkState.uncommitted(work),
                "");
    }
}
