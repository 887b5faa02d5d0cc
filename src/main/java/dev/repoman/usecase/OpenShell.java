package dev.repoman.usecase;

import dev.repoman.apply.TreeKeeper;
import dev.repoman.host.CallerSettings;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.IncusClient;
import dev.repoman.host.tree.IdentityProbe;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Names;
import dev.repoman.plan.life.Entry;
import dev.repoman.plan.life.GitIdentity;
import dev.repoman.plan.life.GitServer;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.plan.life.SshAgent;
import dev.repoman.plan.life.SshServer;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Notices;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `shell` and `exec`: the user's login shell, a command in it, or a program, in the repository's folder inside the
/// container.
@ApplicationScoped
public class OpenShell {
    private static final Duration START = Duration.ofMinutes(1);

    /// Ends the process that Incus started with the mark $1, and all that are still below it: what `nohup` and
    /// `setsid` sent to the background is to survive, and does. Each one is stopped first, or it could start
    /// another one meanwhile: the next command of a shell.
    private static final String HANG_UP = """
            end() {
                kill -STOP "$1"
                set -- "$1" $(cat "/proc/$1/task/$1/children")
                kill -HUP "$1"
                kill -CONT "$1"
                shift
                for child; do end "$child"; done
            }
            for process in /proc/[0-9]*; do
                if grep -q '^PPid:.0$' "$process/status" && grep -q "$1" "$process/environ"; then end "${process#/proc/}"; fi
            done 2>/dev/null
            """;

    /// The scripts of [Entry] start as root.
    private static final String ROOT = "0";

    private static final String MARK = "REPOMAN_SHELL";
    private static final Duration BRIEF = Duration.ofSeconds(2);

    private final RegistryStore registry;
    private final Incus incus;
    private final IncusClient client;
    private final AgentTrees trees;
    private final FreePorts ports;
    private final FolderProbe folders;
    private final IdentityProbe identities;
    private final TreeKeeper keeper;
    private final Notices notices;
    private final HostUser user;
    private final HostEnvironment env;
    /// By which the processes of this run are found inside.
    private final String mark;
    private volatile @Nullable Target entered;

