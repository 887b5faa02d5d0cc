package dev.repoman.plan.setup;

import static dev.repoman.plan.setup.SetupWorld.not;
import static dev.repoman.plan.setup.SetupWorld.ok;
import static dev.repoman.plan.setup.SetupWorld.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.Golden;
import dev.repoman.plan.Action;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.project.Device;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.RegistryEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// All that can be there, be missing or be different, against all that can be asked for.
class SetupCrossProductTest {
    private static final Axis PROJECT = new Axis()
            .or("no-project", w -> {})
            .or("bare-project", w -> {
                w.project = Map.of("features.images", "false");
                w.put(profile("default", Map.of(), Map.of()));
            })
            .or("project", w -> {
                w.project = Map.of("features.images", "false");
                w.put(profile("default", Map.of(), Map.of("root", SetupWorld.ROOT, "eth0", SetupWorld.NIC)));
            });

    private static final Axis CLAUDE_SHARE = new Axis()
            .or("no-share", w -> {})
            .or(
                    "wrong-share",
                    w -> w.put(profile("claude-share", Map.of(), Map.of("bin", Device.shared("/home/dev/.claude")))))
            .or("share", w -> w.put(profile("claude-share", Map.of(), Map.of("bin", SetupWorld.BIN))));

    private static final Axis LLM_SHARE = new Axis()
            .or("no-llm-share", w -> {})
            .or("stale", w -> w.put(SetupWorld.TEMPLATE.fill(Wiring.LAN, "192.0.2.9")))
            .or(
                    "edited",
                    w -> w.put(profile(
                            NewSettings.LLM_PROFILE,
                            Map.of("environment.OLLAMA_HOST", "http://192.0.2.1:11434", "limits.cpu", "2"),
                            Map.of("mine", Device.shared("/srv")))))
            .or("current", w -> w.put(SetupWorld.TEMPLATE.fill(Wiring.LAN, "192.0.2.1")));

    private static final Axis OLLAMA = new Axis()
            .or("on-lan", w -> {})
            .or("on-loopback", w -> w.lan = List.of(not("192.0.2.1", State.NOTHING)))
            .or("slow", w -> w.lan = List.of(not("192.0.2.1", State.SLOW)))
            .or("html", w -> w.lan = List.of(not("192.0.2.1", State.WRONG)))
            .or("silent", w -> {
                w.binary = null;
                w.loopback = not("127.0.0.1", State.NOTHING);
                w.lan = List.of(not("192.0.2.1", State.NOTHING));
            })
            .or("no-bridge", w -> {
                w.bridge = BridgeFact.absent("br0");
                w.lan = List.of();
            })
            .or("two-addresses", w -> {
                w.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.7", "192.0.2.1"), false);
                w.lan = List.of(not("192.0.2.7", State.NOTHING), ok("192.0.2.1"));
            });

    private static final Axis REGISTRY = new Axis()
            .or("no-registry", w -> {})
            .or("enabled", w -> {
                for (String key : List.of("enabled = true", "ollama_url")) {
                    boolean flag = key.startsWith("enabled");
                    w.apply(new Action.EditRegistry(new RegistryEdit.Set(
                            "defaults.llm." + key.split(" ")[0],
                            flag
                                    ? new RegistryEdit.Value.Flag(true)
                                    : new RegistryEdit.Value.Text("http://192.0.2.9:11434"))));
                }
            })
            .or(
                    "own-profiles",
                    w -> w.apply(new Action.EditRegistry(new RegistryEdit.Set(
                            "defaults.profiles",
                            new RegistryEdit.Value.Texts(List.of("default", "claude-share", "mine"))))));

    private static final Map<String, SetupRequest> REQUESTS = new LinkedHashMap<>();

    static {
        REQUESTS.put("default", new SetupRequest(null, null, null, null, false));
        REQUESTS.put("with", new SetupRequest(true, null, null, null, false));
        REQUESTS.put("without", new SetupRequest(false, null, null, null, false));
        REQUESTS.put("proxy", new SetupRequest(null, null, null, Wiring.PROXY, false));
        REQUESTS.put("refresh", new SetupRequest(null, null, null, null, true));
    }

    /// One thing that can be so or so.
    private static final class Axis extends LinkedHashMap<String, Consumer<SetupWorld>> {
        Axis or(String label, Consumer<SetupWorld> how) {
            put(label, how);
            return this;
        }
    }

    private static SetupWorld world(List<Consumer<SetupWorld>> parts) {
        SetupWorld world = new SetupWorld();
        parts.forEach(part -> part.accept(world));
        return world;
    }

    private static void each(List<Axis> axes, BiConsumer<String, List<Consumer<SetupWorld>>> see) {
        each(axes, 0, "", List.of(), see);
    }

    private static void each(
            List<Axis> axes,
            int at,
            String name,
            List<Consumer<SetupWorld>> parts,
            BiConsumer<String, List<Consumer<SetupWorld>>> see) {
        if (at == axes.size()) {
            see.accept(name.strip(), parts);
            return;
        }
        axes.get(at).forEach((label, part) -> {
            // without a project there is nothing in it
            if (!name.contains("no-project")
                    || !List.of(CLAUDE_SHARE, LLM_SHARE).contains(axes.get(at))
                    || label.startsWith("no-")) {
                List<Consumer<SetupWorld>> more = new ArrayList<>(parts);
                more.add(part);
                each(axes, at + 1, name + " " + label, more, see);
            }
        });
    }

