package dev.repoman.registry;

import dev.repoman.project.Containment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `repos.d/NAME.toml`: how one project differs from the defaults. A missing key means the default.
///
/// @param hermes `[hermes].enabled`
/// @param environment `[environment]`, set on the container in addition to its profiles'
/// @param config `[limits]` but for the disk, and `[config]`, by the keys of Incus
/// @param disk `[limits].disk`, the size of the root disk
/// @param devices `[[device]]` in their order, then those that forward each `[[port]]`
/// @param git `[git]`
/// @param setup a line for the user's login shell in a new container
/// @param sudo whether the user may become root inside
/// @param sshAgent `[ssh].agent`: whether the caller's ssh agent can be used inside
/// @param unknownKeys unknown dotted keys; they are ignored
public record Override(
        Optional<String> image,
        Optional<List<String>> profiles,
        Optional<Boolean> backup,
        Optional<Boolean> hermes,
        Map<String, String> environment,
        Map<String, String> config,
        Optional<String> disk,
        List<Device> devices,
        Git git,
        Optional<String> setup,
        boolean sudo,
        Optional<Containment> containment,
        boolean sshAgent,
        List<String> unknownKeys) {

    /// An Incus device as Incus takes it: all values are strings.
    ///
    /// @param options everything but the name, `type` included
    public record Device(String name, Map<String, String> options) {
        public Device {
            options = Collections.unmodifiableMap(new TreeMap<>(options));
        }
    }

    /// Who commits inside.
    ///
    /// @param name in place of the host's
    /// @param email in place of the host's
    /// @param identity whether the host's is taken at all
    public record Git(Optional<String> name, Optional<String> email, boolean identity) {
        public static final Git OF_THE_HOST = new Git(Optional.empty(), Optional.empty(), true);
    }

    private static final Set<String> ITS_OWN = Set.of("proxy", "unix-char", "unix-block", "unix-hotplug");

    /// The device that shows the git folder of a linked worktree or of a submodule inside.
    public static final String GIT_DEVICE = "git";

    /// @return this, as far as it also holds for a copy: without ports, sockets, other devices of the host
    ///     that two cannot have, and the git folder, since a copy has its own
    Override ofFork() {
        return new Override(
                image,
                profiles,
                backup,
                hermes,
                environment,
                config,
                disk,
                devices.stream()
                        .filter(device -> !device.name().equals(GIT_DEVICE)
                                && !ITS_OWN.contains(device.options().get("type")))
                        .toList(),
                git,
                setup,
                sudo,
                containment,
                false,
                unknownKeys);
    }

    public static final Override NONE = new Override(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            List.of(),
            Git.OF_THE_HOST,
            Optional.empty(),
            true,
            Optional.empty(),
            false,
            List.of());

    public Override {
        profiles = profiles.map(List::copyOf);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        config = Collections.unmodifiableMap(new TreeMap<>(config));
        devices = List.copyOf(devices);
        unknownKeys = List.copyOf(unknownKeys);
    }
}