    public OpenShell(
            RegistryStore registry,
            Incus incus,
            IncusClient client,
            AgentTrees trees,
            FreePorts ports,
            FolderProbe folders,
            IdentityProbe identities,
            TreeKeeper keeper,
            Notices notices,
            HostUser user,
            HostEnvironment env) {
        this.registry = registry;
        this.incus = incus;
        this.client = client;
        this.trees = trees;
        this.ports = ports;
        this.folders = folders;
        this.identities = identities;
        this.keeper = keeper;
        this.notices = notices;
        this.user = user;
        this.env = env;
        mark = ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    /// @param words the program and its arguments; for a shell also a line of its language, or nothing
    /// @param direct start the program, not a login shell
    /// @param root as root instead of as the user
    public record Request(ProjectName name, List<String> words, boolean direct, boolean root) {
        public Request {
            words = List.copyOf(words);
        }
    }

    /// On the user's terminal, with the `incus` client, which handles sizes, signals and raw mode.
    ///
    /// @return the exit code of the shell or command
    public int interactive(Request request) {
        Target target = enter(request);
        follow(target);
        List<String> words = new ArrayList<>(
                List.of("exec", target.name(), "--project", target.project().name(), "--user", ROOT, "--group", ROOT));
        environment(target, request.root())
                .forEach((name, value) -> words.addAll(List.of("--env", name + "=" + value)));
        words.add("--");
        words.addAll(command(target, request));
        return client.run(target.project().remote(), words);
    }

    /// Without a terminal: bytes are passed through unchanged.
    ///
    /// @return the exit code of the command
    public int piped(Request request, InputStream in, OutputStream out, OutputStream err) {
        Target target = enter(request);
        follow(target);
        return incus.exec(
                target.project(),
                target.name(),
                new Exec(command(target, request), environment(target, request.root()), 0, 0, in, out, err));
    }

    /// An ssh server inside, for one connection.
    ///
    /// @param key the public key that may log in
    /// @return its exit code
    public int ssh(ProjectName name, String key, InputStream in, OutputStream out, OutputStream err) {
        Target target = enter(new Request(name, List.of(), true, true));
        List<String> words = SshServer.words(name, look(target), user, key);
        return incus.exec(
                target.project(), target.name(), new Exec(words, environment(target, true), 0, 0, in, out, err));
    }

    /// The half of git that serves the repository inside, as the user.
    ///
    /// @param service `upload-pack` or `receive-pack`
    /// @param ready called once the container can be entered: git itself reports what fails later
    /// @return its exit code
    public int git(
            ProjectName name, String service, Runnable ready, InputStream in, OutputStream out, OutputStream err) {
        Target target = enter(new Request(name, List.of(), true, false));
        ready.run();
        Request request = new Request(name, GitServer.words(name, service, target.repoPath()), true, false);
        return incus.exec(
                target.project(),
                target.name(),
                new Exec(command(target, request), environment(target, false), 0, 0, in, out, err));
    }

    /// The repository inside, with its whole history, as a bundle of git.
    ///
    /// @return git's exit code
    public int bundle(ProjectName name, OutputStream out, OutputStream err) {
        return piped(new Request(name, GitServer.bundle(), true, false), InputStream.nullInputStream(), out, err);
    }

    /// @return what ends the command or shell inside, for a run that is interrupted or whose terminal is closed:
    ///     Incus would let it continue. It works while the framework is shutting down, unlike this bean's proxy.
    public Runnable end() {
        return this::hangUp;
    }

    private void hangUp() {
        Target target = entered;
        if (target != null) {
            incus.exec(
                    target.project(),
                    target.name(),
                    new Exec(
                            List.of("/bin/sh", "-c", HANG_UP, "repoman", MARK + "=" + mark),
                            Map.of("PATH", "/usr/bin:/bin"),
                            0,
                            0,
                            InputStream.nullInputStream(),
                            OutputStream.nullOutputStream(),
                            OutputStream.nullOutputStream(),
                            BRIEF));
        }
    }

    /// Finds the project's container, and starts or thaws it where needed.
    private Target enter(Request request) {
        Target target = target(request);
        Instance instance = look(target);
        if (!instance.running()) {
            keeper.awaitThaw();
            wake(target, look(target));
        }
        entered = target;
        return target;
    }

    /// The device of the ssh agent leads to the caller's, which may be another one after each login.
    private void follow(Target target) {
        if (!target.sshAgent()) {
            return;
        }
        Device device = look(target).devices().get(SshAgent.DEVICE);
        String socket = env.get(SshAgent.VARIABLE);
        if (device == null) {
            notices.note("the container has no ssh agent yet: repoman repair " + target.name());
        } else if (!socket.startsWith("/")) {
            notices.note(SshAgent.VARIABLE + " is not set: the ssh agent inside is that of the last shell, if any");
        } else if (!socket.equals(SshAgent.socket(device))) {
            InstanceChange change = new InstanceChange.SetDevice(SshAgent.DEVICE, SshAgent.connected(device, socket));
            incus.reshape(target.project(), target.name(), now -> InstanceChange.applied(List.of(change), now));
        }
    }

    private Instance look(Target target) {
        return OwnContainer.require(
                new ProjectName(target.name()),
                incus.instance(target.project(), target.name()).orElse(null),
                user);
    }

    private void wake(Target target, Instance instance) {
        if (instance.status().equals("Frozen")) {
            notices.note("the container " + target.name() + " is frozen; it is thawed now");
            start(target, Incus.StateChange.THAW);
        } else if (!instance.running()) {
            checkSources(instance);
            ports.check(target.project(), instance.devices(), instance);
            start(target, Incus.StateChange.START);
        }
    }

    /// Incus follows the sources of disks as root, at each start.
    private void checkSources(Instance instance) {
        trees.unsafe(instance.expandedDevices(), trees.all(registry.load())).stream()
                .findFirst()
                .ifPresent(device -> {
                    throw device.refusal(instance.name());
                });
    }

    /// @param repoPath of the repository inside
    /// @param subfolder where the caller stands in the repository, relative to it; empty elsewhere
    /// @param identity of the repository's folder on the host; empty where that does not matter
    /// @param sshAgent whether the caller's is to be used inside
    /// @param gitConfig what git's configuration inside should be; null to leave it as it is
    private record Target(
            IncusProject project,
            String name,
            String repoPath,
            String subfolder,
            boolean sshAgent,
            String identity,
            CompletableFuture<@Nullable String> gitConfig) {}

    private Target target(Request request) {
        ProjectName name = request.name();
        Registry known = registry.load().at(name);
        Project entry = Names.require(name, known);
        String repository = known.defaults().repoPath(user, entry.repo());
        Override override = registry.override(name);
        Path real = folders.real(Path.of(repository));
        Path here = folders.real(Path.of("").toAbsolutePath());
        String inside = known.pathInside(entry, user);
        return new Target(
                known.defaults().project(),
                name.value(),
                inside,
                here.startsWith(real) ? real.relativize(here).toString() : "",
                override.sshAgent(),
                entry.hasVolume()
                        ? "" // the folder of the host, if there is one, is another repository
                        : folders.identity(repository),
                request.direct() || request.root()
                        ? CompletableFuture.completedFuture(null)
                        : gitConfig(override.git(), inside, real));
    }

    /// Read while Incus is asked.
    private CompletableFuture<@Nullable String> gitConfig(Override.Git git, String inside, Path real) {
        return EnvironmentDetector.start(
                () -> GitIdentity.config(git, git.identity() ? identities.look(real.toString()) : null, inside));
    }

    private void start(Target target, Incus.StateChange change) {
        try {
            incus.changeState(target.project(), target.name(), change, false, START);
        } catch (IncusException e) {
            if (e.reason() == Reason.STALLED || e.reason() == Reason.HALF_MADE) {
                throw e;
            }
            throw new RepomanException(
                    Fault.FAILED,
                    "the container " + target.name() + " does not start: " + e.what(),
                    "incus info " + target.project().instance(target.name()) + " --show-log "
                            + target.project().option(),
                    e);
        }
    }

    private List<String> command(Target target, Request request) {
        return Entry.words(
                how(request),
                request.root(),
                request.words(),
                user,
                target.name(),
                target.repoPath(),
                target.identity(),
                target.subfolder());
    }

    private static Entry.How how(Request request) {
        if (request.direct()) {
            return Entry.How.PROGRAM;
        }
        return switch (request.words().size()) {
            case 0 -> Entry.How.LOGIN;
            case 1 -> Entry.How.LINE;
            default -> Entry.How.WORDS;
        };
    }

    private Map<String, String> environment(Target target, boolean root) {
        Map<String, String> inside = new TreeMap<>(CallerSettings.find(env, user));
        String name = root ? "root" : user.name();
        inside.putAll(Map.of("HOME", root ? "/root" : user.home(), "USER", name, "LOGNAME", name, MARK, mark));
        if (root) {
            inside.put("SHELL", "/bin/sh");
        }
        if (target.sshAgent()) {
            inside.put(SshAgent.VARIABLE, SshAgent.SOCKET);
        }
        String gitConfig = target.gitConfig().join();
        if (gitConfig != null) {
            inside.put("GITCONFIG", gitConfig);
        }
        return inside;
    }
}