    @Test
    void appliedAndPlannedAgainNothingIsLeft() {
        int[] count = {0};
        each(
                List.of(PROJECT, CLAUDE_SHARE, LLM_SHARE, OLLAMA, REGISTRY),
                (name, parts) -> REQUESTS.forEach((asked, request) -> {
                    count[0]++;
                    SetupWorld world = world(parts);
                    SetupPlan first = world.plan(request);
                    first.plan().actions().forEach(world::apply);
                    SetupPlan second = world.plan(request);
                    assertThat(second.plan().actions()).as(name + " " + asked).isEmpty();
                    assertThat(second.blocker() == null).as(name + " " + asked).isEqualTo(first.blocker() == null);
                }));
        assertThat(count[0]).isGreaterThan(1500);
    }

    @Test
    void killedAfterAnyActionTheNextRunDoesTheRest() {
        each(
                List.of(PROJECT, CLAUDE_SHARE, LLM_SHARE, OLLAMA, REGISTRY),
                (name, parts) -> REQUESTS.forEach((asked, request) -> {
                    SetupWorld whole = world(parts);
                    List<Action> actions = whole.plan(request).plan().actions();
                    actions.forEach(whole::apply);
                    for (int killedAfter = 0; killedAfter < actions.size(); killedAfter++) {
                        SetupWorld world = world(parts);
                        actions.subList(0, killedAfter).forEach(world::apply);
                        world.plan(request).plan().actions().forEach(world::apply);
                        String where = name + " " + asked + " killed after " + killedAfter;
                        assertThat(world.defaults).as(where).isEqualTo(whole.defaults);
                        assertThat(world.project).as(where).isEqualTo(whole.project);
                        assertThat(world.profiles.keySet()).as(where).isEqualTo(whole.profiles.keySet());
                        world.profiles.forEach((key, p) -> assertThat(p.sameContent(whole.profiles.get(key)))
                                .as(where)
                                .isTrue());
                    }
                }));
    }

    /// Each outcome once, with how many rows lead to it and which: a line of labels, one column an axis,
    /// stands for all its combinations.
    @Test
    void golden() {
        Map<String, List<List<Set<String>>>> outcomes = new LinkedHashMap<>();
        each(
                List.of(PROJECT, CLAUDE_SHARE, LLM_SHARE, OLLAMA),
                (name, parts) -> REQUESTS.forEach((asked, request) -> {
                    List<Set<String>> row = new ArrayList<>();
                    List.of(name.split(" ")).forEach(label -> row.add(Set.of(label)));
                    row.add(1, Set.of(asked));
                    outcomes.computeIfAbsent(outcome(world(parts).plan(request)), _ -> new ArrayList<>())
                            .add(row);
                }));
        assertThat(outcomes.values().stream().mapToInt(List::size).sum()).isEqualTo(875);
        StringBuilder text = new StringBuilder();
        outcomes.forEach((outcome, rows) -> {
            text.append("%s (%d)\n".formatted(outcome, rows.size()));
            merged(rows)
                    .forEach(row -> text.append("    ")
                            .append(row.stream()
                                    .map(labels -> String.join("|", labels))
                                    .collect(Collectors.joining(" ")))
                            .append('\n'));
        });
        Golden.check("src/test/resources/setup/plans.txt", text.toString());
    }

    private static String outcome(SetupPlan plan) {
        List<String> words = new ArrayList<>();
        plan.plan().actions().forEach(action -> words.add(shortly(action)));
        if (plan.blocker() != null) {
            words.add("✗ " + plan.blocker().what());
        }
        return words.isEmpty() ? "nothing" : String.join(" ", words);
    }

    /// @return the same rows in fewer: those that differ in one column alone become one
    private static List<List<Set<String>>> merged(List<List<Set<String>>> rows) {
        List<List<Set<String>>> left = rows;
        for (int at = 0; at < rows.getFirst().size(); at++) {
            Map<List<Set<String>>, Set<String>> byOthers = new LinkedHashMap<>();
            for (List<Set<String>> row : left) {
                List<Set<String>> others = new ArrayList<>(row);
                Set<String> labels = others.remove(at);
                byOthers.computeIfAbsent(others, _ -> new LinkedHashSet<>()).addAll(labels);
            }
            left = new ArrayList<>();
            for (Map.Entry<List<Set<String>>, Set<String>> some : byOthers.entrySet()) {
                List<Set<String>> row = new ArrayList<>(some.getKey());
                row.add(at, some.getValue());
                left.add(row);
            }
        }
        return left;
    }

    private static String shortly(Action action) {
        return switch (action) {
            case Action.CreateIncusProject _ -> "project";
            case Action.AddProfileDevices add -> "devices" + add.devices().keySet();
            case Action.CreateProfile _ -> "create-llm";
            case Action.ReplaceProfile replace -> "rewrite-llm" + replace.changes();
            case Action.MarkBackupRoot _ -> "marker";
            case Action.EditRegistry(RegistryEdit.Set set) -> set.dottedKey().substring("defaults.".length());
            default -> throw new AssertionError(action);
        };
    }
}
