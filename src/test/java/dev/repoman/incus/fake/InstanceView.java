package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import java.util.List;

/// Instances as the daemon tells of them.
final class InstanceView {
    private final World world;

    InstanceView(World world) {
        this.world = world;
    }

    static String etag(Instance i) {
        return Json.sha256(Json.bytes(Json.tree(List.of(i.config, i.devices, i.profiles, i.description))));
    }

    static int code(String status) {
        return switch (status) {
            case "Running" -> 103;
            case "Frozen" -> 110;
            case "Error" -> 112;
            default -> 102;
        };
    }

    /// @param full with state, snapshots and backups: recursion=2 of a list, recursion=1 of one
    ObjectNode json(Instance i, boolean full) {
        if (world.isGone(i)) {
            return bare(i);
        }
        ObjectNode node = Json.object().put("architecture", "x86_64");
        node.set("config", Json.tree(i.config));
        node.set("devices", Json.tree(i.devices));
        node.put("ephemeral", false).set("profiles", Json.tree(i.profiles));
        node.put("stateful", false).put("description", i.description).put("created_at", i.createdAt);
        node.set("expanded_config", Json.tree(world.expandedConfig(i)));
        node.set("expanded_devices", Json.tree(world.expandedDevices(i)));
        node.put("name", i.name).put("status", i.status).put("status_code", code(i.status));
        node.put("last_used_at", i.lastUsedAt)
                .put("location", i.location)
                .put("type", "container")
                .put("project", i.project);
        if (full) {
            node.putNull("backups").set("state", state(i));
            ArrayNode snapshots = node.putArray("snapshots");
            i.snapshots.keySet().forEach(name -> snapshots.addObject().put("name", name));
            if (snapshots.isEmpty()) {
                node.putNull("snapshots");
            }
        }
        return node;
    }

    /// All that the other members know.
    private static ObjectNode bare(Instance i) {
        ObjectNode node =
                Json.object().put("name", i.name).put("status", "Error").put("status_code", 112);
        for (String field : List.of("config", "devices", "profiles")) {
            node.putNull(field);
        }
        return node.put("architecture", "")
                .put("location", i.location)
                .put("type", "container")
                .put("project", i.project);
    }

    ObjectNode state(Instance i) {
        boolean up = i.running();
        ObjectNode state = Json.object().put("status", i.status).put("status_code", code(i.status));
        state.putObject("disk");
        ObjectNode memory = state.putObject("memory");
        for (String field : List.of("usage", "usage_peak", "total", "swap_usage", "swap_usage_peak")) {
            memory.put(field, 0);
        }
        if (up) {
            ObjectNode network = state.putObject("network");
            world.expandedDevices(i).forEach((name, device) -> {
                if ("nic".equals(device.get("type"))) {
                    network.set(device.getOrDefault("name", name), nic(i, name));
                }
            });
            network.set("lo", loopback());
        } else {
            state.putNull("network");
        }
        state.put("pid", up ? 1000 + i.number : 0).put("processes", up ? 3 : 0);
        state.putObject("cpu").put("usage", 0).put("allocated_time", 0);
        return state.put("started_at", up ? i.lastUsedAt : "0001-01-01T00:00:00Z")
                .putNull("os_info");
    }

    private static ObjectNode nic(Instance i, String device) {
        ObjectNode nic = Json.object();
        ArrayNode addresses = nic.putArray("addresses");
        address(addresses, "inet", "192.0.2." + (100 + i.number % 100), "24", "global");
        address(addresses, "inet6", "fe80::1266:6aff:fe00:" + Integer.toHexString(i.number & 0xffff), "64", "link");
        counters(nic);
        nic.put("hwaddr", i.config.getOrDefault("volatile." + device + ".hwaddr", ""));
        return nic.put("host_name", "veth" + i.number)
                .put("mtu", 1500)
                .put("state", "up")
                .put("type", "broadcast");
    }

    private static ObjectNode loopback() {
        ObjectNode lo = Json.object();
        ArrayNode addresses = lo.putArray("addresses");
        address(addresses, "inet", "127.0.0.1", "8", "local");
        address(addresses, "inet6", "::1", "128", "local");
        counters(lo);
        return lo.put("hwaddr", "")
                .put("host_name", "")
                .put("mtu", 65536)
                .put("state", "up")
                .put("type", "loopback");
    }

    private static void address(ArrayNode all, String family, String address, String netmask, String scope) {
        all.addObject()
                .put("family", family)
                .put("address", address)
                .put("netmask", netmask)
                .put("scope", scope);
    }

    private static void counters(ObjectNode node) {
        ObjectNode counters = node.putObject("counters");
        for (String field : List.of(
                "bytes_received",
                "bytes_sent",
                "packets_received",
                "packets_sent",
                "errors_received",
                "errors_sent",
                "packets_dropped_outbound",
                "packets_dropped_inbound")) {
            counters.put(field, 0);
        }
    }
}
