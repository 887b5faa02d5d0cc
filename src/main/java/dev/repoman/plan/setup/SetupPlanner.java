package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.AddProfileDevices;
import dev.repoman.plan.Action.CreateIncusProject;
import dev.repoman.plan.Finding;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `setup`: facts, choices and registry in, stages out. A stage that cannot be passed ends the plan.
@ApplicationScoped
public class SetupPlanner {
    private static final SortedMap<String, String> PROJECT_CONFIG = new TreeMap<>(Map.of("features.images", "false"));
    private static final String DEFAULT_PROFILE = "default";

    private final LlmTemplate template;

    public SetupPlanner(LlmTemplate template) {
        this.template = template;
    }

    public SetupPlan plan(SetupFacts facts, SetupChoices choices, Registry registry) {
        List<Stage> stages = new ArrayList<>();
        stages.add(EnvironmentStage.plan(
                facts,
                choices,
                registry.written().contains("defaults.backup_root")
                        || !choices.basics().backupRoot().equals(Defaults.BUILT_IN.backupRoot())));
        if (choices.refresh()) {
            RepomanException not = notSetUp(facts, choices, registry);
            if (not != null) {
                stages.set(0, blocked(stages.getFirst(), not));
            }
        } else {
            add(stages, () -> project(facts.incus(), choices.incusProject()));
            add(stages, () -> ClaudeShareStage.plan(facts, choices));
        }
        if (stages.getLast().blocker() != null) {
            return new SetupPlan(stages);
        }
        LlmStage.Outcome llm = choices.llm()
                ? LlmStage.plan(facts, choices, registry.defaults().llm().ollamaUrl(), template)
                : LlmStage.leftOut(choices);
        stages.add(llm.stage());
        add(stages, () -> RegistryStage.plan(facts, choices, registry, llm.url()));
        return new SetupPlan(stages);
    }

    private static void add(List<Stage> stages, Supplier<Stage> next) {
        if (stages.getLast().blocker() == null) {
            stages.add(next.get());
        }
    }

    private static Stage blocked(Stage stage, RepomanException blocker) {
        return stage.blocker() != null
                ? stage
                : new Stage(stage.step(), stage.title(), stage.findings(), stage.actions(), blocker);
    }

    private static @Nullable RepomanException notSetUp(SetupFacts facts, SetupChoices choices, Registry registry) {
        if (facts.incus().projectConfig() == null) {
            return new RepomanException(
                    Fault.ENVIRONMENT,
                    "the Incus project \"" + choices.incusProject() + "\" does not exist: there is nothing to refresh",
                    "repoman setup");
        }
        boolean there = registry.defaults().llm().enabled()
                || facts.incus().profile(NewSettings.LLM_PROFILE).isPresent();
        return there
                ? null
                : new RepomanException(
                        Fault.ENVIRONMENT,
                        "local models are not set up: there is nothing to refresh",
                        "repoman setup --with-llm");
    }

    /// Stage 2. A new project has an empty default profile, with which no container can start.
    static Stage project(IncusFact incus, IncusProject project) {
        List<Finding> findings = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        RepomanException blocker = null;
        Map<String, String> config = incus.projectConfig();
        if (config == null) {
            actions.add(new CreateIncusProject(project, PROJECT_CONFIG));
        } else {
            findings.add(Finding.good("incus-project", "it exists"));
            if ("true".equals(config.get("features.images"))) {
                findings.add(Finding.warn(
                        "incus-project",
                        "it has its own images (features.images=true):"
                                + " images of the default project are not visible in it"));
            }
        }
        Profile profile =
                incus.profile(DEFAULT_PROFILE).orElse(new Profile(DEFAULT_PROFILE, "", Map.of(), new TreeMap<>(), ""));
        SortedMap<String, Device> missing = new TreeMap<>();
        if (!profile.hasRootDisk()) {
            if (incus.rootDisk() == null) {
                blocker = new RepomanException(
                        Fault.ENVIRONMENT,
                        "Incus has no storage pool for containers",
                        "create one, for example: incus storage create " + project.instance("default") + " dir");
            } else {
                missing.put(free("root", profile), incus.rootDisk());
            }
        }
        if (!profile.hasNic()) {
            if (incus.nic() == null) {
                findings.add(Finding.warn(
                        "network",
                        "there is no network for containers: add a network card to the profile default, or"
                                + " name a bridge with --bridge"));
            } else {
                missing.put(free("eth0", profile), incus.nic());
            }
        }
        if (blocker == null && !missing.isEmpty()) {
            actions.add(new AddProfileDevices(project, DEFAULT_PROFILE, missing));
        } else if (missing.isEmpty() && config != null) {
            findings.add(Finding.good(
                    "root-disk",
                    "its default profile has a root disk" + (profile.hasNic() ? " and a network card" : "")));
        }
        return new Stage(Step.PROJECT, "Incus project " + project, findings, actions, blocker);
    }

    private static String free(String name, Profile profile) {
        String free = name;
        for (int n = 2; profile.devices().containsKey(free); n++) {
            free = name + "-" + n;
        }
        return free;
    }
}
