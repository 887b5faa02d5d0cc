package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.repoman.TestJson;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.Incus.StateChange;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.effect.NotApplied;
import dev.repoman.project.Device;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import dev.repoman.project.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the port promises, and what its in-memory stand-in has to keep: the same bodies run on both. A
/// project `repoman` with a root disk in its default profile is there before each test, and nothing in it.
abstract class IncusContract {
    final IncusProject project = named("repoman");

    Incus incus;
    private Volumes volumes;

    /// @return the socket of a daemon in that state
    abstract Path daemon() throws Exception;

    @BeforeEach
    void connect() throws Exception {
        Daemons daemons = new Daemons(new IncusLocation(daemon()), (_, _) -> proxy(), TestJson.mapper(), Trace.NONE);
        incus = new SocketIncus(daemons);
        volumes = new Volumes(daemons);
    }

    /// @return the daemon's name as a remote
    String remote() {
        return "";
    }

    /// @return the socket by which a remote is reached
    Path proxy() {
        throw new AssertionError("this daemon is of this host");
    }

    IncusProject named(String name) {
        return new IncusProject(remote(), name);
    }

    static Daemons daemons(Path socket) {
        return new Daemons(new IncusLocation(socket), (_, _) -> socket, TestJson.mapper(), Trace.NONE);
    }

    private static InstanceSpec spec(String name, String image, String... profiles) {
        return new InstanceSpec(
                name, ImageRef.parse(image), List.of(profiles), Map.of("user.repoman.repo", "/r"), new TreeMap<>(), "");
    }

    private static InstanceSpec tiny(String name) {
        return spec(name, "tiny", "default");
    }

    private void create(String name) {
        incus.createInstance(project, tiny(name), Progress.NONE);
    }

    private void start(String name) {
        incus.changeState(project, name, StateChange.START, false, Duration.ofSeconds(20));
    }

    private void stop(String name) {
        incus.changeState(project, name, StateChange.STOP, true, Duration.ofSeconds(20));
    }

    private static Reason reason(Runnable refused) {
        IncusException e = catchThrowableOfType(IncusException.class, refused::run);
        assertThat(e).as("no refusal").isNotNull();
        assertThat(e.what()).isNotBlank();
        return e.reason();
    }

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

    /// A PATCH cannot take a device away: the whole shape is put in the place of the old one.
    @Test
    void anInstanceInAnotherShape() {
        create("a");
        start("a");
        incus.updateInstance(project, "a", Map.of("environment.A", "b"), devices("gone"));
        incus.createProfile(project, new Profile("more", "", Map.of(), new TreeMap<>(), ""));
        Shape before = incus.reshape(project, "a", shape -> {
            SortedMap<String, String> config = new TreeMap<>(shape.config());
            config.remove("environment.A");
            config.put("user.repoman.repo", "/other");
            return new Shape(List.of("more", "default"), config, devices("kept"));
        });
        assertThat(before.profiles()).containsExactly("default");
        assertThat(before.config()).containsEntry("environment.A", "b");
        assertThat(before.devices()).containsOnlyKeys("gone");
        assertThat(incus.instance(project, "a")).get().satisfies(i -> {
            assertThat(i.profiles()).containsExactly("more", "default");
            assertThat(i.devices()).containsOnlyKeys("kept");
            assertThat(i.config()).containsEntry("user.repoman.repo", "/other").doesNotContainKey("environment.A");
            assertThat(i.running()).isTrue();
        });
        incus.reshape(project, "a", before::over);
        assertThat(incus.instance(project, "a")).get().satisfies(i -> {
            assertThat(i.profiles()).containsExactly("default");
            assertThat(i.devices()).containsOnlyKeys("gone");
            assertThat(i.config()).containsEntry("environment.A", "b").containsEntry("user.repoman.repo", "/r");
        });
        assertThat(reason(() -> incus.reshape(project, "a", shape -> {
                    incus.updateInstance(project, "a", Map.of("environment.C", "d"), new TreeMap<>());
                    return shape;
                })))
                .isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(reason(() -> incus.reshape(project, "nosuch", shape -> shape)))
                .isEqualTo(Reason.INSTANCE_NOT_FOUND);
        stop("a");
    }

    private static SortedMap<String, Device> devices(String name) {
        return new TreeMap<>(Map.of(name, Device.of(Map.of("type", "disk", "source", "/usr", "path", "/mnt/" + name))));
    }

    @Test
    void anInstanceFromItsMakingToItsEnd() {
        assertThat(incus.instance(project, "a")).isEmpty();
        create("a");
        assertThat(incus.instance(project, "a")).get().satisfies(i -> {
            assertThat(i.status()).isEqualTo("Stopped");
            assertThat(i.profiles()).containsExactly("default");
            assertThat(i.config()).containsEntry("user.repoman.repo", "/r");
            assertThat(i.expandedDevices()).containsKey("root");
        });
        start("a");
        start("a");
        assertThat(incus.instances(project, false))
                .singleElement()
                .satisfies(i -> assertThat(i.running()).isTrue());
        assertThat(incus.instances(project, true)).hasSize(1);
        assertThat(reason(() -> incus.deleteInstance(project, "a"))).isEqualTo(Reason.IS_RUNNING);
        stop("a");
        stop("a");
        incus.deleteInstance(project, "a");
        assertThat(incus.instances(project, false)).isEmpty();
        assertThat(reason(() -> incus.deleteInstance(project, "a"))).isEqualTo(Reason.INSTANCE_NOT_FOUND);
    }

