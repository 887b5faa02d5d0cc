package dev.repoman.cli.view;

import dev.repoman.cli.json.ActionDocument;
import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.Transfer;
import dev.repoman.project.Device;
import dev.repoman.project.Profile;
import dev.repoman.registry.RegistryEdit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Actions as JSON.
final class PlanJson {
    private PlanJson() {}

    /// @param text what the action does, in words
    static ActionDocument document(Action action, String text) {
        return switch (action) {
            case Action.InitRepository init -> folder("init-repository", init.path(), text);
            case Action.CloneRepository clone ->
                new ActionDocument.CloneRepository(
                        "clone-repository", clone.path(), clone.url().shown(), text);
            case Action.CreateInstance create ->
                new ActionDocument.CreateInstance(
                        "create-instance",
                        create.project().toString(),
                        create.instance(),
                        create.spec().image().toString(),
                        create.spec().profiles(),
                        create.spec().target().isEmpty() ? null : create.spec().target(),
                        text);
            case Action.CopyInstance copy -> instance("copy-instance", copy, text);
            case Action.ForgetMachineId forget -> instance("forget-machine-id", forget, text);
            case Action.LandFork land -> folder("land-fork", land.into().path(), text);
            case Action.DeleteRepository delete -> folder("delete-repository", delete.path(), text);
            case Action.CopyRepository copy -> folder("copy-repository", copy.to(), text);
            case Action.UpdateInstance update -> instance("update-instance", update, text);
            case Action.ReshapeInstance reshape ->
                new ActionDocument.ReshapeInstance(
                        "reshape-instance",
                        reshape.project().toString(),
                        reshape.instance(),
                        reshape.changes().stream().map(PlanJson::change).toList(),
                        text);
            case Action.ReplugDevice replug -> instance("replug-device", replug, text);
            case Action.CreateVolume create -> instance("create-volume", create, text);
            case Action.DeleteVolume delete -> instance("delete-volume", delete, text);
            case Transfer.MoveInstance move ->
                new ActionDocument.OnInstance("move-instance", move.project().toString(), move.instance(), text);
            case Transfer.CopyVolume copy ->
                new ActionDocument.OnInstance("copy-volume", copy.project().toString(), copy.instance(), text);
            case Transfer.DropCopy drop ->
                new ActionDocument.OnInstance("drop-copy", drop.project().toString(), drop.instance(), text);
            case Exchange.ProveRepository prove ->
                new ActionDocument.OnInstance(
                        "prove-repository", prove.project().toString(), prove.instance(), text);
            case Exchange.CheckFetched check ->
                new ActionDocument.OnInstance("check-fetched", check.project().toString(), check.instance(), text);
            case Exchange.FillRepository fill ->
                new ActionDocument.OnInstance("fill-repository", fill.project().toString(), fill.instance(), text);
            case Exchange.SendWork send ->
                new ActionDocument.OnInstance("send-work", send.project().toString(), send.instance(), text);
            case Exchange.AddGitRemote add -> folder("add-git-remote", add.path(), text);
            case Action.RenameInstance rename -> instance("rename-instance", rename, text);
            case Action.StartInstance start -> instance("start-instance", start, text);
            case Action.FreezeInstance freeze -> instance("freeze-instance", freeze, text);
            case Action.TakeSnapshot take -> snapshots("take-snapshot", take, List.of(take.snapshot()), text);
            case Action.RestoreSnapshot restore ->
                snapshots("restore-snapshot", restore, List.of(restore.snapshot()), text);
            case Action.DropSnapshots drop -> snapshots("delete-snapshots", drop, drop.snapshots(), text);
            case Action.SaveRepository save ->
                repository("save-repository", save.place(), List.of(save.checkpoint()), null, text);
            case Action.RestoreRepository restore ->
                repository(
                        "restore-repository",
                        restore.place(),
                        List.of(restore.checkpoint()),
                        restore.difference(),
                        text);
            case Action.DropCommits drop ->
                new ActionDocument.OnStore("delete-checkpoints", drop.store(), drop.checkpoints(), null, null, text);
            case Action.MoveStore move -> folder("move-checkpoints", move.store(), text);
            case Action.ThawInstance thaw -> instance("thaw-instance", thaw, text);
            case Action.ProvisionUser provision ->
                new ActionDocument.ProvisionUser(
                        "provision-user",
                        provision.project().toString(),
                        provision.instance(),
                        provision.user().name(),
                        provision.user().uid(),
                        provision.user().gid(),
                        text);
            case Action.VerifyHermes verify -> instance("verify-hermes", verify, text);
            case Action.StopInstance stop -> instance("stop-instance", stop, text);
            case Action.DeleteInstance delete -> snapshots("delete-instance", delete, delete.snapshots(), text);
            case Action.CreateIncusProject create ->
                new ActionDocument.CreateProject(
                        "create-project", create.project().toString(), create.config(), text);
            case Action.AddProfileDevices add ->
                new ActionDocument.AddProfileDevices(
                        "add-profile-devices",
                        add.project().toString(),
                        add.profile(),
                        Device.options(add.devices()),
                        text);
            case Action.CreateProfile create ->
                profile("create-profile", create.project().toString(), create.profile(), null, text);
            case Action.ReplaceProfile replace ->
                profile("replace-profile", replace.project().toString(), replace.profile(), replace.changes(), text);
            case Action.MarkBackupRoot mark -> folder("mark-backup-root", mark.path(), text);
            case Action.LinkProgram link -> folder("link-program", link.path(), text);
            case Action.WriteProxy proxy -> folder("write-proxy", proxy.path(), text);
            case Action.GuardBuilder guard ->
                new ActionDocument.OnInstance("guard-builder", guard.project().toString(), guard.instance(), text);
            case Action.RunInstaller run ->
                new ActionDocument.RunInstaller(
                        "run-installer",
                        run.project().toString(),
                        run.instance(),
                        run.origin(),
                        run.log(),
                        run.seconds(),
                        text);
            case Action.VerifyAgent verify ->
                new ActionDocument.OnInstance("verify-agent", verify.project().toString(), verify.instance(), text);
            case Action.PublishImage publish ->
                new ActionDocument.PublishImage(
                        "publish-image",
                        publish.project().toString(),
                        publish.instance(),
                        publish.alias(),
                        publish.properties(),
                        text);
            case Action.MakeHermesFolder make -> folder("make-hermes-folder", make.path(), text);
            case Action.SeedHermes seed ->
                new ActionDocument.SeedHermes(
                        "seed-hermes", seed.path(), seed.source(), seed.files(), seed.replace(), text);
            case Action.PurgeHermes purge -> folder("purge-hermes", purge.path(), text);
            case Action.RunSetup setup -> instance("run-setup", setup, text);
            case Action.EditOverride edit -> folder("edit-override", edit.path(), text);
            case Action.EditRegistry edit ->
                new ActionDocument.EditRegistry(
                        "edit-registry", edit.edit() instanceof RegistryEdit.Set set ? set.dottedKey() : null, text);
        };
    }

