package dev.repoman.plan.setup;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.JailFact;
import dev.repoman.plan.OllamaFact;
import dev.repoman.project.Cluster;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The facts for `setup`.
///
/// @param registryFile path of the registry, for display
/// @param program real path of repoman itself; null if it is not packaged
/// @param gitHelper what git needs for `repoman::NAME` and does not find; null where it does, or finds no repoman
/// either
/// @param jail why there is no jail, or null where there is one
/// @param proxy of sealed projects; null where no name is allowed and there is no service
/// @param launchers programs in `~/.local/bin` that start agents, if they exist
public record SetupFacts(
        HostUser user,
        String registryFile,
        IncusFact incus,
        BridgeFact bridge,
        OllamaFact ollama,
        HermesFact hermes,
        RootFact reposRoot,
        RootFact backupRoot,
        List<LauncherFact> launchers,
        @Nullable String program,
        BoundaryFact boundary,
        @Nullable GitHelperFact gitHelper,
        @Nullable JailFact jail,
        @Nullable ProxyFact proxy) {
    public SetupFacts {
        launchers = List.copyOf(launchers);
    }

    /// @return whether mirrors would lie among the repositories, or beside them
    boolean backsUpIntoItself() {
        return Path.of(reposRoot.folder().realPath())
                .startsWith(backupRoot.folder().realPath());
    }

    /// @param trouble why Incus could not be asked, or null; the rest is empty then
    /// @param projectConfig null where the project does not exist
    /// @param profiles of the project, with their ETags where repoman may replace them
    /// @param rootDisk the root disk for a default profile without one, or null without a storage pool
    /// @param nic the NIC for a default profile without one, or null without a network
    public record IncusFact(
            @Nullable RepomanException trouble,
            String version,
            Cluster cluster,
            @Nullable Map<String, String> projectConfig,
            List<Profile> profiles,
            @Nullable Device rootDisk,
            @Nullable Device nic) {
        public IncusFact {
            profiles = List.copyOf(profiles);
        }

        public static IncusFact troubled(RepomanException trouble) {
            return new IncusFact(trouble, "", Cluster.NONE, null, List.of(), null, null);
        }

        public Optional<Profile> profile(String name) {
            return profiles.stream().filter(p -> p.name().equals(name)).findFirst();
        }
    }

    /// @param nosuid whether the file system of the repositories ignores setuid
    /// @param rules the content of [HostBoundary#RULES]; null where it cannot be read
    public record BoundaryFact(boolean nosuid, @Nullable String rules) {}

    /// @param path where it belongs: beside repoman, in a folder of PATH
    /// @param program repoman itself, in that folder
    /// @param writable whether the user may write there
    public record GitHelperFact(String path, String program, boolean writable) {}

    /// @param configHome `$XDG_CONFIG_HOME`
    /// @param program tinyproxy; null where it is not installed
    /// @param systemd whether the user's is running
    /// @param files the text of those that are there, by path
    /// @param answers whether something listens at its port
    public record ProxyFact(
            Path configHome,
            @Nullable String program,
            boolean systemd,
            SortedMap<String, String> files,
            boolean answers) {}

    /// @param ipv4 its global IPv4 addresses, in the system's order
    public record BridgeFact(String name, boolean there, boolean up, List<String> ipv4, boolean ipv6) {
        public BridgeFact {
            ipv4 = List.copyOf(ipv4);
        }

        public static BridgeFact absent(String name) {
            return new BridgeFact(name, false, false, List.of(), false);
        }
    }

    /// @param home the data folder, absolute
    /// @param data whether it is there
    /// @param launcher path of the program, or null
    /// @param kind of install, for display, for example `a checkout in ~/.hermes`; empty where there is no
    ///     program
    /// @param image the version of hermes in the image that `new --hermes` takes; null where there is no such
    ///     image
    public record HermesFact(
            String home,
            boolean data,
            @Nullable String launcher,
            String kind,
            @Nullable String image) {
        public HermesFact(String home, boolean data, @Nullable String launcher, String kind) {
            this(home, data, launcher, kind, null);
        }

        public HermesFact withImage(@Nullable String version) {
            return new HermesFact(home, data, launcher, kind, version);
        }
    }

    /// @param answers false for a folder that did not answer in 5 s: a share whose server is down
    /// @param mount where its file system is mounted, for example `/` or `/nfs`
    /// @param marker whether the file that marks a backup root is in it
    public record RootFact(FolderFact folder, boolean answers, String mount, boolean marker) {
        /// A folder that does not answer.
        public static RootFact silent(String path) {
            return new RootFact(new FolderFact(path, path, FolderFact.Kind.UNREADABLE, "", null), false, "", false);
        }

        public boolean there() {
            return folder.kind() == FolderFact.Kind.FOLDER || folder.kind() == FolderFact.Kind.EMPTY;
        }
    }

    /// @param path absolute, as given
    /// @param target the end of its links; null for a broken link
    public record LauncherFact(
            String name, String path, @Nullable String target) {}
}
