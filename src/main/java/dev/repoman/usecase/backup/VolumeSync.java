package dev.repoman.usecase.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.apply.TreeKeeper;
import dev.repoman.backup.BundleMirror;
import dev.repoman.backup.GitCheck;
import dev.repoman.host.BundleFile;
import dev.repoman.host.jail.Folder;
import dev.repoman.incus.Incus;
import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.OpenShell;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// The sync of a repository in a volume: git inside writes its history to a file of the host, and git in a jail takes
/// it into a bare repository.
@ApplicationScoped
class VolumeSync {
    private static final Duration FREEZE = Duration.ofSeconds(10);

    private final OpenShell shells;
    private final Incus incus;
    private final IncusEffector effector;
    private final BundleMirror mirror;
    private final GitCheck check;
    private final BundleFile files;

    VolumeSync(
            OpenShell shells,
            Incus incus,
            IncusEffector effector,
            BundleMirror mirror,
            GitCheck check,
            BundleFile files) {
        this.shells = shells;
        this.incus = incus;
        this.effector = effector;
        this.mirror = mirror;
        this.check = check;
        this.files = files;
    }

    /// @return the folder of the file, for the guards that compare a source with its mirror
    FolderFact source() {
        return new FolderFact(files.folder(), files.folder(), FolderFact.Kind.FOLDER, "", null);
    }

    /// @param project of Incus
    void mirror(TreeKeeper.Kept kept, IncusProject project, MirrorJob job) {
        if (!kept.jailed()) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "git is never run without a jail on what an agent wrote",
                    "install bubblewrap; repoman status says what to do");
        }
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (BundleFile.Open bundle = files.create(job.name())) {
            int code;
            try (OutputStream out = bundle.out()) {
                code = bundle(project, job.name(), out, err);
            }
            if (code != 0) {
                throw new RepomanException(
                        Fault.FAILED,
                        "git inside cannot copy the repository of " + job.name() + ": "
                                + err.toString(UTF_8).strip().lines().reduce("exit " + code, (_, line) -> line),
                        "see what it says: repoman shell " + job.name() + " -- git fsck");
            }
            mirror.fetch(kept.jail(), job, Folder.readOnly(bundle.folder()), bundle.path());
        } catch (IOException e) {
            throw files.failed(e);
        }
        if (job.request().verify()) {
            check.check(kept.jail(), job.root(), Folder.readOnly(job.realMirror()), false);
        }
    }

    /// The container is left as it was, unless somebody has entered it meanwhile.
    private int bundle(IncusProject project, ProjectName name, OutputStream out, OutputStream err) {
        String before =
                incus.instance(project, name.value()).map(Instance::status).orElse("");
        int code = shells.bundle(name, out, err);
        if (!incus.isEntered(project, name.value())) {
            switch (before) {
                case "Stopped" ->
                    effector.apply(new Action.StopInstance(project, name.value(), false), Incus.Progress.NONE);
                case "Frozen" -> incus.changeState(project, name.value(), Incus.StateChange.FREEZE, false, FREEZE);
                default -> {}
            }
        }
        return code;
    }
}
