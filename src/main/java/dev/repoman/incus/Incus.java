package dev.repoman.incus;

import dev.repoman.project.Device;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The port to Incus, as far as repoman uses it. Every method blocks, with a deadline: a daemon that does not
/// answer causes an [IncusException], never a hang. Changes wait until their operation ends.
///
/// Names are Incus' own. A project says which daemon it is of; what belongs to no project is asked by the daemon's
/// name as a remote, which is empty for the one of this host.
public interface Incus {
    /// @param version for example `6.0.4`
    /// @param member its name in its cluster; empty where it is a single daemon
    record Server(String version, String member) {}

    /// @param properties of the image, for example `variant` → `cloud`
    record Image(String fingerprint, Map<String, String> properties) {}

    /// An image with everything that a list contains.
    ///
    /// @param copied the image of a server that this is a copy of, as Incus keeps it for the next container
    /// @param size in bytes
    record StoredImage(
            String fingerprint,
            List<String> aliases,
            Map<String, String> properties,
            @Nullable ImageRef copied,
            long size) {}

    /// A storage pool.
    ///
    /// @param driver for example `dir`
    /// @param free in bytes
    record Pool(String name, String driver, long free) {}

    /// A network interface of the host.
    ///
    /// @param ipv4 global addresses
    record Network(String name, boolean up, List<String> ipv4, List<String> ipv6) {}

    /// What an instance was at a moment.
    ///
    /// @param created RFC 3339
    /// @param size in bytes; 0 where the pool does not tell
    record Snapshot(String name, String created, long size) {}

    /// Notified while an operation runs.
    @FunctionalInterface
    interface Progress {
        Progress NONE = _ -> {};

        /// @param text for display, for example `download rootfs: 42% (12.34MB/s)`
        void at(String text);
    }

    enum StateChange {
        START("start"),
        STOP("stop"),
        /// Its processes are stopped where they are.
        FREEZE("freeze"),
        THAW("unfreeze");

        final String action;

        StateChange(String action) {
            this.action = action;
        }
    }

    Server server(String remote);

    /// @return its config, for example `features.images` → `false`
    Optional<Map<String, String>> project(IncusProject project);

    /// @throws IncusException NAME_TAKEN if it already exists
    void createProject(IncusProject project, Map<String, String> config);

    /// @return names, in the daemon's order
    List<String> storagePools(String remote);

    Optional<Pool> storagePool(String remote, String name);

    /// @return the interface of that name with its addresses, whether Incus manages it or not
    Optional<Network> network(String remote, String name);

    /// @return whether Incus manages the network, so that a NIC names it by `network` and not by `parent`
    boolean isManaged(String remote, String network);

    /// @param addresses whether to include network addresses; they take ten times as long
    /// @return in the daemon's order; also empty if the project does not exist
    List<Instance> instances(IncusProject project, boolean addresses);

    /// @return with addresses and snapshots
    Optional<Instance> instance(IncusProject project, String name);

    void createInstance(IncusProject project, InstanceSpec spec, Progress progress);

    /// Merges config keys and devices into those of the instance.
    void updateInstance(
            IncusProject project, String name, Map<String, String> config, SortedMap<String, Device> devices);

    /// Replaces an instance's shape, all of it or nothing.
    ///
    /// @param change from the current shape to the new one; its `volatile.*` keys are kept
    /// @return the previous shape
    /// @throws IncusException CHANGED_MEANWHILE if somebody changed it between reading and writing
    Shape reshape(IncusProject project, String name, UnaryOperator<Shape> change);

    /// Starting or thawing a running instance and stopping a stopped one is not an error.
    ///
    /// @param force stop: without asking the instance's init
    void changeState(IncusProject project, String name, StateChange change, boolean force, Duration timeout);

    /// @param to a name that is free
    void renameInstance(IncusProject project, String name, String to);

    void deleteInstance(IncusProject project, String name);

    /// @return in the daemon's order
    List<Snapshot> snapshots(IncusProject project, String name);

    /// @throws IncusException NAME_TAKEN if there is one of that name
    void takeSnapshot(IncusProject project, String name, String snapshot);

    /// Makes an instance what it was, its configuration and devices included. One that is running is stopped before and
    /// started after it.
    void restoreSnapshot(IncusProject project, String name, String snapshot);

    /// Deleting one that does not exist is not an error.
    void deleteSnapshot(IncusProject project, String name, String snapshot);

    /// @return whether the daemon is working on the instance: creates, starts, stops, publishes or deletes
    ///     it. One that is being created may not be listed yet.
    boolean isBusy(IncusProject project, String instance);

    /// @return whether a command or a shell runs inside that somebody waits for
    boolean isEntered(IncusProject project, String instance);

    List<Profile> profiles(IncusProject project);

    Optional<Profile> profile(IncusProject project, String name);

    /// @throws IncusException NAME_TAKEN if it already exists
    void createProfile(IncusProject project, Profile profile);

    /// Replaces the profile of that name.
    ///
    /// @throws IncusException CHANGED_MEANWHILE if the profile's ETag no longer matches;
    ///     SAVED_BUT_NOT_APPLIED if it was replaced, and an instance could not take it
    void replaceProfile(IncusProject project, Profile profile);

    /// Merges devices into those of the profile; errors as of [#replaceProfile].
    void addProfileDevices(IncusProject project, String profile, SortedMap<String, Device> devices);

    /// An image of the local store by its alias.
    Optional<Image> image(IncusProject project, String alias);

    List<StoredImage> images(IncusProject project);

    /// Creates an image from a stopped instance.
    ///
    /// @return its fingerprint
    String publish(IncusProject project, String instance, Map<String, String> properties, Progress progress);

    /// Points an alias to another image, in one step if it already exists.
    void pointAlias(IncusProject project, String alias, String fingerprint, boolean there);

    void deleteImage(IncusProject project, String fingerprint);

    /// Runs a command inside and waits until it ends.
    ///
    /// @return its exit code: 127 where there is no such command, 126 where it cannot be executed, 128 + N
    ///     after signal N
    int exec(IncusProject project, String instance, Exec exec);
}
