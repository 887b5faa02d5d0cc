package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import dev.repoman.incus.fake.World.Profile;
import dev.repoman.incus.fake.World.Project;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `/1.0/profiles`. A change that an instance cannot take is saved all the same, and says so.
final class ProfileApi {
    private final World world;

    ProfileApi(World world) {
        this.world = world;
    }

    private Project owner(Request request) {
        String name = request.project();
        return world.owner(
                world.project(name, "Failed loading project \"" + name + "\": Project not found"), "profiles");
    }

    private static Profile find(Project owner, String name, String otherwise) {
        Profile profile = owner.profiles.get(name);
        if (profile == null) {
            throw Refusal.notFound(otherwise);
        }
        return profile;
    }

    Reply list(Request request) {
        ArrayNode all = Json.array();
        Project owner = owner(request);
        for (Profile profile : owner.profiles.values()) {
            if (request.recursion() == 0) {
                all.add(World.url("profiles", profile.name, owner.name));
            } else {
                all.add(json(profile));
            }
        }
        return Reply.ok(all);
    }

    Reply get(Request request, String name) {
        Profile profile = find(owner(request), name, "Fetch profile: Profile not found");
        return Reply.tagged(json(profile), etag(profile));
    }

    private static String etag(Profile profile) {
        return Json.sha256(Json.bytes(Json.tree(List.of(profile.config, profile.description, profile.devices))));
    }

    private ObjectNode json(Profile profile) {
        ObjectNode node = Json.object();
        node.set("config", Json.tree(profile.config));
        node.put("description", profile.description);
        node.set("devices", Json.tree(profile.devices));
        node.put("name", profile.name);
        node.set(
                "used_by",
                World.urls(world.usersOf(profile).stream()
                        .map(i -> World.url("instances", i.name, i.project))
                        .toList()));
        return node.put("project", profile.project);
    }

    Reply create(Request request) {
        Project owner = owner(request);
        ObjectNode body = request.json();
        String name = Json.text(body, "ProfilesPost", "name");
        Profile profile = new Profile(owner.name, name);
        profile.config = Json.strings(body, "ProfilesPost", "config");
        profile.devices = Json.devices(body, "ProfilesPost");
        profile.description = Json.text(body, "ProfilesPost", "description");
        if (name.isEmpty()) {
            throw Refusal.badRequest("No name provided");
        }
        checkName(name);
        check(profile.config, profile.devices);
        if (owner.profiles.containsKey(name)) {
            throw Refusal.failed("Error inserting \"" + name + "\" into database: The profile already exists");
        }
        owner.profiles.put(name, profile);
        return Reply.created(World.url("profiles", name, owner.name));
    }

    private static void checkName(String name) {
        if (name.contains("/")) {
            throw Refusal.badRequest("Profile names may not contain slashes");
        }
        if (List.of(".", "..").contains(name)) {
            throw Refusal.badRequest("Invalid profile name \"" + name + "\"");
        }
    }

    private static void check(TreeMap<String, String> config, Map<String, TreeMap<String, String>> devices) {
        config.values().removeIf(String::isEmpty);
        String wrong = Devices.checkConfig(config);
        if (config.keySet().stream().anyMatch(k -> k.startsWith("volatile."))) {
            wrong = "Volatile keys can only be set on instances";
        }
        wrong = wrong == null ? Devices.check(devices) : wrong;
        if (wrong != null) {
            throw Refusal.badRequest(wrong);
        }
    }

    Reply change(Request request, String name) {
        boolean patch = request.method().equals("PATCH");
        Profile profile = find(
                owner(request),
                name,
                "Failed to retrieve profile" + (patch ? "=\"" : " \"") + name + "\": Profile not found");
        World.match(request, etag(profile));
        ObjectNode body = request.json();
        TreeMap<String, String> config = Json.strings(body, "ProfilePut", "config");
        TreeMap<String, TreeMap<String, String>> devices = Json.devices(body, "ProfilePut");
        String description = Json.text(body, "ProfilePut", "description");
        if (patch) {
            profile.config.forEach(config::putIfAbsent);
            profile.devices.forEach(devices::putIfAbsent);
            description = body.has("description") ? description : profile.description;
        }
        check(config, devices);
        save(profile, config, devices, description);
        return Reply.done();
    }

    private void save(
            Profile profile,
            TreeMap<String, String> config,
            TreeMap<String, TreeMap<String, String>> devices,
            String description) {
        List<Instance> users = world.usersOf(profile);
        Map<Instance, TreeMap<String, TreeMap<String, String>>> before = new IdentityHashMap<>();
        users.forEach(i -> before.put(i, world.expandedDevices(i)));
        var oldDevices = profile.devices;
        profile.devices = devices;
        for (Instance user : users) {
            if (Devices.root(world, world.expandedDevices(user), "", "") != null) {
                profile.devices = oldDevices;
                throw Refusal.failed("At least one instance relies on this profile's root disk device");
            }
        }
        profile.config = config;
        profile.description = description;
        StringBuilder failures = new StringBuilder();
        for (Instance user : users) {
            var added = Devices.added(before.get(user), world.expandedDevices(user));
            Devices.Missing missing = Devices.need(world, user, added);
            if (missing != null) {
                failures.append(
                        " - Project: " + user.project + ", Instance: " + user.name + ": " + missing.when("add") + "\n");
            }
        }
        if (!failures.isEmpty()) {
            throw Refusal.failed("The following instances failed to update (profile change still saved):\n" + failures);
        }
    }

    Reply rename(Request request, String name) {
        Project owner = owner(request);
        Profile profile = find(owner, name, "Profile not found");
        String to = Json.text(request.json(), "ProfilePost", "name");
        checkName(to);
        if (owner.profiles.containsKey(to)) {
            throw Refusal.failed("Profile \"" + to + "\" already exists");
        }
        for (Instance user : world.usersOf(profile)) {
            user.profiles.replaceAll(p -> p.equals(name) ? to : p);
        }
        owner.profiles.remove(name);
        profile.name = to;
        owner.profiles.put(to, profile);
        return Reply.created(World.url("profiles", to, owner.name));
    }

    Reply delete(Request request, String name) {
        Project owner = owner(request);
        if (name.equals("default")) {
            throw new Refusal(403, "The \"default\" profile cannot be deleted");
        }
        Profile profile = find(owner, name, "Profile not found");
        if (!world.usersOf(profile).isEmpty()) {
            throw Refusal.failed("Profile is currently in use");
        }
        owner.profiles.remove(name);
        return Reply.done();
    }
}
