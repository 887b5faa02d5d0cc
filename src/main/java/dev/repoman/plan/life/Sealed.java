package dev.repoman.plan.life;

import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import java.net.URI;
import java.util.HexFormat;
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
    /// @param member the member of a cluster that has it; empty without one
    public record Volume(String pool, String name, String member) {}

    private Sealed() {}

    /// Each member of a cluster has volumes of its own, and a container that is moved takes one of the same
    /// name. So the name tells the project from an earlier one, and from that of another user.
    ///
    /// @param keys of the container
    public static String volume(ProjectName project, Ownership keys) {
        return base(project) + "." + HexFormat.of().toHexDigits((keys.created() + " " + keys.user()).hashCode());
    }

    /// @return whether a volume is one of this project; the first ones were named for it alone
    public static boolean isOf(ProjectName project, String volume) {
        return volume.equals(base(project)) || volume.startsWith(base(project) + ".");
    }

    private static String base(ProjectName project) {
        return "repoman-" + project;
    }

    /// @return a disk that shows a volume; its pool is that of the root disk
    static Device repository(String volume, String path) {
        return Device.of(Map.of("type", "disk", "source", volume, "path", path));
    }

    /// @param is the device of the container, or of an earlier one, if there is one
    /// @return a disk that shows the volume of that one, if it is of the same project
    static Device following(ProjectName project, Device repository, @Nullable Device is) {
        String source = is == null ? null : is.option("source");
        return source != null && isOf(project, source) ? repository.with("source", source) : repository;
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
        return volume(instance.devices(), instance.location());
    }

    static Optional<Volume> volume(Map<String, Device> devices, String member) {
        return Optional.ofNullable(devices.get(Desired.REPO_DEVICE))
                .filter(Sealed::isVolume)
                .map(device -> new Volume(
                        Objects.requireNonNull(device.option(POOL)),
                        Objects.requireNonNull(device.option("source")),
                        member));
    }
}
