package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.fake.World.Instance;
import dev.repoman.incus.fake.World.Snapshot;
import java.util.ArrayList;
import java.util.TreeMap;

/// `/1.0/instances/NAME/snapshots`, and their restoring.
final class SnapshotApi {
    private final World world;
    private final Operations operations;
    private final Lifecycle lifecycle;

    SnapshotApi(World world, Operations operations, Lifecycle lifecycle) {
        this.world = world;
        this.operations = operations;
        this.lifecycle = lifecycle;
    }

    Reply list(Request request, String name) {
        ArrayNode all = Json.array();
        world.instance(request, name)
                .snapshots
                .forEach((snapshot, what) -> all.addObject()
                        .put("name", snapshot)
                        .put("created_at", what.createdAt())
                        .put("size", -1));
        return Reply.ok(all);
    }

    Reply take(Request request, String name) {
        Instance instance = world.instance(request, name);
        String snapshot = Json.text(request.json(), "InstanceSnapshotsPost", "name");
        return operations.start("Snapshotting instance", InstanceApi.resources(instance), op -> {
            operations.work(percent -> {});
            synchronized (world) {
                if (instance.snapshots.putIfAbsent(snapshot, Snapshot.of(instance)) != null) {
                    throw Refusal.failed("Failed creating instance snapshot record \"" + snapshot
                            + "\": Add snapshot info to the database: Failed to create \"instances_snapshots\" entry:"
                            + " UNIQUE constraint failed: instances_snapshots.instance_id, instances_snapshots.name");
                }
            }
        });
    }

    /// @param body of the PUT of an instance that has the key `restore`
    Reply restore(Instance instance, ObjectNode body) {
        String name = Json.text(body, "InstancePut", "restore");
        Snapshot snapshot = instance.snapshots.get(name);
        if (snapshot == null) {
            throw Refusal.failed("Snapshot " + instance.name + "/" + name + " does not exist");
        }
        return operations.start("Restoring snapshot", InstanceApi.resources(instance), op -> {
            boolean runs;
            synchronized (world) {
                runs = !instance.status.equals("Stopped");
                instance.status = "Stopped";
                instance.profiles = new ArrayList<>(snapshot.profiles());
                instance.config = new TreeMap<>(snapshot.config());
                instance.devices = new TreeMap<>(snapshot.devices());
            }
            if (runs) {
                lifecycle.start(instance);
            }
        });
    }

    Reply delete(Request request, String name, String snapshot) {
        Instance instance = world.instance(request, name);
        if (!instance.snapshots.containsKey(snapshot)) {
            throw Refusal.notFound("Failed to fetch snapshot \"" + snapshot + "\" of instance \"" + name
                    + "\" in project \"" + instance.project + "\": Instance_snapshot not found");
        }
        return operations.start("Deleting snapshot", InstanceApi.resources(instance), op -> {
            synchronized (world) {
                instance.snapshots.remove(snapshot);
            }
        });
    }
}
