package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import java.time.Instant;

/// `PUT /1.0/instances/NAME/state`.
final class Lifecycle {
    private final World world;
    private final Operations operations;

    Lifecycle(World world, Operations operations) {
        this.world = world;
        this.operations = operations;
    }

    Reply put(Request request, String name) {
        ObjectNode body = request.json();
        String action = Json.text(body, "InstanceStatePut", "action");
        boolean force = Json.flag(body, "InstanceStatePut", "force");
        int timeout = Json.number(body, "InstanceStatePut", "timeout", "int");
        Instance instance = world.instance(request, name);
        String doing = switch (action) {
            case "start" -> "Starting";
            case "stop" -> "Stopping";
            case "restart" -> "Restarting";
            case "freeze" -> "Freezing";
            case "unfreeze" -> "Unfreezing";
            default -> throw Refusal.badRequest("Unknown action: '" + action + "'");
        };
        return operations.start(doing + " instance", InstanceApi.resources(instance), op -> {
            switch (action) {
                case "start" -> start(instance);
                case "stop" -> stop(instance, force, timeout);
                case "restart" -> {
                    stop(instance, force, timeout);
                    start(instance);
                }
                default -> {
                    synchronized (world) {
                        if (instance.status.equals("Stopped")) {
                            throw Refusal.failed("The instance isn't running");
                        }
                        instance.status = action.equals("freeze") ? "Frozen" : "Running";
                    }
                }
            }
        });
    }

    void start(Instance instance) {
        synchronized (world) {
            if (!instance.status.equals("Stopped")) {
                throw Refusal.failed("The instance is already running");
            }
            Devices.Missing missing = Devices.need(world, instance, world.expandedDevices(instance));
            if (missing != null) {
                throw Refusal.failed(missing.when("start"));
            }
            String bridge = Devices.bridge(world, world.expandedDevices(instance));
            if (bridge != null) {
                throw Refusal.failed(bridge);
            }
            String nested = Devices.nested(world, world.expandedDevices(instance));
            if (nested != null) {
                instance.log += "lxc " + instance.name + " ERROR conf - No such file or directory - Failed to mount on "
                        + nested + "\n";
                throw Refusal.failed("Failed to run: /usr/libexec/incus/incusd forkstart " + instance.project + "_"
                        + instance.name + " /var/lib/incus/containers /run/incus/" + instance.name
                        + "/lxc.conf: exit status 1");
            }
        }
        operations.work(percent -> {});
        synchronized (world) {
            instance.status = "Running";
            instance.lastUsedAt = Instant.now().toString();
            instance.config.remove("volatile.apply_template");
            instance.config.put("volatile.idmap.current", instance.config.getOrDefault("volatile.idmap.next", "[]"));
            instance.config.put("volatile.last_state.power", "RUNNING");
            world.expandedDevices(instance).forEach((name, device) -> {
                if ("nic".equals(device.get("type"))) {
                    instance.config.put("volatile." + name + ".host_name", "veth" + instance.number);
                }
            });
        }
    }

    private void stop(Instance instance, boolean force, int timeout) {
        boolean hangs;
        synchronized (world) {
            if (instance.status.equals("Stopped")) {
                throw Refusal.badRequest("The instance is already stopped");
            }
            hangs = instance.ignoresShutdown && !force;
        }
        operations.work(percent -> {});
        if (hangs) {
            sleep(timeout > 0 ? timeout : 600);
            throw Refusal.failed("Failed shutting down instance, status is \"Running\": context deadline exceeded");
        }
        synchronized (world) {
            instance.status = "Stopped";
            instance.config.keySet().removeIf(k -> k.endsWith(".host_name"));
            instance.config.put("volatile.last_state.power", "STOPPED");
            instance.config.put("volatile.last_state.ready", "false");
        }
        instance.execs.forEach(Runnable::run);
    }

    private static void sleep(int seconds) {
        try {
            Thread.sleep(seconds * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
