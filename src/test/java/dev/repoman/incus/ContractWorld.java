package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.TestJson;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.Incus.StateChange;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/// A daemon that the contract is checked on, as one of this host or by a remote. A project `repoman` with a root
/// disk in its default profile is there before each test, and nothing in it.
abstract class ContractWorld {
    final IncusProject project = named("repoman");

    Incus incus;
    Volumes volumes;

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

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

    static InstanceSpec spec(String name, String image, String... profiles) {
        return new InstanceSpec(
                name, ImageRef.parse(image), List.of(profiles), Map.of("user.repoman.repo", "/r"), new TreeMap<>(), "");
    }

    static InstanceSpec tiny(String name) {
        return spec(name, "tiny", "default");
    }

    void create(String name) {
        incus.createInstance(project, tiny(name), Progress.NONE);
    }

    void start(String name) {
        incus.changeState(project, name, StateChange.START, false, Duration.ofSeconds(20));
    }

    void stop(String name) {
        incus.changeState(project, name, StateChange.STOP, true, Duration.ofSeconds(20));
    }

    static Reason reason(Runnable refused) {
        IncusException e = catchThrowableOfType(IncusException.class, refused::run);
        assertThat(e).as("no refusal").isNotNull();
        assertThat(e.what()).isNotBlank();
        return e.reason();
    }

    Exec command(String stdin, String... words) {
        out.reset();
        err.reset();
        return new Exec(List.of(words), Map.of(), 1000, 1000, new ByteArrayInputStream(stdin.getBytes()), out, err);
    }

    int exec(String stdin, String... words) {
        return incus.exec(project, "a", command(stdin, words));
    }
}
