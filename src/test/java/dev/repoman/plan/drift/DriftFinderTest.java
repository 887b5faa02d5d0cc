package dev.repoman.plan.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.plan.Action;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.Drift.Fix;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of drift: made in a world in memory, found, and fixed by `repair` where it says so.
class DriftFinderTest {
    private static final String NEW = "repoman remove demo, then repoman new demo";
    private static final String SAME = NEW + " --image tiny";
    private static final String REPAIR = "repoman repair demo";

    /// How a kind comes about, and what `status` says to it.
    private record Case(Consumer<DriftWorld> make, String what, String fix) {}

    private static Case of(Kind kind) {
        return switch (kind) {
            case CONTAINER_MISSING -> new Case(w -> w.there = false, "the container does not exist", REPAIR);
            case ORPHAN -> new Case(w -> w.entry = null, "the container has no registry entry", "repoman adopt demo");
            case FOREIGN ->
                new Case(
                        w -> w.config.remove("user.repoman.repo"),
                        "the container of that name is not the one that repoman created",
                        "repoman remove demo removes the entry and keeps the container");
            case OVERRIDE_UNREADABLE -> new Case(w -> w.unreadable = true, "demo.toml:1: no", "fix that file");
            case IMAGE ->
                new Case(
                        w -> w.config.put("user.repoman.image", "old"),
                        "the container was created from old, the registry says tiny",
                        SAME + " (nothing else changes the image of a container)");
            case IMAGE_OVERRIDE ->
                new Case(
                        w -> w.image = Optional.of("other"),
                        "repos.d/demo.toml says image other, the registry tiny",
                        NEW);
            case PROFILES_OVERRIDE ->
                new Case(
                        w -> w.overrideProfiles = Optional.of(List.of("default", "two words")),
                        "repos.d/demo.toml says profiles default, two words, the registry default, claude-share",
                        "repoman config set project.demo.profiles default 'two words', then repoman repair demo");
            case BACKUP_OVERRIDE ->
                new Case(
                        w -> {
                            w.backup = Optional.of(true);
                            w.entryBackup = false;
                        },
                        "repos.d/demo.toml says backup = true, the registry false",
                        "repoman config set project.demo.backup true");
            case HERMES_OVERRIDE ->
                new Case(
                        w -> w.overrideHermes = Optional.of(true),
                        "repos.d/demo.toml says hermes enabled = true, the registry hermes = false",
                        NEW);
            case PROFILE_GONE ->
                new Case(
                        w -> {
                            w.known.remove("claude-share");
                            w.profiles.remove("claude-share");
                        },
                        "the profile claude-share does not exist",
                        "repoman setup says how to create it");
            case PROFILE_MISSING ->
                new Case(
                        w -> w.profiles.remove("claude-share"), "the container lacks the profile claude-share", REPAIR);
            case PROFILE_EXTRA ->
                new Case(
                        w -> w.profiles.add("mine"),
                        "the container has the profile mine, which is not configured",
                        REPAIR);
            case PROFILE_ORDER ->
                new Case(
                        w -> w.profiles.addFirst(w.profiles.removeLast()),
                        "the container has its profiles in the order claude-share, default, the registry in default,"
                                + " claude-share",
                        REPAIR);
            case REPO_DEVICE_MISSING ->
                new Case(w -> w.devices.remove("repo"), "the container lacks the device repo", REPAIR);
            case REPO_DEVICE_CHANGED ->
                new Case(
                        w -> w.devices.put(
                                "repo",
                                Device.of(Map.of("type", "disk", "source", "/x", "path", "/home/dev/repos/demo"))),
                        "the device repo is not as it should be: it has no shift=true; source is /x, not"
                                + " /home/dev/repos/demo",
                        REPAIR);
            case HERMES_DEVICE_MISSING ->
                new Case(DriftWorld::withHermes, "the container lacks the device hermes-state", REPAIR);
            case HERMES_DEVICE_CHANGED ->
                new Case(
                        w -> {
                            w.withHermes();
                            w.devices.put("hermes-state", Device.shared("/home/dev/.hermes"));
                        },
                        "the device hermes-state is not as it should be: source is /home/dev/.hermes, not "
                                + DriftWorld.DATA,
                        REPAIR);
            case HERMES_DEVICE_EXTRA ->
                new Case(
                        w -> w.devices.put("hermes-state", Device.shared("/h")),
                        "the container has the device hermes-state, the registry says hermes = false",
                        REPAIR);
            case DEVICE_STALE ->
                new Case(
                        w -> w.stale.add("repo"),
                        "the container still shows the old folder ~/repos/demo, which was deleted or moved; what is"
                                + " written there is not in the new one",
                        REPAIR);
            case HOME_FOLDER_OF_ROOT ->
                new Case(
                        w -> w.ofRoot = "/home/dev/.local/share",
                        "inside, ~/.local/share belongs to root: it was created for a mount point",
                        REPAIR);
            case OVERRIDE_DEVICE_MISSING ->
                new Case(
                        w -> w.overrideDevices.put("kvm", Map.of("type", "unix-char")),
                        "the container lacks the device kvm of repos.d/demo.toml",
                        REPAIR);
            case OVERRIDE_DEVICE_CHANGED ->
                new Case(
                        w -> {
                            w.overrideDevices.put(
                                    "c", Map.of("type", "disk", "source", "~/c", "path", "/c", "required", "false"));
                            w.devices.put(
                                    "c", Device.of(Map.of("type", "disk", "source", "/home/dev/c", "path", "/c")));
                        },
                        "the device c is not as it should be: it has no required=false",
                        REPAIR);
            case DEVICE_EXTRA ->
                new Case(
                        w -> w.devices.put("gpu", Device.of(Map.of("type", "gpu"))),
                        "the container has the device gpu (type=gpu), which is not configured",
                        REPAIR);
            case VARIABLE_MISSING ->
                new Case(
                        w -> w.variables.put("A", "b"),
                        "repos.d/demo.toml says A = \"b\", the container does not",
                        REPAIR);
            case VARIABLE_CHANGED ->
                new Case(
                        w -> {
                            w.variables.put("A", "b");
                            w.config.put("environment.A", "c");
                        },
                        "repos.d/demo.toml says A = \"b\", the container \"c\"",
                        REPAIR);
            case VARIABLE_EXTRA ->
                new Case(
                        w -> w.config.put("environment.A", "c"),
                        "the container has the variable A, which is not configured",
                        REPAIR);
            case CONTAINMENT ->
                new Case(
                        w -> {
                            w.overrideContainment = Optional.of(Containment.GUARDED);
                            w.nic = true;
                        },
                        "the container is not guarded: the interface eth0 is its profile's",
                        REPAIR);
            case HOST_REACHED ->
                new Case(
                        w -> w.reachesHost = true,
                        "the container is guarded, and reaches services of this host all the same: root's rules are"
                                + " missing",
                        "repoman setup shows the lines for root");
            case IDENTITY ->
                new Case(w -> w.identityDiffers = true, "git inside does not have the identity of the host", REPAIR);
            case SUDO ->
                new Case(
                        w -> {
                            w.sudo = false;
                            w.sudoWorks = true;
                        },
                        "repos.d/demo.toml says sudo = false, and inside dev can become root",
                        REPAIR);
            case SETTING_MISSING ->
                new Case(
                        w -> w.overrideConfig.put("limits.cpu", "2"),
                        "repos.d/demo.toml says limits.cpu = \"2\", the container does not",
                        REPAIR);
            case SETTING_CHANGED ->
                new Case(
                        w -> {
                            w.overrideConfig.put("limits.memory", "2GiB");
                            w.config.put("limits.memory", "1GiB");
                        },
                        "repos.d/demo.toml says limits.memory = \"2GiB\", the container \"1GiB\"",
                        REPAIR);
            case SETTING_EXTRA ->
                new Case(
                        w -> w.config.put("limits.cpu", "2"),
                        "the container has limits.cpu = \"2\", which is not configured",
                        REPAIR);
            case KEY_MISSING ->
                new Case(
                        w -> w.config.remove("user.repoman.image"),
                        "the container lacks the key user.repoman.image",
                        REPAIR);
            case KEY_CHANGED ->
                new Case(
                        w -> w.config.put("user.repoman.user", "eve"),
                        "the container's key user.repoman.user says eve, not dev",
                        REPAIR);
            case REPOSITORY_MISSING ->
                new Case(
                        w -> {
                            w.folder = FolderFact.Kind.MISSING;
                            w.lastSync = "2026-01-01T00:00:00Z";
                        },
                        "the repository ~/repos/demo does not exist",
                        "repoman restore demo");
            case REPOSITORY_UNREADABLE ->
                new Case(
                        w -> w.folder = FolderFact.Kind.UNREADABLE,
                        "the repository ~/repos/demo cannot be read, or does not answer",
                        "see its owner, its mode and its mount: ls -ld /home/dev/repos/demo");
            case REPOSITORY_NESTED ->
                new Case(
                        w -> w.within = "the repository of outer",
                        "the repository ~/repos/demo lies in the repository of outer: its agent can put a link to any"
                                + " folder of this host in its place",
                        "move it out of there, and name the new folder in the registry: repoman config edit");
            case HERMES_DATA_MISSING ->
                new Case(
                        w -> {
                            w.withHermes();
                            w.devices.put("hermes-state", Hermes.device(DriftWorld.DATA, DriftWorld.DEV));
                            w.data = FolderFact.Kind.MISSING;
                        },
                        "the hermes data ~/.local/share/repoman/hermes/demo does not exist",
                        REPAIR + ", then repoman hermes reseed demo");
            case LLM_ADDRESS ->
                new Case(
                        w -> {
                            w.withModels();
                            w.ollamaHost = "http://192.0.2.9:11434";
                        },
                        "containers look for ollama at http://192.0.2.9:11434, the registry says"
                                + " http://192.0.2.1:11434",
                        "repoman setup --refresh");
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isFoundWithItsMend(Kind kind) {
        DriftWorld world = new DriftWorld();
        of(kind).make().accept(world);
        List<Drift> drifts = world.drift();
        assertThat(drifts).as("%s", drifts).hasSize(1);
        Drift drift = drifts.getFirst();
        assertThat(drift.kind()).isEqualTo(kind);
        assertThat(drift.what()).isEqualTo(of(kind).what());
        assertThat(drift.remedy()).isEqualTo(of(kind).fix());
        assertThat(drift.finding().code()).isEqualTo(kind.code());
        assertThat(drift.fix() != null || kind == Kind.CONTAINER_MISSING)
                .as("repair is named where it helps")
                .isEqualTo(drift.remedy().startsWith(REPAIR));
        assertThat(kind.word().length()).isLessThanOrEqualTo(12);
        assertThat(kind.code()).matches("[a-z-]+");
    }

    @Test
    void aSoundProjectHasNone() {
        assertThat(new DriftWorld().drift()).isEmpty();
        DriftWorld all = new DriftWorld();
        all.withHermes();
        all.withModels();
        all.devices.put("hermes-state", Hermes.device(DriftWorld.DATA, DriftWorld.DEV));
        all.devices.put("root", Device.of(Map.of("type", "disk", "path", "/", "pool", "p", "size", "20GiB")));
        all.variables.put("EMPTY", "");
        assertThat(all.drift()).isEmpty();
    }

    /// What `new` makes is what drift is measured by.
    @Test
    void aFreshContainerHasNone() {
        DriftWorld world = new DriftWorld();
        world.variables.put("A", "b");
        world.overrideDevices.put("c", Map.of("type", "disk", "source", "~/c", "path", "~/c"));
        world.takeShapeOfNew();
        assertThat(world.config).containsEntry("environment.A", "b");
        assertThat(world.drift()).isEmpty();
    }

    /// Any mixture of kinds: after `repair` nothing is left that it could fix, and its second run plans
    /// nothing.
    @Test
    void localModelsAreNotAskedThroughAProxy() {
        DriftWorld world = new DriftWorld();
        world.variables.put("HTTPS_PROXY", "http://proxy:3128");
        world.config.put("environment.HTTPS_PROXY", "http://proxy:3128");
        assertThat(world.drift()).isEmpty();
        world.withModels();
        assertThat(world.drift())
                .extracting(Drift::what)
                .contains("repos.d/demo.toml has a proxy, so that local models need NO_PROXY ="
                        + " \"192.0.2.1,localhost,127.0.0.1\", the container does not");
        world.apply(new RepairPlanner().plan(world.facts(), world.drift()));
        assertThat(world.drift()).isEmpty();
        world.variables.put("no_proxy", "*");
        assertThat(world.drift()).extracting(Drift::kind).contains(Kind.VARIABLE_CHANGED);
    }

    @Test
    void repairMendsAllThatItSays() {
        Random random = new Random(20261122);
        Set<Kind> beyond = EnumSet.of(Kind.CONTAINER_MISSING, Kind.ORPHAN, Kind.FOREIGN, Kind.OVERRIDE_UNREADABLE);
        List<Kind> kinds = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(beyond)));
        for (int run = 0; run < 500; run++) {
            DriftWorld world = new DriftWorld();
            for (int i = 0; i <= random.nextInt(8); i++) {
                of(kinds.get(random.nextInt(kinds.size()))).make().accept(world);
            }
            List<Drift> before = world.drift();
            List<Drift> hopeless = before.stream().filter(d -> d.fix() == null).toList();
            Plan plan = new RepairPlanner().plan(world.facts(), before);
            assertThat(plan.notes())
                    .containsAll(hopeless.stream().map(Drift::toString).toList());
            world.apply(plan);
            assertThat(world.drift()).as("%s\n%s", before, plan).isEqualTo(hopeless);
            assertThat(new RepairPlanner().plan(world.facts(), world.drift()).actions())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ORPHAN", "FOREIGN"})
    void withoutAContainerOfOursThereIsNothingToRepair(Kind kind) {
        DriftWorld world = new DriftWorld();
        of(kind).make().accept(world);
        RepomanException e = catchThrowableOfType(
                RepomanException.class, () -> new RepairPlanner().plan(world.facts(), world.drift()));
        assertThat(e.what()).isEqualTo("demo cannot be repaired: " + of(kind).what());
        assertThat(e.hint()).isEqualTo(of(kind).fix());
        assertThat(e.fault()).isEqualTo(kind == Kind.FOREIGN ? Fault.REFUSED : Fault.FAILED);
    }

    @Test
    void onlyWhatTakesAwayIsAskedAbout() {
        Set<Kind> asked = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            DriftWorld world = new DriftWorld();
            of(kind).make().accept(world);
            List<Drift> drifts = world.drift();
            if (drifts.stream().anyMatch(d -> d.fix() instanceof Fix.Change)
                    && RepairPlanner.takesAway(new RepairPlanner().plan(world.facts(), drifts))) {
                asked.add(kind);
            }
        }
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        Kind.PROFILE_EXTRA,
                        Kind.DEVICE_EXTRA,
                        Kind.HERMES_DEVICE_EXTRA,
                        Kind.VARIABLE_EXTRA,
                        Kind.SETTING_EXTRA);
    }

