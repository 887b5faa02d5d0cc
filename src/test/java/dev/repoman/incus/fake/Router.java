package dev.repoman.incus.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which handler answers which request. Handlers run under the world's monitor.
final class Router {
    private record Route(String method, Pattern path, BiFunction<Request, Matcher, Reply> handler) {}

    private final List<Route> routes = new ArrayList<>();
    private final World world;

    Router(World world, Operations operations, ExecApi exec) {
        this.world = world;
        HostApi host = new HostApi(world);
        ProjectApi projects = new ProjectApi(world);
        ProfileApi profiles = new ProfileApi(world);
        Lifecycle lifecycle = new Lifecycle(world, operations);
        SnapshotApi snapshots = new SnapshotApi(world, operations, lifecycle);
        InstanceApi instances = new InstanceApi(world, operations, snapshots);
        InstanceCreation creation = new InstanceCreation(world, operations, lifecycle);
        ImageApi images = new ImageApi(world, operations);

        on("GET", "/", r -> Reply.ok(Json.array().add("/1.0")));
        on("GET", "/1.0", r -> host.server());
        on("GET", "/1.0/cluster/members", r -> host.members());
        on("GET", "/1.0/storage-pools", host::pools);
        one("GET", "/1.0/storage-pools/([^/]+)", (r, name) -> host.pool(name));
        one("GET", "/1.0/storage-pools/([^/]+)/resources", (r, name) -> host.poolResources(name));
        one("GET", "/1.0/storage-pools/([^/]+)/volumes/custom", host::volumes);
        one("POST", "/1.0/storage-pools/([^/]+)/volumes/custom", host::addVolume);
        two("GET", "/1.0/storage-pools/([^/]+)/volumes/custom/([^/]+)", host::volume);
        two("DELETE", "/1.0/storage-pools/([^/]+)/volumes/custom/([^/]+)", host::deleteVolume);
        on("GET", "/1.0/networks", host::networks);
        one("GET", "/1.0/networks/([^/]+)", host::network);
        one("GET", "/1.0/networks/([^/]+)/state", host::networkState);

        on("GET", "/1.0/projects", projects::list);
        on("POST", "/1.0/projects", projects::create);
        one("GET", "/1.0/projects/([^/]+)", (r, name) -> projects.get(name));
        one("PUT", "/1.0/projects/([^/]+)", projects::change);
        one("PATCH", "/1.0/projects/([^/]+)", projects::change);
        one("DELETE", "/1.0/projects/([^/]+)", projects::delete);

        on("GET", "/1.0/profiles", profiles::list);
        on("POST", "/1.0/profiles", profiles::create);
        one("GET", "/1.0/profiles/([^/]+)", profiles::get);
        one("PUT", "/1.0/profiles/([^/]+)", profiles::change);
        one("PATCH", "/1.0/profiles/([^/]+)", profiles::change);
        one("POST", "/1.0/profiles/([^/]+)", profiles::rename);
        one("DELETE", "/1.0/profiles/([^/]+)", profiles::delete);

        on("GET", "/1.0/instances", instances::list);
        on("POST", "/1.0/instances", creation::create);
        one("GET", "/1.0/instances/([^/]+)", instances::get);
        one("PUT", "/1.0/instances/([^/]+)", instances::change);
        one("PATCH", "/1.0/instances/([^/]+)", instances::change);
        one("POST", "/1.0/instances/([^/]+)", instances::rename);
        one("DELETE", "/1.0/instances/([^/]+)", instances::delete);
        one("GET", "/1.0/instances/([^/]+)/state", instances::state);
        one("PUT", "/1.0/instances/([^/]+)/state", lifecycle::put);
        one("GET", "/1.0/instances/([^/]+)/snapshots", snapshots::list);
        one("POST", "/1.0/instances/([^/]+)/snapshots", snapshots::take);
        two("DELETE", "/1.0/instances/([^/]+)/snapshots/([^/]+)", snapshots::delete);
        one("POST", "/1.0/instances/([^/]+)/exec", exec::exec);
        one("GET", "/1.0/instances/([^/]+)/logs", exec::logs);
        one("GET", "/1.0/instances/([^/]+)/logs/exec-output", exec::outputs);
        two("GET", "/1.0/instances/([^/]+)/logs/([^/]+)", exec::log);
        two("GET", "/1.0/instances/([^/]+)/logs/exec-output/([^/]+)", exec::output);
        two("DELETE", "/1.0/instances/([^/]+)/logs/exec-output/([^/]+)", exec::output);

        on("GET", "/1.0/images", images::list);
        on("POST", "/1.0/images", images::publish);
        on("GET", "/1.0/images/aliases", images::aliases);
        on("POST", "/1.0/images/aliases", images::addAlias);
        one("GET", "/1.0/images/aliases/(.+)", images::alias);
        one("PUT", "/1.0/images/aliases/(.+)", images::moveAlias);
        one("DELETE", "/1.0/images/aliases/(.+)", images::deleteAlias);
        one("GET", "/1.0/images/([^/]+)", images::get);
        one("DELETE", "/1.0/images/([^/]+)", images::delete);

        on("GET", "/1.0/operations", operations::list);
        one("GET", "/1.0/operations/([^/]+)", (r, id) -> operations.get(id));
        one("GET", "/1.0/operations/([^/]+)/wait", operations::await);
        one("GET", "/1.0/operations/([^/]+)/websocket", exec::websocket);
    }

    private void on(String method, String path, Function<Request, Reply> handler) {
        routes.add(new Route(method, Pattern.compile(path), (r, m) -> handler.apply(r)));
    }

    private void one(String method, String path, BiFunction<Request, String, Reply> handler) {
        routes.add(new Route(method, Pattern.compile(path), (r, m) -> handler.apply(r, m.group(1))));
    }

    @FunctionalInterface
    private interface Two {
        Reply apply(Request request, String first, String second);
    }

    private void two(String method, String path, Two handler) {
        routes.add(new Route(method, Pattern.compile(path), (r, m) -> handler.apply(r, m.group(1), m.group(2))));
    }

    Reply route(Request request) {
        boolean known = false;
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(request.path());
            if (matcher.matches()) {
                known = true;
                if (route.method.equals(request.method())) {
                    synchronized (world) {
                        Reply reply = route.handler.apply(request, matcher);
                        if (reply instanceof Reply.Async(Operation operation) && world.isCluster()) {
                            operation.elsewhere(request.project());
                        }
                        return reply;
                    }
                }
            }
        }
        throw known ? new Refusal(501, "not implemented") : Refusal.notFound("not found");
    }
}
