package dev.repoman.incus;

import static dev.repoman.incus.IncusErrors.found;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.AliasInfo;
import dev.repoman.incus.api.ImageBody;
import dev.repoman.incus.api.ImageInfo;
import dev.repoman.incus.api.InstanceBody;
import dev.repoman.incus.api.InstanceInfo;
import dev.repoman.incus.api.NameBody;
import dev.repoman.incus.api.NetworkInfo;
import dev.repoman.incus.api.NetworkState;
import dev.repoman.incus.api.Operation;
import dev.repoman.incus.api.Operations;
import dev.repoman.incus.api.PoolInfo;
import dev.repoman.incus.api.ProfileInfo;
import dev.repoman.incus.api.ProjectInfo;
import dev.repoman.incus.api.RestoreBody;
import dev.repoman.incus.api.ServerInfo;
import dev.repoman.incus.api.StateBody;
import dev.repoman.project.Device;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// Incus over its unix socket. A singleton has no proxy, so it can be asked while the framework is shutting down.
@Singleton
public class SocketIncus implements Incus {
    /// Enough for an image of 500 MB over a slow line, unpacked on a slow disk.
    private static final Duration CREATE = Duration.ofMinutes(60);
    private static final Duration CHANGE = Duration.ofMinutes(2);

    private final Daemons daemons;

    public SocketIncus(Daemons daemons) {
        this.daemons = daemons;
    }

    private Rest rest(IncusProject project) {
        return daemons.rest(project.remote());
    }

    @Override
    public Server server(String remote) {
        ServerInfo server = daemons.rest(remote).get("/1.0", ServerInfo.class);
        if (!server.auth().equals("trusted")) {
            throw IncusErrors.refused(remote, "GET /1.0", 403, "this user is not trusted");
        }
        return new Server(server.environment().version(), server.environment().member());
    }

    @Override
    public Optional<Map<String, String>> project(IncusProject project) {
        return found(
                () -> IncusJson.strings(rest(project)
                        .get("/1.0/projects/" + escape(project.name()), ProjectInfo.class)
                        .config()),
                Reason.PROJECT_NOT_FOUND);
    }

    @Override
    public void createProject(IncusProject project, Map<String, String> config) {
        ProjectInfo body = new ProjectInfo(project.name(), "Containers of repoman", config);
        rest(project).change("POST", "/1.0/projects", body, CHANGE, Progress.NONE);
    }

    @Override
    public List<String> storagePools(String remote) {
        return daemons.rest(remote).list("/1.0/storage-pools", String.class).stream()
                .map(SocketIncus::lastPart)
                .toList();
    }

    @Override
    public Optional<Pool> storagePool(String remote, String name) {
        String path = "/1.0/storage-pools/" + escape(name);
        return found(
                () -> {
                    PoolInfo pool = daemons.rest(remote).get(path, PoolInfo.class);
                    PoolInfo.Resources resources =
                            daemons.rest(remote).get(path + "/resources", PoolInfo.Resources.class);
                    return new Pool(name, pool.driver(), resources.space().free());
                },
                Reason.NOT_FOUND);
    }

    @Override
    public Optional<Network> network(String remote, String name) {
        return found(
                () -> IncusJson.network(
                        name, daemons.rest(remote).get("/1.0/networks/" + escape(name) + "/state", NetworkState.class)),
                Reason.NOT_FOUND);
    }

    @Override
    public boolean isManaged(String remote, String network) {
        return found(
                        () -> daemons.rest(remote).get("/1.0/networks/" + escape(network), NetworkInfo.class),
                        Reason.NOT_FOUND)
                .map(NetworkInfo::managed)
                .orElse(false);
    }

    @Override
    public List<Instance> instances(IncusProject project, boolean addresses) {
        return rest(project)
                .list("/1.0/instances?recursion=" + (addresses ? 2 : 1) + "&" + in(project), InstanceInfo.class)
                .stream()
                .map(IncusJson::instance)
                .toList();
    }

    @Override
    public Optional<Instance> instance(IncusProject project, String name) {
        return found(
                () -> IncusJson.instance(
                        rest(project).get(path(name) + "?recursion=1&" + in(project), InstanceInfo.class)),
                Reason.INSTANCE_NOT_FOUND);
    }

