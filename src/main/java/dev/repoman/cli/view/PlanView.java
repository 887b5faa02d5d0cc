package dev.repoman.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.plan.Action;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Plan;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A plan for people, and as data.
@ApplicationScoped
public class PlanView {
    private final HostUser user;

    public PlanView(HostUser user) {
        this.user = user;
    }

    /// @param title for example `repoman new demo would`
    public void print(Plan plan, String title, PrintWriter out, Style style) {
        if (plan.isEmpty()) {
            out.println("nothing to do");
        } else {
            out.println(style.strong(title + ":"));
            plan.actions().forEach(a -> out.println("  " + style.good("•") + " " + describe(a)));
        }
        plan.keeps().forEach(kept -> out.println("  " + style.faint("stays: " + Printable.text(kept))));
        plan.notes().forEach(note -> out.println(style.warn("note:") + " " + Printable.text(note)));
        out.flush();
    }

    public ObjectNode json(Plan plan) {
        ObjectNode document = Json.document();
        ArrayNode actions = document.putArray("plan");
        plan.actions().forEach(action -> actions.add(json(action).put("text", describe(action))));
        Json.put(document, "keeps", plan.keeps());
        Json.put(document, "notes", plan.notes());
        return document;
    }

    /// @return what the action does, as a command: `start container demo`
    String describe(Action action) {
        return Printable.text(words(action));
    }

    private String words(Action action) {
        return switch (action) {
            case Action.InitRepository init -> "create repository " + user.contract(init.path()) + " (git init)";
            case Action.CloneRepository clone -> "clone " + clone.url() + " into " + user.contract(clone.path());
            case Action.CreateInstance create ->
                "create container " + create.instance() + " from "
                        + create.spec().image() + " (profiles "
                        + String.join(", ", create.spec().profiles()) + ")";
            case Action.UpdateInstance update ->
                "set "
                        + String.join(
                                ", ",
                                Stream.concat(update.config().keySet().stream(), update.devices().keySet().stream())
                                        .toList())
                        + " of container " + update.instance();
            case Action.ReshapeInstance reshape ->
                "change container " + reshape.instance() + ": "
                        + reshape.changes().stream().map(PlanView::describe).collect(Collectors.joining(", "));
            case Action.StartInstance start -> "start container " + start.instance();
            case Action.ProvisionUser provision ->
                "make user " + provision.user().name() + " (" + provision.user().uid() + ":"
                        + provision.user().gid() + ") inside";
            case Action.StopInstance stop -> "stop container " + stop.instance();
            case Action.DeleteInstance delete -> "delete container " + delete.instance();
            case Action.CreateIncusProject create ->
                "create Incus project " + create.project() + " (" + joined(create.config()) + ")";
            case Action.AddProfileDevices add ->
                "give profile " + add.profile() + " "
                        + String.join(
                                " and ",
                                add.devices().values().stream()
                                        .map(PlanView::describe)
                                        .toList());
            case Action.CreateProfile create ->
                "create profile " + create.profile().name() + describe(create.profile());
            case Action.ReplaceProfile replace ->
                "rewrite profile " + replace.profile().name() + " ("
                        + String.join(
                                ", ",
                                replace.changes().stream()
                                        .map(change -> change.replaceFirst(": .*", ""))
                                        .toList())
                        + ")";
            case Action.MarkBackupRoot mark ->
                "mark " + user.contract(mark.path()) + " as the backup root (" + BackupRootFact.MARKER + ")";
            case Action.GuardBuilder _ -> "watch over the build: if it is killed, its container goes";
            case Action.RunInstaller run -> "run " + user.contract(run.origin()) + " inside";
            case Action.VerifyAgent _ -> "run hermes --version as an ordinary user";
            case Action.PublishImage publish -> "publish the image " + publish.alias();
            case Action.MakeHermesFolder make -> "make folder " + user.contract(make.path());
            case Action.SeedHermes seed -> describe(seed);
            case Action.PurgeHermes purge -> "DELETE the hermes data " + user.contract(purge.path());
            case Action.EditRegistry edit -> describe(edit.edit());
        };
    }

