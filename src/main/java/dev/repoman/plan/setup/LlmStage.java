package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.CreateProfile;
import dev.repoman.plan.Action.ReplaceProfile;
import dev.repoman.plan.Finding;
import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.life.Hermes;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stage 4: containers reach the model daemon of the host.
final class LlmStage {
    static final String TITLE = "Local models (" + NewSettings.LLM_PROFILE + ")";

    private static final String DROP_IN = "/etc/systemd/system/ollama.service.d";

    private LlmStage() {}

    /// @param url where containers find the daemon; empty if the stage is blocked or skipped
    record Outcome(Stage stage, String url) {}

    static Outcome leftOut(SetupChoices choices) {
        String how = choices.asksLlm() ? "repoman setup --with-llm adds them at any time" : "skipped, as you asked";
        return new Outcome(new Stage(Step.LLM, TITLE, List.of(Finding.info("llm", how)), List.of(), null), "");
    }

    /// @param known `ollama_url` of the registry: the one to prefer if several addresses answer
    static Outcome plan(SetupFacts facts, SetupChoices choices, String known, LlmTemplate template) {
        List<Finding> findings = new ArrayList<>();
        Health health;
        try {
            health = switch (choices.wiring()) {
                case LAN -> lan(facts, known, findings);
                case PROXY -> loopback(facts.ollama());
            };
            addHermes(facts, choices, findings);
            Profile wanted = template.fill(choices.wiring(), health.address());
            findings.addFirst(Finding.good("ollama", "ollama " + health.detail() + " answers at " + health.url()));
            List<Action> actions = new ArrayList<>();
            addProfile(facts, choices, wanted, actions, findings);
            return new Outcome(new Stage(Step.LLM, TITLE, findings, actions, null), health.url());
        } catch (RepomanException blocker) {
            return new Outcome(new Stage(Step.LLM, TITLE, findings, List.of(), blocker), "");
        }
    }

    private static void addProfile(
            SetupFacts facts, SetupChoices choices, Profile wanted, List<Action> actions, List<Finding> findings) {
        IncusProject project = choices.incusProject();
        String bin = facts.ollama().binary();
        if (!OllamaFact.SHARED_BINARY.equals(bin)) {
            findings.add(Finding.info(
                    "ollama-program",
                    "the ollama program is "
                            + (bin == null ? "not installed" : "at " + bin + ", not at " + OllamaFact.SHARED_BINARY)
                            + ": containers get no ollama command, but still reach the daemon"));
        }
        Optional<Profile> there = facts.incus().profile(wanted.name());
        if (there.isEmpty()) {
            actions.add(new CreateProfile(project, wanted));
            return;
        }
        List<String> changes = ProfileChanges.between(there.get(), wanted);
        if (changes.isEmpty()) {
            findings.add(Finding.good("llm-share", "the profile " + wanted.name() + " is up to date"));
            return;
        }
        changes.forEach(change -> findings.add(Finding.info("llm-share", wanted.name() + " differs: " + change)));
        actions.add(new ReplaceProfile(project, wanted, there.get().etag(), changes));
    }

    private static Health lan(SetupFacts facts, String known, List<Finding> findings) {
        BridgeFact bridge = facts.bridge();
        checkBridge(bridge);
        List<Health> answers = facts.ollama().lan();
        Health health = answers.stream()
                .filter(Health::ok)
                .filter(h -> h.url().equals(known))
                .findFirst()
                .or(() -> answers.stream().filter(Health::ok).findFirst())
                .orElseThrow(() -> notOnTheLan(facts.ollama(), bridge));
        if (answers.size() > 1) {
            findings.add(Finding.info(
                    "bridge",
                    bridge.name() + " has several addresses (" + String.join(", ", bridge.ipv4()) + "); containers use "
                            + health.address()));
        }
        return health;
    }

    private static void checkBridge(BridgeFact bridge) {
        String hint = "name another bridge with --bridge, or go without an address on the LAN:"
                + " repoman setup --with-llm --llm-wiring proxy";
        if (!bridge.there()) {
            throw new RepomanException(Fault.ENVIRONMENT, "the bridge " + bridge.name() + " does not exist", hint);
        }
        if (!bridge.up()) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "the bridge " + bridge.name() + " is down",
                    "sudo ip link set " + bridge.name() + " up");
        }
        if (bridge.ipv4().isEmpty()) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "the bridge " + bridge.name() + " has no IPv4 address" + (bridge.ipv6() ? ", only IPv6 ones" : ""),
                    hint);
        }
    }

    private static Health loopback(OllamaFact ollama) {
        Health health = ollama.loopback();
        if (!health.ok()) {
            throw silent(health, "ollama", "start it: sudo systemctl start ollama; or skip it: --without-llm");
        }
        return health;
    }

    private static RepomanException notOnTheLan(OllamaFact ollama, BridgeFact bridge) {
        Health lan = ollama.lan().stream()
                .filter(h -> h.state() != OllamaFact.State.NOTHING)
                .findFirst()
                .orElse(ollama.lan().getFirst());
        if (lan.state() == OllamaFact.State.NOTHING && ollama.loopback().ok()) {
            return new RepomanException(
                    Fault.ENVIRONMENT,
                    "ollama answers on loopback only, not at " + lan.url() + " (" + bridge.name() + ")",
                    """
                    keep it to this host: repoman setup --with-llm --llm-wiring proxy
                    or, where all of the LAN may use it, paste these lines and run repoman setup again:
                    sudo mkdir -p %s
                    printf '[Service]\\nEnvironment="OLLAMA_HOST=0.0.0.0:%d"\\n' | sudo tee %s/repoman.conf
                    sudo systemctl daemon-reload
                    sudo systemctl restart ollama""".formatted(DROP_IN, OllamaFact.PORT, DROP_IN));
        }
        return silent(lan, "ollama", "see sudo systemctl status ollama; or skip local models: --without-llm");
    }

    private static RepomanException silent(Health health, String who, String hint) {
        String what = switch (health.state()) {
            case OK, NOTHING -> who + " is not reachable at " + health.url() + ": nothing listens there";
            case SLOW -> who + " is not reachable at " + health.url() + ": " + health.detail();
            case WRONG -> "what answers at " + health.url() + " is not ollama: " + health.detail();
        };
        return new RepomanException(Fault.ENVIRONMENT, what, hint);
    }

    private static void addHermes(SetupFacts facts, SetupChoices choices, List<Finding> findings) {
        SetupFacts.HermesFact hermes = facts.hermes();
        if (choices.refresh()) {
            return;
        }
        if (hermes.launcher() == null || !hermes.data()) {
            String lacks = hermes.launcher() == null ? "hermes is not installed" : "hermes has no data folder yet";
            findings.add(Finding.info(
                    "hermes",
                    lacks + "; its guide: https://hermes-agent.nousresearch.com/docs (only new --hermes needs it)"));
        } else {
            findings.add(Finding.good(
                    "hermes",
                    "hermes keeps its data in " + facts.user().contract(hermes.home())
                            + "; new --hermes gives a container a copy"));
        }
        String image = hermes.image();
        if (image != null) {
            findings.add(Finding.good(
                    "hermes-image",
                    "the image " + Hermes.IMAGE + " has hermes" + (image.isEmpty() ? "" : " " + image) + " in it"));
        } else if (hermes.launcher() != null || hermes.data()) {
            findings.add(Finding.info(
                    "hermes-image", "new --hermes needs an image with hermes in it: repoman image build hermes"));
        }
    }
}
