package dev.repoman.plan;

import dev.repoman.project.Bytes;
import dev.repoman.project.Device;
import dev.repoman.project.GitUrl;
import dev.repoman.project.HostUser;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.registry.RegistryEdit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// One change to the world, as a value. A plan is a list of these; `--dry-run`, `--check`, `--json` and the
/// real run all read the same ones. Who adds one follows the compiler: each `switch` over them is exhaustive.
public sealed interface Action {
    /// What the Incus daemon does.
    sealed interface OnIncus extends Action {
        /// The name of the Incus project.
        String project();

        /// The name of the instance.
        String instance();
    }

    /// What the Incus daemon does to a project of its own, not to an instance.
    sealed interface OnIncusProject extends Action {
        /// The name of the Incus project.
        String project();
    }

    /// What happens to the host's files.
    sealed interface OnHost extends Action {
        /// Absolute path of what is made or changed.
        String path();
    }

    /// What happens to a project's hermes data.
    sealed interface OnHermes extends Action {
        /// Absolute path of the data folder.
        String path();
    }

    /// What happens in a builder, the container that an image is made of.
    sealed interface OnBuilder extends Action {
        /// The name of the Incus project.
        String project();

        /// The name of the builder.
        String instance();
    }

    /// Starts a process that deletes the builder when this one ends, in whatever way, and it is still there.
    record GuardBuilder(String project, String instance) implements Action {}

    /// Runs an installer as root, then cleans up after it.
    ///
    /// @param origin where the installer is from, for people
    /// @param script the installer itself
    /// @param log absolute path of the file that its output goes to
    /// @param seconds how long it may take
    record RunInstaller(String project, String instance, String origin, Bytes script, String log, int seconds)
            implements OnBuilder {}

    /// Runs the agent as an ordinary user with no data, and takes down its version.
    record VerifyAgent(String project, String instance, String log) implements OnBuilder {}

    /// Makes an image of a stopped builder, and lets the alias name it; the image that had the alias goes
    /// then.
    record PublishImage(String project, String instance, String alias, Map<String, String> properties)
            implements OnBuilder {}

    /// Makes an empty data folder, closed to others.
    record MakeHermesFolder(String path) implements OnHermes {}

    /// Copies files of the host's hermes data into a data folder that is there.
    ///
    /// @param source absolute path of the host's data, its links resolved
    /// @param files relative to both
    /// @param envKeep names of variables that are not commented out in a `.env`
    /// @param replace whether files that are there are replaced; else they stay
    record SeedHermes(String path, String source, List<String> files, List<String> envKeep, boolean replace)
            implements OnHermes {
        public SeedHermes {
            files = List.copyOf(files);
            envKeep = List.copyOf(envKeep);
        }
    }

    /// Deletes a data folder with all that the agent remembers.
    record PurgeHermes(String path) implements OnHermes {}

    record CreateIncusProject(String project, SortedMap<String, String> config) implements OnIncusProject {}

    /// Adds devices to a profile that is there.
    record AddProfileDevices(String project, String profile, SortedMap<String, Device> devices)
            implements OnIncusProject {}

    record CreateProfile(String project, Profile profile) implements OnIncusProject {}

    /// Puts `profile` in the place of what is there.
    ///
    /// @param etag of what is there, so that a change meanwhile is seen
    /// @param changes each difference, for people: `environment.OLLAMA_HOST: A → B`
    record ReplaceProfile(String project, Profile profile, String etag, List<String> changes)
            implements OnIncusProject {
        public ReplaceProfile {
            changes = List.copyOf(changes);
        }
    }

    /// Writes the file by which `sync` knows that the folder is the backup root and not an empty mount point.
    ///
    /// @param path of the backup root
    /// @param required whether a failure ends the plan; else it is a warning
    record MarkBackupRoot(String path, boolean required) implements Action {}

    /// `git init` in a folder, which is made where it is missing.
    record InitRepository(String path) implements OnHost {}

    /// `git clone` into a folder that does not exist yet.
    ///
    /// @param prompts whether git may ask for a password on the terminal
    record CloneRepository(String path, GitUrl url, boolean prompts) implements OnHost {}

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

    /// Takes differences out of an existing instance, all of them or none.
    record ReshapeInstance(String project, String instance, List<InstanceChange> changes) implements OnIncus {
        public ReshapeInstance {
            changes = List.copyOf(changes);
        }
    }

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
    ///
    /// @param force do not ask: a frozen one could not hear it
    record StopInstance(String project, String instance, boolean force) implements OnIncus {}

    record DeleteInstance(String project, String instance) implements OnIncus {}

    record EditRegistry(RegistryEdit edit) implements Action {}
}
