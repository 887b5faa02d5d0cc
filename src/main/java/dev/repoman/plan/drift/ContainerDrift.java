package dev.repoman.plan.drift;

import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.drift.Drift.Fix;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.Hermes;
import dev.repoman.plan.life.SshAgent;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.registry.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares one of our containers with what it should be.
final class ContainerDrift {
    private final ProjectFacts facts;
    private final Project entry;
    private final Desired desired;
    private final Instance instance;
    private final String repair;
    private final @Nullable String first;
    private final List<Drift> found = new ArrayList<>();

    /// @param first the command that restores the repository's folder, which the device needs; null if it
    ///     exists
    ContainerDrift(ProjectFacts facts, Project entry, Desired desired, Instance instance, @Nullable String first) {
        this.facts = facts;
        this.entry = entry;
        this.desired = desired;
        this.instance = instance;
        this.first = first;
        this.repair = "repoman repair " + facts.name();
    }

    List<Drift> find() {
        image();
        profiles();
        desired.devices(others(), instance.devices()).forEach(this::device);
        instance.devices().forEach(this::extraDevice);
        desired.environment().forEach(this::variable);
        instance.config().keySet().stream()
                .filter(key -> key.startsWith(Instance.VARIABLE)
                        && !desired.environment().containsKey(key))
                .sorted()
                .forEach(this::extraVariable);
        desired.settings().forEach(this::setting);
        instance.config().keySet().stream()
                .filter(key ->
                        key.startsWith(Desired.LIMIT) && !desired.settings().containsKey(key))
                .sorted()
                .forEach(this::extraLimit);
        keys();
        homeFolders();
        inside();
        return found;
    }

    /// What it would have without its own devices, as far as that is known; its root disk stays the one that it has.
    private Map<String, Device> others() {
        Map<String, Device> others = new TreeMap<>(instance.expandedDevices());
        List<Profile> known = facts.around() == null ? null : facts.around().profiles();
        for (String name : desired.profiles()) {
            (known == null ? List.<Profile>of() : known)
                    .stream()
                            .filter(profile -> profile.name().equals(name))
                            .forEach(profile -> profile.devices().forEach((device, it) -> {
                                if (it.type().equals("nic")) {
                                    others.put(device, it);
                                }
                            }));
        }
        return others;
    }

    /// The image of an existing container cannot be changed.
    private void image() {
        String from = keys(instance).image();
        String wanted = desired.keys().image();
        if (!from.isEmpty() && !from.equals(wanted)) {
            found.add(new Drift(
                    Kind.IMAGE,
                    "the container was created from " + from + ", the registry says " + wanted,
                    wanted,
                    from,
                    Remake.commands(facts, entry, wanted, entry.hermes())
                            + " (nothing else changes the image of a container)",
                    null));
        }
    }

    /// Profiles that do not exist cannot be added: [DriftFinder] names them.
    private void profiles() {
        List<Profile> known = facts.around() == null ? null : facts.around().profiles();
        List<String> wanted = desired.profiles().stream()
                .filter(p ->
                        known == null || known.stream().anyMatch(k -> k.name().equals(p)))
                .toList();
        List<String> has = instance.profiles();
        if (wanted.equals(has)) {
            return;
        }
        List<String> extra = has.stream().filter(p -> !wanted.contains(p)).toList();
        Fix fix = new Fix.Change(new InstanceChange.Profiles(wanted, extra));
        int before = found.size();
        wanted.stream()
                .filter(p -> !has.contains(p))
                .forEach(p -> add(Kind.PROFILE_MISSING, "the container lacks the profile " + p, p, null, fix));
        extra.forEach(p -> add(
                Kind.PROFILE_EXTRA, "the container has the profile " + p + ", which is not configured", null, p, fix));
        if (found.size() == before) {
            add(
                    Kind.PROFILE_ORDER,
                    "the container has its profiles in the order " + String.join(", ", has) + ", the registry in "
                            + String.join(", ", wanted),
                    String.join(", ", wanted),
                    String.join(", ", has),
                    fix);
        }
    }

