package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.incus.Incus.StateChange;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.project.Device;
import dev.repoman.project.Profile;
import dev.repoman.project.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What the port promises of instances, and of commands in them.
abstract class InstanceContract extends ContractWorld {
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
}
