package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `/1.0/projects`.
final class ProjectApi {
    private final World world;

    ProjectApi(World world) {
        this.world = world;
    }

    Reply list(Request request) {
        ArrayNode all = Json.array();
        for (Project project : world.projects.values()) {
            if (request.recursion() == 0) {
                all.add("/1.0/projects/" + project.name);
            } else {
                all.add(json(project));
            }
        }
        return Reply.ok(all);
    }

    Reply get(String name) {
        Project project = world.project(name, "Project not found");
        return Reply.tagged(json(project), etag(project));
    }

    private static String etag(Project project) {
        return Json.sha256(Json.bytes(Json.tree(List.of(project.description, project.config))));
    }

    private ObjectNode json(Project project) {
        List<String> users = new ArrayList<>();
        project.instances.keySet().forEach(i -> users.add(World.url("instances", i, project.name)));
        project.images.keySet().forEach(i -> users.add(World.url("images", i, project.name)));
        if ("true".equals(project.config.get("features.profiles"))) {
            project.profiles.keySet().forEach(p -> users.add(World.url("profiles", p, project.name)));
        }
        ObjectNode node = Json.object();
        node.set("config", Json.tree(project.config));
        node.put("description", project.description).put("name", project.name);
        return node.set("used_by", World.urls(users));
    }

    Reply create(Request request) {
        ObjectNode body = request.json();
        String name = Json.text(body, "ProjectsPost", "name");
        TreeMap<String, String> config = Json.strings(body, "ProjectsPost", "config");
        if (name.isEmpty()) {
            throw Refusal.badRequest("No name provided");
        }
        if (name.contains("/")) {
            throw Refusal.badRequest("Project names may not contain slashes");
        }
        if (name.contains(" ")) {
            throw Refusal.badRequest("Project names may not contain spaces");
        }
        check(config);
        for (String feature : List.of("images", "profiles", "storage.buckets", "storage.volumes")) {
            config.putIfAbsent("features." + feature, "true");
        }
        if (world.projects.containsKey(name)) {
            throw Refusal.failed(
                    "Failed creating project \"" + name
                            + "\": Failed adding database record: Failed to create \"projects\" entry: UNIQUE constraint failed: projects.name");
        }
        Project project = new Project(name);
        project.description = Json.text(body, "ProjectsPost", "description");
        project.config = config;
        World.Profile profile = new World.Profile(name, "default");
        profile.description = "Default Incus profile for project " + name;
        project.profiles.put("default", profile);
        world.projects.put(name, project);
        return Reply.created("/1.0/projects/" + name);
    }

    private static void check(TreeMap<String, String> config) {
        for (String key : config.keySet()) {
            if (!key.matches("(features|restricted|limits|user|backups|images)(\\..*)?")) {
                throw Refusal.badRequest("Invalid project configuration key \"" + key + "\"");
            }
        }
    }

    Reply change(Request request, String name) {
        Project project = world.project(name, "Project not found");
        World.match(request, etag(project));
        ObjectNode body = request.json();
        TreeMap<String, String> config = Json.strings(body, "ProjectPut", "config");
        String description = body.has("description") ? Json.text(body, "ProjectPut", "description") : "";
        if (request.method().equals("PATCH")) {
            // unlike a profile's or an instance's, a project's config is replaced by PATCH too
            config = body.has("config") ? config : project.config;
            description = body.has("description") ? description : project.description;
        }
        check(config);
        if (!empty(project)) {
            for (String key : List.of(
                    "features.images", "features.profiles", "features.storage.buckets", "features.storage.volumes")) {
                if ("true".equals(project.config.get(key)) && !"true".equals(config.get(key))) {
                    throw Refusal.badRequest(
                            "Project feature \"" + key + "\" cannot be disabled on non-empty projects");
                }
                if (!"true".equals(project.config.get(key)) && "true".equals(config.get(key))) {
                    throw Refusal.badRequest("Project feature \"" + key + "\" cannot be enabled on non-empty projects");
                }
            }
        }
        config.values().removeIf(String::isEmpty);
        project.config = config;
        project.description = description;
        return Reply.done();
    }

    private static boolean empty(Project project) {
        return project.instances.isEmpty()
                && project.images.isEmpty()
                && project.profiles.keySet().stream().allMatch("default"::equals);
    }

    Reply delete(Request request, String name) {
        if (name.equals("default")) {
            throw new Refusal(403, "The 'default' project cannot be deleted");
        }
        Project project = world.project(name, "Fetch project \"" + name + "\": Project not found");
        boolean force = request.query().getOrDefault("force", "").matches("1|true");
        if (!force && !empty(project)) {
            throw Refusal.failed("Only empty projects can be removed.");
        }
        project.instances.values().forEach(i -> i.execs.forEach(Runnable::run));
        world.projects.remove(name);
        return Reply.done();
    }
}
