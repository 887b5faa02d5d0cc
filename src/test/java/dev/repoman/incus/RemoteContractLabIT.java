package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.Programs;
import dev.repoman.host.RemoteProxy;
import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on the daemon of another machine, over TLS, with the certificates of the user's own `incus`.
@LabTest
class RemoteContractLabIT extends IncusContract {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path runtime;

    @Override
    String remote() {
        return "work";
    }

    @Override
    Path daemon() {
        IncusContractLabIT.prepare(Lab.root().env("INCUS_SOCKET", Lab.work().toString()));
        return Path.of("/nonexistent");
    }

    @Override
    Path proxy() {
        return proxy(remote());
    }

    private Path proxy(String remote) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("INCUS_CONF", "/home/dev/.config/incus");
        variables.put("XDG_RUNTIME_DIR", runtime.toString());
        HostEnvironment env = new HostEnvironment(variables);
        HostUser user = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/bash");
        return new RemoteProxy(new Programs(env, user), env, user).socket(remote, LIMIT);
    }

    /// It would go on for a minute.
    @AfterEach
    void endProxies() {
        Lab.machine("connect", "work");
        killProxies();
    }

    /// What is killed takes connections until it has ended.
    private void killProxies() {
        String ours = "-f '[r]emote proxy .*" + runtime + "'";
        Lab.root()
                .sh("pkill -KILL " + ours + " || :; while pgrep " + ours + " >/dev/null; do :; done")
                .ok();
    }

    @Test
    void aProxyIsSharedAndStartedAgainIfItDies() throws Exception {
        Path first = proxy();
        assertThat(Files.getPosixFilePermissions(first)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(first.getParent())).hasSize(3);
        assertThat(proxy()).isEqualTo(first);
        assertThat(Lab.root()
                        .sh("pgrep -c -f '[i]ncus remote proxy .*" + runtime + "/repoman'")
                        .out()
                        .strip())
                .isEqualTo("1");
        assertThat(incus.project(project)).isPresent();
        killProxies();
        assertThat(incus.project(project)).isPresent();
        try (var files = Files.list(first.getParent())) {
            assertThat(files).containsExactly(first);
        }
    }

    @Test
    void anotherServerUnderTheSameNameGetsAProxyOfItsOwn() {
        Path before = proxy();
        Lab.dev().sh("incus remote set-default work").ok();
        assertThat(proxy()).isNotEqualTo(before);
        Lab.dev().sh("incus remote set-default local").ok();
    }

    @Test
    void aRemoteThatIsNotThere() {
        RepomanException e = catchThrowableOfType(RepomanException.class, () -> proxy("nosuch"));
        assertThat(e.fault()).isEqualTo(Fault.ENVIRONMENT);
        assertThat(e.what()).isEqualTo("the remote nosuch is not in the configuration of incus");
        assertThat(e.hint()).contains("incus remote add nosuch");
    }

    @Test
    void aMachineThatCannotBeReached() {
        Lab.machine("cut", "work");
        RepomanException e = catchThrowableOfType(RepomanException.class, this::proxy);
        assertThat(e.fault()).isEqualTo(Fault.ENVIRONMENT);
        assertThat(e.what()).startsWith("the host work ");
        assertThat(e.hint()).contains("incus list work:");
        Lab.machine("connect", "work");
        assertThat(incus.project(project)).isPresent();
    }

    @Test
    void aDaemonThatDiesBehindItsProxy() {
        assertThat(incus.project(project)).isPresent();
        Lab.machine("kill", "work");
        RepomanException e = catchThrowableOfType(RepomanException.class, () -> incus.project(project));
        assertThat(e.fault()).isEqualTo(Fault.ENVIRONMENT);
        assertThat(e.what()).isEqualTo("the host work does not answer");
    }
}
