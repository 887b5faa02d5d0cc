package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One action of a plan: `action` says which, `text` is it in words. Scripts and names of variables stay out.
@RegisterForReflection
public sealed interface ActionDocument {
    String action();

    String text();

    /// `init-repository`, `mark-backup-root`, `make-hermes-folder`, `purge-hermes`, `edit-override`,
    /// `move-checkpoints`.
    record OnFolder(String action, String path, String text) implements ActionDocument {}

    /// `clone-repository`.
    ///
    /// @param url without credentials
    record CloneRepository(String action, String path, String url, String text) implements ActionDocument {}

    /// `seed-hermes`.
    record SeedHermes(String action, String path, String source, List<String> files, boolean replace, String text)
            implements ActionDocument {}

    /// `create-instance`.
    ///
    /// @param target the member of a cluster, or `@` and a group; null to leave it to Incus
    record CreateInstance(
            String action,
            String project,
            String instance,
            String image,
            List<String> profiles,
            @Nullable String target,
            String text)
            implements ActionDocument {}

    /// `update-instance`, `replug-device`, `rename-instance`, `start-instance`, `freeze-instance`, `thaw-instance`,
    /// `stop-instance`, `verify-hermes`, `run-setup`, `guard-builder`, `verify-agent`.
    record OnInstance(String action, String project, String instance, String text) implements ActionDocument {}

    /// `delete-instance`, `take-snapshot`, `restore-snapshot`, `delete-snapshots`.
    ///
    /// @param snapshots of the instance, which are deleted with it, taken, restored or deleted
    record OnSnapshots(String action, String project, String instance, List<String> snapshots, String text)
            implements ActionDocument {}

    /// `save-repository`, `restore-repository`, `delete-checkpoints`.
    ///
    /// @param path of the repository; of `delete-checkpoints`, that of the store
    /// @param files that change; only of `restore-repository`, as are the others
    /// @param refs branches and tags that move
    record OnStore(
            String action,
            String path,
            List<String> checkpoints,
            @Nullable List<RestoredFile> files,
            @Nullable List<RestoredRef> refs,
            String text)
            implements ActionDocument {}

    /// @param change `returns`, `changes` or `goes`
    /// @param path relative to the repository
    record RestoredFile(String change, String path) {}

    /// @param then the object that it named, or `none`; of `HEAD`, a branch or an object
    /// @param now the one that it names, or `none`
    /// @param commits which it has now and had not then
    record RestoredRef(String ref, String then, String now, long commits) {}

    /// `reshape-instance`.
    record ReshapeInstance(String action, String project, String instance, List<Change> changes, String text)
            implements ActionDocument {}

    /// @param change `profiles`, `set-device`, `remove-device`, `set-key` or `remove-key`; which of the
    ///     others there are depends on it
    record Change(
            String change,
            @Nullable List<String> profiles,
            @Nullable List<String> dropped,
            @Nullable String device,
            @Nullable Map<String, String> options,
            @Nullable String key,
            @Nullable String value,
            String text) {}

    /// `provision-user`.
    record ProvisionUser(String action, String project, String instance, String user, long uid, long gid, String text)
            implements ActionDocument {}

    /// `create-project`.
    record CreateProject(String action, String project, Map<String, String> config, String text)
            implements ActionDocument {}

    /// `add-profile-devices`.
    record AddProfileDevices(
            String action, String project, String profile, Map<String, Map<String, String>> devices, String text)
            implements ActionDocument {}

    /// `create-profile`, `replace-profile`.
    ///
    /// @param changes each difference in words; only of `replace-profile`
    record WriteProfile(
            String action,
            String project,
            String profile,
            String description,
            Map<String, String> config,
            Map<String, Map<String, String>> devices,
            @Nullable List<String> changes,
            String text)
            implements ActionDocument {}

    /// `run-installer`.
    ///
    /// @param timeout in seconds
    record RunInstaller(
            String action, String project, String instance, String installer, String log, int timeout, String text)
            implements ActionDocument {}

    /// `publish-image`.
    record PublishImage(
            String action, String project, String instance, String alias, Map<String, String> properties, String text)
            implements ActionDocument {}

    /// `edit-registry`.
    ///
    /// @param key the one that is set; null where a project is added or removed
    record EditRegistry(String action, @Nullable String key, String text) implements ActionDocument {}
}
