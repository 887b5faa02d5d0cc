package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Plan;
import dev.repoman.plan.UnsafeDevice;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `start`, `stop` and `restart`.
@ApplicationScoped
public class StatePlanner {
    private static final String STOPPED = "Stopped";
    private static final String FROZEN = "Frozen";

    /// What the user wants.
    public enum Wanted {
        START,
        STOP,
        RESTART
    }

    /// @param instance null where the container is gone
    /// @param repository where the registry says
    /// @param unsafe devices whose source an agent can replace
    public record Facts(
            IncusProject incusProject,
            @Nullable Instance instance,
            FolderFact repository,
            List<UnsafeDevice> unsafe,
            HostUser user) {
        public Facts {
            unsafe = List.copyOf(unsafe);
        }
    }

    /// @throws RepomanException if there is no such container of ours, or it could not start
    public Plan plan(ProjectName name, Wanted wanted, Facts facts) {
        Instance instance = OwnContainer.require(name, facts.instance(), facts.user());
        IncusProject project = facts.incusProject();
        boolean frozen = instance.status().equals(FROZEN);
        boolean stopped = instance.status().equals(STOPPED);
        List<Action> actions = new ArrayList<>();
        if (wanted != Wanted.START && !stopped) {
            actions.add(new Action.StopInstance(project, instance.name(), frozen));
        }
        if (wanted == Wanted.RESTART || wanted == Wanted.START && stopped) {
            checkStart(name, facts);
            actions.add(new Action.StartInstance(project, instance.name()));
        } else if (wanted == Wanted.START && frozen) {
            actions.add(new Action.ThawInstance(project, instance.name()));
        }
        return Plan.of(actions);
    }

    private static void checkStart(ProjectName name, Facts facts) {
        facts.unsafe().stream().findFirst().ifPresent(device -> {
            throw device.refusal(name.value());
        });
        FolderFact repository = facts.repository();
        switch (repository.kind()) {
            case FOLDER, EMPTY -> {}
            case MISSING, NOT_A_FOLDER, UNREADABLE ->
                throw new RepomanException(
                        Fault.FAILED,
                        "the repository " + repository.path()
                                + (repository.kind() == FolderFact.Kind.MISSING
                                        ? " does not exist"
                                        : " cannot be used: see ls -ld"),
                        "mount it if it is on a disk or a share; from the backup: repoman restore " + name);
        }
    }
}
