package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.effect.NotApplied;
import dev.repoman.project.Device;
import dev.repoman.project.Profile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the port promises, and what its in-memory stand-in has to keep: the same bodies run on both.
abstract class IncusContract extends InstanceContract {
    @Test
    void tellsItsVersion() {
        assertThat(incus.server(remote()).version()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void aMissingProject() {
        assertThat(incus.project(named("nosuch"))).isEmpty();
        assertThat(incus.project(project))
                .get()
                .satisfies(config -> assertThat(config).containsEntry("features.images", "false"));
        assertThat(incus.instances(named("nosuch"), false)).isEmpty();
        assertThat(reason(() -> incus.createInstance(named("nosuch"), tiny("a"), Progress.NONE)))
                .isEqualTo(Reason.PROJECT_NOT_FOUND);
        assertThat(reason(() -> incus.profiles(named("nosuch")))).isEqualTo(Reason.PROJECT_NOT_FOUND);
    }

    @Test
    void partsThatAreNotThere() {
        assertThat(reason(() -> incus.createInstance(project, spec("a", "nosuch", "default"), Progress.NONE)))
                .isEqualTo(Reason.IMAGE_NOT_FOUND);
        assertThat(reason(() -> incus.createInstance(project, spec("a", "tiny", "nosuch"), Progress.NONE)))
                .isEqualTo(Reason.PROFILE_NOT_FOUND);
        assertThat(reason(() -> incus.createInstance(project, spec("a", "tiny"), Progress.NONE)))
                .isEqualTo(Reason.NO_ROOT_DISK);
        assertThat(incus.image(project, "nosuch")).isEmpty();
        assertThat(incus.image(project, "tiny")).isPresent();
        assertThat(incus.profile(project, "nosuch")).isEmpty();
        assertThat(incus.profile(project, "default")).get().satisfies(p -> {
            assertThat(p.hasRootDisk()).isTrue();
            assertThat(p.etag()).startsWith("\"").endsWith("\"");
        });
        assertThat(incus.profiles(project))
                .singleElement()
                .satisfies(p -> assertThat(p.hasRootDisk()).isTrue());
    }

    private static final SortedMap<String, Device> SHARE =
            new TreeMap<>(Map.of("bin", Device.of(Map.of("type", "disk", "source", "/usr", "path", "/mnt/usr"))));

    private static Profile profile(String name, String description, Map<String, String> config) {
        return new Profile(name, description, config, SHARE, "");
    }

    @Test
    void aProjectIsMadeOnce() {
        incus.createProject(named("made"), Map.of("features.images", "false"));
        assertThat(incus.project(named("made")))
                .get()
                .satisfies(config -> assertThat(config)
                        .containsEntry("features.images", "false")
                        .containsEntry("features.profiles", "true"));
        assertThat(incus.profile(named("made"), "default"))
                .get()
                .satisfies(p -> assertThat(p.devices()).isEmpty());
        assertThat(reason(() -> incus.createProject(named("made"), Map.of()))).isEqualTo(Reason.NAME_TAKEN);
    }

    @Test
    void aProfileIsMadeOnceAndReplacedByWhoHasSeenIt() {
        Profile first = profile("p", "one\ntwo\n", Map.of("environment.A", "1"));
        incus.createProfile(project, first);
        Profile seen = incus.profile(project, "p").orElseThrow();
        assertThat(seen.sameContent(first)).isTrue();
        assertThat(reason(() -> incus.createProfile(project, first))).isEqualTo(Reason.NAME_TAKEN);

        Profile second = new Profile("p", "", Map.of("environment.B", "2"), new TreeMap<>(), seen.etag());
        incus.replaceProfile(project, second);
        assertThat(incus.profile(project, "p").orElseThrow().sameContent(second))
                .isTrue();
        assertThat(reason(() -> incus.replaceProfile(project, second))).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(reason(() -> incus.replaceProfile(project, profile("nosuch", "", Map.of()))))
                .isEqualTo(Reason.PROFILE_NOT_FOUND);
    }

    @Test
    void devicesAreAddedToAProfile() {
        incus.createProfile(project, profile("p", "kept", Map.of("environment.A", "1")));
        incus.addProfileDevices(project, "p", new TreeMap<>(Map.of("share", Device.shared("/usr/share"))));
        assertThat(incus.profile(project, "p")).get().satisfies(p -> {
            assertThat(p.description()).isEqualTo("kept");
            assertThat(p.config()).containsEntry("environment.A", "1");
            assertThat(p.devices()).containsOnlyKeys("bin", "share");
        });
    }

    @Test
    void aProfileThatARunningInstanceCannotTakeIsSaved() {
        incus.createProfile(project, new Profile("p", "", Map.of(), new TreeMap<>(), ""));
        incus.createInstance(project, spec("a", "tiny", "default", "p"), Progress.NONE);
        start("a");
        Device gone = Device.of(Map.of("type", "disk", "source", "/nonexistent/folder", "path", "/mnt/gone"));
        IncusException e = catchThrowableOfType(
                IncusException.class, () -> incus.addProfileDevices(project, "p", new TreeMap<>(Map.of("gone", gone))));
        assertThat(e.reason()).isEqualTo(Reason.SAVED_BUT_NOT_APPLIED);
        assertThat(NotApplied.lines(project, e.what()))
                .singleElement()
                .asString()
                .startsWith("the container a keeps using the old profile: ")
                .endsWith("(incus restart " + project.instance("a") + " --project repoman)");
        assertThat(incus.profile(project, "p").orElseThrow().devices()).containsOnlyKeys("gone");
    }

    @Test
    void anImageOfAnInstance() {
        create("a");
        assertThat(incus.image(project, "contract-image")).isEmpty();
        String first = incus.publish(project, "a", Map.of("repoman.agent", "x", "n", "1"), Progress.NONE);
        incus.pointAlias(project, "contract-image", first, false);
        assertThat(incus.image(project, "contract-image")).get().satisfies(i -> {
            assertThat(i.fingerprint()).isEqualTo(first);
            assertThat(i.properties()).containsEntry("repoman.agent", "x").containsEntry("n", "1");
        });
        incus.createInstance(project, spec("b", first, "default"), Progress.NONE);
        assertThat(incus.instance(project, "b").orElseThrow().config()).containsEntry("image.n", "1");
        incus.deleteInstance(project, "b");
        incus.updateInstance(project, "a", Map.of("user.other", "1"), new TreeMap<>());
        start("a");
        assertThat(catchThrowableOfType(
                        IncusException.class, () -> incus.publish(project, "a", Map.of(), Progress.NONE)))
                .isNotNull();
        stop("a");
        String second = incus.publish(project, "a", Map.of("repoman.agent", "x", "n", "2"), Progress.NONE);
        incus.pointAlias(project, "contract-image", second, true);
        assertThat(incus.images(project))
                .filteredOn(i -> "x".equals(i.properties().get("repoman.agent")))
                .extracting(Incus.StoredImage::fingerprint, Incus.StoredImage::aliases)
                .containsExactlyInAnyOrder(tuple(first, List.of()), tuple(second, List.of("contract-image")));
        incus.deleteImage(project, first);
        incus.deleteImage(project, second);
        assertThat(incus.image(project, "contract-image")).isEmpty();
    }

    @Test
    void aVolumeIsKeptAsLongAsItIsUsed() {
        Device disk = Device.of(Map.of("type", "disk", "pool", "default", "source", "repoman-v.1", "path", "/v"));
        assertThat(volumes.unused(project, "default", 1000)).isEmpty();
        assertThat(volumes.unused(project, "nosuch", 1000)).isEmpty();
        assertThat(reason(() -> volumes.delete(project, "default", "repoman-v.1")))
                .isEqualTo(Reason.NOT_FOUND);
        create("a");
        String member = incus.instance(project, "a").orElseThrow().location();
        assertThat(reason(() -> incus.updateInstance(project, "a", Map.of(), new TreeMap<>(Map.of("v", disk)))))
                .isEqualTo(Reason.MISSING_VOLUME);
        volumes.create(project, "default", "repoman-v.1", 1000, 1000, member);
        assertThat(volumes.unused(project, "default", 1000))
                .singleElement()
                .satisfies(volume -> assertThat(volume.name()).isEqualTo("repoman-v.1"));
        assertThat(volumes.unused(project, "default", 1001))
                .as("another user's")
                .isEmpty();
        assertThat(reason(() -> volumes.create(project, "default", "repoman-v.1", 1000, 1000, member)))
                .isEqualTo(Reason.NAME_TAKEN);
        incus.updateInstance(project, "a", Map.of(), new TreeMap<>(Map.of("v", disk)));
        assertThat(volumes.unused(project, "default", 1000)).isEmpty();
        assertThat(reason(() -> volumes.delete(project, "default", "repoman-v.1")))
                .isEqualTo(Reason.IN_USE);
        incus.deleteInstance(project, "a");
        volumes.delete(project, "default", "repoman-v.1");
        assertThat(volumes.unused(project, "default", 1000)).isEmpty();
    }

    @Test
    void poolsAndBridges() {
        assertThat(incus.storagePools(remote())).containsExactly("default");
        assertThat(incus.storagePool(remote(), "default")).get().satisfies(pool -> {
            assertThat(pool.driver()).isEqualTo("dir");
            assertThat(pool.free()).isPositive();
        });
        assertThat(incus.storagePool(remote(), "nosuch")).isEmpty();
        assertThat(incus.network(remote(), "br0")).get().satisfies(n -> {
            assertThat(n.up()).isTrue();
            assertThat(n.ipv4()).containsExactly("192.0.2.1");
        });
        assertThat(incus.network(remote(), "nosuch0")).isEmpty();
        assertThat(incus.isManaged(remote(), "br0")).isFalse();
        assertThat(incus.isManaged(remote(), "nosuch0")).isFalse();
    }
}
