package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Action.MarkBackupRoot;
import dev.repoman.plan.Finding;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryEdit.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Stage 5: the defaults of the registry (`docs/registry.md`), as far as they are missing, and the backup
/// root's marker. What the user wrote is kept, except for the values that setup decides.
final class RegistryStage {
    private final Registry registry;
    private final List<Action> actions = new ArrayList<>();

    private RegistryStage(Registry registry) {
        this.registry = registry;
    }

    /// @param url where containers find the daemon, or empty
    static Stage plan(SetupFacts facts, SetupChoices choices, Registry registry, String url) {
        RegistryStage stage = new RegistryStage(registry);
        List<Finding> findings = new ArrayList<>();
        registry.notes().forEach(note -> findings.add(Finding.info("registry", note)));
        if (choices.refresh()) {
            stage.set("llm.ollama_url", registry.defaults().llm().ollamaUrl(), url);
            stage.set("bridge", registry.defaults().bridge(), facts.bridge().name());
        } else {
            stage.addDefaults(choices, facts.bridge().name());
            stage.addLlm(choices, url);
        }
        if (stage.actions.isEmpty()) {
            findings.add(Finding.good("registry", facts.registryFile() + " has all it needs"));
        } else {
            findings.add(Finding.info("registry", "in " + facts.registryFile()));
        }
        if (!choices.refresh()) {
            stage.addMarker(facts);
        }
        return new Stage(Step.REGISTRY, "Registry", findings, stage.actions, null);
    }

    private void addDefaults(SetupChoices choices, String bridge) {
        Defaults now = registry.defaults();
        Defaults wanted = choices.basics();
        fill("repos_root", now.reposRoot(), wanted.reposRoot());
        fill("backup_root", now.backupRoot(), wanted.backupRoot());
        fill("incus_project", now.incusProject(), wanted.incusProject());
        fill("default_image", now.defaultImage(), wanted.defaultImage());
        List<String> profiles = profiles(choices);
        if (!profiles.equals(now.profiles()) || isUnwritten("profiles")) {
            edit("profiles", new Value.Texts(profiles));
        }
        set("claude_share_profile", now.claudeShareProfile(), choices.claudeShareProfile());
        set("bridge", now.bridge(), bridge);
    }

    private List<String> profiles(SetupChoices choices) {
        Defaults now = registry.defaults();
        Set<String> profiles = new LinkedHashSet<>();
        for (String profile : now.profiles()) {
            profiles.add(profile.equals(now.claudeShareProfile()) ? choices.claudeShareProfile() : profile);
        }
        if (choices.llm()) {
            profiles.add(NewSettings.LLM_PROFILE);
        } else if (now.llm().enabled()) {
            profiles.remove(NewSettings.LLM_PROFILE);
        }
        return new ArrayList<>(profiles);
    }

    private void addLlm(SetupChoices choices, String url) {
        Llm now = registry.defaults().llm();
        if (!choices.llm()) {
            if (now.enabled()) {
                edit("llm.enabled", new Value.Flag(false));
            }
            return;
        }
        if (!now.enabled()) {
            edit("llm.enabled", new Value.Flag(true));
        }
        if (isUnwritten("llm.hermes_default")) {
            edit("llm.hermes_default", new Value.Flag(now.hermesDefault()));
        }
        set("llm.ollama_url", now.ollamaUrl(), url);
        if (choices.wiring() != now.wiring()) {
            edit("llm.wiring", new Value.Text(choices.wiring().name().toLowerCase(Locale.ROOT)));
        }
        if (isUnwritten("llm.hermes_seed")) {
            edit("llm.hermes_seed", new Value.Texts(now.hermesSeed()));
        }
    }

    private void addMarker(SetupFacts facts) {
        RootFact root = facts.backupRoot();
        if (!isShare(root, facts.user().home()) || root.marker() || facts.backsUpIntoItself()) {
            return;
        }
        actions.add(new MarkBackupRoot(root.folder().path(), false));
    }

    /// Whether a separate file system is mounted there, not the one of `/` or of the home folder: an empty
    /// mount point must never be mistaken for the share itself.
    static boolean isShare(RootFact root, String home) {
        boolean own = !root.mount().equals("/") && !Path.of(home).startsWith(root.mount());
        return root.answers() && root.there() && !root.mount().isEmpty() && own;
    }

    private void fill(String key, String now, String wanted) {
        if (isUnwritten(key) || !now.equals(wanted)) {
            edit(key, new Value.Text(wanted));
        }
    }

    private void set(String key, String now, String wanted) {
        if (!Objects.equals(now, wanted)) {
            edit(key, new Value.Text(wanted));
        }
    }

    private boolean isUnwritten(String key) {
        return !registry.written().contains("defaults." + key);
    }

    private void edit(String key, Value value) {
        actions.add(new EditRegistry(new RegistryEdit.Set("defaults." + key, value)));
    }
}
