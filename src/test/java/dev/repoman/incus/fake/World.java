package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Everything that this Incus knows. Guarded by its own monitor.
final class World {
    static final class Project {
        final String name;
        String description = "";
        TreeMap<String, String> config = new TreeMap<>();
        final TreeMap<String, Profile> profiles = new TreeMap<>();
        final TreeMap<String, Instance> instances = new TreeMap<>();
        final TreeMap<String, Image> images = new TreeMap<>();
        /// Custom ones, by pool and name.
        final TreeMap<String, TreeMap<String, TreeMap<String, String>>> volumes = new TreeMap<>();

        Project(String name) {
            this.name = name;
        }
    }

    static final class Profile {
        final String project;
        String name;
        String description = "";
        TreeMap<String, String> config = new TreeMap<>();
        TreeMap<String, TreeMap<String, String>> devices = new TreeMap<>();

        Profile(String project, String name) {
            this.project = project;
            this.name = name;
        }
    }

    static final class Instance {
        final String project;
        String name;
        String description = "";
        String status = "Stopped";
        final String createdAt = Instant.now().toString();
        String lastUsedAt = "1970-01-01T00:00:00Z";
        List<String> profiles = new ArrayList<>();
        TreeMap<String, String> config = new TreeMap<>();
        TreeMap<String, TreeMap<String, String>> devices = new TreeMap<>();
        final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
        String location = "none";
        boolean ignoresShutdown;
        int number;
        String log = "";
        /// Whether the output of a command was ever recorded.
        boolean recorded;
        final TreeMap<String, byte[]> execOutput = new TreeMap<>();
        /// What kills the commands that run in it.
        final List<Runnable> execs = new CopyOnWriteArrayList<>();

        Instance(String project, String name) {
            this.project = project;
            this.name = name;
        }

        boolean running() {
            return status.equals("Running");
        }
    }

    /// What an instance was.
    record Snapshot(
            String createdAt,
            List<String> profiles,
            TreeMap<String, String> config,
            TreeMap<String, TreeMap<String, String>> devices) {
        static Snapshot of(Instance instance) {
            return new Snapshot(
                    Instant.now().toString(),
                    List.copyOf(instance.profiles),
                    new TreeMap<>(instance.config),
                    new TreeMap<>(instance.devices));
        }
    }

    static final class Image {
        final String fingerprint;
        final TreeMap<String, String> properties = new TreeMap<>();
        final TreeMap<String, String> aliases = new TreeMap<>();
        final String uploadedAt = Instant.now().toString();
        long size = 2140160;

        /// Of the image server's image that it is a copy of; empty for none.
        String source = "";

        Image(String fingerprint) {
            this.fingerprint = fingerprint;
        }
    }

    final TreeMap<String, Project> projects = new TreeMap<>();
    final TreeMap<String, String> pools = new TreeMap<>();
    final List<String> bridges = new ArrayList<>();
    /// Status by name; this daemon is the first one. Empty where it is no cluster.
    final Map<String, String> members = new LinkedHashMap<>();
    /// Names that are being created, as PROJECT/NAME.
    final List<String> creating = new ArrayList<>();

    Predicate<Path> hostPaths = Files::exists;
    String version = "6.0.4";
    int instancesEver;

    World() {
        reset();
    }

