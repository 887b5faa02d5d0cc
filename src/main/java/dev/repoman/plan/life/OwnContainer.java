package dev.repoman.plan.life;

import dev.repoman.plan.ShellText;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import org.jspecify.annotations.Nullable;

/// The container that a command changes or enters: it has to be there, and the one that repoman created.
public final class OwnContainer {
    private static final String PROTECTION = "security.protection.delete";

    private OwnContainer() {}

    /// @param instance null where the container is gone
    /// @throws RepomanException FAILED where it is gone, REFUSED where it is another one
    public static Instance require(ProjectName name, @Nullable Instance instance, HostUser user) {
        if (instance == null) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the container of " + name + " is gone",
                    "repoman repair " + name + " creates it again; the repository is untouched");
        }
        if (!Ownership.isOf(instance.config(), user)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + name + " is not the one that repoman created for this project",
                    "repoman remove " + name + " removes the registry entry and keeps that container");
        }
        return instance;
    }

    /// @throws RepomanException REFUSED where Incus would not delete it
    public static void checkProtection(IncusProject project, Instance instance) {
        if (!instance.expandedConfig().getOrDefault(PROTECTION, "").matches("(?i)true|1|yes|on")) {
            return;
        }
        boolean own = instance.config().containsKey(PROTECTION);
        throw new RepomanException(
                Fault.REFUSED,
                "the container " + instance.name() + " is protected against deletion by "
                        + (own ? "its " : "one of its profiles: ") + PROTECTION,
                ShellText.command(
                                "incus",
                                "config",
                                own ? "unset" : "set",
                                project.instance(instance.name()),
                                own ? PROTECTION : PROTECTION + "=false",
                                "--project",
                                project.name())
                        + " lifts that");
    }
}
