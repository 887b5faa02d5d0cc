package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Image;
import dev.repoman.incus.fake.World.Instance;
import dev.repoman.incus.fake.World.Project;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/1.0/images` and their aliases. A project without `features.images` has those of the default project.
final class ImageApi {
    private final World world;
    private final Operations operations;

    ImageApi(World world, Operations operations) {
        this.world = world;
        this.operations = operations;
    }

    private Project owner(Request request) {
        return world.owner(
                world.project(request.project(), "Check if project has images: fetch project: Project not found"),
                "images");
    }

    Reply list(Request request) {
        ArrayNode all = Json.array();
        Project owner = owner(request);
        for (Image image : owner.images.values()) {
            if (request.recursion() == 0) {
                all.add(World.url("images", image.fingerprint, owner.name));
            } else {
                all.add(json(image, owner));
            }
        }
        return Reply.ok(all);
    }

    Reply get(Request request, String fingerprint) {
        Project owner = owner(request);
        Image image = find(owner, fingerprint);
        if (image == null) {
            throw Refusal.notFound("Image \"" + fingerprint + "\" not found");
        }
        ObjectNode node = json(image, owner);
        return Reply.tagged(node, Json.sha256(Json.bytes(node)));
    }

    private static @Nullable Image find(Project owner, String prefix) {
        return owner.images.values().stream()
                .filter(i -> i.fingerprint.startsWith(prefix))
                .findFirst()
                .orElse(null);
    }

    private static ObjectNode json(Image image, Project owner) {
        ObjectNode node = Json.object().put("auto_update", false);
        node.set("properties", Json.tree(image.properties));
        node.put("public", false)
                .put("expires_at", "0001-01-01T00:00:00Z")
                .putArray("profiles")
                .add("default");
        ArrayNode aliases = node.putArray("aliases");
        image.aliases.forEach(
                (name, description) -> aliases.addObject().put("name", name).put("description", description));
        node.put("architecture", "x86_64").put("cached", false).put("filename", "");
        node.put("fingerprint", image.fingerprint).put("size", image.size).put("type", "container");
        node.put("created_at", "2023-11-14T22:13:20Z").put("last_used_at", "0001-01-01T00:00:00Z");
        if (!image.source.isEmpty()) {
            node.putObject("update_source")
                    .put("alias", image.source)
                    .put("certificate", "")
                    .put("protocol", "simplestreams")
                    .put("server", "https://images.linuxcontainers.org")
                    .put("image_type", "");
        }
        return node.put("uploaded_at", image.uploadedAt).put("project", owner.name);
    }

    Reply aliases(Request request) {
        ArrayNode all = Json.array();
        Project owner = owner(request);
        for (Image image : owner.images.values()) {
            for (String alias : image.aliases.keySet()) {
                if (request.recursion() == 0) {
                    all.add(World.url("images/aliases", alias, owner.name));
                } else {
                    all.add(json(image, alias));
                }
            }
        }
        return Reply.ok(all);
    }

    private static ObjectNode json(Image image, String alias) {
        ObjectNode node = Json.object().put("description", image.aliases.getOrDefault(alias, ""));
        return node.put("target", image.fingerprint).put("name", alias).put("type", "container");
    }

    private static @Nullable Image holder(Project owner, String alias) {
        return owner.images.values().stream()
                .filter(i -> i.aliases.containsKey(alias))
                .findFirst()
                .orElse(null);
    }

    private static Image named(Project owner, String alias) {
        Image image = holder(owner, alias);
        if (image == null) {
            throw Refusal.notFound("Image alias not found");
        }
        return image;
    }

    Reply alias(Request request, String alias) {
        ObjectNode node = json(named(owner(request), alias), alias);
        return Reply.tagged(node, Json.sha256(Json.bytes(node)));
    }

    Reply addAlias(Request request) {
        Project owner = owner(request);
        ObjectNode body = request.json();
        String name = Json.text(body, "ImageAliasesPost", "name");
        Image image = find(owner, Json.text(body, "ImageAliasesPost", "target"));
        if (holder(owner, name) != null) {
            throw new Refusal(409, "Alias \"" + name + "\" already exists");
        }
        if (image == null) {
            throw Refusal.notFound("Image not found");
        }
        image.aliases.put(name, Json.text(body, "ImageAliasesPost", "description"));
        return Reply.created("/1.0/images/aliases/" + name
                + (request.query().containsKey("project") ? "?project=" + request.project() : ""));
    }

    Reply moveAlias(Request request, String alias) {
        Project owner = owner(request);
        Image from = named(owner, alias);
        ObjectNode body = request.json();
        Image to = find(owner, Json.text(body, "ImageAliasesEntryPut", "target"));
        if (to == null) {
            throw Refusal.notFound("Image not found");
        }
        from.aliases.remove(alias);
        to.aliases.put(alias, Json.text(body, "ImageAliasesEntryPut", "description"));
        return Reply.done();
    }

    Reply deleteAlias(Request request, String alias) {
        named(owner(request), alias).aliases.remove(alias);
        return Reply.done();
    }

    /// Publishes an instance; everything but the JSON is checked in the operation.
    Reply publish(Request request) {
        Project owner = owner(request);
        ObjectNode body = request.json();
        JsonNode source = body.path("source");
        TreeMap<String, String> properties = Json.strings(body, "ImagesPost", "properties");
        return operations.start("Downloading image", Map.of(), op -> {
            operations.work(percent -> {});
            synchronized (world) {
                if (!source.path("type").asText().equals("instance")) {
                    throw Refusal.failed("Must specify one of alias, fingerprint or URL for init from image");
                }
                Instance instance = world.instance(request, source.path("name").asText());
                if (instance.running()) {
                    throw Refusal.failed("Cannot export a running instance as an image");
                }
                Image image = new Image(
                        Json.sha256(Json.bytes(Json.tree(UUID.randomUUID().toString()))));
                instance.config.forEach((key, value) -> {
                    if (key.startsWith("image.")) {
                        image.properties.put(key.substring(6), value);
                    }
                });
                image.properties.putAll(properties);
                for (JsonNode alias : body.path("aliases")) {
                    String name = alias.path("name").asText();
                    if (holder(owner, name) != null) {
                        throw Refusal.failed("Alias already exists: " + name);
                    }
                    image.aliases.put(name, alias.path("description").asText());
                }
                owner.images.put(image.fingerprint, image);
                op.set("fingerprint", Json.tree(image.fingerprint));
                op.set("size", Json.tree("" + image.size));
            }
        });
    }

    Reply delete(Request request, String fingerprint) {
        Project owner = owner(request);
        Image image = find(owner, fingerprint);
        if (image == null) {
            throw Refusal.notFound("Image not found");
        }
        String url = World.url("images", image.fingerprint, request.project());
        return operations.start("Deleting image", Map.of("images", List.of(url)), op -> {
            synchronized (world) {
                owner.images.remove(image.fingerprint);
            }
        });
    }
}