    synchronized void reset() {
        projects.values().forEach(p -> p.instances.values().forEach(i -> i.execs.forEach(Runnable::run)));
        projects.clear();
        pools.clear();
        bridges.clear();
        members.clear();
        creating.clear();
        hostPaths = Files::exists;
        version = "6.0.4";
        pools.put("default", "dir");
        bridges.add("br0");
        Project main = new Project("default");
        main.description = "Default Incus project";
        for (String feature :
                List.of("images", "networks", "networks.zones", "profiles", "storage.buckets", "storage.volumes")) {
            main.config.put("features." + feature, "true");
        }
        Profile profile = new Profile("default", "default");
        profile.description = "Default Incus profile";
        profile.devices.put("root", new TreeMap<>(Map.of("type", "disk", "path", "/", "pool", "default")));
        profile.devices.put(
                "eth0", new TreeMap<>(Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "name", "eth0")));
        main.profiles.put("default", profile);
        projects.put("default", main);
        image("default", "tiny", Map.of("os", "busybox", "release", "static", "description", "tiny test image"));
    }

    /// Adds an image to a project, with its fingerprint derived from the alias.
    synchronized Image image(String project, String alias, Map<String, String> properties) {
        Image image = new Image(Json.sha256((project + "/" + alias).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        image.properties.putAll(properties);
        image.aliases.put(alias, "");
        projects.get(project).images.put(image.fingerprint, image);
        return image;
    }

    boolean isCluster() {
        return !members.isEmpty();
    }

    /// @param target a member, `@` and a group (there is `default`), or empty
    String place(String target) {
        if (!isCluster()) {
            if (!target.isEmpty()) {
                throw Refusal.badRequest("Target only allowed when clustered");
            }
            return "none";
        }
        if (target.startsWith("@") && !target.equals("@default")) {
            throw Refusal.badRequest("Cluster group \"" + target.substring(1) + "\" doesn't exist");
        }
        if (!target.isEmpty() && !target.startsWith("@")) {
            if (!members.containsKey(target)) {
                throw Refusal.notFound("Cluster member \"" + target + "\" not found");
            }
            return target;
        }
        return members.keySet().stream()
                .filter(m -> members.get(m).equals("Online"))
                .findFirst()
                .orElseThrow();
    }

    Project project(String name, String otherwise) {
        Project project = projects.get(name);
        if (project == null) {
            throw Refusal.notFound(otherwise);
        }
        return project;
    }

    /// The project that holds the profiles (or the images) of this one.
    Project owner(Project project, String feature) {
        return "true".equals(project.config.get("features." + feature)) ? project : projects.get("default");
    }

    Instance instance(Request request, String name) {
        return instance(request.project(), name);
    }

    /// @return whether the member that the instance is on has a volume of that name
    boolean hasVolume(Instance instance, String pool, String volume) {
        Map<String, String> config = projects.get(instance.project)
                .volumes
                .getOrDefault(pool, new TreeMap<>())
                .get(volume);
        return config != null && instance.location.equals(config.get("location"));
    }

    /// @return whether its member does not answer
    boolean isGone(Instance instance) {
        return isCluster() && !members.get(instance.location).equals("Online");
    }

    Instance instance(String project, String name) {
        Instance instance = project(project, "Project not found").instances.get(name);
        if (instance != null && isGone(instance)) {
            throw Refusal.failed("Missing event connection with target cluster member");
        }
        if (instance == null) {
            throw Refusal.notFound(
                    "Failed to fetch instance \"" + name + "\" in project \"" + project + "\": Instance not found");
        }
        return instance;
    }

    List<Instance> usersOf(Profile profile) {
        List<Instance> users = new ArrayList<>();
        for (Project project : projects.values()) {
            if (owner(project, "profiles").name.equals(profile.project)) {
                project.instances.values().stream()
                        .filter(i -> i.profiles.contains(profile.name))
                        .forEach(users::add);
            }
        }
        return users;
    }

    /// Config of the profiles in their order, then the instance's own.
    TreeMap<String, String> expandedConfig(Instance instance) {
        TreeMap<String, String> all = new TreeMap<>();
        profilesOf(instance).forEach(p -> all.putAll(p.config));
        all.putAll(instance.config);
        return all;
    }

    TreeMap<String, TreeMap<String, String>> expandedDevices(Instance instance) {
        TreeMap<String, TreeMap<String, String>> all = new TreeMap<>();
        profilesOf(instance).forEach(p -> all.putAll(p.devices));
        all.putAll(instance.devices);
        return all;
    }

    private List<Profile> profilesOf(Instance instance) {
        Map<String, Profile> profiles = owner(projects.get(instance.project), "profiles").profiles;
        return instance.profiles.stream()
                .filter(profiles::containsKey)
                .map(profiles::get)
                .toList();
    }

    static String url(String kind, String name, String project) {
        return "/1.0/" + kind + "/" + name + (project.equals("default") ? "" : "?project=" + project);
    }

    static ArrayNode urls(List<String> all) {
        ArrayNode array = Json.array();
        all.forEach(array::add);
        return array;
    }

    static void match(Request request, String etag) {
        String wanted = request.header("if-match");
        if (wanted != null && !wanted.replace("\"", "").equals(etag)) {
            throw new Refusal(412, "ETag doesn't match: " + etag + " vs " + wanted.replace("\"", ""));
        }
    }
}
