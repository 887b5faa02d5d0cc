package dev.repoman.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.host.PortProbe;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.plan.life.PortPlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `port` and `open`.
@ApplicationScoped
public class ForwardPorts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// A process inside may listen at as many ports as it likes.
    private static final int MOST = 1 << 20;

    private final RegistryStore registry;
    private final Incus incus;
    private final FreePorts free;
    private final PortPlanner planner;
    private final HostUser user;

    public ForwardPorts(RegistryStore registry, Incus incus, FreePorts free, PortPlanner planner, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.free = free;
        this.planner = planner;
        this.user = user;
    }

    public Plan add(ProjectName name, List<Port> wanted) {
        PortPlanner.Facts facts = facts(name);
        Plan plan = planner.add(name, wanted, facts);
        free.check(facts.registry().defaults().project(), plan.addedDevices(), facts.instance());
        return plan;
    }

    public Plan remove(ProjectName name, List<String> wanted) {
        return planner.remove(name, wanted, facts(name));
    }

    /// @param forwarded that the container really has, by the port of the host
    /// @param listening ports that can be forwarded; null if the container is not running
    public record Report(
            ProjectName name,
            List<Port> forwarded,
            @Nullable SortedSet<Integer> listening) {
        public boolean listens(Port port) {
            return listening != null && listening.contains(port.container());
        }

        /// @return what listens and is not forwarded
        public List<Integer> hidden() {
            return listening == null
                    ? List.of()
                    : listening.stream()
                            .filter(p -> forwarded.stream().noneMatch(f -> f.container() == p))
                            .toList();
        }
    }

    public Report report(ProjectName name) {
        PortPlanner.Facts facts = facts(name);
        Names.require(name, facts.registry());
        Instance instance = OwnContainer.require(name, facts.instance(), user);
        List<Port> forwarded = instance.devices().entrySet().stream()
                .flatMap(device -> Port.of(device.getKey(), device.getValue().options()).stream())
                .sorted(Comparator.comparingInt(Port::host))
                .toList();
        return new Report(name, forwarded, instance.running() ? listening(facts.registry(), instance) : null);
    }

    /// @param word a port of the host or of the container; null for the only one that listens
    /// @return the address for a browser of this host
    /// @throws RepomanException FAILED if none is meant, USAGE if several are
    public String url(ProjectName name, @Nullable String word) {
        String host = Names.require(name, registry.load()).host();
        if (host != null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the ports of " + name + " are on the host " + host + ", not on this one",
                    "forward one to here: repoman ssh-config --install, then ssh -L 8080:127.0.0.1:PORT repoman-"
                            + name);
        }
        Report report = report(name);
        List<Port> found = word != null
                ? PortPlanner.find(name, word, report.forwarded())
                : report.forwarded().stream().filter(report::listens).toList();
        if (found.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    "nothing listens at a forwarded port of " + name,
                    report.hidden().isEmpty()
                            ? "start a server inside; repoman port " + name + " shows the ports"
                            : "forward one that listens: repoman port " + name + " "
                                    + report.hidden().getFirst());
        }
        if (found.size() > 1) {
            throw new RepomanException(
                    Fault.USAGE,
                    "several ports of " + name + (word == null ? " listen" : " are meant by " + word),
                    "name one: "
                            + found.stream()
                                    .map(port -> Integer.toString(port.host()))
                                    .collect(Collectors.joining(", ")));
        }
        Port port = found.getFirst();
        boolean any = port.address().equals("0.0.0.0") || port.address().equals("[::]");
        return "http://" + (any ? Port.LOOPBACK : port.address()) + ":" + port.host();
    }

    private PortPlanner.Facts facts(ProjectName name) {
        Registry known = registry.load().at(name);
        return new PortPlanner.Facts(
                known,
                registry.override(name),
                registry.overridePath(name).toString(),
                incus.instance(known.defaults().project(), name.value()).orElse(null),
                user);
    }

    private SortedSet<Integer> listening(Registry known, Instance instance) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        incus.exec(
                known.defaults().project(),
                instance.name(),
                new Exec(
                        // the second one does not exist without IPv6
                        List.of("/bin/sh", "-c", "cat /proc/net/tcp /proc/net/tcp6 | head -c " + MOST),
                        Map.of("PATH", "/usr/bin:/bin"),
                        user.uid(),
                        user.gid(),
                        InputStream.nullInputStream(),
                        out,
                        OutputStream.nullOutputStream(),
                        PATIENCE));
        return PortProbe.reachable(out.toString(UTF_8));
    }
}
