package dev.repoman.incus;

import dev.repoman.plan.life.Hermes;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.project.Device;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at Incus, its project and the bridge for `setup`, with as few requests as possible.
@ApplicationScoped
public class IncusProbe {
    private static final String DEFAULT = "default";

    private final Incus incus;
    private final Clusters clusters;

    public IncusProbe(Incus incus, Clusters clusters) {
        this.incus = incus;
        this.clusters = clusters;
    }

    public record Facts(IncusFact incus, BridgeFact bridge) {}

    /// Never throws: the facts contain the error.
    ///
    /// @param bridge null for the one that containers use by default
    /// @param otherwise the bridge if they use none
    public Facts look(IncusProject project, @Nullable String bridge, String otherwise) {
        try {
            Incus.Server server = incus.server(project.remote());
            Optional<Map<String, String>> there = incus.project(project);
            List<Profile> profiles = there.isPresent() ? profiles(project) : List.of();
            Profile profile = profiles.stream()
                    .filter(p -> p.name().equals(DEFAULT))
                    .findFirst()
                    .orElse(null);
            boolean complete = profile != null && profile.hasRootDisk() && profile.hasNic();
            Optional<Profile> model =
                    complete ? Optional.empty() : incus.profile(new IncusProject(project.remote(), DEFAULT), DEFAULT);
            BridgeFact lan = bridge(
                    project.remote(),
                    bridge != null
                            ? bridge
                            : bridgeOf(complete ? profile : model.orElse(profile))
                                    .orElse(otherwise));
            return new Facts(
                    new IncusFact(
                            null,
                            server.version(),
                            clusters.of(project.remote(), server),
                            there.orElse(null),
                            profiles,
                            complete ? null : rootDisk(project.remote(), model),
                            complete ? null : nic(project.remote(), model, lan)),
                    lan);
        } catch (IncusException e) {
            return new Facts(IncusFact.troubled(e), BridgeFact.absent(bridge != null ? bridge : otherwise));
        }
    }

    /// @return the version of hermes in the image that `new --hermes` takes, empty if unknown; null if there
    ///     is no such image, or Incus could not be asked
    public @Nullable String hermesImage(IncusProject project) {
        try {
            return incus.image(project, Hermes.IMAGE)
                    .map(image -> image.properties().getOrDefault(Hermes.VERSION_PROPERTY, ""))
                    .orElse(null);
        } catch (IncusException _) {
            return null;
        }
    }

    /// `incus admin init --minimal` makes `incusbr0`; others have one to the LAN.
    private static Optional<String> bridgeOf(@Nullable Profile profile) {
        return Optional.ofNullable(profile)
                .flatMap(IncusProbe::nic)
                .map(nic -> nic.option("network") != null ? nic.option("network") : nic.option("parent"));
    }

    private static Optional<Device> nic(Profile profile) {
        return profile.devices().values().stream()
                .filter(d -> d.type().equals("nic"))
                .findFirst();
    }

    private BridgeFact bridge(String remote, String name) {
        return incus.network(remote, name)
                .map(n -> new BridgeFact(name, true, n.up(), n.ipv4(), !n.ipv6().isEmpty()))
                .orElse(BridgeFact.absent(name));
    }

    /// A list has no ETags, and one profile may be replaced.
    private List<Profile> profiles(IncusProject project) {
        List<Profile> profiles = new ArrayList<>(incus.profiles(project));
        if (profiles.removeIf(p -> p.name().equals(NewSettings.LLM_PROFILE))) {
            incus.profile(project, NewSettings.LLM_PROFILE).ifPresent(profiles::add);
        }
        return profiles;
    }

    private @Nullable Device rootDisk(String remote, Optional<Profile> model) {
        Optional<Device> given = model.flatMap(
                p -> p.devices().values().stream().filter(Device::isRootDisk).findFirst());
        return given.or(() -> incus.storagePools(remote).stream()
                        .findFirst()
                        .map(pool -> Device.of(Map.of("type", "disk", "path", "/", "pool", pool))))
                .orElse(null);
    }

    private @Nullable Device nic(String remote, Optional<Profile> model, BridgeFact bridge) {
        Optional<Device> given = model.flatMap(IncusProbe::nic);
        if (given.isPresent()) {
            return given.get();
        }
        if (!bridge.there()) {
            return null;
        }
        return Device.of(
                incus.isManaged(remote, bridge.name())
                        ? Map.of("type", "nic", "name", "eth0", "network", bridge.name())
                        : Map.of("type", "nic", "name", "eth0", "nictype", "bridged", "parent", bridge.name()));
    }
}
