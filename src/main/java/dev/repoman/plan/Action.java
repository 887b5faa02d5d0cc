package dev.repoman.plan;

import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.InstanceSpec;
import dev.repoman.registry.RegistryEdit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// One change to the world, as a value. A plan is a list of these; `--dry-run`, `--check`, `--json` and the real run
/// all
/// read the same ones. Who adds one follows the compiler: each `switch` over them is exhaustive.
public sealed interface Action {
    /// What the Incus daemon does.
    sealed interface OnIncus extends Action {
        /// The name of the Incus project.
        String project();

        /// The name of the instance.
        String instance();
    }

    /// What happens to the host's files.
    sealed interface OnHost extends Action {
        /// Absolute path of the repository.
        String path();
    }

    /// `git init` in a folder, which is made where it is missing.
    record InitRepository(String path) implements OnHost {}

    /// `git clone` into a folder that does not exist yet.
    record CloneRepository(String path, String url) implements OnHost {}

    record CreateInstance(String project, InstanceSpec spec) implements OnIncus {
        @Override
        public String instance() {
            return spec.name();
        }
    }

    /// Merges keys and devices into an existing instance.
    record UpdateInstance(
            String project, String instance, Map<String, String> config, SortedMap<String, Device> devices)
            implements OnIncus {}

    record StartInstance(String project, String instance) implements OnIncus {}

    /// Makes the host's user inside and verifies him.
    ///
    /// @param parents folders below the home that are parents of mount points, outermost first
    /// @param cloudInit whether the image's own cloud-init has to end first
    record ProvisionUser(String project, String instance, HostUser user, List<String> parents, boolean cloudInit)
            implements OnIncus {
        public ProvisionUser {
            parents = List.copyOf(parents);
        }
    }

    /// Asks the instance to stop, and stops it by force where it does not.
    record StopInstance(String project, String instance) implements OnIncus {}

    record DeleteInstance(String project, String instance) implements OnIncus {}

    record EditRegistry(RegistryEdit edit) implements Action {}
}
