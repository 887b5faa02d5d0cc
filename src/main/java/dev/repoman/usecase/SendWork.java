package dev.repoman.usecase;

import dev.repoman.incus.Incus;
import dev.repoman.plan.Action;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// `send`: what is not committed in the clone here goes into the volume of the project.
@ApplicationScoped
public class SendWork {
    private final RegistryStore registry;
    private final Incus incus;
    private final FindClone clones;
    private final HostUser user;

    SendWork(RegistryStore registry, Incus incus, FindClone clones, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.clones = clones;
        this.user = user;
    }

    /// @throws RepomanException REFUSED where the repository of the project is not in a volume, or there is no clone
    /// here
    public Plan plan(ProjectName name) {
        Registry known = registry.load().at(name);
        Project entry = Names.require(name, known);
        String path = known.defaults().repoPath(user, entry.repo());
        String shown = user.contract(path);
        if (!entry.hasVolume()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the repository of " + name + " is " + shown + " itself: what you write there is inside",
                    "send is for projects on another host, and for sealed ones");
        }
        FindClone.Clone clone = clones.of(entry, known);
        if (clone.place() == null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    clone.why().isEmpty()
                            ? shown + " is not a repository with a commit"
                            : shown + " cannot be read: " + clone.why(),
                    "clone it: git clone repoman::" + name + " " + shown);
        }
        Instance instance = OwnContainer.require(
                name, incus.instance(known.defaults().project(), name.value()).orElse(null), user);
        if (clone.uncommitted().isEmpty()) {
            return Plan.of(List.of());
        }
        List<Action> actions = new ArrayList<>();
        if (!instance.running()) {
            actions.add(new Action.StartInstance(known.defaults().project(), name.value()));
        }
        actions.add(new Exchange.SendWork(
                known.defaults().project(),
                name.value(),
                user,
                known.pathInside(entry, user),
                clone.place(),
                clone.uncommitted()));
        return Plan.of(actions);
    }
}
