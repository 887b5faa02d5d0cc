package dev.repoman.plan.doctor;

import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.registry.Override;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What Incus and the overrides say, for a report of a bug: the names of variables and keys, and only values that
/// cannot be secret.
///
/// @param overrides by the names of their projects
public record Surroundings(
        String version, List<Profile> profiles, List<Instance> instances, SortedMap<String, Override> overrides) {
    private static final String ADDRESS = Instance.VARIABLE + "OLLAMA_HOST";

    private static final List<String> OPTIONS = List.of(
            "type",
            "path",
            "source",
            "pool",
            "size",
            "shift",
            "readonly",
            "required",
            "network",
            "parent",
            "nictype",
            "name",
            "listen",
            "connect",
            "bind",
            "hwaddr",
            "host_name");

    public Surroundings {
        profiles = List.copyOf(profiles);
        instances = List.copyOf(instances);
    }

    /// @return the files of the report with their contents
    public SortedMap<String, String> files() {
        List<String> incus = new ArrayList<>(List.of("incus " + version));
        for (Profile profile : profiles) {
            incus.add("");
            incus.add("profile " + profile.name());
            add(profile.config(), profile.devices(), incus);
        }
        for (Instance instance : instances) {
            incus.add("");
            incus.add("instance " + instance.name() + " " + instance.status() + " " + instance.profiles());
            add(instance.config(), instance.devices(), incus);
        }
        SortedMap<String, String> files = new TreeMap<>();
        files.put("incus.txt", text(incus));
        overrides.forEach((name, override) -> files.put("overrides/" + name + ".txt", text(override)));
        return files;
    }

    /// @return values that stand in what this is made from, and may be secret
    public List<String> secrets() {
        List<String> all = new ArrayList<>();
        profiles.forEach(profile -> addSecrets(profile.config(), profile.devices(), all));
        instances.forEach(instance -> addSecrets(instance.config(), instance.devices(), all));
        overrides.values().forEach(override -> {
            all.addAll(override.environment().values());
            override.setup().ifPresent(all::add);
            addSecrets(override.config(), Map.of(), all);
            override.devices().forEach(device -> addSecrets(Map.of(), Map.of("", Device.of(device.options())), all));
        });
        return all;
    }

    private static void addSecrets(Map<String, String> config, Map<String, Device> devices, List<String> all) {
        config.forEach((key, value) -> {
            if (!isShown(key)) {
                all.add(value);
            }
        });
        devices.values()
                .forEach(device -> device.options().forEach((option, value) -> {
                    if (!OPTIONS.contains(option)) {
                        all.add(value);
                    }
                }));
    }

    private static boolean isShown(String key) {
        return key.equals(ADDRESS)
                || List.of("limits.", "security.", "user.repoman.", "boot.", "image.").stream()
                        .anyMatch(key::startsWith);
    }

    private static void add(Map<String, String> config, Map<String, Device> devices, List<String> lines) {
        new TreeMap<>(config).forEach((key, value) -> lines.add("  " + key + ": " + (isShown(key) ? value : "…")));
        devices.forEach((name, device) -> lines.add("  device " + name + ": " + options(device.options())));
    }

    private static String options(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + (OPTIONS.contains(option.getKey()) ? option.getValue() : "…"))
                .collect(Collectors.joining(", "));
    }

    private static String text(Override override) {
        List<String> lines = new ArrayList<>();
        override.image().ifPresent(image -> lines.add("image: " + image));
        override.profiles().ifPresent(profiles -> lines.add("profiles: " + profiles));
        override.backup().ifPresent(backup -> lines.add("backup: " + backup));
        override.hermes().ifPresent(hermes -> lines.add("hermes: " + hermes));
        override.containment().ifPresent(level -> lines.add("containment: " + level));
        override.setup().ifPresent(_ -> lines.add("setup: …"));
        lines.add("sudo: " + override.sudo());
        lines.add("ssh agent: " + override.sshAgent());
        override.environment().keySet().forEach(variable -> lines.add("environment." + variable + ": …"));
        override.config().forEach((key, value) -> lines.add(key + ": " + (isShown(key) ? value : "…")));
        override.disk().ifPresent(disk -> lines.add("disk: " + disk));
        override.devices().forEach(device -> lines.add("device " + device.name() + ": " + options(device.options())));
        return text(lines);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