    private void device(String name, Device wanted) {
        if (wanted.isRootDisk()) {
            disk(name, wanted);
            return;
        }
        Device is = instance.devices().get(name);
        if (wanted.equals(is)) {
            stale(name, wanted);
            return;
        }
        Fix fix = new Fix.Change(new InstanceChange.SetDevice(name, wanted));
        if (desired.isOfLevel(wanted)) {
            add(
                    Kind.CONTAINMENT,
                    "the container is not " + desired.containment() + ": "
                            + (is == null
                                    ? "the interface " + name + " is its profile's"
                                    : "of the interface " + name + ", " + differences(wanted, is)),
                    text(wanted),
                    is == null ? null : text(is),
                    fix);
            return;
        }
        Kind kind = switch (name) {
            case Desired.REPO_DEVICE -> is == null ? Kind.REPO_DEVICE_MISSING : Kind.REPO_DEVICE_CHANGED;
            case Hermes.DEVICE -> is == null ? Kind.HERMES_DEVICE_MISSING : Kind.HERMES_DEVICE_CHANGED;
            default -> is == null ? Kind.OVERRIDE_DEVICE_MISSING : Kind.OVERRIDE_DEVICE_CHANGED;
        };
        boolean said = name.equals(SshAgent.DEVICE)
                || facts.override().devices().stream()
                        .anyMatch(device -> device.name().equals(name));
        String origin = said ? " of repos.d/" + facts.name() + ".toml" : "";
        String what = is == null
                ? "the container lacks the device " + name + origin
                : "the device " + name + " is not as it should be: " + differences(wanted, is);
        String there = is == null ? null : text(is);
        if (first != null && name.equals(Desired.REPO_DEVICE)) {
            found.add(new Drift(kind, what, text(wanted), there, first + ", then " + repair, null));
        } else {
            add(kind, what, text(wanted), there, fix);
        }
    }

    private void disk(String name, Device wanted) {
        String size = Objects.requireNonNull(desired.disk());
        String is = Objects.requireNonNull(instance.expandedDevices().get(name)).option("size");
        add(
                Kind.SETTING_CHANGED,
                override() + "limits.disk = \"" + size + "\", the container "
                        + (is == null ? "has no limit" : "\"" + is + "\""),
                size,
                is,
                new Fix.Change(new InstanceChange.SetDevice(name, wanted)));
    }

    private String override() {
        return "repos.d/" + facts.name() + ".toml says ";
    }

    private void stale(String name, Device device) {
        if (facts.around() != null && facts.around().stale().contains(name)) {
            String source = facts.user().contract(Objects.requireNonNull(device.option("source")));
            add(
                    Kind.DEVICE_STALE,
                    "the container still shows the old folder " + source + ", which was deleted or moved; what is"
                            + " written there is not in the new one",
                    source,
                    null,
                    new Fix.Replug(name, device));
        }
    }

    /// The root disk is ignored: its size does not belong in the registry, and its content would be lost.
    private void extraDevice(String name, Device is) {
        if (desired.devices().containsKey(name) || is.isRootDisk()) {
            return;
        }
        if (desired.isOfLevel(is)) {
            return; // compared already
        }
        Fix fix = new Fix.Change(new InstanceChange.DropDevice(name));
        if (name.equals(Hermes.DEVICE)) {
            add(
                    Kind.HERMES_DEVICE_EXTRA,
                    "the container has the device " + name + ", the registry says hermes = false",
                    null,
                    text(is),
                    fix);
        } else {
            add(
                    Kind.DEVICE_EXTRA,
                    "the container has the device " + name + " (" + text(is) + "), which is not configured",
                    null,
                    text(is),
                    fix);
        }
    }

    private void variable(String key, String wanted) {
        String is = instance.config().get(key);
        if (wanted.equals(is)) {
            return;
        }
        boolean said = facts.override().environment().containsKey(variable(key));
        String toml = "repos.d/" + facts.name() + ".toml ";
        String says = (said
                        ? toml + "says "
                        : desired.containment() == Containment.SEALED
                                ? "the level sealed needs "
                                : toml + "has a proxy, so that local models need ")
                + variable(key) + " = \"" + wanted + "\", the container ";
        Fix fix = new Fix.Change(new InstanceChange.SetKey(key, wanted));
        if (is == null) {
            add(Kind.VARIABLE_MISSING, says + "does not", wanted, null, fix);
        } else {
            add(Kind.VARIABLE_CHANGED, says + "\"" + is + "\"", wanted, is, fix);
        }
    }

