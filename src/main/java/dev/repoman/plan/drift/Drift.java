package dev.repoman.plan.drift;

import dev.repoman.plan.Finding;
import dev.repoman.plan.InstanceChange;
import dev.repoman.project.Device;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One difference between the registry and the override on one side and the host on the other.
///
/// @param finding what it is and how it is fixed, under the code of its kind
/// @param wanted what should be; null where nothing should
/// @param found what is; null where nothing is
/// @param fix what `repair` does about it, or null where another command has to
public record Drift(
        Kind kind,
        Finding finding,
        @Nullable String wanted,
        @Nullable String found,
        @Nullable Fix fix) {
    /// @param what for people: `the container lacks the profile llm-share`
    /// @param remedy the command that fixes it, or two, or in words where no command does
    public Drift(
            Kind kind, String what, @Nullable String wanted, @Nullable String found, String remedy, @Nullable Fix fix) {
        this(kind, Finding.warn(kind.code(), what, remedy), wanted, found, fix);
    }

    public String what() {
        return finding.what();
    }

    public String remedy() {
        return Objects.requireNonNullElse(finding.fix(), "");
    }

    /// The kind of difference.
    public enum Kind {
        /// An entry without a container.
        CONTAINER_MISSING("no container"),
        /// A container that repoman created, without an entry.
        ORPHAN("no entry"),
        /// An entry whose container is not the one that repoman created for this user.
        FOREIGN("foreign"),
        OVERRIDE_UNREADABLE("override"),
        /// The container was created from another image than the entry says.
        IMAGE("image"),
        /// The override says another image than the entry.
        IMAGE_OVERRIDE("image"),
        PROFILES_OVERRIDE("profiles"),
        BACKUP_OVERRIDE("backup"),
        HERMES_OVERRIDE("hermes"),
        /// A wanted profile does not exist.
        PROFILE_GONE("profiles"),
        PROFILE_MISSING("profiles"),
        PROFILE_EXTRA("profiles"),
        PROFILE_ORDER("profiles"),
        REPO_DEVICE_MISSING("no repo"),
        REPO_DEVICE_CHANGED("repo"),
        HERMES_DEVICE_MISSING("hermes"),
        HERMES_DEVICE_CHANGED("hermes"),
        HERMES_DEVICE_EXTRA("hermes"),
        /// The folder was deleted or moved while it was mounted, and created again.
        DEVICE_STALE("device"),
        /// Incus created it for a mount point, after the user was created.
        HOME_FOLDER_OF_ROOT("owner"),
        OVERRIDE_DEVICE_MISSING("device"),
        OVERRIDE_DEVICE_CHANGED("device"),
        DEVICE_EXTRA("device"),
        VARIABLE_MISSING("variable"),
        VARIABLE_CHANGED("variable"),
        VARIABLE_EXTRA("variable"),
        /// An interface that should be guarded is not.
        CONTAINMENT("containment"),
        /// A guarded container reaches services of this host.
        HOST_REACHED("containment"),
        /// git inside has another committer than the repository on the host.
        IDENTITY("identity"),
        /// The user may become root inside, against the override.
        SUDO("sudo"),
        /// A limit, or another key of Incus that the override sets.
        SETTING_MISSING("setting"),
        SETTING_CHANGED("setting"),
        SETTING_EXTRA("limit"),
        KEY_MISSING("keys"),
        KEY_CHANGED("keys"),
        REPOSITORY_MISSING("no folder"),
        REPOSITORY_UNREADABLE("folder"),
        /// The path to it leads through a tree that another project's agent writes.
        REPOSITORY_NESTED("nested"),
        HERMES_DATA_MISSING("hermes"),
        /// The profile has another address of the model daemon than the registry.
        LLM_ADDRESS("llm");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// @return a short word for a column of `list`
        public String word() {
            return word;
        }

        /// @return as data: `profile-missing`
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What `repair` does.
    public sealed interface Fix {
        record Change(InstanceChange change) implements Fix {}

        /// The user's things inside are set again: the folders that are parents of mount points, git's configuration,
        /// sudo.
        record Provision() implements Fix {}

        record Replug(String name, Device device) implements Fix {}

        /// An empty data folder for the agent.
        record MakeFolder(String path) implements Fix {}
    }

    @Override
    public String toString() {
        return what() + "; to fix it: " + remedy();
    }
}
