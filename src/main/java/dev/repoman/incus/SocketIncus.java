package dev.repoman.incus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Incus over its unix socket.
@ApplicationScoped
public class SocketIncus implements Incus {
    /// An image of 500 MB over a slow line, unpacked on a slow disk.
    private static final Duration CREATE = Duration.ofMinutes(60);
    private static final Duration CHANGE = Duration.ofMinutes(2);

    private final Rest rest;

    public SocketIncus(IncusLocation location, Trace trace) {
        this.rest = new Rest(location, trace);
    }

    @Override
    public Server server() {
        JsonNode server = rest.get("/1.0").metadata();
        if (!server.path("auth").asText().equals("trusted")) {
            throw IncusErrors.refused("GET /1.0", 403, "this user is not trusted");
        }
        return new Server(server.path("environment").path("server_version").asText());
    }

    @Override
    public Optional<IncusProject> project(String name) {
        return found(
                () -> {
                    JsonNode project = rest.get("/1.0/projects/" + escape(name)).metadata();
                    return new IncusProject(project.path("name").asText(), IncusJson.strings(project.path("config")));
                },
                Reason.PROJECT_NOT_FOUND);
    }

    @Override
    public void createProject(String name, Map<String, String> config) {
        ObjectNode body = IncusJson.object().put("name", name).put("description", "Containers of repoman");
        body.set("config", IncusJson.node(config));
        rest.change("POST", "/1.0/projects", body, CHANGE, Progress.NONE);
    }

    @Override
    public List<String> storagePools() {
        List<String> names = new ArrayList<>();
        rest.get("/1.0/storage-pools").metadata().forEach(pool -> names.add(lastPart(pool.asText())));
        return names;
    }

    @Override
    public Optional<Network> network(String name) {
        return found(
                () -> IncusJson.network(
                        name,
                        rest.get("/1.0/networks/" + escape(name) + "/state").metadata()),
                Reason.NOT_FOUND);
    }

    @Override
    public boolean isManaged(String network) {
        return found(() -> rest.get("/1.0/networks/" + escape(network)).metadata(), Reason.NOT_FOUND)
                .map(node -> node.path("managed").asBoolean())
                .orElse(false);
    }

    @Override
    public List<Instance> instances(String project, boolean addresses) {
        List<Instance> instances = new ArrayList<>();
        rest.get("/1.0/instances?recursion=" + (addresses ? 2 : 1) + "&" + in(project))
                .metadata()
                .forEach(node -> instances.add(IncusJson.instance(node)));
        return instances;
    }

    @Override
    public Optional<Instance> instance(String project, String name) {
        return found(
                () -> IncusJson.instance(
                        rest.get(path(name) + "?recursion=1&" + in(project)).metadata()),
                Reason.INSTANCE_NOT_FOUND);
    }

    @Override
    public void createInstance(String project, InstanceSpec spec, Progress progress) {
        rest.change("POST", "/1.0/instances?" + in(project), IncusJson.spec(spec), CREATE, progress);
    }

    @Override
    public void updateInstance(
            String project, String name, Map<String, String> config, SortedMap<String, Device> devices) {
        ObjectNode body = IncusJson.object();
        body.set("config", IncusJson.node(config));
        body.set("devices", IncusJson.deviceNode(devices));
        rest.change("PATCH", path(name) + "?" + in(project), body, CHANGE, Progress.NONE);
    }

    @Override
    public Shape reshape(String project, String name, UnaryOperator<Shape> change) {
        String path = path(name) + "?" + in(project);
        Rest.Answer answer = rest.get(path);
        Shape there = IncusJson.shape(answer.metadata());
        ObjectNode body = IncusJson.reshaped(answer.metadata(), change.apply(there));
        rest.change("PUT", path, body, answer.etag(), CHANGE, Progress.NONE);
        return there;
    }

    @Override
    public void changeState(String project, String name, StateChange change, boolean force, Duration timeout) {
        ObjectNode body = IncusJson.object()
                .put("action", change.action)
                .put("timeout", timeout.toSeconds())
                .put("force", force);
        try {
            rest.change("PUT", path(name) + "/state?" + in(project), body, timeout.plus(Rest.ANSWER), Progress.NONE);
        } catch (IncusException e) {
            boolean there = switch (change) {
                case START -> e.reason() == Reason.ALREADY_RUNNING;
                case STOP -> e.reason() == Reason.ALREADY_STOPPED;
                case FREEZE, THAW -> false;
            };
            if (!there) {
                throw change == StateChange.START ? withCause(e, project, name) : e;
            }
        }
    }

    /// Of a start that failed the daemon says only that `forkstart` did; the cause is in the instance's log.
    private IncusException withCause(IncusException e, String project, String name) {
        if (!e.what().contains("forkstart")) {
            return e;
        }
        try {
            String log = rest.text(path(name) + "/logs/lxc.log?" + in(project));
            return StartLog.cause(log)
                    .map(cause -> new IncusException(
                            e.reason(),
                            "Incus: " + cause,
                            "incus info " + name + " --show-log --project " + project
                                    + " has all of it (new --keep-failed keeps the container)",
                            e))
                    .orElse(e);
        } catch (IncusException _) {
            return e;
        }
    }

