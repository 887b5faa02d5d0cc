package dev.repoman.apply;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.host.GitProbe;
import dev.repoman.host.RootProbe;
import dev.repoman.plan.Drift;
import dev.repoman.plan.DriftFinder;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.ProjectFacts;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `status NAME`: everything about one project.
@ApplicationScoped
public class Inspection {
    private static final int GIT_SECONDS = 10;

    private final ProjectLook looks;
    private final SyncStateStore syncs;
    private final GitProbe git;
    private final RootProbe roots;

    public Inspection(ProjectLook looks, SyncStateStore syncs, GitProbe git, RootProbe roots) {
        this.looks = looks;
        this.syncs = syncs;
        this.git = git;
        this.roots = roots;
    }

    /// @param effective what holds by entry, override and defaults; null without an entry
    /// @param mount the file system that holds the repository
    public record Report(
            ProjectLook.Look look,
            @Nullable Effective effective,
            GitFact git,
            RootProbe.Mount mount,
            SyncState sync,
            List<Drift> drift) {}

    public Report report(ProjectName name) {
        ProjectLook.Look look = looks.at(name);
        ProjectFacts facts = look.facts();
        Project entry = facts.entry();
        FolderFact repository = look.repository();
        return new Report(
                look,
                entry == null ? null : Effective.of(entry, facts.override(), facts.registry()),
                git(repository),
                roots.mount(repository.realPath()),
                syncs.read(name).since(entry == null ? "" : entry.created()),
                DriftFinder.find(facts));
    }

    /// Each call of git has its own deadline; this one is for a repository that changes under our hands.
    private GitFact git(FolderFact repository) {
        return repository.kind() != FolderFact.Kind.FOLDER
                ? new GitFact.None()
                : EnvironmentDetector.start(() -> git.look(repository.path()))
                        .completeOnTimeout(
                                new GitFact.Unknown("no answer within " + GIT_SECONDS + " s"),
                                GIT_SECONDS,
                                TimeUnit.SECONDS)
                        .join();
    }
}
