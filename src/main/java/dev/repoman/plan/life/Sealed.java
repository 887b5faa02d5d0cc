package dev.repoman.plan.life;

import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sealed container: no interface, the repository in a volume of its own, the model by a proxy device.
public final class Sealed {
    /// Where the model is, inside.
    static final String MODEL_URL = "http://127.0.0.1:11434";

    static final String MODEL_DEVICE = "model";

    /// In the place of an interface of a profile.
    static final Device NO_INTERFACE = Device.of(Map.of("type", "none"));

    static final String PROXY_DEVICE = "http-proxy";

    /// Where the HTTP proxy is, inside.
    static final String PROXY_URL = "http://127.0.0.1:3128";

    /// Where it is on the host, on loopback.
    public static final int HOST_PROXY = 13128;

    static final Device PROXY = inward(3128, "127.0.0.1:" + HOST_PROXY);

    private static final String POOL = "pool";

    /// @param pool the storage pool
    public record Volume(String pool, String name) {}

    private Sealed() {}

    public static String volume(ProjectName project) {
        return "repoman-" + project;
    }

    /// @return a disk that shows the volume; its pool is that of the root disk
    static Device repository(ProjectName project, String path) {
        return Device.of(Map.of("type", "disk", "source", volume(project), "path", path));
    }

    static Device in(@Nullable String pool, Device repository) {
        return pool == null ? repository : repository.with(POOL, pool);
    }

    /// @return the pool of the root disk among the devices; null if there is none
    public static @Nullable String pool(Map<String, Device> devices) {
        return devices.values().stream()
                .filter(Device::isRootDisk)
                .map(device -> device.option(POOL))
                .findFirst()
                .orElse(null);
    }

    /// @return whether it is an interface, or stands in the place of one
    static boolean isInterface(Device device) {
        return device.type().equals("nic") || device.type().equals("none");
    }

    static Device model(String ollamaUrl) {
        URI url = URI.create(ollamaUrl);
        return inward(11434, url.getHost() + ":" + (url.getPort() < 0 ? 80 : url.getPort()));
    }

    /// @param connect `ADDRESS:PORT` of the host
    private static Device inward(int port, String connect) {
        return Device.of(Map.of(
                "type", "proxy", "bind", "instance", "listen", "tcp:127.0.0.1:" + port, "connect", "tcp:" + connect));
    }

    /// @return whether it shows the repository of a sealed project
    public static boolean isVolume(Device device) {
        return device.option(POOL) != null && device.option("source") != null;
    }

    /// @return the volume that holds the repository of a container; empty if the host's folder does
    public static Optional<Volume> volume(Instance instance) {
        return Optional.ofNullable(instance.devices().get(Desired.REPO_DEVICE))
                .filter(Sealed::isVolume)
                .map(device -> new Volume(
                        Objects.requireNonNull(device.option(POOL)), Objects.requireNonNull(device.option("source"))));
    }
}