    @Override
    public void deleteInstance(String project, String name) {
        rest.change("DELETE", path(name) + "?" + in(project), null, CHANGE, Progress.NONE);
    }

    @Override
    public boolean isBusy(String project, String instance) {
        JsonNode operations =
                rest.get("/1.0/operations?recursion=1&" + in(project)).metadata();
        for (JsonNode operation : operations.path("running")) {
            boolean isTask = operation.path("class").asText().equals("task"); // no exec, no console
            for (JsonNode resource : operation.path("resources").path("instances")) {
                String address = resource.asText().replaceFirst("\\?.*", "");
                if (isTask && address.equals(path(instance))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public List<Profile> profiles(String project) {
        List<Profile> profiles = new ArrayList<>();
        rest.get("/1.0/profiles?recursion=1&" + in(project))
                .metadata()
                .forEach(node -> profiles.add(IncusJson.profile(node, "")));
        return profiles;
    }

    @Override
    public Optional<Profile> profile(String project, String name) {
        return found(
                () -> {
                    Rest.Answer answer = rest.get("/1.0/profiles/" + escape(name) + "?" + in(project));
                    return IncusJson.profile(answer.metadata(), answer.etag());
                },
                Reason.PROFILE_NOT_FOUND);
    }

    @Override
    public void createProfile(String project, Profile profile) {
        rest.change(
                "POST",
                "/1.0/profiles?" + in(project),
                IncusJson.profileNode(profile).put("name", profile.name()),
                CHANGE,
                Progress.NONE);
    }

    @Override
    public void replaceProfile(String project, Profile profile) {
        // the daemon tells each running instance of it, which takes longer than an answer does
        rest.call(
                "PUT",
                "/1.0/profiles/" + escape(profile.name()) + "?" + in(project),
                IncusJson.profileNode(profile),
                profile.etag(),
                CHANGE);
    }

    @Override
    public void addProfileDevices(String project, String profile, SortedMap<String, Device> devices) {
        ObjectNode body = IncusJson.object();
        body.set("devices", IncusJson.deviceNode(devices));
        rest.call("PATCH", "/1.0/profiles/" + escape(profile) + "?" + in(project), body, "", CHANGE);
    }

    @Override
    public Optional<Image> image(String project, String alias) {
        return found(
                () -> {
                    String fingerprint = rest.get("/1.0/images/aliases/" + escape(alias) + "?" + in(project))
                            .metadata()
                            .path("target")
                            .asText();
                    JsonNode image = rest.get("/1.0/images/" + fingerprint + "?" + in(project))
                            .metadata();
                    return new Image(fingerprint, IncusJson.strings(image.path("properties")));
                },
                Reason.IMAGE_NOT_FOUND);
    }

    @Override
    public List<StoredImage> images(String project) {
        List<StoredImage> images = new ArrayList<>();
        rest.get("/1.0/images?recursion=1&" + in(project))
                .metadata()
                .forEach(node -> images.add(IncusJson.image(node)));
        return images;
    }

    @Override
    public String publish(String project, String instance, Map<String, String> properties, Progress progress) {
        ObjectNode body = IncusJson.object().put("public", false);
        body.putObject("source").put("type", "instance").put("name", instance);
        body.set("properties", IncusJson.node(properties));
        return rest.change("POST", "/1.0/images?" + in(project), body, CREATE, progress)
                .path("metadata")
                .path("fingerprint")
                .asText();
    }

    @Override
    public void pointAlias(String project, String alias, String fingerprint, boolean there) {
        ObjectNode body = IncusJson.object().put("target", fingerprint).put("description", "made by repoman");
        if (there) {
            rest.change("PUT", "/1.0/images/aliases/" + escape(alias) + "?" + in(project), body, CHANGE, Progress.NONE);
        } else {
            body.put("name", alias);
            rest.change("POST", "/1.0/images/aliases?" + in(project), body, CHANGE, Progress.NONE);
        }
    }

    @Override
    public void deleteImage(String project, String fingerprint) {
        rest.change("DELETE", "/1.0/images/" + fingerprint + "?" + in(project), null, CHANGE, Progress.NONE);
    }

    @Override
    public int exec(String project, String instance, Exec exec) {
        return new ExecSession(rest, path(instance) + "/exec?" + in(project)).run(exec);
    }

    /// @param absent the reason that means "there is none"; a missing project stays an error
    private static <T> Optional<T> found(Supplier<T> read, Reason absent) {
        try {
            return Optional.of(read.get());
        } catch (IncusException e) {
            if (e.reason() == absent || e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String lastPart(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static String path(String instance) {
        return "/1.0/instances/" + escape(instance);
    }

    private static String in(String project) {
        return "project=" + escape(project);
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
