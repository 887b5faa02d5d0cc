package dev.repoman.usecase;

import dev.repoman.incus.Incus;
import dev.repoman.incus.Volumes;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Volumes with repositories, whose container, which would name the pool, is gone.
@ApplicationScoped
class KeptVolumes {
    private final Incus incus;
    private final Volumes volumes;
    private final HostUser user;

    KeptVolumes(Incus incus, Volumes volumes, HostUser user) {
        this.incus = incus;
        this.volumes = volumes;
        this.user = user;
    }

    /// @return those of a project, in every pool
    List<RepositoryVolume> of(IncusProject project, ProjectName name) {
        return incus.storagePools(project.remote()).stream()
                .flatMap(pool -> volumes.unused(project, pool, user.uid()).stream())
                .filter(volume -> RepositoryVolume.isOf(name, volume.name()))
                .toList();
    }
}