    private static String describe(InstanceChange change) {
        return switch (change) {
            case InstanceChange.Profiles(List<String> wanted, List<String> dropped) ->
                "profiles " + String.join(", ", wanted)
                        + (dropped.isEmpty() ? "" : " (without " + String.join(", ", dropped) + ")");
            case InstanceChange.SetDevice(String name, Device device) ->
                "set device " + name
                        + (device.option("source") == null
                                ? ""
                                : " (" + device.option("source") + " at " + device.option("path") + ")");
            case InstanceChange.DropDevice(String name) -> "remove device " + name;
            case InstanceChange.SetKey(String key, String value) -> "set " + key + "=" + value;
            case InstanceChange.DropKey(String key) -> "remove " + key;
        };
    }

    private String describe(Action.SeedHermes seed) {
        List<String> top = seed.files().stream()
                .map(file -> file.contains("/") ? file.substring(0, file.indexOf('/') + 1) : file)
                .distinct()
                .toList();
        int files = seed.files().size();
        return "copy " + String.join(", ", top) + " (" + files + (files == 1 ? " file" : " files") + ") from "
                + user.contract(seed.source()) + " to " + user.contract(seed.path());
    }

    private static String describe(RegistryEdit edit) {
        return switch (edit) {
            case RegistryEdit.Add add -> "add " + add.project().name() + " to the registry";
            case RegistryEdit.Remove remove -> "remove " + remove.name() + " from the registry";
            case RegistryEdit.SetProject set -> "set " + set.key() + " of " + set.name() + " in the registry";
            case RegistryEdit.Set set -> "set " + set.dottedKey() + " = " + describe(set.value());
        };
    }

    /// As TOML writes it.
    private static String describe(RegistryEdit.Value value) {
        return switch (value) {
            case RegistryEdit.Value.Text(String text) -> '"' + text + '"';
            case RegistryEdit.Value.Flag(boolean flag) -> Boolean.toString(flag);
            case RegistryEdit.Value.Whole(long whole) -> Long.toString(whole);
            case RegistryEdit.Value.Texts(List<String> texts) ->
                texts.stream().map(t -> '"' + t + '"').collect(Collectors.joining(", ", "[", "]"));
        };
    }

    private static String describe(Device device) {
        if (device.isRootDisk()) {
            return "a root disk (pool " + device.option("pool") + ")";
        }
        String network = device.option("network");
        return "a network card (" + (network == null ? device.option("parent") : network) + ")";
    }

    private static String describe(Profile profile) {
        String host = profile.config().get("environment.OLLAMA_HOST");
        return host == null ? "" : " (OLLAMA_HOST=" + host + ")";
    }

