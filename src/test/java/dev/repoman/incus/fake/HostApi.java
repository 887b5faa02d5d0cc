package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `/1.0`, storage pools and networks: the server and its host.
final class HostApi {
    private final World world;

    HostApi(World world) {
        this.world = world;
    }

    Reply server() {
        ObjectNode server = Json.object();
        server.putObject("config");
        ArrayNode extensions = server.putArray("api_extensions");
        List.of(
                        "etag",
                        "patch",
                        "projects",
                        "shiftfs",
                        "disk_shift",
                        "container_exec_recording",
                        "container_exec_user_group_cwd",
                        "container_exec_signal_handling",
                        "operation_wait",
                        "instances",
                        "image_types",
                        "profiles_used_by",
                        "instance_all_projects",
                        "api_filtering",
                        "projects_networks",
                        "network_allocations",
                        "instance_create_start",
                        "projects_force_delete",
                        "disk_initial_owner",
                        "operation_metadata_entity_url")
                .forEach(extensions::add);
        server.put("api_status", "stable")
                .put("api_version", "1.0")
                .put("auth", "trusted")
                .put("public", false);
        server.putArray("auth_methods").add("tls");
        server.put("auth_user_name", "root").put("auth_user_method", "unix");
        ObjectNode host = server.putObject("environment");
        host.putArray("addresses");
        host.putArray("architectures").add("x86_64").add("i686");
        host.put(
                "certificate",
                "-----BEGIN CERTIFICATE-----\n" + "MIIB8DCCAXegAwIBAgIQ\n".repeat(60) + "-----END CERTIFICATE-----\n");
        host.put("driver", "lxc")
                .put("driver_version", "5.0.2")
                .put("firewall", "nftables")
                .put("kernel", "Linux");
        host.put("kernel_architecture", "x86_64");
        host.putObject("kernel_features").put("idmapped_mounts", "true").put("netnsid_getifaddrs", "true");
        host.put("kernel_version", "6.18.44").putObject("lxc_features").put("idmapped_mounts_v2", "true");
        host.put("os_name", "Debian GNU/Linux")
                .put("os_version", "12")
                .put("project", "default")
                .put("server", "incus");
        host.put("server_clustered", world.isCluster())
                .put("server_event_mode", "full-mesh")
                .put(
                        "server_name",
                        world.isCluster() ? world.members.keySet().iterator().next() : "host");
        host.put("server_pid", 14)
                .put("server_version", world.version)
                .put("storage", "dir")
                .put("storage_version", "1");
        return Reply.tagged(server, Json.sha256(Json.bytes(server)));
    }

    Reply members() {
        ArrayNode all = Json.array();
        world.members.forEach((name, status) -> {
            ObjectNode member = all.addObject().put("server_name", name).put("status", status);
            member.put("message", status.equals("Online") ? "Fully operational" : "No heartbeat for 31.8s");
            member.putArray("groups").add("default");
        });
        return Reply.ok(all);
    }

    private List<String> users(String device, String option, String value) {
        List<String> users = new ArrayList<>();
        for (Project project : world.projects.values()) {
            project.instances.values().stream()
                    .filter(i -> i.devices.values().stream()
                            .anyMatch(d -> device.equals(d.get("type")) && value.equals(d.get(option))))
                    .forEach(i -> users.add(World.url("instances", i.name, project.name)));
            project.profiles.values().stream()
                    .filter(p -> p.devices.values().stream()
                            .anyMatch(d -> device.equals(d.get("type")) && value.equals(d.get(option))))
                    .forEach(p -> users.add(World.url("profiles", p.name, project.name)));
        }
        return users;
    }

    Reply pools(Request request) {
        ArrayNode all = Json.array();
        for (String pool : world.pools.keySet()) {
            if (request.recursion() == 0) {
                all.add("/1.0/storage-pools/" + pool);
            } else {
                all.add(poolJson(pool));
            }
        }
        return Reply.ok(all);
    }

    Reply pool(String name) {
        if (!world.pools.containsKey(name)) {
            throw Refusal.notFound("Storage pool not found");
        }
        return Reply.tagged(poolJson(name), Json.sha256(Json.bytes(poolJson(name))));
    }

    Reply poolResources(String name) {
        pool(name);
        ObjectNode node = Json.object();
        node.putObject("space").put("used", 60_000_000_000L).put("total", 100_000_000_000L);
        return Reply.ok(node);
    }

