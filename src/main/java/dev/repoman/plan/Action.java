package dev.repoman.plan;

import dev.repoman.project.Bytes;
import dev.repoman.project.Device;
import dev.repoman.project.GitUrl;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.registry.RegistryEdit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One change to the world, as a value. A plan is a list of these; `--dry-run`, `--check`, `--json` and the
/// real run all read the same ones. To add one, follow the compiler: each `switch` over them is exhaustive.
public sealed interface Action
        permits Action.OnIncus,
                Action.OnIncusProject,
                Action.OnHost,
                Action.OnHermes,
                Action.OnBuilder,
                Action.OnStore,
                Action.CopyRepository,
                Action.DeleteRepository,
                Action.GuardBuilder,
                Action.MarkBackupRoot,
                Action.EditRegistry,
                Action.EditOverride,
                Exchange,
                Transfer {
    /// What the Incus daemon does.
    sealed interface OnIncus extends Action {
        /// The name of the Incus project.
        IncusProject project();

        /// The name of the instance.
        String instance();
    }

    /// What the Incus daemon does to an Incus project, not to an instance.
    sealed interface OnIncusProject extends Action {
        /// The name of the Incus project.
        IncusProject project();
    }

    /// What happens to the host's files.
    sealed interface OnHost extends Action {
        /// Absolute path of what is created or changed.
        String path();
    }

    /// What happens to a project's hermes data.
    sealed interface OnHermes extends Action {
        /// Absolute path of the data folder.
        String path();
    }

    /// What happens in a builder, the container that an image is created from.
    sealed interface OnBuilder extends Action {
        /// The name of the Incus project.
        IncusProject project();

        /// The name of the builder.
        String instance();
    }

    /// What happens to the repository's half of checkpoints, which a store keeps, and to the repository.
    sealed interface OnStore extends Action {
        /// Absolute path of the store.
        String store();
    }

    /// Saves a repository in its store, as a checkpoint. It changes nothing in the repository.
    record SaveRepository(RepositoryPlace place, String checkpoint) implements OnStore {
        @Override
        public String store() {
            return place.store();
        }
    }

    /// Makes a repository what it was at a checkpoint.
    ///
    /// @param present the checkpoint of what is there now, taken just before
    /// @param difference for display
    record RestoreRepository(RepositoryPlace place, String checkpoint, String present, RepositoryDifference difference)
            implements OnStore {
        @Override
        public String store() {
            return place.store();
        }
    }

    /// Copies a repository into a folder that does not exist yet.
    ///
    /// @param place of the repository
    /// @param to absolute path of the folder
    /// @param checkpoint the name of the checkpoint that it is copied by, where it cannot be copied on write
    /// @param whole whether to copy it on write, with ignored files; otherwise by that checkpoint, which was taken
    record CopyRepository(RepositoryPlace place, String to, String checkpoint, boolean whole) implements Action {}

    /// Brings the commits of a fork to a branch of its parent.
    ///
    /// @param from the repository of the fork
    /// @param into that of the parent
    /// @param commits how many there are, for display
    /// @param message of one more commit, with what is not committed; empty for none
    record LandFork(RepositoryPlace from, RepositoryPlace into, String branch, int commits, String message)
            implements OnStore {
        @Override
        public String store() {
            return from.store();
        }
    }

    /// Deletes the repository's half of checkpoints.
    record DropCommits(String store, List<String> checkpoints) implements OnStore {
        public DropCommits {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    /// Gives a store another name, beside the old one.
    ///
    /// @param to absolute path
    record MoveStore(String store, String to) implements OnStore {}

    /// Starts a process that deletes the builder if it still exists when this process ends, however it ends.
    record GuardBuilder(IncusProject project, String instance) implements Action {}

    /// Runs an installer as root, then cleans up after it.
    ///
    /// @param origin where the installer is from, for display
    /// @param script the installer itself
    /// @param log absolute path of the file for its output
    /// @param seconds how long it may take
    record RunInstaller(IncusProject project, String instance, String origin, Bytes script, String log, int seconds)
            implements OnBuilder {}

    /// Runs the agent as an ordinary user without data, and records its version.
    record VerifyAgent(IncusProject project, String instance, String log) implements OnBuilder {}

    /// Creates an image from a stopped builder, and moves the alias to it; the image that had the alias is
    /// then deleted.
    record PublishImage(IncusProject project, String instance, String alias, Map<String, String> properties)
            implements OnBuilder {}

    /// Creates an empty data folder with mode 0700.
    record MakeHermesFolder(String path) implements OnHermes {}

    /// Copies files of the host's hermes data into an existing data folder.
    ///
    /// @param source absolute path of the host's data, its links resolved
    /// @param files relative to both
    /// @param envKeep names of variables that are not commented out in a `.env`
    /// @param replace whether existing files are replaced; otherwise they are kept
    record SeedHermes(String path, String source, List<String> files, List<String> envKeep, boolean replace)
            implements OnHermes {
        public SeedHermes {
            files = List.copyOf(files);
            envKeep = List.copyOf(envKeep);
        }
    }

    /// Deletes a data folder with everything that the agent remembers.
    record PurgeHermes(String path) implements OnHermes {}

    record CreateIncusProject(IncusProject project, SortedMap<String, String> config) implements OnIncusProject {}

    /// Adds devices to an existing profile.
    record AddProfileDevices(IncusProject project, String profile, SortedMap<String, Device> devices)
            implements OnIncusProject {}

    record CreateProfile(IncusProject project, Profile profile) implements OnIncusProject {}

    /// Replaces the existing profile with `profile`.
    ///
    /// @param etag of the existing profile, so that a change in the meantime is noticed
    /// @param changes each difference, for display: `environment.OLLAMA_HOST: A → B`
    record ReplaceProfile(IncusProject project, Profile profile, String etag, List<String> changes)
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

    /// `git init` in a folder, which is created if it is missing.
    record InitRepository(String path) implements OnHost {}

    /// `git clone` into a folder that does not exist yet.
    ///
    /// @param prompts whether git may ask for a password on the terminal
    record CloneRepository(String path, GitUrl url, boolean prompts) implements OnHost {}

    /// Deletes the folder of a fork that no container has any more.
    ///
    /// @param path of the folder
    /// @param from the repository in it; null to delete whatever is in it
    /// @param into that of the parent: the folder is kept if it has not all of it; null as `from`
    record DeleteRepository(
            String path,
            @Nullable RepositoryPlace from,
            @Nullable RepositoryPlace into) implements Action {}

    /// A symbolic link beside a program, which starts it by another name.
    ///
    /// @param target relative to the link
    record LinkProgram(String path, String target) implements OnHost {}

    /// Writes what the HTTP proxy of sealed projects needs.
    ///
    /// @param path of its unit
    /// @param files text by path
    /// @param start whether the user's systemd starts it
    record WriteProxy(String path, SortedMap<String, String> files, boolean start) implements OnHost {}

    /// Creates a storage volume that belongs to the user, or leaves it as it is.
    ///
    /// @param instance the container that it is for
    /// @param target the member of a cluster; empty without one
    record CreateVolume(IncusProject project, String instance, String pool, String volume, HostUser user, String target)
            implements OnIncus {}

    /// Deletes a storage volume with all that is in it.
    record DeleteVolume(IncusProject project, String instance, String pool, String volume) implements OnIncus {}

    record CreateInstance(IncusProject project, InstanceSpec spec) implements OnIncus {
        @Override
        public String instance() {
            return spec.name();
        }
    }

    /// Copies an instance, without its snapshots.
    ///
    /// @param source the one that is copied
    /// @param config keys that differ
    /// @param target the member of a cluster; empty without one
    record CopyInstance(IncusProject project, String source, String instance, Map<String, String> config, String target)
            implements OnIncus {}

    /// Empties `/etc/machine-id` of a copy, so that its first start creates another; what is rolled back
    /// later is rolled back on a stopped instance.
    record ForgetMachineId(IncusProject project, String instance) implements OnIncus {}

    /// Merges keys and devices into an existing instance.
    record UpdateInstance(
            IncusProject project, String instance, Map<String, String> config, SortedMap<String, Device> devices)
            implements OnIncus {}

    /// Changes an existing instance, in one step.
    record ReshapeInstance(IncusProject project, String instance, List<InstanceChange> changes) implements OnIncus {
        public ReshapeInstance {
            changes = List.copyOf(changes);
        }
    }

    /// Removes a disk from a running instance and adds it again, so that it shows the folder that is there now.
    record ReplugDevice(IncusProject project, String instance, String name, Device device) implements OnIncus {}

    /// A stopped one.
    record RenameInstance(IncusProject project, String instance, String to) implements OnIncus {}

    record StartInstance(IncusProject project, String instance) implements OnIncus {}

    /// Stops the processes of a running instance where they are, until it is thawed; also if we are killed.
    record FreezeInstance(IncusProject project, String instance) implements OnIncus {}

    record TakeSnapshot(IncusProject project, String instance, String snapshot) implements OnIncus {}

    /// Makes an instance what it was; one that runs is started again.
    record RestoreSnapshot(IncusProject project, String instance, String snapshot) implements OnIncus {}

    record DropSnapshots(IncusProject project, String instance, List<String> snapshots) implements OnIncus {
        public DropSnapshots {
            snapshots = List.copyOf(snapshots);
        }
    }

    /// Lets a frozen instance continue.
    record ThawInstance(IncusProject project, String instance) implements OnIncus {}

    /// Creates the host's user inside and verifies it.
    ///
    /// @param repo absolute path inside of the repository of a new project, where writing is tried; or null
    /// @param source absolute path of that repository on the host; or null
    /// @param parents folders below the home that are parents of mount points, outermost first
    /// @param cloudInit whether the image's own cloud-init has to end first
    record ProvisionUser(
            IncusProject project,
            String instance,
            HostUser user,
            @Nullable String repo,
            @Nullable String source,
            List<String> parents,
            boolean cloudInit,
            Inside inside)
            implements OnIncus {
        public ProvisionUser {
            parents = List.copyOf(parents);
        }

        /// The repository has the same path on the host.
        public ProvisionUser(
                IncusProject project,
                String instance,
                HostUser user,
                @Nullable String repo,
                List<String> parents,
                boolean cloudInit,
                Inside inside) {
            this(project, instance, user, repo, repo, parents, cloudInit, inside);
        }
    }

    /// Runs the agent as the user, to see that the image has one.
    record VerifyHermes(IncusProject project, String instance, HostUser user, String image) implements OnIncus {}

    /// Runs the first-run script of a project, once, as the user. It comes last, and if it fails, nothing is rolled
    /// back.
    ///
    /// @param words that are started inside, as root
    /// @param script for display
    /// @param log absolute path of the file for its output
    record RunSetup(IncusProject project, String instance, HostUser user, List<String> words, String script, String log)
            implements OnIncus {
        public RunSetup {
            words = List.copyOf(words);
        }
    }

    /// Asks the instance to stop, and stops it by force if it does not.
    ///
    /// @param force do not ask: a frozen instance cannot react
    record StopInstance(IncusProject project, String instance, boolean force) implements OnIncus {}

    /// @param snapshots which are deleted with it
    record DeleteInstance(IncusProject project, String instance, List<String> snapshots) implements OnIncus {
        public DeleteInstance {
            snapshots = List.copyOf(snapshots);
        }
    }

    record EditRegistry(RegistryEdit edit) implements Action {}

    /// Changes the override of a project.
    ///
    /// @param path of the override
    record EditOverride(ProjectName project, String path, OverrideEdit edit) implements Action {}
}
