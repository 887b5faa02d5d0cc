package dev.repoman.plan.doctor;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.project.InstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The container that doctor tries everything in: the one that `new` would create, without a project.
public final class ThrowAway {
    private static final String KIND = "doctor";

    private ThrowAway() {}

    /// @return what of a plan of `new` creates the container and the user in it
    public static List<Action.OnIncus> of(Plan ofNew) {
        return ofNew.actions().stream()
                .filter(Action.OnIncus.class::isInstance)
                .map(Action.OnIncus.class::cast)
                .filter(action -> action instanceof Action.CreateInstance
                        || action instanceof Action.StartInstance
                        || action instanceof Action.ProvisionUser)
                .map(action -> action instanceof Action.CreateInstance create ? marked(create) : action)
                .toList();
    }

    /// Without the keys of a project, or it would be one without an entry.
    private static Action.CreateInstance marked(Action.CreateInstance create) {
        InstanceSpec spec = create.spec();
        Map<String, String> config = new TreeMap<>(spec.config());
        config.remove("user.repoman.repo");
        config.put(BuildPlanner.BUILDER, KIND);
        return new Action.CreateInstance(
                create.project(), new InstanceSpec(spec.name(), spec.image(), spec.profiles(), config, spec.devices()));
    }
}
