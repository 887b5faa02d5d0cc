package dev.repoman.usecase.doctor;

import dev.repoman.incus.Incus;
import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Host;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.EnvironmentDetector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Whether the other machines of the registry answer, and have the Incus project.
@ApplicationScoped
class HostsCheck implements Check {
    private final Incus incus;

    HostsCheck(Incus incus) {
        this.incus = incus;
    }

    @Override
    public String code() {
        return "host";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        List<CompletableFuture<Diagnosis>> looks = known.hosts().stream()
                .map(host -> EnvironmentDetector.start(() -> look(host, known)))
                .toList();
        return looks.stream().map(CompletableFuture::join).toList();
    }

    private Diagnosis look(Host host, Registry known) {
        String setup = "repoman setup --host " + host.name();
        try {
            String version = incus.server(host.remote()).version();
            return incus.project(known.on(host.name()).defaults().project()).isPresent()
                    ? Diagnosis.good(code(), "the host " + host.name() + " answers, with Incus " + version)
                    : Diagnosis.of(Finding.warn(
                            code(), "the host " + host.name() + " has no Incus project for containers", setup));
        } catch (RepomanException e) {
            return Diagnosis.of(Finding.warn(code(), e.what(), e.hint()));
        }
    }
}
