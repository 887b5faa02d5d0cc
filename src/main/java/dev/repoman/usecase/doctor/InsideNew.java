package dev.repoman.usecase.doctor;

import dev.repoman.apply.Applier;
import dev.repoman.apply.ApplyListener;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.Guardian;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.incus.Incus;
import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Placement;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.ThrowAway;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.project.Containment;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.NewProject;
import dev.repoman.usecase.ReachHost;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A container as `new` creates it, which is looked into and deleted, whatever happens: if this run is killed, the
/// guard of image builds deletes it.
@ApplicationScoped
class InsideNew {
    private static final String CODE = "inside";
    private static final Duration ADDRESS = Duration.ofSeconds(10);

    private final NewProject projects;
    private final Incus incus;
    private final IncusEffector effector;
    private final RepositoryEffector folders;
    private final FolderProbe probe;
    private final BuildPlanner builders;
    private final Applier applier;
    private final Guardian guardian;
    private final ReachHost host;
    private final InsideChecks checks;
    private final HostUser user;

    InsideNew(
            NewProject projects,
            Incus incus,
            IncusEffector effector,
            RepositoryEffector folders,
            FolderProbe probe,
            BuildPlanner builders,
            Applier applier,
            Guardian guardian,
            ReachHost host,
            InsideChecks checks,
            HostUser user) {
        this.projects = projects;
        this.incus = incus;
        this.effector = effector;
        this.folders = folders;
        this.probe = probe;
        this.builders = builders;
        this.applier = applier;
        this.guardian = guardian;
        this.host = host;
        this.checks = checks;
        this.user = user;
    }

    List<Diagnosis> look(Registry known) {
        Defaults defaults = known.defaults();
        ImageRef image = ImageRef.parse(defaults.defaultImage());
        ImageRef stored = stored(defaults.project(), image);
        if (stored == null) {
            return List.of(Diagnosis.skipped(
                    CODE,
                    "the image " + image + " is not in the local store, and nothing is downloaded for a check:"
                            + " name a project, to look into its container"));
        }
        ProjectName name =
                new ProjectName("repoman-doctor-" + ProcessHandle.current().pid());
        String root = defaults.reposRoot(user);
        String folder = root + "/." + name;
        boolean fresh = probe.entry(Path.of(root)) == FolderProbe.Entry.MISSING;
        folders.makeFolder(folder);
        try {
            return look(defaults, name, folder, stored);
        } finally {
            folders.removeEmpty(folder);
            if (fresh) {
                folders.removeEmpty(root);
            }
        }
    }

    /// @return the copy of an image in the local store; null where it would be downloaded
    private @Nullable ImageRef stored(IncusProject project, ImageRef image) {
        if (image.remote() == null) {
            return incus.image(project, image.alias()).isPresent() ? image : null;
        }
        return incus.images(project).stream()
                .filter(there -> image.equals(there.copied()))
                .findFirst()
                .map(there -> ImageRef.parse(there.fingerprint()))
                .orElse(null);
    }

    private List<Diagnosis> look(Defaults defaults, ProjectName name, String folder, ImageRef image) {
        IncusProject project = defaults.project();
        List<Action.OnIncus> actions;
        try {
            actions = ThrowAway.of(
                    projects.plan(NewRequest.of(name).with(it -> {
                        it.repo = folder;
                        it.hermes = false;
                        it.target = Placement.HERE;
                    })),
                    image);
        } catch (RepomanException e) {
            return List.of(Diagnosis.error("new", "repoman new would not work: " + e.what(), e.hint()));
        }
        guardian.watch(new Action.GuardBuilder(project, name.value()));
        try {
            actions.forEach(action -> effector.apply(action, Incus.Progress.NONE));
            Instance instance = withAddress(project, name.value());
            List<Diagnosis> all = new ArrayList<>(checks.look(new InsideCheck.Place(
                    project, instance, folder, folder, defaults.containment() == Containment.SEALED)));
            if (defaults.containment() == Containment.GUARDED
                    && !instance.addresses().isEmpty()) {
                all.add(level(host.isOpen(project, instance, defaults.bridge())));
            }
            return all;
        } catch (RepomanException e) {
            return List.of(Diagnosis.error("new", "a new container does not work: " + e.what(), e.hint()));
        } finally {
            incus.instance(project, name.value())
                    .filter(instance -> BuildPlanner.isBuilder(instance, user.uid()))
                    .ifPresent(instance -> applier.apply(
                            builders.removal(project, instance), Applier.OnFailure.KEEP, ApplyListener.SILENT));
            guardian.dismiss();
        }
    }

    /// DHCP takes a moment after the start.
    private Instance withAddress(IncusProject project, String name) {
        long deadline = System.nanoTime() + ADDRESS.toNanos();
        while (true) {
            Instance instance = incus.instance(project, name).orElseThrow();
            boolean connected = instance.expandedDevices().values().stream()
                    .anyMatch(device -> device.type().equals("nic"));
            if (!connected || !instance.addresses().isEmpty() || System.nanoTime() > deadline) {
                return instance;
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static Diagnosis level(boolean open) {
        return open
                ? Diagnosis.error(
                        "containment",
                        "a guarded container reaches a service of this host",
                        "the lines for root that repoman setup shows")
                : Diagnosis.good("containment", "a guarded container does not reach a service of this host");
    }
}
