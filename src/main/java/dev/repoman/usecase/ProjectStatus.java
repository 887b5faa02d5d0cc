package dev.repoman.usecase;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.host.RootProbe;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.host.tree.PrivilegeProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.drift.DriftFinder;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `status NAME`: everything about one project.
@ApplicationScoped
public class ProjectStatus {
    private final ProjectLook looks;
    private final SyncStateStore syncs;
    private final GitProbe git;
    private final PrivilegeProbe privileges;
    private final RootProbe roots;

    public ProjectStatus(
            ProjectLook looks, SyncStateStore syncs, GitProbe git, PrivilegeProbe privileges, RootProbe roots) {
        this.looks = looks;
        this.syncs = syncs;
        this.git = git;
        this.privileges = privileges;
        this.roots = roots;
    }

    /// @param effective the effective values of entry, override and defaults; null without an entry
    /// @param privileged files of the repository that are setuid or setgid, below it
    /// @param mount the file system that holds the repository
    public record Report(
            ProjectLook.Look look,
            @Nullable Effective effective,
            GitFact git,
            List<String> privileged,
            RootProbe.Mount mount,
            SyncState sync,
            List<Drift> drift) {}

    public Report report(ProjectName name) {
        CompletableFuture<FolderFact> folder = new CompletableFuture<>();
        // in parallel with each other and with Incus: each walks the repository
        CompletableFuture<GitFact> state = walk(folder, git::look, new GitFact.None());
        CompletableFuture<List<String>> privileged = walk(folder, privileges::look, List.of());
        ProjectLook.Look look = looks.at(name, folder::complete);
        ProjectFacts facts = look.facts();
        Project entry = facts.entry();
        return new Report(
                look,
                entry == null ? null : Effective.of(entry, facts.override(), facts.registry()),
                state.join(),
                privileged.join(),
                roots.mount(look.repository().realPath()),
                syncs.read(name).since(entry == null ? "" : entry.created()),
                DriftFinder.find(facts));
    }

    /// @param none the answer if there is no folder
    private static <T> CompletableFuture<T> walk(
            CompletableFuture<FolderFact> folder, Function<String, T> look, T none) {
        return folder.thenApplyAsync(
                it -> it.kind() == FolderFact.Kind.FOLDER ? look.apply(it.realPath()) : none,
                run -> Thread.ofPlatform().daemon().start(run));
    }
}
