package dev.repoman.plan;

import dev.repoman.project.Device;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The actions, in order, and what the user should know before they run.
///
/// @param keeps what a user might expect to lose and what is kept (`remove`)
/// @param notes findings that change nothing
public record Plan(List<Action> actions, List<String> keeps, List<String> notes) {
    public Plan {
        actions = List.copyOf(actions);
        keeps = List.copyOf(keeps);
        notes = List.copyOf(notes);
    }

    public static Plan of(List<Action> actions) {
        return new Plan(actions, List.of(), List.of());
    }

    /// @return the devices that it gives to an existing instance, or attaches again
    public SortedMap<String, Device> addedDevices() {
        SortedMap<String, Device> devices = new TreeMap<>();
        for (Action action : actions) {
            if (action instanceof Action.ReplugDevice replug) {
                devices.put(replug.name(), replug.device());
            } else if (action instanceof Action.ReshapeInstance reshape) {
                for (InstanceChange change : reshape.changes()) {
                    if (change instanceof InstanceChange.SetDevice(String name, Device device)) {
                        devices.put(name, device);
                    }
                }
            }
        }
        return devices;
    }

    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
