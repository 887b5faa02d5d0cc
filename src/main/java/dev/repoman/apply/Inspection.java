package dev.repoman.apply;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.hermes.HermesProbe;
import dev.repoman.host.FolderProbe;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Names;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// `status NAME`: everything about one project.
@ApplicationScoped
public class Inspection {
    private final RegistryStore registry;
    private final Incus incus;
    private final FolderProbe folders;
    private final SyncStateStore syncs;
    private final HermesProbe hermes;
    private final HostUser user;

    public Inspection(
            RegistryStore registry,
            Incus incus,
            FolderProbe folders,
            SyncStateStore syncs,
            HermesProbe hermes,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.folders = folders;
        this.syncs = syncs;
        this.hermes = hermes;
        this.user = user;
    }

    /// @param entry null for a container without one
    /// @param foreign whether the container is not the one that repoman made for this user
    /// @param effective what holds by entry, override and defaults; null without an entry
    /// @param override what the override says
    /// @param instance null where there is none, or Incus could not be asked
    /// @param hermesData the folder of its agent's data; null where there is none
    /// @param trouble why Incus could not be asked, or null
    public record Report(
            ProjectName name,
            String incusProject,
            @Nullable Project entry,
            @Nullable Effective effective,
            Override override,
            @Nullable Instance instance,
            boolean foreign,
            FolderFact repository,
            SyncState sync,
            @Nullable String hermesData,
            @Nullable IncusException trouble) {}

    public Report report(ProjectName name) {
        Registry known = registry.load();
        Project entry = known.find(name).orElse(null);
        String project = known.defaults().incusProject();
        Instance instance = null;
        IncusException trouble = null;
        try {
            instance = incus.instance(project, name.value()).orElse(null);
        } catch (IncusException e) {
            trouble = e;
        }
        Ownership ours = instance == null ? null : instance.ownership();
        if (entry == null && ours == null) {
            throw Names.unknown(name, known);
        }
        String path = entry != null || ours == null
                ? known.defaults().repoPath(user, entry == null ? "" : entry.repo())
                : ours.repo();
        DataFact data = hermes.data(name);
        Override override = registry.override(name);
        return new Report(
                name,
                project,
                entry,
                entry == null ? null : Effective.of(entry, override, known),
                override,
                instance,
                instance != null && !Ownership.isOf(instance.config(), user),
                folders.look(path),
                syncs.read(name).since(entry == null ? "" : entry.created()),
                data.there() ? data.path() : null,
                trouble);
    }
}
