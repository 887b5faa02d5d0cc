package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Image;
import dev.repoman.incus.fake.World.Instance;
import dev.repoman.incus.fake.World.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /1.0/instances`. The name, the profiles and the kind of source are checked at once; the image, the
/// root disk, the devices and a name that is taken only while the operation runs.
final class InstanceCreation {
    private static final String RECORD = "Failed creating instance record: ";
    private final World world;
    private final Operations operations;
    private final Lifecycle lifecycle;

    InstanceCreation(World world, Operations operations, Lifecycle lifecycle) {
        this.world = world;
        this.operations = operations;
        this.lifecycle = lifecycle;
    }

    Reply create(Request request) {
        Project project = world.project(request.project(), "Failed loading project: Project not found");
        ObjectNode body = request.json();
        String wanted = Json.text(body, "InstancesPost", "name");
        Instance instance = new Instance(
                project.name,
                wanted.isEmpty() ? "able-" + UUID.randomUUID().toString().substring(0, 8) : wanted);
        instance.config = Json.strings(body, "InstancesPost", "config");
        instance.config.values().removeIf(String::isEmpty);
        instance.devices = Json.devices(body, "InstancesPost");
        instance.description = Json.text(body, "InstancesPost", "description");
        instance.profiles = body.path("profiles").isArray()
                ? Json.list(body, "InstancesPost", "profiles")
                : new ArrayList<>(List.of("default"));
        instance.location = world.place(request.query().getOrDefault("target", ""));
        boolean start = Json.flag(body, "InstancesPost", "start");
        JsonNode source = body.path("source");
        checkName(instance.name);
        Map<String, World.Profile> known = world.owner(project, "profiles").profiles;
        for (String profile : instance.profiles) {
            if (!known.containsKey(profile)) {
                throw Refusal.failed("Requested profile \"" + profile + "\" doesn't exist");
            }
        }
        String type = Json.text(source, "InstanceSource", "type");
        if (type.equals("copy")) {
            copy(project, Json.text(source, "InstanceSource", "source"), instance);
        } else if (!List.of("image", "none").contains(type)) {
            throw Refusal.badRequest("Unknown source type " + type);
        }
        return operations.start(
                "Creating instance", InstanceApi.resources(instance), op -> run(op, instance, source, start));
    }

    private void copy(Project project, String from, Instance to) {
        Instance source = world.instance(project.name, from);
        source.config.forEach((key, value) -> {
            if (!key.startsWith("volatile.") || key.equals("volatile.base_image")) {
                to.config.putIfAbsent(key, value);
            }
        });
        source.devices.forEach((name, device) -> to.devices.putIfAbsent(name, new TreeMap<>(device)));
        to.profiles = new ArrayList<>(source.profiles);
    }

    static void checkName(String name) {
        String wrong = name.isEmpty() || name.length() > 63
                ? "Name must be 1-63 characters long"
                : name.matches("[0-9]+")
                        ? "Name cannot be a number"
                        : name.startsWith("-")
                                ? "Name must not start with \"-\" character"
                                : name.endsWith("-")
                                        ? "Name must not end with \"-\" character"
                                        : !name.matches("[a-zA-Z0-9-]+")
                                                ? "Name can only contain alphanumeric and hyphen characters"
                                                : null;
        if (wrong != null) {
            throw Refusal.badRequest("Invalid instance name: " + wrong);
        }
    }

    private void run(Operation op, Instance instance, JsonNode source, boolean start) {
        Image image;
        synchronized (world) {
            image = image(world.project(instance.project, "Project not found"), source);
        }
        if (image == null && source.path("server").isTextual()) {
            throw Refusal.failed("Failed getting remote image info: Failed getting image: The requested image"
                    + " couldn't be found for fingerprint \""
                    + source.path("alias").asText() + "\"");
        }
        if (image == null && source.path("type").asText().equals("image")) {
            throw Refusal.failed("Image not provided for instance creation");
        }
        String lock = instance.project + "/" + instance.name;
        synchronized (world) {
            if (world.creating.contains(lock)) {
                throw Refusal.failed(RECORD + "Instance is busy running a \"create\" operation");
            }
            add(instance, image);
            world.creating.add(lock);
        }
        try {
            operations.work(percent -> progress(op, percent));
        } finally {
            synchronized (world) {
                world.creating.remove(lock);
            }
        }
        if (start) {
            lifecycle.start(instance);
        }
    }

    private @Nullable Image image(Project project, JsonNode source) {
        String alias = source.path("alias").asText();
        String fingerprint = source.path("fingerprint").asText();
        for (Image image : world.owner(project, "images").images.values()) {
            boolean remote = source.path("server").isTextual();
            if (!remote && image.aliases.containsKey(alias)
                    || !fingerprint.isEmpty() && image.fingerprint.startsWith(fingerprint)) {
                return image;
            }
        }
        return null;
    }

    private static void progress(Operation op, int percent) {
        String stage = "create_instance_from_image_unpack";
        op.set(stage + "_progress", Json.tree("Unpacking image: " + percent + "% (346.71MB/s)"));
        op.set(
                "progress",
                Json.tree(new TreeMap<>(Map.of("percent", "" + percent, "speed", "346710287", "stage", stage))));
    }

    private void add(Instance instance, @Nullable Image image) {
        String wrong = Devices.checkConfig(instance.config);
        if (wrong != null) {
            throw Refusal.failed(RECORD + wrong);
        }
        Map<String, Instance> siblings = world.project(instance.project, "Project not found").instances;
        if (siblings.containsKey(instance.name)) {
            throw Refusal.failed(RECORD + "Add instance info to the database: Failed to create \"instances\" entry:"
                    + " UNIQUE constraint failed: instances.project_id, instances.name");
        }
        wrong = Devices.check(instance.devices);
        if (wrong != null) {
            throw Refusal.failed(RECORD + "Failed initializing instance: Invalid devices: " + wrong);
        }
        Map<String, TreeMap<String, String>> expanded = world.expandedDevices(instance);
        Refusal root = Devices.root(
                world, expanded, "Failed getting root disk: ", "Invalid devices: Failed detecting root disk device: ");
        if (root != null) {
            throw new Refusal(root.code, RECORD + "Failed initializing instance: " + root.text());
        }
        Devices.Missing missing = Devices.need(world, instance, expanded);
        if (missing != null) {
            throw Refusal.failed(RECORD + "Failed initializing instance: " + missing.when("add"));
        }
        fillIn(instance, image, expanded);
        siblings.put(instance.name, instance);
    }

    private void fillIn(Instance instance, @Nullable Image image, Map<String, TreeMap<String, String>> devices) {
        instance.number = ++world.instancesEver;
        if (image != null) {
            image.properties.forEach((key, value) -> instance.config.put("image." + key, value));
            instance.config.put("volatile.base_image", image.fingerprint);
        }
        String id = UUID.randomUUID().toString();
        String idmap = "[{\"Isuid\":true,\"Isgid\":false,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":1000000000},"
                + "{\"Isuid\":false,\"Isgid\":true,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":1000000000}]";
        instance.config.put("volatile.apply_template", "create");
        instance.config.put("volatile.cloud-init.instance-id", UUID.randomUUID().toString());
        instance.config.put("volatile.idmap.base", "0");
        instance.config.put("volatile.idmap.next", idmap);
        instance.config.put("volatile.last_state.idmap", "[]");
        instance.config.put("volatile.uuid", id);
        instance.config.put("volatile.uuid.generation", id);
        devices.forEach((name, device) -> {
            if ("nic".equals(device.get("type"))) {
                instance.config.put(
                        "volatile." + name + ".hwaddr",
                        String.format("10:66:6a:00:%02x:%02x", instance.number >> 8 & 255, instance.number & 255));
            }
        });
        instance.log = "lxc " + instance.name + " " + Instant.now() + " created\n";
    }
}
