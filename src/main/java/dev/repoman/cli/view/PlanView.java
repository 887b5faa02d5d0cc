package dev.repoman.cli.view;

import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.PlanDocument;
import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Plan;
import dev.repoman.plan.Transfer;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plan, as text and as JSON.
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
            plan.actions().forEach(a -> {
                out.println("  " + style.good("•") + " " + describe(a));
                if (a instanceof Action.RestoreRepository restore) {
                    DifferenceView.lines(restore.difference(), style).forEach(line -> out.println("      " + line));
                }
            });
        }
        plan.keeps().forEach(kept -> out.println("  " + style.faint("kept: " + Printable.text(kept))));
        plan.notes().forEach(note -> out.println(style.labelled("note", note)));
        out.flush();
    }

    public PlanDocument document(Plan plan, boolean dryRun) {
        return document(plan, null, dryRun);
    }

    PlanDocument document(Plan plan, @Nullable List<PlanDocument.Stage> stages, boolean dryRun) {
        return new PlanDocument(
                plan.actions().stream()
                        .map(action -> PlanJson.document(action, describe(action)))
                        .toList(),
                plan.keeps(),
                plan.notes(),
                stages,
                dryRun);
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
                "create container " + named(create) + " from "
                        + create.spec().image() + " (profiles "
                        + String.join(", ", create.spec().profiles()) + ")"
                        + on(create.spec().target());
            case Action.CopyInstance copy -> "copy container " + copy.source() + " to " + copy.instance();
            case Action.ForgetMachineId forget -> "empty /etc/machine-id of container " + named(forget);
            case Action.LandFork land ->
                "land "
                        + Stream.of(
                                        land.commits() == 0
                                                ? ""
                                                : land.commits() + (land.commits() == 1 ? " commit" : " commits"),
                                        land.message().isEmpty() ? "" : "what is not committed")
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(" and "))
                        + " of " + user.contract(land.from().path()) + " as the branch " + land.branch() + " of "
                        + user.contract(land.into().path());
            case Action.DeleteRepository delete -> "delete the folder " + user.contract(delete.path());
            case Action.CopyRepository copy ->
                "copy repository " + user.contract(copy.place().path()) + " to " + user.contract(copy.to());
            case Action.UpdateInstance update ->
                "set "
                        + String.join(
                                ", ",
                                Stream.concat(update.config().keySet().stream(), update.devices().keySet().stream())
                                        .toList())
                        + " of container " + named(update);
            case Action.ReshapeInstance reshape ->
                "change container " + named(reshape) + ": "
                        + reshape.changes().stream().map(PlanView::describe).collect(Collectors.joining(", "));
            case Action.ReplugDevice replug ->
                "attach device " + replug.name() + " of container " + replug.instance() + " again ("
                        + replug.device().option("source") + ")";
            case Action.RenameInstance rename -> "rename container " + named(rename) + " to " + rename.to();
            case Action.StartInstance start -> "start container " + named(start);
            case Action.FreezeInstance freeze -> "freeze container " + named(freeze);
            case Action.TakeSnapshot take -> "take snapshot " + take.snapshot() + " of container " + named(take);
            case Action.RestoreSnapshot restore ->
                "restore container " + named(restore) + " to its snapshot " + restore.snapshot();
            case Action.DropSnapshots drop ->
                "delete " + plural("snapshot", drop.snapshots()) + " of container " + named(drop);
            case Action.SaveRepository save ->
                "save repository " + user.contract(save.place().path()) + " as " + save.checkpoint();
            case Action.RestoreRepository restore ->
                "restore repository " + user.contract(restore.place().path()) + " to " + restore.checkpoint() + " ("
                        + DifferenceView.summary(restore.difference()) + ")";
            case Action.DropCommits drop ->
                "delete " + plural("checkpoint", drop.checkpoints()) + " in " + user.contract(drop.store());
            case Action.MoveStore move ->
                "rename " + user.contract(move.store()) + " to "
                        + move.to().substring(move.to().lastIndexOf('/') + 1);
            case Action.ThawInstance thaw -> "thaw container " + named(thaw);
            case Action.ProvisionUser provision ->
                "create user " + provision.user().name() + " ("
                        + provision.user().uid() + ":" + provision.user().gid() + ") inside";
            case Action.VerifyHermes verify -> "verify that hermes starts inside " + verify.instance();
            case Action.StopInstance stop -> "stop container " + named(stop);
            case Action.DeleteInstance delete ->
                "delete container " + named(delete)
                        + (delete.snapshots().isEmpty() ? "" : " and its " + plural("snapshot", delete.snapshots()));
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
                "create profile " + create.project().instance(create.profile().name()) + describe(create.profile());
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
            case Action.CreateVolume create ->
                "create volume " + create.project().instance(create.volume()) + " in the pool " + create.pool()
                        + on(create.target());
            case Action.DeleteVolume delete ->
                "DELETE the volume " + delete.project().instance(delete.volume()) + " in the pool " + delete.pool()
                        + ", with the repository";
            case Transfer.MoveInstance move -> describe(move);
            case Transfer.CopyVolume copy ->
                "copy volume " + copy.from().instance(copy.fromVolume()) + " to the pool "
                        + copy.project().instance(copy.pool()) + on(copy.target());
            case Transfer.DropCopy drop ->
                "delete container " + drop.project().instance(drop.instance())
                        + (drop.volume().isEmpty()
                                ? ""
                                : " and volume " + drop.project().instance(drop.volume()));
            case Exchange.ProveRepository _ -> "check the repository inside";
            case Exchange.CheckFetched check ->
                "check that all that is inside is in " + user.contract(check.here()) + " too";
            case Exchange.FillRepository fill ->
                fill.from() == null
                        ? "git init inside"
                        : "copy the branches and tags of " + user.contract(fill.from()) + " inside";
            case Exchange.SendWork send ->
                "bring what is not committed in " + user.contract(send.from().path()) + " inside (" + send.what() + ")";
            case Exchange.AddGitRemote add ->
                "add the git remote " + add.remote() + " (" + add.url() + ") to " + user.contract(add.path());
            case Action.LinkProgram link ->
                "link " + user.contract(link.path()) + " to " + link.target() + ", for git clone repoman::NAME";
            case Action.WriteProxy proxy ->
                "write the HTTP proxy of sealed projects (" + user.contract(proxy.path()) + ")"
                        + (proxy.start() ? ", and start it" : "");
            case Action.GuardBuilder _ -> "watch the build: if it is killed, its container is deleted";
            case Action.RunInstaller run -> "run " + user.contract(run.origin()) + " inside";
            case Action.VerifyAgent _ -> "run hermes --version as an ordinary user";
            case Action.PublishImage publish -> "publish the image " + publish.alias();
            case Action.MakeHermesFolder make -> "create folder " + user.contract(make.path());
            case Action.SeedHermes seed -> describe(seed);
            case Action.PurgeHermes purge -> "DELETE the hermes data " + user.contract(purge.path());
            case Action.EditRegistry edit -> describe(edit.edit());
            case Action.EditOverride edit -> describe(edit);
            case Action.RunSetup setup ->
                "run "
                        + setup.script()
                                .strip()
                                .lines()
                                .reduce((first, _) -> first + " …")
                                .orElse("");
        };
    }

    /// @return the container, as the `incus` command names it
    private static String named(Action.OnIncus action) {
        return action.project().instance(action.instance());
    }

    private static String describe(Transfer.MoveInstance move) {
        return (move.running() ? "stop container " : "copy container ")
                + move.from().instance(move.instance())
                + (move.running() ? ", and copy it to " : " to ")
                + move.project().instance(move.instance());
    }

    /// @param target a member of a cluster, `@` and a group, or empty
    private static String on(String target) {
        return target.isEmpty()
                ? ""
                : target.startsWith("@") ? " on a member of the group " + target.substring(1) : " on " + target;
    }

    private static String plural(String what, List<String> names) {
        return what + (names.size() == 1 ? " " : "s ") + String.join(", ", names);
    }

    static String describe(InstanceChange change) {
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
            case RegistryEdit.SetHost set -> "write the host " + set.host().name() + " to the registry";
            case RegistryEdit.Remove remove -> "remove " + remove.name() + " from the registry";
            case RegistryEdit.Rename rename ->
                "rename " + rename.from() + " to " + rename.to() + " in the registry, and its override";
            case RegistryEdit.Move move ->
                "write to the registry that " + move.name() + " is on "
                        + (move.to().host() == null ? "this host" : move.to().host());
            case RegistryEdit.SetProject set -> "set " + set.key() + " of " + set.name() + " in the registry";
            case RegistryEdit.Unset unset -> "remove " + unset.dottedKey();
            case RegistryEdit.UnsetProject unset ->
                "remove " + unset.key() + " of " + unset.name() + " from the registry";
            case RegistryEdit.Set set -> "set " + set.dottedKey() + " = " + describe(set.value());
        };
    }

    private String describe(Action.EditOverride action) {
        OverrideEdit edit = action.edit();
        List<String> parts = new ArrayList<>();
        edit.settings().forEach((key, value) -> parts.add(key + " = " + value));
        edit.containment().ifPresent(level -> parts.add("containment = " + level));
        if (edit.sshAgent()) {
            parts.add("ssh.agent = true");
        }
        edit.added().forEach(port -> parts.add("port " + port));
        edit.devices()
                .forEach(device -> parts.add("device " + device.name() + " ("
                        + device.options()
                                .getOrDefault("source", device.options().get("type")) + ")"));
        boolean adds = edit.removed().isEmpty();
        edit.removed().forEach(port -> parts.add("port " + port));
        return (adds ? "add " : "remove ")
                + String.join(", ", parts)
                + (adds ? " to " : " from ")
                + user.contract(action.path());
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
        if (host != null) {
            return " (OLLAMA_HOST=" + host + ")";
        }
        return profile.devices().isEmpty() ? " (" + profile.description() + ")" : "";
    }

    private static String joined(Map<String, String> config) {
        return config.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
