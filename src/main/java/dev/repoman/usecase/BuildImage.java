package dev.repoman.usecase;

import dev.repoman.apply.Applier;
import dev.repoman.apply.ApplyListener;
import dev.repoman.host.HostEnvironment;
import dev.repoman.incus.Incus;
import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.plan.Plan;
import dev.repoman.plan.image.BuildFacts;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.plan.image.BuildRequest;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `image build` and `image list`.
@ApplicationScoped
public class BuildImage {
    /// A large image takes minutes to download or publish.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final RegistryStore registry;
    private final Incus incus;
    private final IncusEffector effector;
    private final BuildPlanner planner;
    private final Applier applier;
    private final HostEnvironment env;
    private final HostUser user;

    public BuildImage(
            RegistryStore registry,
            Incus incus,
            IncusEffector effector,
            BuildPlanner planner,
            Applier applier,
            HostEnvironment env,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.effector = effector;
        this.planner = planner;
        this.applier = applier;
        this.env = env;
        this.user = user;
    }

    public Plan plan(BuildRequest request) {
        Defaults defaults = registry.load().defaults();
        IncusProject project = defaults.project();
        ImageRef from = request.from() == null ? ImageRef.parse(defaults.defaultImage()) : request.from();
        String now = Now.text();
        Path logs = env.stateHome(user.home()).resolve("repoman").resolve("logs");
        return planner.plan(
                request,
                new BuildFacts(
                        project,
                        from,
                        incus.profile(project, "default"),
                        from.remote() == null ? properties(project, from.alias()) : null,
                        properties(project, request.alias()),
                        incus.instances(project, false),
                        logs.resolve("image-build-hermes-" + now.replaceAll("[^0-9]", "") + ".log")
                                .toString(),
                        user,
                        now));
    }

    /// The work of the guard of a killed build. Waits while the daemon is still working on the builder.
    public void removeBuilder(IncusProject project, String name) {
        effector.awaitIdle(project, name, PATIENCE);
        incus.instance(project, name)
                .filter(i -> BuildPlanner.isBuilder(i, user.uid()))
                .ifPresent(
                        i -> applier.apply(planner.removal(project, i), Applier.OnFailure.KEEP, ApplyListener.SILENT));
    }

    private @Nullable Map<String, String> properties(IncusProject project, String alias) {
        return incus.image(project, alias).map(Incus.Image::properties).orElse(null);
    }

    /// An image that repoman built.
    ///
    /// @param users the projects whose containers were created from it
    public record Row(Incus.StoredImage image, String alias, List<String> users) {}

    /// @param leftOver builders of interrupted or running builds
    public record Rows(List<Row> rows, List<String> leftOver) {}

    public Rows images() {
        var known = registry.load();
        IncusProject project = known.defaults().project();
        List<Row> rows = incus.images(project).stream()
                .filter(i -> i.properties().containsKey(BuildPlanner.AGENT))
                .flatMap(i -> i.aliases().stream()
                        .map(alias -> new Row(
                                i,
                                alias,
                                known.projects().stream()
                                        .filter(p -> p.image().equals(alias))
                                        .map(p -> p.name().value())
                                        .toList())))
                .toList();
        List<String> left = incus.instances(project, false).stream()
                .filter(i -> BuildPlanner.isOfBuild(i, user.uid()))
                .map(i -> i.name())
                .toList();
        return new Rows(rows, left);
    }
}
