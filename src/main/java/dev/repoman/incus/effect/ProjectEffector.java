package dev.repoman.incus.effect;

import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.plan.Action;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;

/// Carries out the actions on an Incus project and its profiles. If something already exists as it should be,
/// this is not an error: another run was faster, or an earlier one was interrupted.
@ApplicationScoped
public class ProjectEffector {
    private final Incus incus;

    public ProjectEffector(Incus incus) {
        this.incus = incus;
    }

    /// @param warning receives each container that could not take a profile
    public void apply(Action.OnIncusProject action, Consumer<String> warning) {
        switch (action) {
            case Action.CreateIncusProject create -> create(create);
            case Action.AddProfileDevices add ->
                saving(
                        add.project(),
                        () -> incus.addProfileDevices(add.project(), add.profile(), add.devices()),
                        warning);
            case Action.CreateProfile create -> create(create, warning);
            case Action.ReplaceProfile replace ->
                replace(replace.project(), replace.profile(), replace.etag(), warning);
        }
    }

    private void create(Action.CreateIncusProject create) {
        try {
            incus.createProject(create.project(), create.config());
        } catch (IncusException e) {
            if (e.reason() != Reason.NAME_TAKEN) {
                throw e;
            }
        }
    }

    private void create(Action.CreateProfile create, Consumer<String> warning) {
        try {
            incus.createProfile(create.project(), create.profile());
        } catch (IncusException e) {
            if (e.reason() != Reason.NAME_TAKEN) {
                throw e;
            }
            replace(create.project(), create.profile(), "", warning);
        }
    }

    /// If somebody changed the profile since it was read, it is read again, once: the profile belongs to
    /// repoman.
    ///
    /// @param etag of the profile that was read; empty if none was
    private void replace(IncusProject project, Profile wanted, String etag, Consumer<String> warning) {
        String match = etag;
        if (!etag.isEmpty()) {
            try {
                put(project, wanted, match, warning);
                return;
            } catch (IncusException e) {
                if (e.reason() != Reason.CHANGED_MEANWHILE) {
                    throw e;
                }
            }
        }
        Optional<Profile> there = incus.profile(project, wanted.name());
        if (there.isEmpty()) {
            incus.createProfile(project, wanted);
        } else if (!there.get().sameContent(wanted)) {
            put(project, wanted, there.get().etag(), warning);
        }
    }

    private void put(IncusProject project, Profile wanted, String etag, Consumer<String> warning) {
        saving(
                project,
                () -> incus.replaceProfile(
                        project,
                        new Profile(wanted.name(), wanted.description(), wanted.config(), wanted.devices(), etag)),
                warning);
    }

    /// "Profile change still saved": the change is saved, and only some running containers do not have it
    /// yet.
    private static void saving(IncusProject project, Runnable change, Consumer<String> warning) {
        try {
            change.run();
        } catch (IncusException e) {
            if (e.reason() != Reason.SAVED_BUT_NOT_APPLIED) {
                throw e;
            }
            NotApplied.lines(project, e.what()).forEach(warning);
        }
    }
}
