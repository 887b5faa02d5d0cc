package dev.repoman.plan.setup;

import static dev.repoman.plan.setup.SetupWorld.PLAIN;
import static dev.repoman.plan.setup.SetupWorld.WITH;
import static dev.repoman.plan.setup.SetupWorld.WITHOUT;
import static dev.repoman.plan.setup.SetupWorld.not;
import static dev.repoman.plan.setup.SetupWorld.ok;
import static dev.repoman.plan.setup.SetupWorld.profile;
import static dev.repoman.plan.setup.SetupWorld.said;
import static dev.repoman.plan.setup.SetupWorld.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.Action;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Local models, the bridge at which containers reach them, and hermes.
class LlmStageTest {
    @Test
    void modelsAreTheDefaultWhereOllamaIsInstalledOrTheRegistryHasThem() {
        SetupWorld world = new SetupWorld().prepared();
        world.binary = null;
        assertThat(written(world.plan(PLAIN), "llm.enabled")).isNull();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), false).asksLlm())
                .isTrue();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).llm()).isTrue();
        assertThat(SetupChoices.resolve(WITHOUT, world.registry(), true).asksLlm())
                .isFalse();
        world.plan(WITH).plan().actions().forEach(world::apply);
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), false))
                .returns(true, SetupChoices::llm)
                .returns(false, SetupChoices::asksLlm);
    }

    @Test
    void leavingModelsOutAfterwardsSwitchesThemOff() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        SetupPlan plan = world.plan(WITHOUT);
        assertThat(written(plan, "llm.enabled")).isEqualTo(false);
        assertThat(written(plan, "profiles")).isEqualTo(List.of("default", "claude-share"));
        assertThat(plan.plan().actions()).hasSize(2);
    }

    @Test
    void ofSeveralAddressesTheKnownOneStays() {
        SetupWorld world = new SetupWorld().prepared();
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.7", "192.0.2.1"), false);
        world.lan = List.of(ok("192.0.2.7"), ok("192.0.2.1"));
        assertThat(written(world.plan(WITH), "llm.ollama_url")).isEqualTo("http://192.0.2.7:11434");
        assertThat(said(world.plan(WITH))).anyMatch(t -> t.startsWith("br0 has several addresses"));
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.1", "192.0.2.7"), false);
        world.lan = List.of(ok("192.0.2.1"), ok("192.0.2.7"));
        assertThat(world.plan(WITH).plan().actions()).isEmpty();
    }

    @Test
    void aBridgeThatIsOfNoUse() {
        SetupWorld world = new SetupWorld().prepared();
        world.lan = List.of();
        world.bridge = BridgeFact.absent("br0");
        assertThat(world.plan(WITH).blocker()).hasMessage("the bridge br0 does not exist");
        world.bridge = new BridgeFact("br0", true, false, List.of("192.0.2.1"), false);
        assertThat(world.plan(WITH).blocker()).hasMessage("the bridge br0 is down");
        world.bridge = new BridgeFact("br0", true, true, List.of(), true);
        assertThat(world.plan(WITH).blocker())
                .hasMessage("the bridge br0 has no IPv4 address, only IPv6 ones")
                .extracting(e -> ((RepomanException) e).hint())
                .asString()
                .contains("--llm-wiring proxy");
        assertThat(world.plan(WITHOUT).blocker()).isNull();
        assertThat(world.plan(new SetupRequest(true, null, null, Wiring.PROXY, false))
                        .blocker())
                .isNull();
    }

    @Test
    void anotherBridgeIsRemembered() {
        SetupWorld world = new SetupWorld().prepared();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).bridge())
                .as("the one that containers use")
                .isNull();
        world.bridge = new BridgeFact("lan0", true, true, List.of("192.0.2.1"), false);
        SetupPlan plan = world.plan(WITH);
        assertThat(written(plan, "bridge")).isEqualTo("lan0");
        plan.plan().actions().forEach(world::apply);
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).bridge()).isEqualTo("lan0");
    }

    @Test
    void whereIncusCannotBeAskedNothingIsSaidOfItsBridge() {
        SetupWorld world = new SetupWorld();
        world.trouble = new RepomanException(Fault.ENVIRONMENT, "no Incus", "install it");
        world.bridge = BridgeFact.absent("br0");
        assertThat(said(world.plan(PLAIN))).noneMatch(text -> text.contains("br0"));
    }

    @Test
    void aDaemonOnLoopbackAloneGetsTheSnippet() {
        SetupWorld world = new SetupWorld().prepared();
        world.lan = List.of(not("192.0.2.1", State.NOTHING));
        RepomanException blocker = world.plan(WITH).blocker();
        assertThat(blocker).hasMessage("ollama answers on loopback only, not at http://192.0.2.1:11434 (br0)");
        assertThat(blocker.hint())
                .contains("printf '[Service]\\nEnvironment=\"OLLAMA_HOST=0.0.0.0:11434\"\\n' | sudo tee")
                .contains("sudo systemctl daemon-reload\nsudo systemctl restart ollama");
    }

    @Test
    void changesOfAHandEditAreNamed() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.put(profile(
                "llm-share",
                Map.of("environment.OLLAMA_HOST", "http://192.0.2.9:11434", "limits.cpu", "2"),
                Map.of(
                        "ollama-bin",
                        Device.of(Map.of(
                                "type", "disk", "source", "/x", "path", "/usr/local/bin/ollama", "shift", "true")),
                        "mine",
                        Device.shared("/srv"))));
        SetupPlan plan = world.plan(PLAIN);
        assertThat(plan.plan().actions())
                .singleElement()
                .extracting(a -> ((Action.ReplaceProfile) a).changes())
                .isEqualTo(List.of(
                        "environment.OLLAMA_HOST: http://192.0.2.9:11434 → http://192.0.2.1:11434",
                        "limits.cpu: removed",
                        "device mine: removed",
                        "ollama-bin.source: /x → /usr/local/bin/ollama"));
    }

    @Test
    void theSameInAnotherOrderIsLeftAlone() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        TreeMap<String, Device> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(world.profiles.get("llm-share").devices());
        world.put(new Profile("llm-share", "", world.profiles.get("llm-share").config(), reversed, ""));
        assertThat(world.plan(WITH).plan().actions()).isEmpty();
    }

    @Test
    void refreshNeedsSomethingToRefresh() {
        SetupRequest refresh = new SetupRequest(null, null, null, null, true);
        SetupWorld world = new SetupWorld();
        assertThat(world.plan(refresh).blocker().hint()).isEqualTo("repoman setup");
        world.prepared();
        assertThat(world.plan(refresh).blocker().hint()).isEqualTo("repoman setup --with-llm");
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.8"), false);
        world.lan = List.of(ok("192.0.2.8"));
        SetupPlan plan = world.plan(refresh);
        assertThat(plan.plan().actions()).hasSize(2);
        assertThat(written(plan, "llm.ollama_url")).isEqualTo("http://192.0.2.8:11434");
        world.bridge = new BridgeFact("br1", true, true, List.of("192.0.2.8"), false);
        assertThat(written(world.plan(refresh), "bridge")).isEqualTo("br1");
    }

    /// Stage 4.3: the host's hermes, its data and the image, each there or not.
    @Test
    void whatNewHermesStillNeedsIsSaid() {
        SetupWorld world = new SetupWorld().prepared();
        String home = "/home/dev/.hermes";
        String program = "/home/dev/.local/bin/hermes";
        world.hermes = new SetupFacts.HermesFact(home, false, null, "", null);
        assertThat(said(world.plan(WITH)))
                .anyMatch(text -> text.startsWith("hermes is not installed; its guide: https://"))
                .noneMatch(text -> text.contains("image build"));
        world.hermes = new SetupFacts.HermesFact(home, false, program, "a checkout", null);
        assertThat(said(world.plan(WITH)))
                .anyMatch(text -> text.startsWith("hermes has no data folder yet; its guide: "))
                .anyMatch(text -> text.endsWith("repoman image build hermes"));
        world.hermes = new SetupFacts.HermesFact(home, true, program, "a checkout", "0.21.0");
        assertThat(said(world.plan(WITH)))
                .contains(
                        "hermes keeps its data in ~/.hermes; new --hermes gives a container a copy",
                        "the image repoman-hermes has hermes 0.21.0 in it")
                .noneMatch(text -> text.contains("image build"));
        world.hermes = new SetupFacts.HermesFact(home, true, null, "", "");
        assertThat(said(world.plan(WITH))).contains("the image repoman-hermes has hermes in it");
        assertThat(said(world.plan(WITHOUT))).noneMatch(text -> text.contains("image repoman-hermes"));
    }
}
