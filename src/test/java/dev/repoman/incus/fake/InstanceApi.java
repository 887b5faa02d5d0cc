package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import dev.repoman.incus.fake.World.Project;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `/1.0/instances` but for their creation, state and commands.
final class InstanceApi {
    private final World world;
    private final Operations operations;
    private final SnapshotApi snapshots;
    private final InstanceView view;

    InstanceApi(World world, Operations operations, SnapshotApi snapshots) {
        this.world = world;
        this.operations = operations;
        this.snapshots = snapshots;
        this.view = new InstanceView(world);
    }

    static Map<String, List<String>> resources(Instance instance) {
        return Map.of("instances", List.of(World.url("instances", instance.name, instance.project)));
    }

    /// A project that is missing has no instances; it is not an error.
    Reply list(Request request) {
        ArrayNode all = Json.array();
        Project one = world.projects.get(request.project());
        Collection<Project> projects = "true".equals(request.query().get("all-projects"))
                ? world.projects.values()
                : one == null ? List.of() : List.of(one);
        for (Project project : projects) {
            for (Instance instance : project.instances.values()) {
                switch (request.recursion()) {
                    case 0 -> all.add(World.url("instances", instance.name, instance.project));
                    case 1 -> all.add(view.json(instance, false));
                    default -> all.add(view.json(instance, true));
                }
            }
        }
        return Reply.ok(all);
    }

    Reply get(Request request, String name) {
        Instance instance = world.instance(request, name);
        return Reply.tagged(view.json(instance, request.recursion() > 0), InstanceView.etag(instance));
    }

    Reply state(Request request, String name) {
        return Reply.ok(view.state(world.instance(request, name)));
    }

    /// PUT is an operation and replaces; PATCH answers at once and merges.
    Reply change(Request request, String name) {
        Instance instance = world.instance(request, name);
        World.match(request, InstanceView.etag(instance));
        ObjectNode body = request.json();
        if (body.has("restore")) {
            return snapshots.restore(instance, body);
        }
        TreeMap<String, String> config = Json.strings(body, "InstancePut", "config");
        TreeMap<String, TreeMap<String, String>> devices = Json.devices(body, "InstancePut");
        List<String> profiles = Json.list(body, "InstancePut", "profiles");
        String description = Json.text(body, "InstancePut", "description");
        boolean patch = request.method().equals("PATCH");
        if (patch) {
            instance.config.forEach(config::putIfAbsent);
            instance.devices.forEach(devices::putIfAbsent);
            profiles = body.has("profiles") ? profiles : instance.profiles;
            description = body.has("description") ? description : instance.description;
        }
        Map<String, World.Profile> known = world.owner(world.projects.get(instance.project), "profiles").profiles;
        if (!known.keySet().containsAll(profiles)) {
            throw Refusal.notFound("Profile not found");
        }
        config.values().removeIf(String::isEmpty);
        Change change = new Change(config, devices, profiles, description);
        if (patch) {
            apply(instance, change);
            return Reply.done();
        }
        return operations.start("Updating instance", resources(instance), op -> {
            operations.work(percent -> {});
            synchronized (world) {
                apply(instance, change);
            }
        });
    }

    private record Change(
            TreeMap<String, String> config,
            TreeMap<String, TreeMap<String, String>> devices,
            List<String> profiles,
            String description) {}

    private void apply(Instance instance, Change change) {
        if (instance.config.keySet().stream()
                .anyMatch(k -> k.startsWith("volatile.idmap.") && !change.config.containsKey(k))) {
            throw Refusal.failed("Volatile idmap keys can't be deleted by the user");
        }
        refuse("Invalid config: ", Devices.checkConfig(change.config));
        refuse("Invalid devices: ", Devices.check(change.devices));
        Instance after = new Instance(instance.project, instance.name);
        after.profiles = change.profiles;
        after.devices = change.devices;
        Map<String, TreeMap<String, String>> expanded = world.expandedDevices(after);
        Refusal root = Devices.root(
                world,
                expanded,
                "Invalid root disk device: ",
                "Invalid expanded devices: Failed detecting root disk device: ");
        if (root != null) {
            throw root;
        }
        Devices.Missing missing =
                Devices.need(world, instance, Devices.added(world.expandedDevices(instance), expanded));
        if (missing != null) {
            throw Refusal.failed(missing.when("add"));
        }
        instance.config = change.config;
        instance.devices = change.devices;
        instance.profiles = change.profiles;
        instance.description = change.description;
    }

    private static void refuse(String prefix, @Nullable String wrong) {
        if (wrong != null) {
            throw Refusal.failed(prefix + wrong);
        }
    }

    Reply rename(Request request, String name) {
        Instance instance = world.instance(request, name);
        String to = Json.text(request.json(), "InstancePost", "name");
        InstanceCreation.checkName(to);
        Map<String, Instance> siblings = world.projects.get(instance.project).instances;
        if (siblings.containsKey(to)) {
            throw new Refusal(409, "Name \"" + to + "\" already in use");
        }
        return operations.start("Renaming instance", resources(instance), op -> {
            synchronized (world) {
                if (instance.running()) {
                    throw Refusal.failed("Renaming of running instance not allowed");
                }
                siblings.remove(name);
                instance.name = to;
                siblings.put(to, instance);
            }
        });
    }

    Reply delete(Request request, String name) {
        Instance instance = world.instance(request, name);
        if (!instance.status.equals("Stopped")) {
            throw Refusal.badRequest("Instance is running");
        }
        return operations.start("Deleting instance", resources(instance), op -> {
            operations.work(percent -> {});
            synchronized (world) {
                world.projects.get(instance.project).instances.remove(instance.name);
            }
        });
    }
}
