package dev.repoman.plan.setup;

import dev.repoman.project.Device;
import dev.repoman.project.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The differences between a profile and what it should be, key by key.
final class ProfileChanges {
    private static final int LONGEST_VALUE = 48;

    private ProfileChanges() {}

    /// @return for example `environment.OLLAMA_HOST: http://192.0.2.9:11434 → http://192.0.2.1:11434`; empty
    ///     where they are the same
    static List<String> between(Profile there, Profile wanted) {
        List<String> changes = new ArrayList<>();
        if (!there.description().equals(wanted.description())) {
            changes.add("description");
        }
        compare("", there.config(), wanted.config(), changes);
        SortedMap<String, Device> all = new TreeMap<>(there.devices());
        all.putAll(wanted.devices());
        for (String name : all.keySet()) {
            Device old = there.devices().get(name);
            Device now = wanted.devices().get(name);
            if (now == null) {
                changes.add("device " + name + ": removed");
            } else if (old == null) {
                changes.add("device " + name + ": added");
            } else {
                compare(name + ".", old.options(), now.options(), changes);
            }
        }
        return changes;
    }

    private static void compare(
            String prefix, Map<String, String> there, Map<String, String> wanted, List<String> changes) {
        TreeSet<String> keys = new TreeSet<>(there.keySet());
        keys.addAll(wanted.keySet());
        for (String key : keys) {
            String old = there.get(key);
            String now = wanted.get(key);
            if (now == null) {
                changes.add(prefix + key + ": removed");
            } else if (!now.equals(old)) {
                changes.add(prefix + key + ": " + shown(old) + " → " + shown(now));
            }
        }
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "unset";
        }
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST_VALUE ? printable : printable.substring(0, LONGEST_VALUE - 1) + "…";
    }
}