    @Override
    public void createInstance(IncusProject project, InstanceSpec spec, Progress progress) {
        String path = "/1.0/instances?" + in(project) + IncusJson.target(spec.target());
        rest(project).change("POST", path, IncusJson.spec(spec), CREATE, progress);
    }

    @Override
    public void updateInstance(
            IncusProject project, String name, Map<String, String> config, SortedMap<String, Device> devices) {
        rest(project)
                .change(
                        "PATCH",
                        path(name) + "?" + in(project),
                        IncusJson.merged(config, devices),
                        CHANGE,
                        Progress.NONE);
    }

    @Override
    public Shape reshape(IncusProject project, String name, UnaryOperator<Shape> change) {
        String path = path(name) + "?" + in(project);
        Rest.Got<InstanceInfo> answer = rest(project).getTagged(path, InstanceInfo.class);
        Shape there = IncusJson.shape(answer.value());
        InstanceBody body = IncusJson.reshaped(answer.value(), change.apply(there));
        rest(project).change("PUT", path, body, answer.etag(), CHANGE, Progress.NONE);
        return there;
    }

    @Override
    public void changeState(IncusProject project, String name, StateChange change, boolean force, Duration timeout) {
        StateBody body = new StateBody(change.action, timeout.toSeconds(), force);
        try {
            rest(project)
                    .change(
                            "PUT",
                            path(name) + "/state?" + in(project),
                            body,
                            timeout.plus(Rest.ANSWER),
                            Progress.NONE);
        } catch (IncusException e) {
            boolean there = switch (change) {
                case START -> e.reason() == Reason.ALREADY_RUNNING;
                case STOP -> e.reason() == Reason.ALREADY_STOPPED;
                case THAW -> e.reason() == Reason.ALREADY_RUNNING;
                case FREEZE -> false;
            };
            if (!there) {
                throw change == StateChange.START ? new FailedStart(rest(project), project, name).cause(e) : e;
            }
        }
    }

    @Override
    public void renameInstance(IncusProject project, String name, String to) {
        rest(project).change("POST", path(name) + "?" + in(project), new NameBody(to), CHANGE, Progress.NONE);
    }

    @Override
    public void deleteInstance(IncusProject project, String name) {
        rest(project).change("DELETE", path(name) + "?" + in(project), null, CHANGE, Progress.NONE);
    }

    @Override
    public List<Snapshot> snapshots(IncusProject project, String name) {
        return rest(project)
                .list(path(name) + "/snapshots?recursion=1&" + in(project), InstanceInfo.Snapshot.class)
                .stream()
                .map(IncusJson::snapshot)
                .toList();
    }

    @Override
    public void takeSnapshot(IncusProject project, String name, String snapshot) {
        rest(project)
                .change(
                        "POST",
                        path(name) + "/snapshots?" + in(project),
                        new NameBody(snapshot),
                        CREATE,
                        Progress.NONE);
    }

    @Override
    public void restoreSnapshot(IncusProject project, String name, String snapshot) {
        rest(project).change("PUT", path(name) + "?" + in(project), new RestoreBody(snapshot), CREATE, Progress.NONE);
    }

