package dev.repoman.usecase.doctor;

import dev.repoman.host.Processes;
import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.Reach;
import dev.repoman.project.Instance;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The container has an address, and names are resolved inside.
@ApplicationScoped
class NetworkInside implements InsideCheck {
    /// A name that exists as long as there is Debian.
    private static final String NAME = "deb.debian.org";

    private static final String RESOLVE = """
            grep -qs '^nameserver' /etc/resolv.conf || exit 3
            timeout 5 getent hosts "$1" >/dev/null 2>&1 || timeout 5 nslookup "$1" >/dev/null 2>&1 || exit 1
            """;

    private final Ask ask;
    private final Processes processes;

    NetworkInside(Ask ask, Processes processes) {
        this.ask = ask;
        this.processes = processes;
    }

    @Override
    public String code() {
        return "dns";
    }

    @Override
    public List<Diagnosis> look(Place place) {
        if (place.instance().expandedDevices().values().stream()
                .noneMatch(device -> device.type().equals("nic"))) {
            return List.of(Diagnosis.skipped(code(), "the container has no network"));
        }
        int code = ask.sh(place, RESOLVE, NAME).code();
        return List.of(address(place.instance()), Reach.names(NAME, code, code == 0 || code == 3 || isKnownHere()));
    }

    private static Diagnosis address(Instance instance) {
        return instance.addresses().isEmpty()
                ? Diagnosis.of(Finding.warn(
                        "address",
                        "the container has no address",
                        "let the firewall of this host accept DHCP (UDP port 67) from the containers' bridge"))
                : Diagnosis.good(
                        "address",
                        "the container has the address "
                                + instance.addresses().stream()
                                        .map(Instance.Address::value)
                                        .collect(Collectors.joining(", ")));
    }

    private boolean isKnownHere() {
        try {
            return processes
                            .run(
                                    List.of("getent", "hosts", NAME),
                                    "getent hosts " + NAME,
                                    Map.of(),
                                    Duration.ofSeconds(5))
                            .code()
                    == 0;
        } catch (RepomanException _) {
            return false;
        }
    }
}
