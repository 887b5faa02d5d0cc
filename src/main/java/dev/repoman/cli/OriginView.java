package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.apply.Inspection.Report;
import dev.repoman.project.Instance;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Override;
import dev.repoman.registry.RegistryEdit.Value;
import java.util.ArrayList;
import java.util.List;

/// The part of `status` that says where each value came from, and where registry, override and container differ.
final class OriginView {
    private OriginView() {}

    static String image(Report report) {
        Effective effective = report.effective();
        return effective == null ? "" : " (" + effective.image().origin() + ")";
    }

    /// @return an addition to the container's real profiles
    static String profiles(Report report) {
        Effective effective = report.effective();
        return effective == null ? "" : " (" + effective.profiles().origin() + ")";
    }

    static String backup(Report report) {
        Effective effective = report.effective();
        return effective == null
                ? ""
                : (effective.backup().value() ? "on" : "off") + " ("
                        + effective.backup().origin() + ")";
    }

    static boolean isBackedUp(Report report) {
        return report.effective() != null && report.effective().backup().value();
    }

    /// `effective`: each value with its origin; `drift`: each difference with the command that mends it.
    static void json(Report report, ObjectNode document) {
        Effective effective = report.effective();
        if (effective != null) {
            ObjectNode node = document.putObject("effective");
            put(node, "image", new Value.Text(effective.image().value()), effective.image());
            put(node, "profiles", new Value.Texts(effective.profiles().value()), effective.profiles());
            put(node, "backup", new Value.Flag(effective.backup().value()), effective.backup());
        }
        Json.put(document, "drift", drift(report));
    }

    private static void put(ObjectNode parent, String name, Value value, Effective.Value<?> effective) {
        ObjectNode node = parent.putObject(name);
        node.set("value", SettingView.value(value));
        node.put("origin", effective.origin().toString());
    }

    /// @return differences, each with what mends it: of the override and the entry, of the entry and the container, and
    ///     of the override and the container
    static List<String> drift(Report report) {
        List<String> drift = new ArrayList<>();
        Effective effective = report.effective();
        Override override = report.override();
        String name = report.name().value();
        if (effective == null) {
            return drift;
        }
        String says = "repos.d/" + name + ".toml says ";
        String anew = "repoman remove " + name + ", then repoman new " + name;
        if (differs(override.image(), effective.image())) {
            drift.add(says + "image " + override.image().orElseThrow() + ", the registry "
                    + effective.image().value() + "; mend it: " + anew);
        }
        if (differs(override.profiles(), effective.profiles())) {
            drift.add(says + "profiles " + String.join(", ", override.profiles().orElseThrow()) + ", the registry "
                    + String.join(", ", effective.profiles().value()) + "; mend it: " + anew);
        }
        if (differs(override.backup(), effective.backup())) {
            drift.add(says + "backup = " + override.backup().orElseThrow() + ", the registry "
                    + effective.backup().value() + "; mend it: repoman config set project." + name + ".backup "
                    + override.backup().orElseThrow());
        }
        Instance instance = report.instance();
        if (instance != null) {
            String incus = " --project " + report.incusProject();
            if (!instance.profiles().equals(effective.profiles().value())) {
                drift.add("the container has the profiles " + String.join(", ", instance.profiles())
                        + ", the registry "
                        + String.join(", ", effective.profiles().value())
                        + "; mend it: incus profile assign " + name + " "
                        + String.join(",", effective.profiles().value()) + incus);
            }
            override.environment().forEach((variable, value) -> {
                if (!value.isEmpty() && !value.equals(instance.config().get("environment." + variable))) {
                    drift.add(says + variable + " = \"" + value + "\", the container does not; mend it: incus config"
                            + " set " + name + " environment." + variable + "='" + value.replace("'", "'\\''") + "'"
                            + incus);
                }
            });
            override.devices().stream()
                    .filter(d -> !instance.devices().containsKey(d.name()))
                    .forEach(d -> drift.add("the container lacks the device " + d.name() + " of repos.d/" + name
                            + ".toml; mend it: " + anew));
        }
        return drift;
    }

    private static <T> boolean differs(java.util.Optional<T> override, Effective.Value<T> effective) {
        return override.isPresent() && !override.get().equals(effective.value());
    }
}