    @Override
    public void deleteSnapshot(IncusProject project, String name, String snapshot) {
        String path = path(name) + "/snapshots/" + escape(snapshot) + "?" + in(project);
        try {
            rest(project).change("DELETE", path, null, CHANGE, Progress.NONE);
        } catch (IncusException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public boolean isBusy(IncusProject project, String instance) {
        return runs("task", project, instance);
    }

    @Override
    public boolean isEntered(IncusProject project, String instance) {
        return runs("websocket", project, instance);
    }

    private boolean runs(String kind, IncusProject project, String instance) {
        List<Operation> running = rest(project)
                .get("/1.0/operations?recursion=1&" + in(project), Operations.class)
                .running();
        return running != null
                && running.stream()
                        .filter(operation -> kind.equals(operation.kind()))
                        .map(Operation::resources)
                        .filter(Objects::nonNull)
                        .flatMap(resources -> resources.getOrDefault("instances", List.of()).stream())
                        .anyMatch(address -> address.replaceFirst("\\?.*", "").equals(path(instance)));
    }

    @Override
    public List<Profile> profiles(IncusProject project) {
        return rest(project).list("/1.0/profiles?recursion=1&" + in(project), ProfileInfo.class).stream()
                .map(info -> IncusJson.profile(info, ""))
                .toList();
    }

    @Override
    public Optional<Profile> profile(IncusProject project, String name) {
        return found(
                () -> {
                    Rest.Got<ProfileInfo> answer = rest(project)
                            .getTagged("/1.0/profiles/" + escape(name) + "?" + in(project), ProfileInfo.class);
                    return IncusJson.profile(answer.value(), answer.etag());
                },
                Reason.PROFILE_NOT_FOUND);
    }

    @Override
    public void createProfile(IncusProject project, Profile profile) {
        rest(project)
                .change(
                        "POST",
                        "/1.0/profiles?" + in(project),
                        IncusJson.body(profile, profile.name()),
                        CHANGE,
                        Progress.NONE);
    }

    @Override
    public void replaceProfile(IncusProject project, Profile profile) {
        // the daemon notifies each running instance, which takes longer than an answer
        rest(project)
                .call(
                        "PUT",
                        "/1.0/profiles/" + escape(profile.name()) + "?" + in(project),
                        IncusJson.body(profile, null),
                        profile.etag(),
                        CHANGE);
    }

    @Override
    public void addProfileDevices(IncusProject project, String profile, SortedMap<String, Device> devices) {
        ProfileInfo body = new ProfileInfo(null, null, null, Device.options(devices));
        rest(project).call("PATCH", "/1.0/profiles/" + escape(profile) + "?" + in(project), body, "", CHANGE);
    }

    @Override
    public Optional<Image> image(IncusProject project, String alias) {
        return found(
                () -> {
                    String fingerprint = rest(project)
                            .get("/1.0/images/aliases/" + escape(alias) + "?" + in(project), AliasInfo.class)
                            .target();
                    ImageInfo image =
                            rest(project).get("/1.0/images/" + fingerprint + "?" + in(project), ImageInfo.class);
                    return new Image(fingerprint, IncusJson.strings(image.properties()));
                },
                Reason.IMAGE_NOT_FOUND);
    }

    @Override
    public List<StoredImage> images(IncusProject project) {
        return rest(project).list("/1.0/images?recursion=1&" + in(project), ImageInfo.class).stream()
                .map(IncusJson::image)
                .toList();
    }

    @Override
    public String publish(IncusProject project, String instance, Map<String, String> properties, Progress progress) {
        ImageBody body = new ImageBody(false, new ImageBody.Source("instance", instance), properties);
        String fingerprint = rest(project)
                .change("POST", "/1.0/images?" + in(project), body, CREATE, progress)
                .details()
                .fingerprint();
        return Objects.requireNonNullElse(fingerprint, "");
    }

    @Override
    public void pointAlias(IncusProject project, String alias, String fingerprint, boolean there) {
        AliasInfo body = new AliasInfo(there ? null : alias, "made by repoman", fingerprint);
        if (there) {
            rest(project)
                    .change(
                            "PUT",
                            "/1.0/images/aliases/" + escape(alias) + "?" + in(project),
                            body,
                            CHANGE,
                            Progress.NONE);
        } else {
            rest(project).change("POST", "/1.0/images/aliases?" + in(project), body, CHANGE, Progress.NONE);
        }
    }

    @Override
    public void deleteImage(IncusProject project, String fingerprint) {
        rest(project).change("DELETE", "/1.0/images/" + fingerprint + "?" + in(project), null, CHANGE, Progress.NONE);
    }

    /// Over a connection of its own: a command may run for hours, and is waited for all the time.
    @Override
    public int exec(IncusProject project, String instance, Exec exec) {
        return new ExecSession(daemons.open(project.remote()), path(instance) + "/exec?" + in(project)).run(exec);
    }

    private static String lastPart(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    static String path(String instance) {
        return "/1.0/instances/" + escape(instance);
    }

    static String in(IncusProject project) {
        return "project=" + escape(project.name());
    }

    static String escape(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