    private void extraVariable(String key) {
        add(
                Kind.VARIABLE_EXTRA,
                "the container has the variable " + variable(key) + ", which is not configured",
                null,
                instance.config().get(key),
                new Fix.Change(new InstanceChange.DropKey(key)));
    }

    private void setting(String key, String wanted) {
        String is = instance.config().get(key);
        if (!wanted.equals(is)) {
            add(
                    is == null ? Kind.SETTING_MISSING : Kind.SETTING_CHANGED,
                    override() + key + " = \"" + wanted + "\", the container "
                            + (is == null ? "does not" : "\"" + is + "\""),
                    wanted,
                    is,
                    set(key, wanted));
        }
    }

    /// Other keys may be the user's own, and are left alone.
    private void extraLimit(String key) {
        String is = instance.config().get(key);
        add(
                Kind.SETTING_EXTRA,
                "the container has " + key + " = \"" + is + "\", which is not configured",
                null,
                is,
                new Fix.Change(new InstanceChange.DropKey(key)));
    }

    private static String variable(String key) {
        return key.substring(Instance.VARIABLE.length());
    }

    /// The image key is the container's own record, and is only written if it is missing.
    private void keys() {
        Map<String, String> has = instance.config();
        desired.fixed().forEach((key, wanted) -> {
            String is = has.get(key);
            boolean memory = key.equals(Ownership.IMAGE) || key.equals(Ownership.CREATED);
            if (is == null && !wanted.isEmpty()) {
                add(Kind.KEY_MISSING, "the container lacks the key " + key, wanted, null, set(key, wanted));
            } else if (is != null && !is.equals(wanted) && !memory) {
                add(
                        Kind.KEY_CHANGED,
                        "the container's key " + key + " says " + is + ", not " + wanted,
                        wanted,
                        is,
                        set(key, wanted));
            }
        });
    }

    private void homeFolders() {
        String folder = facts.around() == null ? null : facts.around().ofRoot();
        if (folder != null) {
            add(
                    Kind.HOME_FOLDER_OF_ROOT,
                    "inside, " + facts.user().contract(folder) + " belongs to root: it was created for a mount point",
                    facts.user().name(),
                    "root",
                    new Fix.Provision());
        }
    }

    private void inside() {
        ProjectFacts.Around around = facts.around();
        if (around != null && around.identityDiffers()) {
            add(
                    Kind.IDENTITY,
                    "git inside does not have the identity of the host",
                    desired.inside().gitConfig(),
                    null,
                    new Fix.Provision());
        }
        if (around != null && around.sudoWorks()) {
            add(
                    Kind.SUDO,
                    override() + "sudo = false, and inside " + facts.user().name() + " can become root",
                    "false",
                    "true",
                    new Fix.Provision());
        }
    }

    private static Fix set(String key, String value) {
        return new Fix.Change(new InstanceChange.SetKey(key, value));
    }

    private static Ownership keys(Instance instance) {
        return Objects.requireNonNull(instance.ownership());
    }

    /// @return each option that differs: `source is /a, not /b`
    private static String differences(Device wanted, Device is) {
        List<String> texts = new ArrayList<>();
        wanted.options().forEach((option, value) -> {
            String other = is.option(option);
            if (other == null) {
                texts.add("it has no " + option + "=" + value);
            } else if (!other.equals(value)) {
                texts.add(option + " is " + other + ", not " + value);
            }
        });
        is.options().forEach((option, value) -> {
            if (wanted.option(option) == null) {
                texts.add("it has " + option + "=" + value);
            }
        });
        return String.join("; ", texts);
    }

    private static String text(Device device) {
        return device.options().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    private void add(Kind kind, String what, @Nullable String wanted, @Nullable String is, Fix fix) {
        found.add(new Drift(kind, what, wanted, is, repair, fix));
    }
}
