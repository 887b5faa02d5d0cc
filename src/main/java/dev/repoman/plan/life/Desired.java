package dev.repoman.plan.life;

import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Inside;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Override;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a project's container should look like. This is the only definition: `new` creates it, and drift is
/// what differs from it.
///
/// @param keys that identify it as repoman's
/// @param profiles in their order
/// @param environment `environment.NAME` to value, never empty: Incus drops empty values
/// @param settings further keys of Incus: limits, and what the override sets
/// @param disk the size of the root disk, or null for what its profile says
/// @param devices its own devices, without those of profiles and the root disk
/// @param inside what its own files say
/// @param name of the project
/// @param container what tells it from every other one, for the names of its interfaces on the host
public record Desired(
        Ownership keys,
        List<String> profiles,
        Map<String, String> environment,
        Map<String, String> settings,
        @Nullable String disk,
        SortedMap<String, Device> devices,
        Inside inside,
        Containment containment,
        ProjectName name,
        String container) {
    /// The name of the device that shows the repository inside.
    public static final String REPO_DEVICE = "repo";

    /// The prefix of the keys of limits.
    public static final String LIMIT = "limits.";

    private static final String SIZE = "size";

    /// Of every container: without it, the guest API tells root inside the paths of this host.
    private static final Map<String, String> BOUNDARY = Map.of("security.guestapi", "false");

    public Desired {
        profiles = List.copyOf(profiles);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    /// @param at absolute path of the repository inside
    /// @param name of the project
    /// @param volume whether the repository is in a volume
    /// @param ollamaUrl where containers find the model daemon, or empty
    /// @param proxied whether sealed containers have the HTTP proxy
    /// @param hermesData absolute path of its agent's data, or null without an agent
    public static Desired of(
            Ownership keys,
            String at,
            List<String> profiles,
            Override override,
            String ollamaUrl,
            boolean volume,
            boolean proxied,
            @Nullable String hermesData,
            Inside inside,
            Containment containment,
            ProjectName name,
            String container,
            HostUser user) {
        boolean sealed = containment == Containment.SEALED;
        SortedMap<String, Device> devices = devices(override, user);
        devices.put(
                REPO_DEVICE,
                volume
                        ? RepositoryVolume.device(RepositoryVolume.name(name, keys), at)
                        : Device.shared(keys.repo()).with("path", at));
        if (hermesData != null) {
            devices.put(Hermes.DEVICE, Hermes.device(hermesData, user));
        }
        Map<String, String> environment = environment(override);
        if (sealed && proxied) {
            devices.putIfAbsent(Sealed.PROXY_DEVICE, Sealed.PROXY);
            for (String variable : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
                environment.putIfAbsent(Instance.VARIABLE + variable, Sealed.PROXY_URL);
            }
            bypassProxy(environment, "::1");
        }
        if (profiles.contains(NewSettings.LLM_PROFILE) && !ollamaUrl.isEmpty()) {
            String url = sealed ? Sealed.MODEL_URL : ollamaUrl;
            bypassProxy(environment, URI.create(url).getHost());
            if (!url.equals(ollamaUrl)) { // else the profile has the proxy
                devices.putIfAbsent(Sealed.MODEL_DEVICE, Sealed.model(ollamaUrl));
                environment.putIfAbsent(Instance.VARIABLE + "OLLAMA_HOST", Sealed.MODEL_URL);
            }
        }
        return new Desired(
                keys,
                profiles,
                environment,
                override.config(),
                override.disk().orElse(null),
                devices,
                inside,
                containment,
                name,
                container);
    }

    /// @param identity of the repository's committer; null where it could not be read
    /// @param repo absolute path of the repository inside
    public static Inside inside(Override override, @Nullable IdentityFact identity, String repo) {
        return new Inside(GitIdentity.config(override.git(), identity, repo), override.sudo());
    }

    /// With a proxy in the override, the questions to the local models would go to it too.
    private static void bypassProxy(Map<String, String> environment, String host) {
        Set<String> variables = environment.keySet().stream()
                .map(key -> key.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean proxy = Stream.of("http_proxy", "https_proxy", "all_proxy")
                .anyMatch(v -> variables.contains(Instance.VARIABLE + v));
        if (proxy && !variables.contains(Instance.VARIABLE + "no_proxy")) {
            for (String variable : List.of("no_proxy", "NO_PROXY")) {
                environment.put(Instance.VARIABLE + variable, host + ",localhost,127.0.0.1");
            }
        }
    }

    /// @return the configuration of the container, as far as it follows from the registry and the override
    Map<String, String> config() {
        Map<String, String> config = new TreeMap<>(settings);
        config.putAll(environment);
        config.putAll(fixed());
        return config;
    }

    /// @param others the devices that the container has by its profiles, or has already
    /// @param own those that it has by itself already
    /// @return its own devices, with the root disk if its size differs from theirs, and with the interfaces
    ///     of its level
    public SortedMap<String, Device> devices(Map<String, Device> others, Map<String, Device> own) {
        SortedMap<String, Device> all = new TreeMap<>(devices);
        SortedMap<String, Device> whole = new TreeMap<>(others);
        whole.putAll(devices);
        all.computeIfPresent(REPO_DEVICE, (it, device) -> RepositoryVolume.following(name, device, own.get(it), whole));
        all.computeIfPresent(SshAgent.DEVICE, (it, device) -> SshAgent.following(device, own.get(it)));
        whole.forEach((it, device) -> {
            if (isOfLevel(device)) {
                all.put(
                        it,
                        containment == Containment.SEALED
                                ? Sealed.NO_INTERFACE
                                : Guard.guarded(device, container + it, own.get(it)));
            }
            if (disk != null && device.isRootDisk() && !disk.equals(device.option(SIZE))) {
                all.put(it, device.with(SIZE, disk));
            }
        });
        return all;
    }

    /// @return whether the level says how this device has to be
    public boolean isOfLevel(Device device) {
        return switch (containment) {
            case OPEN -> false;
            case GUARDED -> Guard.guards(device);
            case SEALED -> Sealed.isInterface(device);
        };
    }

    /// @return the keys that no override changes: those that say what the container is, and those of the boundary
    public Map<String, String> fixed() {
        Map<String, String> config = new TreeMap<>(keys.config());
        config.putAll(BOUNDARY);
        return config;
    }

    private static Map<String, String> environment(Override override) {
        Map<String, String> config = new TreeMap<>();
        override.environment().forEach((variable, value) -> {
            if (!value.isEmpty()) {
                config.put(Instance.VARIABLE + variable, value);
            }
        });
        return config;
    }

    /// @return the override's devices, with the paths of disks expanded
    static SortedMap<String, Device> devices(Override override, HostUser user) {
        SortedMap<String, Device> devices = new TreeMap<>();
        for (Override.Device device : override.devices()) {
            SortedMap<String, String> options = new TreeMap<>(device.options());
            if ("disk".equals(options.get("type"))) {
                options.computeIfPresent("source", (_, source) -> user.expand(source));
                options.computeIfPresent("path", (_, path) -> user.expand(path));
            }
            devices.put(device.name(), new Device(options));
        }
        if (override.sshAgent()) {
            devices.put(SshAgent.DEVICE, SshAgent.device(user));
        }
        return devices;
    }
}
