package dev.repoman.incus;

import dev.repoman.incus.api.ImageInfo;
import dev.repoman.incus.api.InstanceBody;
import dev.repoman.incus.api.InstanceInfo;
import dev.repoman.incus.api.NetworkState;
import dev.repoman.incus.api.ProfileInfo;
import dev.repoman.project.Device;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Converts the daemon's records to ours and back. A missing map or list becomes an empty one.
final class IncusJson {
    private IncusJson() {}

    static Map<String, String> strings(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : new TreeMap<>(map);
    }

    private static List<String> list(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }

    private static SortedMap<String, Device> devices(@Nullable Map<String, Map<String, String>> options) {
        SortedMap<String, Device> devices = new TreeMap<>();
        if (options != null) {
            options.forEach((name, of) -> devices.put(name, Device.of(of)));
        }
        return devices;
    }

    static Instance instance(InstanceInfo info) {
        return new Instance(
                info.name(),
                info.status(),
                member(info.location()),
                list(info.profiles()),
                strings(info.config()),
                strings(info.expandedConfig()),
                devices(info.devices()),
                devices(info.expandedDevices()),
                info.state() == null || info.state().network() == null
                        ? List.of()
                        : addresses(info.state().network()),
                info.snapshots() == null
                        ? List.of()
                        : info.snapshots().stream()
                                .map(InstanceInfo.Snapshot::name)
                                .toList());
    }

    private static List<Instance.Address> addresses(Map<String, NetworkState> network) {
        List<Instance.Address> addresses = new ArrayList<>();
        network.forEach((nic, state) ->
                state.global().forEach(a -> addresses.add(new Instance.Address(nic, a.family(), a.address()))));
        return addresses;
    }

    static Shape shape(InstanceInfo info) {
        return Shape.of(list(info.profiles()), strings(info.config()), devices(info.devices()));
    }

    /// @param info the instance as the daemon reports it
    /// @return it as the daemon accepts it, in another shape
    static InstanceBody reshaped(InstanceInfo info, Shape shape) {
        return new InstanceBody(
                null,
                null,
                info.architecture(),
                info.description(),
                info.ephemeral(),
                info.stateful(),
                shape.profiles(),
                shape.config(),
                Device.options(shape.devices()),
                null);
    }

    /// @return what is merged into an existing instance
    static InstanceBody merged(Map<String, String> config, SortedMap<String, Device> devices) {
        return new InstanceBody(null, null, null, null, null, null, null, config, Device.options(devices), null);
    }

    static InstanceBody spec(InstanceSpec spec) {
        String server = spec.image().server();
        boolean pull = server != null;
        String alias = spec.image().alias();
        boolean whole = spec.image().isFingerprint();
        return new InstanceBody(
                spec.name(),
                "container",
                null,
                null,
                null,
                null,
                spec.profiles(),
                spec.config(),
                Device.options(spec.devices()),
                new InstanceBody.Source(
                        "image",
                        whole ? null : alias,
                        whole ? alias : null,
                        pull ? "pull" : null,
                        server,
                        pull ? "simplestreams" : null,
                        null,
                        null,
                        null));
    }

    /// @return the member of a cluster; empty without one
    static String member(@Nullable String location) {
        return location == null || location.equals("none") ? "" : location;
    }

    /// @param member of a cluster, or `@` and a group; empty for none
    /// @return what follows a query
    static String target(String member) {
        return member.isEmpty() ? "" : "&target=" + SocketIncus.escape(member);
    }

    static Profile profile(ProfileInfo info, String etag) {
        return new Profile(
                Objects.requireNonNullElse(info.name(), ""),
                Objects.requireNonNullElse(info.description(), ""),
                strings(info.config()),
                devices(info.devices()),
                etag);
    }

    /// @param name null if the path names it
    static ProfileInfo body(Profile profile, @Nullable String name) {
        return new ProfileInfo(name, profile.description(), profile.config(), Device.options(profile.devices()));
    }

    static Incus.Network network(String name, NetworkState state) {
        return new Incus.Network(name, "up".equals(state.state()), values(state, "inet"), values(state, "inet6"));
    }

    private static List<String> values(NetworkState state, String family) {
        return state.global().stream()
                .filter(a -> a.family().equals(family))
                .map(NetworkState.Address::address)
                .toList();
    }

    static Incus.StoredImage image(ImageInfo info) {
        return new Incus.StoredImage(
                info.fingerprint(),
                info.aliases() == null
                        ? List.of()
                        : info.aliases().stream().map(ImageInfo.Alias::name).toList(),
                strings(info.properties()),
                copied(info),
                info.size());
    }

    static Incus.Snapshot snapshot(InstanceInfo.Snapshot info) {
        return new Incus.Snapshot(
                info.name(),
                Objects.requireNonNullElse(info.createdAt(), ""),
                Math.max(0, Objects.requireNonNullElse(info.size(), 0L)));
    }

    private static @Nullable ImageRef copied(ImageInfo info) {
        ImageInfo.Source source = info.source();
        return source != null
                        && source.alias() != null
                        && ImageRef.IMAGES_SERVER.equals(source.server())
                        && "container".equals(info.type())
                ? ImageRef.parse("images:" + source.alias())
                : null;
    }
}
