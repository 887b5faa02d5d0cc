package dev.repoman.plan.drift;

import static dev.repoman.plan.drift.DriftCase.NEW;
import static dev.repoman.plan.drift.DriftCase.REPAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of drift: made in a world in memory, and found.
class DriftFinderTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void isFoundWithItsMend(Kind kind) {
        DriftWorld world = new DriftWorld();
        DriftCase.of(kind).make().accept(world);
        List<Drift> drifts = world.drift();
        assertThat(drifts).as("%s", drifts).hasSize(1);
        Drift drift = drifts.getFirst();
        assertThat(drift.kind()).isEqualTo(kind);
        assertThat(drift.what()).isEqualTo(DriftCase.of(kind).what());
        assertThat(drift.remedy()).isEqualTo(DriftCase.of(kind).fix());
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
