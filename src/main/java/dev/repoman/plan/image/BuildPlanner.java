package dev.repoman.plan.image;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.CreateInstance;
import dev.repoman.plan.Action.DeleteInstance;
import dev.repoman.plan.Action.GuardBuilder;
import dev.repoman.plan.Action.PublishImage;
import dev.repoman.plan.Action.RunInstaller;
import dev.repoman.plan.Action.StartInstance;
import dev.repoman.plan.Action.StopInstance;
import dev.repoman.plan.Action.VerifyAgent;
import dev.repoman.plan.Plan;
import dev.repoman.project.Fault;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `image build hermes`: a builder container, the installer inside it, an image of it. The creation of the
/// builder can be rolled back, so it is deleted on any failure. If the build is killed, a guard deletes it;
/// and one that is still left is found by its key and deleted first.
@ApplicationScoped
public class BuildPlanner {
    /// The key that identifies a builder. It has no `user.repoman.repo`, so it is not a project's
    /// container.
    public static final String BUILDER = "user.repoman.builder";
    /// The property that identifies our images.
    public static final String AGENT = "repoman.agent";

    private static final String HERMES = "hermes";
    private static final String UID = "user.repoman.uid";

    /// @throws RepomanException if the facts do not allow it; then nothing was changed
    public Plan plan(BuildRequest request, BuildFacts facts) {
        check(request, facts);
        IncusProject project = facts.incusProject();
        List<Action> actions = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Instance left : facts.instances()) {
            if (isOfBuild(left, facts.user().uid())) {
                notes.add("an interrupted build left the container " + left.name() + ": it is removed");
                actions.addAll(removal(project, left).actions());
            }
        }
        InstanceSpec spec = spec(facts);
        String builder = spec.name();
        actions.add(new GuardBuilder(project, builder));
        actions.add(new CreateInstance(project, spec));
        actions.add(new StartInstance(project, builder));
        actions.add(new RunInstaller(
                project, builder, request.installer(), request.script(), facts.log(), request.seconds()));
        actions.add(new VerifyAgent(project, builder, facts.log()));
        actions.add(new StopInstance(project, builder, false));
        actions.add(new PublishImage(project, builder, request.alias(), properties(request, facts)));
        actions.add(new DeleteInstance(project, builder, List.of()));
        return new Plan(actions, List.of(), notes);
    }

    /// The end of a builder whose build was interrupted.
    public Plan removal(IncusProject project, Instance builder) {
        List<Action> actions = new ArrayList<>();
        if (!builder.status().equals("Stopped")) {
            actions.add(new StopInstance(project, builder.name(), true));
        }
        actions.add(new DeleteInstance(project, builder.name(), builder.snapshots()));
        return new Plan(actions, List.of(), List.of());
    }

    public static boolean isBuilder(Instance instance, long uid) {
        return instance.config().containsKey(BUILDER)
                && Long.toString(uid).equals(instance.config().get(UID));
    }

    /// @return whether it is that of an image build: doctor has one too
    public static boolean isOfBuild(Instance instance, long uid) {
        return isBuilder(instance, uid) && HERMES.equals(instance.config().get(BUILDER));
    }

    private static void check(BuildRequest request, BuildFacts facts) {
        Map<String, String> there = facts.atAlias();
        if (there != null && !there.containsKey(AGENT)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the alias " + request.alias() + " names an image that repoman did not build",
                    "choose another name with --alias");
        }
        if (facts.profile().filter(Profile::hasRootDisk).isEmpty()) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "the profile default of the Incus project " + facts.incusProject() + " has no root disk",
                    "repoman setup gives it one");
        }
        if (facts.from().remote() == null && facts.fromProperties() == null) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the image \"" + facts.from() + "\" does not exist in the local store",
                    "see incus image list, or build on a public one: --from images:debian/13/cloud");
        }
    }

    private static InstanceSpec spec(BuildFacts facts) {
        Map<String, String> config = new TreeMap<>();
        config.put(BUILDER, HERMES);
        config.put("user.repoman.image", facts.from().toString());
        config.put("user.repoman.user", facts.user().name());
        config.put(UID, Long.toString(facts.user().uid()));
        config.put("user.repoman.created", facts.now());
        if (isCloud(facts)) {
            // its default user would be kept in the image, with our user's uid
            config.put("cloud-init.user-data", "#cloud-config\nusers: []\n");
        }
        String name =
                "repoman-build-hermes-" + facts.user().uid() + "-" + facts.now().replaceAll("[^0-9]", "");
        return new InstanceSpec(name, facts.from(), List.of("default"), config, new TreeMap<>(), "");
    }

    private static boolean isCloud(BuildFacts facts) {
        Map<String, String> local = facts.fromProperties();
        ImageRef from = facts.from();
        return local == null ? from.alias().endsWith("/cloud") : "cloud".equals(local.get("variant"));
    }

    private static Map<String, String> properties(BuildRequest request, BuildFacts facts) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(AGENT, HERMES);
        properties.put("repoman.alias", request.alias());
        properties.put("repoman.from", facts.from().toString());
        properties.put("repoman.built", facts.now());
        properties.put("repoman.uid", Long.toString(facts.user().uid()));
        if (isCloud(facts)) {
            properties.put("variant", "cloud");
        }
        return properties;
    }
}