    private static ActionDocument folder(String action, String path, String text) {
        return new ActionDocument.OnFolder(action, path, text);
    }

    private static ActionDocument instance(String name, Action.OnIncus action, String text) {
        return new ActionDocument.OnInstance(name, action.project().toString(), action.instance(), text);
    }

    private static ActionDocument snapshots(String name, Action.OnIncus action, List<String> snapshots, String text) {
        return new ActionDocument.OnSnapshots(name, action.project().toString(), action.instance(), snapshots, text);
    }

    private static ActionDocument repository(
            String name,
            RepositoryPlace place,
            List<String> checkpoints,
            @Nullable RepositoryDifference difference,
            String text) {
        return new ActionDocument.OnStore(
                name,
                place.path(),
                checkpoints,
                difference == null
                        ? null
                        : difference.files().stream()
                                .map(file -> new ActionDocument.RestoredFile(
                                        file.kind().name().toLowerCase(Locale.ROOT), file.path()))
                                .toList(),
                difference == null
                        ? null
                        : difference.refs().stream()
                                .map(ref -> new ActionDocument.RestoredRef(
                                        ref.name(), ref.then(), ref.now(), ref.commits()))
                                .toList(),
                text);
    }

    private static ActionDocument profile(
            String action, String project, Profile profile, @Nullable List<String> changes, String text) {
        return new ActionDocument.WriteProfile(
                action,
                project,
                profile.name(),
                profile.description(),
                profile.config(),
                Device.options(profile.devices()),
                changes,
                text);
    }

    private static ActionDocument.Change change(InstanceChange change) {
        String text = PlanView.describe(change);
        return switch (change) {
            case InstanceChange.Profiles(List<String> wanted, List<String> dropped) ->
                new ActionDocument.Change("profiles", wanted, dropped, null, null, null, null, text);
            case InstanceChange.SetDevice(String name, Device device) ->
                new ActionDocument.Change("set-device", null, null, name, device.options(), null, null, text);
            case InstanceChange.DropDevice(String name) ->
                new ActionDocument.Change("remove-device", null, null, name, null, null, null, text);
            case InstanceChange.SetKey(String key, String value) ->
                new ActionDocument.Change("set-key", null, null, null, null, key, value, text);
            case InstanceChange.DropKey(String key) ->
                new ActionDocument.Change("remove-key", null, null, null, null, key, null, text);
        };
    }
}
