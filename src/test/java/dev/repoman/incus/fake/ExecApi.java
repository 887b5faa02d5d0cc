package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// `POST …/exec`, the websockets of its operation, and the recorded output below `…/logs`.
final class ExecApi {
    /// How long this daemon waits for the websockets; the real one does for 5 s, which a busy machine may
    /// need longer for.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final Operations operations;
    private final Map<String, ExecSession> sessions = new ConcurrentHashMap<>();
    final AtomicReference<ExecHandler> handler = new AtomicReference<>(new TinyContainer());
    final AtomicReference<Duration> patience = new AtomicReference<>(PATIENCE);

    ExecApi(World world, Operations operations) {
        this.world = world;
        this.operations = operations;
    }

    void reset() {
        sessions.clear();
        handler.set(new TinyContainer());
        patience.set(PATIENCE);
    }

    Reply exec(Request request, String name) {
        Instance instance = world.instance(request, name);
        ObjectNode body = request.json();
        String struct = "InstanceExecPost";
        ExecRun.Command command = new ExecRun.Command(
                Json.list(body, struct, "command"),
                environment(instance, body),
                Json.number(body, struct, "user", "uint32"),
                Json.number(body, struct, "group", "uint32"),
                Json.text(body, struct, "cwd"),
                Json.flag(body, struct, "interactive"));
        boolean sockets = Json.flag(body, struct, "wait-for-websocket");
        boolean record = Json.flag(body, struct, "record-output");
        if (!instance.running()) {
            throw Refusal.badRequest(
                    instance.status.equals("Frozen") ? "Instance is frozen" : "Instance is not running");
        }
        if (sockets && record) {
            throw Refusal.badRequest("Cannot use \"record-output\" in combination with \"wait-for-websocket\"");
        }
        return sockets ? overSockets(instance, command) : detached(instance, command, record);
    }

    private TreeMap<String, String> environment(Instance instance, ObjectNode body) {
        TreeMap<String, String> env = new TreeMap<>();
        world.expandedConfig(instance).forEach((key, value) -> {
            if (key.startsWith("environment.")) {
                env.put(key.substring("environment.".length()), value);
            }
        });
        env.putAll(Json.strings(body, "InstanceExecPost", "environment"));
        env.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        env.putIfAbsent("LANG", "C.UTF-8");
        if (body.path("user").asInt() == 0) {
            env.putIfAbsent("HOME", "/root");
            env.putIfAbsent("USER", "root");
        }
        return env;
    }

    private Reply overSockets(Instance instance, ExecRun.Command command) {
        ExecSession session = new ExecSession(new ExecRun(handler.get(), instance), command.interactive());
        Reply reply = operations.start(
                "websocket",
                "Executing command",
                InstanceApi.resources(instance),
                session.metadata(command),
                op -> session.perform(op, command, patience.get()));
        sessions.put(((Reply.Async) reply).operation().id, session);
        return reply;
    }

    private Reply detached(Instance instance, ExecRun.Command command, boolean record) {
        String url = World.url("instances", instance.name, instance.project);
        Map<String, ?> resources = new TreeMap<>(Map.of("containers", List.of(url), "instances", List.of(url)));
        return operations.start("Executing command", resources, op -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            if (command.words().isEmpty()) {
                throw Refusal.failed("Failed to retrieve PID of executing child process");
            }
            int exit = new ExecRun(handler.get(), instance).run(command, InputStream.nullInputStream(), out, err);
            if (record) {
                // the names lack the project: whoever fetches them has to add it
                synchronized (world) {
                    instance.recorded = true;
                    instance.execOutput.put("exec_" + op.id + ".stdout", out.toByteArray());
                    instance.execOutput.put("exec_" + op.id + ".stderr", err.toByteArray());
                }
                String base = "/1.0/instances/" + instance.name + "/logs/exec-output/exec_" + op.id;
                op.set("output", Json.tree(new TreeMap<>(Map.of("1", base + ".stdout", "2", base + ".stderr"))));
            }
            conclude(op, exit);
        });
    }

    static void conclude(Operation op, int exit) {
        op.set("return", Json.tree(exit < -1 ? -exit : exit));
        switch (exit) {
            case ExecResult.NOT_FOUND -> throw Refusal.badRequest("Command not found");
            default -> {}
        }
    }

    Reply websocket(Request request, String id) {
        if (!request.query().containsKey("secret") && !sessions.containsKey(id)) {
            throw Refusal.badRequest("Missing websocket secret");
        }
        Operation operation = operations.find(id);
        if (!operation.isRunning()) {
            throw Refusal.failed("Only running operations can be connected");
        }
        ExecSession session = sessions.get(id);
        if (session == null) {
            throw Refusal.badRequest("This operation can't be connected to");
        }
        return session.connect(request);
    }

    Reply logs(Request request, String name) {
        ArrayNode all = Json.array();
        if (!world.instance(request, name).log.isEmpty()) {
            all.add("/1.0/instances/" + name + "/logs/lxc.log");
        }
        return Reply.ok(all);
    }

    Reply log(Request request, String name, String file) {
        Instance instance = world.instance(request, name);
        if (!file.equals("lxc.log")) {
            throw Refusal.badRequest("Log file name \"" + file + "\" not valid");
        }
        return new Reply.Bytes(file, instance.log.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Reply outputs(Request request, String name) {
        ArrayNode all = Json.array();
        Instance instance = world.instance(request, name);
        if (!instance.recorded) {
            throw Refusal.notFound("open " + folder(instance) + ": no such file or directory");
        }
        instance.execOutput.keySet().forEach(f -> all.add("/1.0/instances/" + name + "/logs/exec-output/" + f));
        return Reply.ok(all);
    }

    private static String folder(Instance instance) {
        String prefix = instance.project.equals("default") ? "" : instance.project + "_";
        return "/var/lib/incus/containers/" + prefix + instance.name + "/exec-output";
    }

    Reply output(Request request, String name, String file) {
        Instance instance = world.instance(request, name);
        if (!file.matches("exec_[0-9a-f-]+\\.(stdout|stderr)")) {
            throw Refusal.badRequest("Exec record-output file name \"" + file + "\" not valid");
        }
        boolean delete = request.method().equals("DELETE");
        byte[] content = delete ? instance.execOutput.remove(file) : instance.execOutput.get(file);
        if (content == null) {
            throw Refusal.notFound(
                    (delete ? "remove " : "open ") + folder(instance) + "/" + file + ": no such file or directory");
        }
        return delete ? Reply.done() : new Reply.Bytes(file, content);
    }
}
