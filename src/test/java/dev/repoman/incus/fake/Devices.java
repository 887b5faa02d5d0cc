package dev.repoman.incus.fake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the daemon checks in config and devices: their form when they are written ([#check]), and what they
/// need of the host when they are added or started ([#need]).
final class Devices {
    private static final Set<String> TYPES = Set.of(
            "disk",
            "gpu",
            "infiniband",
            "nic",
            "none",
            "pci",
            "proxy",
            "tpm",
            "unix-block",
            "unix-char",
            "unix-hotplug",
            "usb");
    private static final Set<String> DISK = Set.of(
            "type",
            "path",
            "source",
            "pool",
            "required",
            "readonly",
            "recursive",
            "shift",
            "propagation",
            "size",
            "size.state",
            "raw.mount.options",
            "boot.priority",
            "limits.max",
            "limits.read",
            "limits.write",
            "io.bus",
            "io.cache",
            "initial.uid",
            "initial.gid",
            "initial.mode");
    private static final List<String> CONFIG = List.of(
            "agent.",
            "boot.",
            "cloud-init.",
            "cluster.",
            "environment.",
            "image.",
            "limits.",
            "linux.",
            "migration.",
            "nvidia.",
            "oci.",
            "raw.",
            "security.",
            "smbios11.",
            "snapshots.",
            "systemd.",
            "user.",
            "volatile.");

    private Devices() {}

    private static final Set<String> FLAGS = Set.of("security.nesting", "security.privileged", "boot.autostart");

    /// The first thing wrong with the config, or null.
    static @Nullable String checkConfig(Map<String, String> config) {
        for (Map.Entry<String, String> e : config.entrySet()) {
            String key = e.getKey();
            boolean limit = key.startsWith("limits.")
                    && !key.matches("limits\\.(cpu|disk|hugepages|kernel|memory|network|processes)(\\..+)?");
            if (limit || CONFIG.stream().noneMatch(key::startsWith)) {
                return "Unknown configuration key: " + key;
            }
            if (FLAGS.contains(key) && !flag(e.getValue())) {
                return "Invalid value for a boolean \"" + e.getValue() + "\"";
            }
        }
        return null;
    }

    private static boolean flag(String value) {
        return value.matches("(?i)true|false|yes|no|on|off|1|0");
    }

    /// The first thing wrong with the devices, or null.
    static @Nullable String check(Map<String, TreeMap<String, String>> devices) {
        for (Map.Entry<String, TreeMap<String, String>> device : devices.entrySet()) {
            String wrong = check(device.getKey(), device.getValue(), devices);
            if (wrong != null) {
                return "Device validation failed for \"" + device.getKey() + "\": " + wrong;
            }
        }
        return null;
    }

    private static @Nullable String check(
            String name, Map<String, String> device, Map<String, TreeMap<String, String>> all) {
        String type = device.getOrDefault("type", "");
        String loading = "Failed loading device \"" + name + "\": ";
        if (!name.matches("[A-Za-z0-9/:_.-]+")) {
            return "Name can only contain alphanumeric, forward slash, hyphen, colon, underscore and full stop characters";
        }
        if (type.equals("nic") && device.containsKey("network")) {
            return loading + "Failed to load network \"" + device.get("network")
                    + "\" for project \"default\": Network not found";
        }
        if (type.isEmpty()) {
            return loading + "Missing device type in config";
        }
        boolean nicOfNoKind = type.equals("nic") && !device.containsKey("nictype");
        if (!TYPES.contains(type) || nicOfNoKind) {
            return loading + "Unsupported device type";
        }
        return switch (type) {
            case "disk" -> disk(device, all);
            case "proxy" ->
                !device.containsKey("listen")
                        ? invalid("listen", "Unknown protocol type \"\"")
                        : device.containsKey("connect") ? null : invalid("connect", "Unknown protocol type \"\"");
            case "nic" ->
                "bridged".equals(device.get("nictype")) && !device.containsKey("parent")
                        ? invalid("parent", "Required value")
                        : null;
            default -> null;
        };
    }

    private static String invalid(String option, String why) {
        return "Invalid value for device option \"" + option + "\": " + why;
    }

    private static @Nullable String disk(Map<String, String> disk, Map<String, TreeMap<String, String>> all) {
        for (Map.Entry<String, String> option : disk.entrySet()) {
            if (!DISK.contains(option.getKey())) {
                return "Invalid device option \"" + option.getKey() + "\"";
            }
            boolean flag = Set.of("required", "readonly", "recursive", "shift").contains(option.getKey());
            if (flag && !flag(option.getValue())) {
                return invalid(option.getKey(), "Invalid value for a boolean \"" + option.getValue() + "\"");
            }
        }
        String path = disk.getOrDefault("path", "");
        String source = disk.getOrDefault("source", "");
        if (path.equals("/") && !source.isEmpty() && disk.containsKey("pool")) {
            return "Root disk entry may not have a \"source\" property set";
        }
        if (path.equals("/") && !disk.containsKey("pool")) {
            return "Root disk entry must have a \"pool\" property set";
        }
        if (source.isEmpty() && !path.equals("/")) {
            return "Disk entry is missing the required \"source\" or \"path\" property";
        }
        if (!source.isEmpty() && !source.startsWith("/") && !disk.containsKey("pool")) {
            return "Source path must be absolute for local sources";
        }
        if (yes(disk, "recursive") && yes(disk, "readonly")) {
            return Files.exists(Path.of(source))
                    ? "Recursive read-only bind-mounts aren't currently supported by the kernel"
                    : "The recursive option is only supported for additional bind-mounted paths";
        }
        long same = all.values().stream()
                .filter(d -> "disk".equals(d.get("type")) && !path.isEmpty() && path.equals(d.get("path")))
                .count();
        return same > 1 ? "More than one disk device uses the same path \"" + path + "\"" : null;
    }

    private static boolean yes(Map<String, String> device, String option) {
        return device.getOrDefault(option, "").matches("(?i)true|yes|on|1");
    }

    /// What the host lacks for one of these devices, as the daemon words it after "Failed add validation for"
    /// or "Failed start validation for"; null when it has all.
    static @Nullable Missing need(World world, World.Instance instance, Map<String, TreeMap<String, String>> devices) {
        for (Map.Entry<String, TreeMap<String, String>> e : devices.entrySet()) {
            Map<String, String> device = e.getValue();
            String source = device.getOrDefault("source", "");
            boolean wanted = !device.containsKey("required") || yes(device, "required");
            if ("disk".equals(device.get("type"))
                    && source.startsWith("/")
                    && wanted
                    && !world.hostPaths.test(Path.of(source))) {
                return new Missing(
                        e.getKey(), "Missing source path \"" + source + "\" for disk \"" + e.getKey() + "\"");
            }
            if ("disk".equals(device.get("type"))
                    && !source.isEmpty()
                    && device.containsKey("pool")
                    && !world.hasVolume(instance, device.get("pool"), source)) {
                return new Missing(e.getKey(), "Failed loading custom volume: Storage volume not found");
            }
        }
        return null;
    }

    /// The bridge that one of the NICs lacks, as the start fails for it, or null.
    static @Nullable String bridge(World world, Map<String, TreeMap<String, String>> devices) {
        for (Map.Entry<String, TreeMap<String, String>> e : devices.entrySet()) {
            String parent = e.getValue().getOrDefault("parent", "");
            if ("nic".equals(e.getValue().get("type")) && !parent.isEmpty() && !world.bridges.contains(parent)) {
                return "Failed to start device \"" + e.getKey() + "\": Parent device \"" + parent + "\" doesn't exist";
            }
        }
        return null;
    }

    /// A mount point below another mount that the other one's source does not have, or null. The daemon does
    /// not say that; the start fails.
    static @Nullable String nested(World world, Map<String, TreeMap<String, String>> devices) {
        for (Map<String, String> outer : devices.values()) {
            for (Map<String, String> inner : devices.values()) {
                String source = outer.getOrDefault("source", "");
                Path below = Path.of(outer.getOrDefault("path", "-"));
                Path target = Path.of(inner.getOrDefault("path", "-"));
                boolean disks = "disk".equals(outer.get("type")) && "disk".equals(inner.get("type"));
                if (disks
                        && outer != inner
                        && !source.isEmpty()
                        && target.startsWith(below)
                        && !world.hostPaths.test(Path.of(source).resolve(below.relativize(target)))) {
                    return target.toString();
                }
            }
        }
        return null;
    }

    record Missing(String device, String what) {
        String when(String stage) {
            return "Failed " + stage + " validation for device \"" + device + "\": " + what;
        }
    }

    /// What is wrong with the root disk, or null.
    ///
    /// @param otherwise how the daemon begins when there are devices, but none is the root disk
    static @Nullable Refusal root(
            World world, Map<String, TreeMap<String, String>> expanded, String prefix, String otherwise) {
        for (TreeMap<String, String> device : expanded.values()) {
            if ("disk".equals(device.get("type")) && "/".equals(device.get("path")) && device.containsKey("pool")) {
                return world.pools.containsKey(device.get("pool"))
                        ? null
                        : Refusal.notFound("Failed loading storage pool: Storage pool not found");
            }
        }
        return Refusal.failed((expanded.isEmpty() ? prefix : otherwise) + "No root device could be found");
    }

    /// Those of the second that the first does not have, or has otherwise.
    static Map<String, TreeMap<String, String>> added(
            Map<String, TreeMap<String, String>> before, Map<String, TreeMap<String, String>> after) {
        Map<String, TreeMap<String, String>> added = new HashMap<>();
        after.forEach((name, device) -> {
            if (!device.equals(before.get(name))) {
                added.put(name, device);
            }
        });
        return new TreeMap<>(added);
    }
}
