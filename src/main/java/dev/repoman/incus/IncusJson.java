package dev.repoman.incus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.JsonTree;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The daemon's JSON to our records and back, over Jackson's tree: nothing is bound to classes, so nothing needs
/// reflection in a native image.
final class IncusJson {
    private IncusJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode parse(byte[] bytes) throws IOException {
        return JsonTree.read(bytes);
    }

    static byte[] bytes(JsonNode node) {
        return JsonTree.bytes(node);
    }

    static Map<String, String> strings(JsonNode node) {
        Map<String, String> map = new TreeMap<>();
        node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    static List<String> list(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(n -> texts.add(n.asText()));
        return texts;
    }

    static SortedMap<String, Device> devices(JsonNode node) {
        SortedMap<String, Device> devices = new TreeMap<>();
        node.properties().forEach(e -> devices.put(e.getKey(), Device.of(strings(e.getValue()))));
        return devices;
    }

    static Instance instance(JsonNode node) {
        return new Instance(
                node.path("name").asText(),
                node.path("status").asText("Unknown"),
                list(node.path("profiles")),
                strings(node.path("config")),
                devices(node.path("devices")),
                devices(node.path("expanded_devices")),
                addresses(node.path("state").path("network")));
    }

    static Shape shape(JsonNode node) {
        return Shape.of(list(node.path("profiles")), strings(node.path("config")), devices(node.path("devices")));
    }

    /// @param node the instance as the daemon tells it
    /// @return it as the daemon takes it, in another shape
    static ObjectNode reshaped(JsonNode node, Shape shape) {
        ObjectNode body = object();
        for (String same : List.of("architecture", "ephemeral", "stateful", "description")) {
            body.set(same, node.path(same));
        }
        put(body, "profiles", shape.profiles());
        body.set("config", node(shape.config()));
        body.set("devices", deviceNode(shape.devices()));
        return body;
    }

    private static List<Instance.Address> addresses(JsonNode network) {
        List<Instance.Address> addresses = new ArrayList<>();
        network.properties()
                .forEach(nic -> nic.getValue().path("addresses").forEach(a -> {
                    if (a.path("scope").asText().equals("global")) {
                        addresses.add(new Instance.Address(
                                nic.getKey(),
                                a.path("family").asText(),
                                a.path("address").asText()));
                    }
                }));
        return addresses;
    }

    static Profile profile(JsonNode node, String etag) {
        return new Profile(
                node.path("name").asText(),
                node.path("description").asText(),
                strings(node.path("config")),
                devices(node.path("devices")),
                etag);
    }

    static ObjectNode profileNode(Profile profile) {
        ObjectNode node = object().put("description", profile.description());
        node.set("config", node(profile.config()));
        node.set("devices", deviceNode(profile.devices()));
        return node;
    }

    static Incus.Network network(String name, JsonNode state) {
        List<String> ipv4 = new ArrayList<>();
        List<String> ipv6 = new ArrayList<>();
        state.path("addresses").forEach(a -> {
            if (a.path("scope").asText().equals("global")) {
                (a.path("family").asText().equals("inet") ? ipv4 : ipv6)
                        .add(a.path("address").asText());
            }
        });
        return new Incus.Network(name, state.path("state").asText().equals("up"), ipv4, ipv6);
    }

    static Incus.StoredImage image(JsonNode node) {
        List<String> aliases = new ArrayList<>();
        node.path("aliases").forEach(a -> aliases.add(a.path("name").asText()));
        return new Incus.StoredImage(
                node.path("fingerprint").asText(),
                aliases,
                strings(node.path("properties")),
                node.path("size").asLong());
    }

    static ObjectNode spec(InstanceSpec spec) {
        ObjectNode body = object().put("name", spec.name()).put("type", "container");
        put(body, "profiles", spec.profiles());
        body.set("config", node(spec.config()));
        body.set("devices", deviceNode(spec.devices()));
        ObjectNode source = body.putObject("source")
                .put("type", "image")
                .put("alias", spec.image().alias());
        String server = spec.image().server();
        if (server != null) {
            source.put("mode", "pull").put("server", server).put("protocol", "simplestreams");
        }
        return body;
    }

    static void put(ObjectNode parent, String name, Collection<String> texts) {
        texts.forEach(parent.putArray(name)::add);
    }

    static ObjectNode node(Map<String, String> map) {
        ObjectNode node = object();
        map.forEach(node::put);
        return node;
    }

    static ObjectNode deviceNode(SortedMap<String, Device> devices) {
        ObjectNode node = object();
        devices.forEach((name, device) -> node.set(name, node(device.options())));
        return node;
    }
}
