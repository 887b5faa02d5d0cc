package dev.repoman.usecase;

import dev.repoman.host.PortProbe;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Port;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Looks whether the ports that a container is about to take are free.
@ApplicationScoped
public class FreePorts {
    private final PortProbe probe;

    public FreePorts(PortProbe probe) {
        this.probe = probe;
    }

    /// @param project of the container; the ports of another host are left to its Incus
    /// @param wanted devices; those that forward no port are ignored
    /// @param there the container; what it has while it is running, it listens at itself
    /// @throws RepomanException FAILED for the first that is taken
    void check(IncusProject project, SortedMap<String, Device> wanted, @Nullable Instance there) {
        if (!project.remote().isEmpty()) {
            return;
        }
        wanted.forEach((name, device) -> Port.of(name, device.options()).ifPresent(port -> {
            if (!isHeld(port, there) && probe.isTaken(port)) {
                throw new RepomanException(
                        Fault.FAILED,
                        "the port " + port.listen() + " of the host is taken by another program",
                        "see which one: ss -ltnp 'sport = " + port.host() + "'; or forward another: repoman port"
                                + " NAME HOST:" + port.container());
            }
        }));
    }

    private static boolean isHeld(Port port, @Nullable Instance there) {
        Device has = there == null || !there.running() ? null : there.devices().get(port.name());
        return has != null && ("tcp:" + port.listen()).equals(has.option("listen"));
    }
}