    private TreeMap<String, TreeMap<String, String>> known(Request request, String pool) {
        pool(pool);
        return world.project(request.project(), "Project not found")
                .volumes
                .computeIfAbsent(pool, _ -> new TreeMap<>());
    }

    Reply volumes(Request request, String pool) {
        ArrayNode all = Json.array();
        known(request, pool).keySet().forEach(name -> all.add(volumeJson(request, pool, name)));
        return Reply.ok(all);
    }

    Reply volume(Request request, String pool, String name) {
        return Reply.ok(volumeJson(request, pool, name));
    }

    private ObjectNode volumeJson(Request request, String pool, String name) {
        TreeMap<String, String> config = known(request, pool).get(name);
        if (config == null) {
            throw Refusal.notFound("Storage pool volume not found");
        }
        ObjectNode node = Json.object();
        node.set("config", Json.tree(config));
        node.put("location", config.get("location"));
        node.set("used_by", World.urls(usersOf(request, pool, name)));
        return node.put("name", name).put("type", "custom").put("content_type", "filesystem");
    }

    private List<String> usersOf(Request request, String pool, String volume) {
        return world.projects.get(request.project()).instances.values().stream()
                .filter(instance -> instance.devices.values().stream()
                        .anyMatch(device -> pool.equals(device.get("pool")) && volume.equals(device.get("source"))))
                .map(instance -> World.url("instances", instance.name, instance.project))
                .toList();
    }

    Reply addVolume(Request request, String pool) {
        ObjectNode body = request.json();
        String name = Json.text(body, "StorageVolumesPost", "name");
        if (known(request, pool).containsKey(name)) {
            throw Refusal.badRequest("Volume by that name already exists");
        }
        TreeMap<String, String> config = Json.strings(body, "StorageVolumesPost", "config");
        config.put("location", world.place(request.query().getOrDefault("target", "")));
        known(request, pool).put(name, config);
        return Reply.done();
    }

    Reply deleteVolume(Request request, String pool, String name) {
        volume(request, pool, name);
        if (!usersOf(request, pool, name).isEmpty()) {
            throw Refusal.badRequest("The storage volume is still in use");
        }
        known(request, pool).remove(name);
        return Reply.done();
    }

    private ObjectNode poolJson(String name) {
        ObjectNode node = Json.object();
        node.putObject("config").put("source", "/var/lib/incus/storage-pools/" + name);
        node.put("description", "").put("name", name).put("driver", world.pools.get(name));
        node.set("used_by", World.urls(users("disk", "pool", name)));
        node.put("status", "Created").putArray("locations").add("none");
        return node;
    }

    private void checkProject(Request request) {
        world.project(request.project(), "Failed to load project \"" + request.project() + "\": Project not found");
    }

    Reply networks(Request request) {
        checkProject(request);
        ArrayNode all = Json.array();
        List<String> names = new ArrayList<>(List.of("lo"));
        names.addAll(world.bridges);
        for (String name : names) {
            if (request.recursion() == 0) {
                all.add("/1.0/networks/" + name);
            } else {
                all.add(networkJson(name));
            }
        }
        return Reply.ok(all);
    }

    Reply network(Request request, String name) {
        checkProject(request);
        if (!name.equals("lo") && !world.bridges.contains(name)) {
            throw Refusal.notFound("Network not found");
        }
        return Reply.tagged(networkJson(name), Json.sha256(Json.bytes(networkJson(name))));
    }

    private ObjectNode networkJson(String name) {
        ObjectNode node = Json.object();
        node.putObject("config");
        node.put("description", "").put("name", name).put("type", name.equals("lo") ? "loopback" : "bridge");
        node.set("used_by", World.urls(users("nic", "parent", name)));
        return node.put("managed", false).put("status", "").putNull("locations").put("project", "default");
    }

    Reply networkState(Request request, String name) {
        network(request, name);
        ObjectNode node = Json.object();
        node.putArray("addresses")
                .addObject()
                .put("family", "inet")
                .put("address", name.equals("lo") ? "127.0.0.1" : "192.0.2.1")
                .put("netmask", name.equals("lo") ? "8" : "24")
                .put("scope", name.equals("lo") ? "local" : "global");
        return Reply.ok(
                node.put("mtu", 1500).put("state", "up").put("type", name.equals("lo") ? "loopback" : "broadcast"));
    }
}
