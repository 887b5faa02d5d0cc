package dev.repoman.usecase.doctor;

import dev.repoman.plan.doctor.Diagnosis;
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

/// `doctor`: all checks side by side, each with its deadline.
@ApplicationScoped
public class Examination {
    /// Longer than Incus and a share have to answer; what a check starts has shorter deadlines of its own.
    private static final int SECONDS = 20;

    private final RegistryStore registry;
    private final SetupCheck setup;
    private final KernelCheck kernel;
    private final RoomCheck room;
    private final ModelCheck model;
    private final ProjectsCheck projects;

    Examination(
            RegistryStore registry,
            SetupCheck setup,
            KernelCheck kernel,
            RoomCheck room,
            ModelCheck model,
            ProjectsCheck projects) {
        this.registry = registry;
        this.setup = setup;
        this.kernel = kernel;
        this.room = room;
        this.model = model;
        this.projects = projects;
    }

    /// @param seen is given each section when it and all earlier ones have ended
    /// @return all of them
    public List<Section> run(Consumer<Section> seen) {
        Registry known = registry.load();
        List<Running> all = List.of(
                start(Section.HOST, "This host", List.of(setup, kernel, room), known),
                start("models", "Local models", List.of(model), known),
                start("projects", "Projects", List.of(projects), known));
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
                code, title, checks.stream().map(check -> start(check, known)).toList());
    }

    static CompletableFuture<List<Diagnosis>> start(Check check, Registry known) {
        return EnvironmentDetector.start(() -> {
                    try {
                        return check.look(known);
                    } catch (RepomanException e) {
                        return List.of(Diagnosis.skipped(check.code(), e.what()));
                    }
                })
                .completeOnTimeout(
                        List.of(Diagnosis.error(
                                check.code(),
                                "the check " + check.code() + " did not end within " + SECONDS + " s",
                                null)),
                        SECONDS,
                        TimeUnit.SECONDS);
    }
}