    /// What `new` would choose by itself needs no flag.
    @Test
    void aContainerIsMadeAnewAsItsEntrySays() {
        DriftWorld world = new DriftWorld();
        world.config.put("user.repoman.image", "another");
        world.image = Optional.of("tiny");
        assertThat(remake(world)).isEqualTo(NEW);
        world.entryBackup = false;
        world.repo = "group/a b";
        assertThat(remake(world)).isEqualTo(NEW + " --repo 'group/a b' --no-backup");
        world.repo = "demo";
        world.entryBackup = true;
        world.withModels();
        assertThat(remake(world)).isEqualTo(NEW + " --llm");
        world.withHermes();
        assertThat(remake(world)).isEqualTo(NEW + " --hermes");
        world.image = Optional.empty();
        assertThat(remake(world)).isEqualTo(NEW + " --hermes --image tiny");
        world.entryProfiles = List.of("mine", "default", "llm-share");
        assertThat(remake(world))
                .isEqualTo(NEW + " --hermes --profile mine --profile default --profile llm-share --image tiny");
    }

    private static String remake(DriftWorld world) {
        return world.drift().stream()
                .filter(drift -> drift.kind() == Kind.IMAGE)
                .map(Drift::remedy)
                .collect(Collectors.joining())
                .replace(" (nothing else changes the image of a container)", "");
    }

