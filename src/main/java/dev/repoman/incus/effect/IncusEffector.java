package dev.repoman.incus.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.Reasons;
import dev.repoman.file.Resources;
import dev.repoman.incus.Copies;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.Incus.StateChange;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.Kept;
import dev.repoman.incus.Volumes;
import dev.repoman.plan.Action;
import dev.repoman.plan.Inside;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Undo;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Shape;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Carries out the actions on Incus.
@ApplicationScoped
public class IncusEffector {
    /// Read when the executable is built.
    private static final String PROVISION_USER = Resources.text(IncusEffector.class, "provision-user.sh");

    private static final String MAY_BECOME_ROOT =
            "! sudo -n true 2>/dev/null || echo sudo works, expected none: the user can become root";

    private static final String CLOSER = "to look closer: repoman new … --keep-failed keeps the container";

    private static final Duration START = Duration.ofMinutes(1);
    /// Time limit for creating the user, including the image's own cloud-init.
    private static final Duration PROVISION = Duration.ofMinutes(10);
    /// Time for a container to end its processes cleanly; an agent may be writing to the repository.
    private static final Duration STOP = Duration.ofSeconds(10);
    /// How long an operation of a killed run may still hold the instance.
    private static final Duration BUSY = Duration.ofMinutes(1);

    private final Incus incus;
    private final Volumes volumes;
    private final Copies copies;

    public IncusEffector(Incus incus, Volumes volumes, Copies copies) {
        this.incus = incus;
        this.volumes = volumes;
        this.copies = copies;
    }

    public Undo apply(Action.OnIncus action, Progress progress) {
        return switch (action) {
            case Action.CreateInstance create -> create(create, progress);
            case Action.CopyInstance copy -> {
                patiently(() -> copies.copy(
                        copy.project(), copy.source(), copy.instance(), copy.config(), copy.target(), progress));
                yield taken(copy);
            }
            case Action.ForgetMachineId forget -> {
                patiently(() -> copies.forgetMachineId(forget.project(), forget.instance()));
                yield new Undo(
                        "the first start of container " + forget.instance(),
                        () -> incus.changeState(forget.project(), forget.instance(), StateChange.STOP, true, STOP));
            }
            case Action.CreateVolume create -> createVolume(create);
            case Action.DeleteVolume delete -> {
                volumes.delete(delete.project(), delete.pool(), delete.volume());
                yield Undo.NONE;
            }
            case Action.UpdateInstance update -> {
                patiently(() ->
                        incus.updateInstance(update.project(), update.instance(), update.config(), update.devices()));
                yield Undo.NONE;
            }
            case Action.ReshapeInstance reshape -> reshape(reshape);
            case Action.ReplugDevice replug -> {
                patiently(() -> reshape(replug, List.of(new InstanceChange.DropDevice(replug.name()))));
                patiently(() -> reshape(replug, List.of(new InstanceChange.SetDevice(replug.name(), replug.device()))));
                yield Undo.NONE;
            }
            case Action.RenameInstance rename -> {
                patiently(() -> incus.renameInstance(rename.project(), rename.instance(), rename.to()));
                yield new Undo(
                        "the name of container " + rename.instance(),
                        () -> incus.renameInstance(rename.project(), rename.to(), rename.instance()));
            }
            case Action.StartInstance start -> {
                patiently(() -> incus.changeState(start.project(), start.instance(), StateChange.START, false, START));
                yield Undo.NONE;
            }
            case Action.ThawInstance thaw -> {
                patiently(() -> incus.changeState(thaw.project(), thaw.instance(), StateChange.THAW, false, START));
                yield Undo.NONE;
            }
            case Action.FreezeInstance freeze -> {
                patiently(
                        () -> incus.changeState(freeze.project(), freeze.instance(), StateChange.FREEZE, false, START));
                yield new Undo(
                        "the freezing of container " + freeze.instance(),
                        () -> incus.changeState(freeze.project(), freeze.instance(), StateChange.THAW, false, START));
            }
            case Action.TakeSnapshot take -> {
                patiently(() -> incus.takeSnapshot(take.project(), take.instance(), take.snapshot()));
                yield new Undo(
                        "the snapshot " + take.snapshot(),
                        () -> incus.deleteSnapshot(take.project(), take.instance(), take.snapshot()));
            }
            case Action.RestoreSnapshot restore -> {
                patiently(() -> incus.restoreSnapshot(restore.project(), restore.instance(), restore.snapshot()));
                yield Undo.NONE;
            }
            case Action.DropSnapshots drop -> {
                drop.snapshots()
                        .forEach(name -> patiently(() -> incus.deleteSnapshot(drop.project(), drop.instance(), name)));
                yield Undo.NONE;
            }
            case Action.ProvisionUser provision -> {
                provision(provision);
                yield Undo.NONE;
            }
            case Action.VerifyHermes verify -> {
                verify(verify);
                yield Undo.NONE;
            }
            case Action.RunSetup setup -> {
                runSetup(setup, progress);
                yield Undo.NONE;
            }
            case Action.StopInstance stop -> {
                if (stop.force()) {
                    patiently(() -> incus.changeState(stop.project(), stop.instance(), StateChange.STOP, true, STOP));
                } else {
                    stop(stop.project(), stop.instance());
                }
                yield Undo.NONE;
            }
            case Action.DeleteInstance delete -> {
                delete(delete.project(), delete.instance());
                yield Undo.NONE;
            }
        };
    }