    @Test
    void aSnapshotBringsBackWhatAnInstanceWas() {
        create("demo");
        start("demo");
        incus.takeSnapshot(project, "demo", "one");
        assertThat(reason(() -> incus.takeSnapshot(project, "demo", "one"))).isEqualTo(Reason.NAME_TAKEN);
        incus.updateInstance(project, "demo", Map.of("user.later", "x"), new TreeMap<>());
        incus.changeState(project, "demo", StateChange.FREEZE, false, Duration.ofSeconds(20));
        incus.restoreSnapshot(project, "demo", "one");
        var back = incus.instance(project, "demo").orElseThrow();
        assertThat(back.running()).isTrue();
        assertThat(back.config()).doesNotContainKey("user.later");
        assertThat(incus.snapshots(project, "demo")).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.name()).isEqualTo("one");
            assertThat(snapshot.created()).startsWith("20").contains("T");
            assertThat(snapshot.size()).isNotNegative();
        });
        assertThat(reason(() -> incus.restoreSnapshot(project, "demo", "nosuch")))
                .isEqualTo(Reason.OTHER);
        incus.deleteSnapshot(project, "demo", "one");
        incus.deleteSnapshot(project, "demo", "one");
        assertThat(incus.snapshots(project, "demo")).isEmpty();
        stop("demo");
        incus.deleteInstance(project, "demo");
    }

    @Test
    void namesThatCannotBe() {
        create("a");
        assertThat(reason(() -> create("a"))).isEqualTo(Reason.NAME_TAKEN);
        assertThat(reason(() -> create("a_b"))).isEqualTo(Reason.INVALID_NAME);
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

    @Test
    void aMissingSourceKeepsItFromStarting() {
        create("a");
        incus.updateInstance(
                project,
                "a",
                Map.of("user.x", "y"),
                new TreeMap<>(Map.of(
                        "gone",
                        Device.of(Map.of(
                                "type",
                                "disk",
                                "source",
                                "/nonexistent/folder",
                                "path",
                                "/mnt",
                                "required",
                                "false")))));
        assertThat(incus.instance(project, "a")).get().satisfies(i -> {
            assertThat(i.config()).containsEntry("user.x", "y").containsEntry("user.repoman.repo", "/r");
            assertThat(i.devices()).containsKey("gone");
        });
        start("a");
    }

    @Test
    void execKeepsStreamsApartAndReturnsTheCode() {
        create("a");
        assertThat(reason(() -> exec("", "/bin/true"))).isEqualTo(Reason.NOT_RUNNING);
        assertThat(reason(() -> incus.exec(project, "nosuch", command("", "/bin/true"))))
                .isEqualTo(Reason.INSTANCE_NOT_FOUND);
        start("a");
        assertThat(exec("hello", "/bin/cat")).isZero();
        assertThat(out.toString()).isEqualTo("hello");
        assertThat(err.toString()).isEmpty();
        assertThat(exec("", "/bin/sh", "-c", "exit 3")).isEqualTo(3);
        assertThat(exec("", "/nosuch")).isEqualTo(127);
        assertThat(exec("", "/bin/id", "-u")).isZero();
        assertThat(out.toString().strip()).isEqualTo("1000");
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Exec command(String stdin, String... words) {
        out.reset();
        err.reset();
        return new Exec(List.of(words), Map.of(), 1000, 1000, new ByteArrayInputStream(stdin.getBytes()), out, err);
    }

    private int exec(String stdin, String... words) {
        return incus.exec(project, "a", command(stdin, words));
    }

    private static final SortedMap<String, Device> SHARE =
            new TreeMap<>(Map.of("bin", Device.of(Map.of("type", "disk", "source", "/usr", "path", "/mnt/usr"))));

    private static Profile profile(String name, String description, Map<String, String> config) {
        return new Profile(name, description, config, SHARE, "");
    }

    @Test
    void anInputThatFailsEnds() {
        create("demo");
        start("demo");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        Exec cat = new Exec(
                List.of("cat"),
                Map.of("PATH", "/bin"),
                0,
                0,
                broken,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Duration.ofSeconds(30));
        assertThat(incus.exec(project, "demo", cat)).isZero();
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
    void aCommandThatTakesTooLongIsGivenUp() {
        create("a");
        start("a");
        Exec exec = command("", "sleep", "30");
        Exec limited = new Exec(
                exec.command(),
                exec.environment(),
                exec.uid(),
                exec.gid(),
                exec.stdin(),
                exec.stdout(),
                exec.stderr(),
                Duration.ofSeconds(1));
        assertThat(reason(() -> incus.exec(project, "a", limited))).isEqualTo(Reason.STALLED);
    }

    @Test
    void whoWaitsForACommandIsInside() throws Exception {
        create("a");
        start("a");
        assertThat(incus.isEntered(project, "a")).isFalse();
        PipedOutputStream end = new PipedOutputStream();
        Exec exec = new Exec(List.of("/bin/cat"), Map.of(), 1000, 1000, new PipedInputStream(end), out, err);
        CompletableFuture<Integer> shell = CompletableFuture.supplyAsync(() -> incus.exec(project, "a", exec));
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!incus.isEntered(project, "a")) {
            assertThat(System.nanoTime()).as("the command is not seen").isLessThan(deadline);
        }
        assertThat(incus.isBusy(project, "a")).isFalse();
        end.close();
        assertThat(shell.join()).isZero();
        assertThat(incus.isEntered(project, "a")).isFalse();
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
