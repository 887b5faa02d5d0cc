package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.Port;
import dev.repoman.toml.TomlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// From `repos.d/NAME.toml` to an [Override], every value checked. It has no schema, because only the user
/// writes it.
final class OverrideReader {
    private static final String STRING = "a text in quotes (Incus accepts nothing else)";
    private static final String NAME = "a name of your choice: 1 to 64 letters, digits, - _ . and /, each name once";
    private static final String SOURCE = "an absolute path, one that starts with ~/, or a volume together with a pool";
    private static final String LIMIT = "a limit as Incus takes it, for example cpu = 2, memory = \"4GiB\"";
    private static final String CONFIG = "a key of Incus for instances, and a text";
    private static final String PERSON = "a text of one line";
    private static final String SETUP = "a line for the shell, for example \"make setup\"";
    private static final String MOUNT = "an absolute path in the container, or one that starts with ~/";

    private OverrideReader() {}

    /// @throws dev.repoman.project.RepomanException REGISTRY, for the first wrong value
    static Override read(Path file, TomlDocument document) {
        List<Keys.Problem> problems = new ArrayList<>();
        Keys top = new Keys(document.tree(), List.of(), problems);
        Keys hermes = top.table("hermes");
        Optional<String> image = top.text("image", RegistryReader.TEXT, Rules::image);
        Optional<List<String>> profiles = top.texts("profiles", RegistryReader.PROFILES, Rules::filled);
        Optional<Boolean> backup = top.flag("backup");
        Optional<Boolean> enabled = hermes.flag("enabled");
        Map<String, String> environment = environment(top.table("environment"));
        Keys limits = top.table("limits");
        Map<String, String> config = new TreeMap<>();
        for (String limit : List.of("cpu", "memory", "processes")) {
            limits.value(limit, LIMIT, Rules::filled).ifPresent(value -> config.put("limits." + limit, value));
        }
        Optional<String> disk = limits.value("disk", LIMIT, Rules::filled);
        Keys further = top.table("config");
        further.flat(CONFIG, key -> config.containsKey(key) ? "is in [limits] already" : Rules.incusKey(key))
                .forEach(config::put);
        Keys ssh = top.table("ssh");
        boolean agent = ssh.flag("agent").orElse(false);
        Keys git = top.table("git");
        Override.Git identity = new Override.Git(
                git.text("name", PERSON, Rules::filled),
                git.text("email", PERSON, Rules::filled),
                git.flag("identity").orElse(true));
        Optional<String> setup = top.text("setup", SETUP, text -> text.isBlank() ? "is empty" : null);
        boolean sudo = top.flag("sudo").orElse(true);
        Optional<Containment> containment = RegistryReader.containment(top);
        List<Override.Device> devices = devices(top.tables("device"));
        List<Keys> ports = top.tables("port");
        devices.addAll(ports(ports));
        RegistryReader.fail(file, document, problems);
        List<List<String>> unknown = new ArrayList<>(hermes.unknown());
        unknown.addAll(limits.unknown());
        unknown.addAll(git.unknown());
        unknown.addAll(ssh.unknown());
        ports.forEach(port -> unknown.addAll(port.unknown()));
        unknown.addAll(top.unknown());
        return new Override(
                image,
                profiles,
                backup,
                enabled,
                environment,
                config,
                disk,
                devices,
                identity,
                setup,
                sudo,
                containment,
                agent,
                RegistryReader.named(document, unknown));
    }

    private static Map<String, String> environment(Keys table) {
        Map<String, String> all = table.allTexts(STRING);
        all.forEach((name, value) -> {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                table.problem(name, "is not the name of a variable", "letters, digits and _, no digit first");
            } else if (value.indexOf('\0') >= 0) {
                table.problem(name, "contains a NUL character", "a text");
            }
        });
        return all;
    }

    private static List<Override.Device> devices(List<Keys> tables) {
        List<Override.Device> devices = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> mounts = new HashSet<>();
        for (Keys table : tables) {
            Map<String, String> options = table.allTexts(STRING);
            String name = options.remove("name");
            if (name == null) {
                table.problem("name", "is missing", NAME);
                continue;
            }
            String wrong = Rules.deviceName(name);
            if (wrong != null) {
                table.problem("name", "\"" + name + "\" " + wrong, NAME);
            } else if (!names.add(name)) {
                table.problem("name", "\"" + name + "\" is defined twice", NAME);
            }
            if (options.getOrDefault("type", "").isBlank()) {
                table.problem("type", "is missing", "an Incus device type, for example \"disk\"");
            } else if ("disk".equals(options.get("type"))) {
                checkDisk(table, options, mounts);
            }
            devices.add(new Override.Device(name, options));
        }
        return devices;
    }

    /// Each is a device too, so that whatever is true of devices is true of ports.
    private static List<Override.Device> ports(List<Keys> tables) {
        List<Override.Device> devices = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Keys table : tables) {
            String container = table.get("container").asText();
            String host = table.get("host").isMissingNode()
                    ? container
                    : table.get("host").asText();
            String inside = Port.containerComplaint(container);
            String outside = Port.hostComplaint(host);
            if (table.get("container").isMissingNode()) {
                table.problem("container", "is missing", Port.CONTAINER_ALLOWED);
            } else if (inside != null) {
                table.problem("container", inside, Port.CONTAINER_ALLOWED);
            } else if (outside != null) {
                table.problem("host", "\"" + host + "\" " + outside, Port.HOST_ALLOWED);
            } else {
                Port port = Port.of(host, container);
                if (!names.add(port.name())) {
                    table.problem("host", "\"" + host + "\" is defined twice", "each port of the host once");
                }
                devices.add(new Override.Device(port.name(), port.device().options()));
            }
        }
        return devices;
    }

    private static void checkDisk(Keys table, Map<String, String> options, Set<String> mounts) {
        String path = options.get("path");
        String source = options.get("source");
        if (path == null) {
            table.problem("path", "is missing", MOUNT);
        } else if (Rules.hostPath(path) != null) {
            table.problem("path", "\"" + path + "\" " + Rules.hostPath(path), MOUNT);
        } else if (!mounts.add(path)) {
            table.problem("path", "\"" + path + "\" is defined twice", "each path once");
        }
        if (options.containsKey("pool")) {
            return; // the source is a volume of the pool, or missing
        }
        if (source == null) {
            table.problem("source", "is missing", SOURCE);
        } else if (Rules.hostPath(source) != null) {
            table.problem("source", "\"" + source + "\" " + Rules.hostPath(source), SOURCE);
        }
    }
}
