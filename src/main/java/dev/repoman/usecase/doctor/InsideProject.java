package dev.repoman.usecase.doctor;

import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.ProjectStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// A project's container: what `status NAME` finds, and what is tried inside.
@ApplicationScoped
class InsideProject {
    private final ProjectStatus status;
    private final InsideChecks checks;
    private final HostUser user;

    InsideProject(ProjectStatus status, InsideChecks checks, HostUser user) {
        this.status = status;
        this.checks = checks;
        this.user = user;
    }

    List<Diagnosis> look(ProjectName name, Registry known) {
        ProjectStatus.Report report = status.report(name);
        IncusProject project = known.at(name).defaults().project();
        List<Diagnosis> all = new ArrayList<>();
        report.drift().forEach(drift -> all.add(Diagnosis.of(drift.finding())));
        if (report.drift().isEmpty() && report.look().trouble() == null) {
            all.add(Diagnosis.good("drift", "the container is as the registry and the override say"));
        }
        Instance instance = report.look().facts().instance();
        if (instance == null || report.look().facts().foreign()) {
            all.add(Diagnosis.skipped("inside", "there is no container of " + name + " to look into"));
        } else if (!instance.running()) {
            all.add(Diagnosis.skipped(
                    "inside",
                    "the container is not running, so nothing was tried inside (repoman start " + name + ")"));
        } else {
            all.addAll(level(report, instance));
            all.addAll(checks.look(new InsideCheck.Place(
                    project,
                    instance,
                    known.find(name)
                            .map(entry -> known.pathInside(entry, user))
                            .orElse(report.look().repository().path()),
                    report.look().repository().path(),
                    RepositoryVolume.of(instance).isPresent())));
        }
        return all;
    }

    private static List<Diagnosis> level(ProjectStatus.Report report, Instance instance) {
        Effective effective = report.effective();
        if (effective == null
                || report.drift().stream()
                        .anyMatch(d -> d.kind() == Drift.Kind.HOST_REACHED || d.kind() == Drift.Kind.CONTAINMENT)) {
            return List.of();
        }
        return List.of(
                switch (effective.containment().value()) {
                    case OPEN ->
                        Diagnosis.good("containment", "its level is open: it may reach what this host reaches");
                    case GUARDED ->
                        instance.addresses().isEmpty()
                                ? Diagnosis.skipped(
                                        "containment",
                                        "the container has no address: whether it reaches this host was not tried")
                                : Diagnosis.good(
                                        "containment",
                                        "its level is guarded: it does not reach a service of this host");
                    case SEALED ->
                        Diagnosis.good(
                                "containment", "its level is sealed: it has no network, and no folder of this host");
                });
    }
}
