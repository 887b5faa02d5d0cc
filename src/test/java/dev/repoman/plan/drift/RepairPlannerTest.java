package dev.repoman.plan.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.plan.Action;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.Drift.Fix;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `repair`, in a world in memory: what it fixes, what it leaves, what it asks about.
class RepairPlannerTest {
    /// Any mixture of kinds: after `repair` nothing is left that it could fix, and its second run plans
    /// nothing.
    @Test
    void repairMendsAllThatItSays() {
        Random random = new Random(20261122);
        Set<Kind> beyond = EnumSet.of(Kind.CONTAINER_MISSING, Kind.ORPHAN, Kind.FOREIGN, Kind.OVERRIDE_UNREADABLE);
        List<Kind> kinds = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(beyond)));
        for (int run = 0; run < 500; run++) {
            DriftWorld world = new DriftWorld();
            for (int i = 0; i <= random.nextInt(8); i++) {
                DriftCase.of(kinds.get(random.nextInt(kinds.size()))).make().accept(world);
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

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ORPHAN", "FOREIGN"})
    void withoutAContainerOfOursThereIsNothingToRepair(Kind kind) {
        DriftWorld world = new DriftWorld();
        DriftCase.of(kind).make().accept(world);
        RepomanException e = catchThrowableOfType(
                RepomanException.class, () -> new RepairPlanner().plan(world.facts(), world.drift()));
        assertThat(e.what())
                .isEqualTo("demo cannot be repaired: " + DriftCase.of(kind).what());
        assertThat(e.hint()).isEqualTo(DriftCase.of(kind).fix());
        assertThat(e.fault()).isEqualTo(kind == Kind.FOREIGN ? Fault.REFUSED : Fault.FAILED);
    }

    @Test
    void onlyWhatTakesAwayIsAskedAbout() {
        Set<Kind> asked = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            DriftWorld world = new DriftWorld();
            DriftCase.of(kind).make().accept(world);
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
}
