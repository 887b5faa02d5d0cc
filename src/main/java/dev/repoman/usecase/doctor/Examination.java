package dev.repoman.usecase.doctor;

import dev.repoman.plan.Names;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.EnvironmentDetector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `doctor`: all checks side by side, each with its deadline.
@ApplicationScoped
public class Examination {
    /// Longer than Incus and a share have to answer; what a check starts has shorter deadlines of its own.
    static final int SECONDS = 20;

    /// An image with cloud-init needs a minute to start.
    private static final int NEW_SECONDS = 180;

    private final RegistryStore registry;
    private final SetupCheck setup;
    private final KernelCheck kernel;
    private final HostsCheck hosts;
    private final RoomCheck room;
    private final ClockCheck clock;
    private final CacheCheck caches;
    private final ModelCheck model;
    private final ProjectsCheck projects;
    private final InsideProject inside;
    private final InsideNew fresh;

    Examination(
            RegistryStore registry,
            SetupCheck setup,
            KernelCheck kernel,
            HostsCheck hosts,
            RoomCheck room,
            ClockCheck clock,
            CacheCheck caches,
            ModelCheck model,
            ProjectsCheck projects,
            InsideProject inside,
            InsideNew fresh) {
        this.registry = registry;
        this.setup = setup;
        this.kernel = kernel;
        this.hosts = hosts;
        this.room = room;
        this.clock = clock;
        this.caches = caches;
        this.model = model;
        this.projects = projects;
        this.inside = inside;
        this.fresh = fresh;
    }

    /// @param name the project whose container is looked into; null for none
    /// @param container whether one is created and deleted if no project is named
    /// @param seen is given each section when it and all earlier ones have ended
    /// @return all of them
    public List<Section> run(@Nullable ProjectName name, boolean container, Consumer<Section> seen) {
        Registry known = registry.load();
        if (name != null) {
            Names.require(name, known);
        }
        List<Running> all = new ArrayList<>(List.of(
                start(Section.HOST, "This host", List.of(setup, kernel, room, clock, caches), known),
                start("models", "Local models", List.of(model), known),
                start("projects", "Projects", List.of(hosts, projects), known)));
        if (name == null && container) {
            all.add(new Running(
                    "inside",
                    "Inside a new container",
                    List.of(start("inside", NEW_SECONDS, () -> fresh.look(known)))));
        } else if (name != null) {
            all.add(new Running(
                    "inside", "Inside " + name, List.of(start("inside", 2 * SECONDS, () -> inside.look(name, known)))));
        }
        return all.stream().map(Running::join).peek(seen).toList();
    }

    private record Running(String code, String title, List<CompletableFuture<List<Diagnosis>>> checks) {
        Section join() {
            List<Diagnosis> found = new ArrayList<>();
            checks.stream().map(CompletableFuture::join).forEach(found::addAll);
            return new Section(code, title, found.stream().distinct().toList());
        }
    }

    private static Running start(String code, String title, List<Check> checks, Registry known) {
        return new Running(
                code,
                title,
                checks.stream()
                        .map(check -> start(check.code(), SECONDS, () -> check.look(known)))
                        .toList());
    }

    /// @param code of the finding that it did not end
    static CompletableFuture<List<Diagnosis>> start(String code, int seconds, Supplier<List<Diagnosis>> look) {
        return EnvironmentDetector.start(() -> {
                    try {
                        return look.get();
                    } catch (RepomanException e) {
                        return List.of(Diagnosis.skipped(code, e.what()));
                    }
                })
                .completeOnTimeout(
                        List.of(Diagnosis.error(
                                code, "the check " + code + " did not end within " + seconds + " s", null)),
                        seconds,
                        TimeUnit.SECONDS);
    }
}
