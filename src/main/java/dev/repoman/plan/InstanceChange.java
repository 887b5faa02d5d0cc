package dev.repoman.plan;

import dev.repoman.project.Device;
import dev.repoman.project.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One change of an instance towards what it should be.
public sealed interface InstanceChange {
    /// The profiles are these, in this order.
    ///
    /// @param dropped those that the instance loses
    record Profiles(List<String> wanted, List<String> dropped) implements InstanceChange {
        public Profiles {
            wanted = List.copyOf(wanted);
            dropped = List.copyOf(dropped);
        }
    }

    /// Adds a device, or replaces the one of that name.
    record SetDevice(String name, Device device) implements InstanceChange {}

    /// Removes a device; what it showed is kept on the host, and volumes are kept in their pool.
    record DropDevice(String name) implements InstanceChange {}

    record SetKey(String key, String value) implements InstanceChange {}

    record DropKey(String key) implements InstanceChange {}

    /// @return whether it removes something that the user may have added manually
    default boolean takesAway() {
        return switch (this) {
            case Profiles profiles -> !profiles.dropped().isEmpty();
            case DropDevice _, DropKey _ -> true;
            case SetDevice _, SetKey _ -> false;
        };
    }

    static Shape applied(List<InstanceChange> changes, Shape to) {
        List<String> profiles = to.profiles();
        Map<String, String> config = new TreeMap<>(to.config());
        Map<String, Device> devices = new TreeMap<>(to.devices());
        for (InstanceChange change : changes) {
            switch (change) {
                case Profiles given -> profiles = given.wanted();
                case SetDevice(String name, Device device) -> devices.put(name, device);
                case DropDevice(String name) -> devices.remove(name);
                case SetKey(String key, String value) -> config.put(key, value);
                case DropKey(String key) -> config.remove(key);
            }
        }
        return Shape.of(profiles, config, devices);
    }
}