    /// Waits while the daemon is still working on the instance, for a run that was killed: it finishes on its own.
    ///
    /// @param limit then the daemon is left to it
    public void awaitIdle(IncusProject project, String instance, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (incus.isBusy(project, instance) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private Undo create(Action.CreateInstance create, Progress progress) {
        try {
            incus.createInstance(create.project(), create.spec(), progress);
        } catch (IncusException e) {
            // Incus deletes one that it could not create
            if (e.reason() != Reason.OUTCOME_UNKNOWN
                    || incus.instance(create.project(), create.instance()).isEmpty()) {
                throw e;
            }
        }
        return taken(create);
    }

    private Undo taken(Action.OnIncus made) {
        return new Undo("the container " + made.instance(), () -> {
            patiently(() -> incus.changeState(made.project(), made.instance(), StateChange.STOP, true, STOP));
            delete(made.project(), made.instance());
        });
    }

    private Undo createVolume(Action.CreateVolume create) {
        HostUser user = create.user();
        volumes.create(create.project(), create.pool(), create.volume(), user.uid(), user.gid(), create.target());
        return new Undo(
                "the volume " + create.volume(),
                () -> volumes.delete(create.project(), create.pool(), create.volume()));
    }

    private Shape reshape(Action.OnIncus action, List<InstanceChange> changes) {
        return incus.reshape(action.project(), action.instance(), shape -> InstanceChange.applied(changes, shape));
    }

    private Undo reshape(Action.ReshapeInstance action) {
        AtomicReference<Shape> before = new AtomicReference<>();
        patiently(() -> before.set(reshape(action, action.changes())));
        return new Undo(
                "the changes to the container " + action.instance(),
                () -> patiently(() -> incus.reshape(
                        action.project(), action.instance(), now -> before.get().over(now))));
    }

    private void stop(IncusProject project, String instance) {
        try {
            patiently(() -> incus.changeState(project, instance, StateChange.STOP, false, STOP));
        } catch (IncusException e) {
            if (e.reason() != Reason.INSTANCE_NOT_FOUND) {
                incus.changeState(project, instance, StateChange.STOP, true, STOP);
            }
        }
    }

    /// It may have been started again, or deleted, since the plan was created.
    private void delete(IncusProject project, String instance) {
        try {
            patiently(() -> incus.deleteInstance(project, instance));
        } catch (IncusException e) {
            if (e.reason() == Reason.IS_RUNNING) {
                incus.changeState(project, instance, StateChange.STOP, true, STOP);
                incus.deleteInstance(project, instance);
            } else if (e.reason() != Reason.INSTANCE_NOT_FOUND) {
                throw e;
            }
        }
    }

    private void provision(Action.ProvisionUser action) {
        HostUser user = action.user();
        Output made = run(
                action,
                0,
                0,
                List.of("/bin/sh", "-c", PROVISION_USER + Inside.WRITE_GIT_CONFIG),
                Map.of(
                        "U", user.name(),
                        "I", Long.toString(user.uid()),
                        "G", Long.toString(user.gid()),
                        "H", user.home(),
                        "S", user.shell(),
                        "CLOUD", action.cloudInit() ? "1" : "",
                        "PARENTS", String.join("\n", action.parents()),
                        "SUDO", action.inside().sudo() ? "1" : "",
                        "GITCONFIG", Objects.requireNonNullElse(action.inside().gitConfig(), ""),
                        "PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        if (made.code() != 0) {
            throw failed(action, made.text().isBlank() ? "exit code " + made.code() : made.text());
        }
        prove(action);
    }

    /// The proof alone: it changes nothing.
    ///
    /// @throws RepomanException FAILED with what is wrong
    public void prove(Action.ProvisionUser action) {
        HostUser user = action.user();
        String file = ".repoman-proof-" + ProcessHandle.current().pid();
        String repo = Objects.requireNonNullElse(action.repo(), "");
        Proof proof = new Proof(Path.of(Objects.requireNonNullElse(action.source(), ""), file));
        Kept out = new Kept();
        Exec exec = new Exec(
                List.of(
                        "/bin/sh",
                        "-c",
                        "id -un; id -u; id -g\n" + (action.inside().sudo() ? "" : MAY_BECOME_ROOT + "\n")
                                + (repo.isEmpty() ? "" : Proof.SCRIPT)),
                Map.of("PATH", "/usr/bin:/bin", "U", user.name(), "H", user.home(), "R", repo, "F", file),
                user.uid(),
                user.gid(),
                repo.isEmpty() ? InputStream.nullInputStream() : proof.input(),
                proof.output(out),
                OutputStream.nullOutputStream(),
                PROVISION);
        String onHost;
        try {
            incus.exec(action.project(), action.instance(), exec);
        } finally {
            onHost = proof.end(user.uid());
        }
        List<String> found = out.toString(UTF_8).strip().lines().toList();
        List<String> wanted = List.of(user.name(), Long.toString(user.uid()), Long.toString(user.gid()));
        int names = wanted.size();
        if (found.size() < names || !found.subList(0, names).equals(wanted)) {
            throw failed(
                    action,
                    "id prints \"" + String.join(" ", found) + "\", expected \"" + String.join(" ", wanted) + "\"");
        }
        List<String> wrong = new ArrayList<>(found.subList(names, found.size()));
        if (wrong.remove(Proof.MADE) && !onHost.isEmpty()) {
            wrong.add(onHost);
        }
        if (!wrong.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    "for " + user.name() + " in " + action.instance() + ", " + String.join("; ", wrong),
                    CLOSER);
        }
    }

    private static RepomanException failed(Action.ProvisionUser action, String why) {
        return new RepomanException(
                Fault.FAILED,
                "the user " + action.user().name() + " could not be created in " + action.instance() + ": "
                        + why.strip().lines().reduce((_, line) -> line).orElse(""),
                CLOSER);
    }

    private void runSetup(Action.RunSetup action, Progress progress) {
        HostUser user = action.user();
        try (BuildLog log = BuildLog.open(Path.of(action.log()), progress)) {
            int code = incus.exec(
                    action.project(),
                    action.instance(),
                    new Exec(
                            action.words(),
                            Map.of("HOME", user.home(), "USER", user.name(), "LOGNAME", user.name(), "LANG", "C.UTF-8"),
                            0,
                            0,
                            InputStream.nullInputStream(),
                            log,
                            log));
            if (code != 0) {
                throw new RepomanException(
                        Fault.FAILED,
                        "the setup script of " + action.instance() + " exits with " + code
                                + "; the project is ready but for it",
                        log.hint());
            }
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot write " + action.log() + ": " + Reasons.of(e), "see its folder", e);
        }
    }

    private void verify(Action.VerifyHermes action) {
        HostUser user = action.user();
        Output version = run(
                action,
                user.uid(),
                user.gid(),
                List.of("/bin/sh", "-lc", "hermes --version"),
                Map.of(
                        "HOME",
                        user.home(),
                        "USER",
                        user.name(),
                        "LOGNAME",
                        user.name(),
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin"));
        if (version.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the image " + action.image() + " has no hermes that starts",
                    "leave out --image, or build one from it: repoman image build hermes --from " + action.image());
        }
    }

    private record Output(int code, String text) {}

    /// The programs inside are the image's, or an agent's: their time is limited, and so is the output that
    /// is kept.
    ///
    /// @return its standard output, or its error output if it failed
    private Output run(
            Action.OnIncus action, long uid, long gid, List<String> command, Map<String, String> environment) {
        Kept out = new Kept();
        Kept err = new Kept();
        int code = incus.exec(
                action.project(),
                action.instance(),
                new Exec(command, environment, uid, gid, InputStream.nullInputStream(), out, err, PROVISION));
        return new Output(code, (code == 0 || err.size() == 0 ? out : err).toString(UTF_8));
    }

    /// An instance stays busy for a moment after the run that worked on it was killed: the daemon finishes on
    /// its own. What may have been done already is done again.
    private static void patiently(Runnable change) {
        long deadline = System.nanoTime() + BUSY.toNanos();
        while (true) {
            try {
                change.run();
                return;
            } catch (IncusException e) {
                boolean again = e.reason() == Reason.BUSY || e.reason() == Reason.OUTCOME_UNKNOWN;
                if (!again || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }
}
