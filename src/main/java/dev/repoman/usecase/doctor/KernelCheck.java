package dev.repoman.usecase.doctor;

import dev.repoman.host.RootProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.KernelLimits;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// Limits of the kernel, and ids of containers.
@ApplicationScoped
class KernelCheck implements Check {
    private final Incus incus;
    private final RootProbe files;
    private final HostUser user;

    KernelCheck(Incus incus, RootProbe files, HostUser user) {
        this.incus = incus;
        this.files = files;
        this.user = user;
    }

    @Override
    public String code() {
        return "kernel";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        List<Diagnosis> all =
                new ArrayList<>(KernelLimits.ids(files.text("/etc/subuid"), files.text("/etc/subgid"), user));
        long running = incus.instances(known.defaults().project(), false).stream()
                .filter(Instance::running)
                .count();
        all.add(KernelLimits.inotify(files.text(KernelLimits.INSTANCES), Math.toIntExact(running)));
        return all;
    }
}