    /// The manual has a line on each.
    @Test
    void everyKindIsInTheManual() throws IOException {
        assertThat(Path.of("docs/status.md"))
                .content()
                .contains(Arrays.stream(Kind.values())
                        .map(kind -> "`" + kind.code() + "`")
                        .toList());
    }

    @Test
    void aDeviceWhoseFolderIsGoneWaitsForTheFolder() {
        DriftWorld world = new DriftWorld();
        world.running = false;
        world.devices.remove("repo");
        world.folder = FolderFact.Kind.MISSING;
        world.lastSync = "2026-01-01T00:00:00Z";
        assertThat(world.drift())
                .extracting(Drift::remedy)
                .containsExactly("repoman restore demo", "repoman restore demo, then repoman repair demo");
        assertThat(new RepairPlanner().plan(world.facts(), world.drift()).actions())
                .isEmpty();
    }

    /// A mount point of another parent than before: Incus makes the parent as root.
    @Test
    void newParentsAreGivenToTheUser() {
        DriftWorld world = new DriftWorld();
        world.overrideDevices.put("c", Map.of("type", "disk", "source", "~/c", "path", "~/deep/er/c"));
        assertThat(new RepairPlanner().plan(world.facts(), world.drift()).actions())
                .hasExactlyElementsOfTypes(Action.ReshapeInstance.class, Action.ProvisionUser.class);
        world.running = false;
        assertThat(new RepairPlanner().plan(world.facts(), world.drift()).actions())
                .hasExactlyElementsOfTypes(Action.ReshapeInstance.class);
    }