    private static String joined(Map<String, String> config) {
        return config.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode json(Action action) {
        ObjectNode node = Json.document();
        node.remove("format");
        return switch (action) {
            case Action.InitRepository init ->
                node.put("action", "init-repository").put("path", init.path());
            case Action.CloneRepository clone ->
                node.put("action", "clone-repository")
                        .put("path", clone.path())
                        .put("url", clone.url().shown());
            case Action.CreateInstance create -> {
                node.put("action", "create-instance")
                        .put("project", create.project())
                        .put("instance", create.instance())
                        .put("image", create.spec().image().toString());
                Json.put(node, "profiles", create.spec().profiles());
                yield node;
            }
            case Action.UpdateInstance update -> onIncus(node, "update-instance", update);
            case Action.ReshapeInstance reshape -> {
                onIncus(node, "reshape-instance", reshape);
                ArrayNode changes = node.putArray("changes");
                reshape.changes().forEach(change -> put(changes.addObject(), change));
                yield node;
            }
            case Action.StartInstance start -> onIncus(node, "start-instance", start);
            case Action.ProvisionUser provision ->
                onIncus(node, "provision-user", provision)
                        .put("user", provision.user().name())
                        .put("uid", provision.user().uid())
                        .put("gid", provision.user().gid());
            case Action.StopInstance stop -> onIncus(node, "stop-instance", stop);
            case Action.DeleteInstance delete -> onIncus(node, "delete-instance", delete);
            case Action.CreateIncusProject create -> {
                node.put("action", "create-project").put("project", create.project());
                create.config().forEach(node.putObject("config")::put);
                yield node;
            }
            case Action.AddProfileDevices add -> {
                node.put("action", "add-profile-devices")
                        .put("project", add.project())
                        .put("profile", add.profile());
                yield devices(node, add.devices());
            }
            case Action.CreateProfile create ->
                profile(node.put("action", "create-profile"), create.project(), create.profile());
            case Action.ReplaceProfile replace -> {
                profile(node.put("action", "replace-profile"), replace.project(), replace.profile());
                Json.put(node, "changes", replace.changes());
                yield node;
            }
            case Action.MarkBackupRoot mark ->
                node.put("action", "mark-backup-root").put("path", mark.path());
            case Action.GuardBuilder guard ->
                node.put("action", "guard-builder")
                        .put("project", guard.project())
                        .put("instance", guard.instance());
            case Action.RunInstaller run ->
                onBuilder(node, "run-installer", run)
                        .put("installer", run.origin())
                        .put("log", run.log())
                        .put("timeout", run.seconds());
            case Action.VerifyAgent verify -> onBuilder(node, "verify-agent", verify);
            case Action.PublishImage publish -> {
                onBuilder(node, "publish-image", publish).put("alias", publish.alias());
                publish.properties().forEach(node.putObject("properties")::put);
                yield node;
            }
            case Action.MakeHermesFolder make ->
                node.put("action", "make-hermes-folder").put("path", make.path());
            case Action.SeedHermes seed -> {
                node.put("action", "seed-hermes").put("path", seed.path()).put("source", seed.source());
                Json.put(node, "files", seed.files());
                yield node.put("replace", seed.replace());
            }
            case Action.PurgeHermes purge -> node.put("action", "purge-hermes").put("path", purge.path());
            case Action.EditRegistry edit -> {
                node.put("action", "edit-registry");
                if (edit.edit() instanceof RegistryEdit.Set set) {
                    node.put("key", set.dottedKey());
                }
                yield node;
            }
        };
    }

    private static void put(ObjectNode node, InstanceChange change) {
        switch (change) {
            case InstanceChange.Profiles(List<String> wanted, List<String> dropped) -> {
                Json.put(node.put("change", "profiles"), "profiles", wanted);
                Json.put(node, "dropped", dropped);
            }
            case InstanceChange.SetDevice(String name, Device device) ->
                device.options()
                        .forEach(node.put("change", "set-device")
                                .put("device", name)
                                .putObject("options")::put);
            case InstanceChange.DropDevice(String name) ->
                node.put("change", "remove-device").put("device", name);
            case InstanceChange.SetKey(String key, String value) ->
                node.put("change", "set-key").put("key", key).put("value", value);
            case InstanceChange.DropKey(String key) ->
                node.put("change", "remove-key").put("key", key);
        }
        node.put("text", describe(change));
    }

    private static ObjectNode profile(ObjectNode node, String project, Profile profile) {
        node.put("project", project).put("profile", profile.name()).put("description", profile.description());
        profile.config().forEach(node.putObject("config")::put);
        return devices(node, profile.devices());
    }

    private static ObjectNode devices(ObjectNode node, SortedMap<String, Device> devices) {
        ObjectNode all = node.putObject("devices");
        devices.forEach((name, device) -> device.options().forEach(all.putObject(name)::put));
        return node;
    }

    private static ObjectNode onBuilder(ObjectNode node, String name, Action.OnBuilder action) {
        return node.put("action", name).put("project", action.project()).put("instance", action.instance());
    }

    private static ObjectNode onIncus(ObjectNode node, String name, Action.OnIncus action) {
        return node.put("action", name).put("project", action.project()).put("instance", action.instance());
    }
}
