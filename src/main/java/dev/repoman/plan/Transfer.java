package dev.repoman.plan;

import dev.repoman.project.IncusProject;
import dev.repoman.project.InstanceSpec;
import java.util.List;

/// What goes from one Incus daemon to another.
public sealed interface Transfer extends Action {
    /// The Incus project that changes.
    IncusProject project();

    /// The name of the instance.
    String instance();

    /// Stops an instance, and copies it to another daemon, with its snapshots.
    ///
    /// @param from where it is
    /// @param running whether it has to be stopped, and is started again if the copy is taken back
    /// @param spec of the copy
    record MoveInstance(IncusProject from, boolean running, IncusProject project, InstanceSpec spec)
            implements Transfer {
        @Override
        public String instance() {
            return spec.name();
        }
    }

    /// Copies a storage volume to another daemon.
    ///
    /// @param from where it is, in the pool `fromPool`
    /// @param target the member of a cluster; empty without one
    record CopyVolume(
            IncusProject from,
            String fromPool,
            String fromVolume,
            IncusProject project,
            String instance,
            String pool,
            String volume,
            String target)
            implements Transfer {}

    /// Deletes one of two copies, that which the registry does not name. Nothing is taken back any more.
    ///
    /// @param project where it was
    /// @param snapshots of the instance, which are deleted with it
    /// @param volume that was copied too, in the pool `pool`; empty for none
    record DropCopy(IncusProject project, String instance, List<String> snapshots, String pool, String volume)
            implements Transfer {
        public DropCopy {
            snapshots = List.copyOf(snapshots);
        }
    }
}