    @Test
    void whatWasNeverStartedIsCarriedOnWith() {
        DriftWorld world = new DriftWorld();
        world.entry = null;
        world.running = false;
        world.config.remove("volatile.last_state.power");
        assertThat(world.drift())
                .extracting(Drift::toString)
                .containsExactly(
                        "the container has no registry entry: its creation was interrupted; to fix it: repoman new"
                                + " demo");
        world.config.put("user.repoman.repo", "/home/dev/repos/a b");
        assertThat(world.drift().getFirst().remedy()).isEqualTo("repoman new demo --repo 'a b'");
    }

    /// The root disk comes from a profile; only its size is a project's own.
    @Test
    void theSizeOfTheRootDiskIsComparedAndRepaired() {
        DriftWorld world = new DriftWorld();
        world.devices.put("root", Device.of(Map.of("type", "disk", "path", "/", "pool", "p", "size", "5GiB")));
        assertThat(world.drift()).isEmpty();
        world.disk = Optional.of("20GiB");
        assertThat(world.drift())
                .extracting(Drift::what)
                .containsExactly("repos.d/demo.toml says limits.disk = \"20GiB\", the container \"5GiB\"");
        world.apply(new RepairPlanner().plan(world.facts(), world.drift()));
        assertThat(world.devices.get("root").options())
                .containsEntry("size", "20GiB")
                .containsEntry("pool", "p");
        assertThat(world.drift()).isEmpty();
    }

