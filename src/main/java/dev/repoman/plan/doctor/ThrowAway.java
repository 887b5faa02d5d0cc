package dev.repoman.plan.doctor;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.Device;
import dev.repoman.project.ImageRef;
import dev.repoman.project.InstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The container that doctor tries everything in: the one that `new` would create, without a project.
public final class ThrowAway {
    private static final String KIND = "doctor";

    private ThrowAway() {}

    /// @param image to create it from: a copy in the local store
    /// @return what of a plan of `new` creates the container and the user in it
    public static List<Action.OnIncus> of(Plan ofNew, ImageRef image) {
        return ofNew.actions().stream()
                .filter(Action.OnIncus.class::isInstance)
                .map(Action.OnIncus.class::cast)
                .filter(action -> action instanceof Action.CreateInstance
                        || action instanceof Action.StartInstance
                        || action instanceof Action.ProvisionUser)
                .map(action -> action instanceof Action.CreateInstance create ? marked(create, image) : action)
                .toList();
    }

    /// Without the keys of a project, or it would be one without an entry, and without the volume of a sealed one,
    /// which would stay.
    private static Action.CreateInstance marked(Action.CreateInstance create, ImageRef image) {
        InstanceSpec spec = create.spec();
        Map<String, String> config = new TreeMap<>(spec.config());
        config.remove("user.repoman.repo");
        config.put(BuildPlanner.BUILDER, KIND);
        SortedMap<String, Device> devices = new TreeMap<>(spec.devices());
        devices.entrySet()
                .removeIf(e -> e.getKey().equals(Desired.REPO_DEVICE) && RepositoryVolume.isShownBy(e.getValue()));
        return new Action.CreateInstance(
                create.project(),
                new InstanceSpec(spec.name(), image, spec.profiles(), config, devices, spec.target()));
    }
}