    /// It is closed at both ends, and its name on the host stays.
    @Test
    void aGuardedInterfaceIsComparedWithItsProfile() {
        DriftWorld world = new DriftWorld();
        world.nic = true;
        assertThat(world.drift()).isEmpty();
        world.overrideContainment = Optional.of(Containment.GUARDED);
        world.apply(new RepairPlanner().plan(world.facts(), world.drift()));
        Device guarded = world.devices.get("eth0");
        assertThat(guarded.options())
                .containsEntry("security.port_isolation", "true")
                .containsEntry("security.mac_filtering", "true")
                .containsEntry("parent", "br0")
                .hasEntrySatisfying("host_name", name -> assertThat(name).matches("rmg[0-9a-f]{12}"));
        assertThat(world.drift()).isEmpty();
        world.devices.put(
                "eth0", guarded.with("security.mac_filtering", "false").with("host_name", "rmg1"));
        assertThat(world.drift())
                .extracting(Drift::what)
                .containsExactly("the container is not guarded: of the interface eth0, security.mac_filtering is false,"
                        + " not true");
        world.overrideContainment = Optional.of(Containment.OPEN);
        assertThat(world.drift()).extracting(Drift::kind).containsExactly(Kind.DEVICE_EXTRA);
        world.apply(new RepairPlanner().plan(world.facts(), world.drift()));
        assertThat(world.devices).doesNotContainKey("eth0");
    }
}
