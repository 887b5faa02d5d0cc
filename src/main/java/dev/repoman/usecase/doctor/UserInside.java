package dev.repoman.usecase.doctor;

import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Inside;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// The user inside is the one of the host, and so are the files that it writes: the proof with which `new` ends.
@ApplicationScoped
class UserInside implements InsideCheck {
    private final IncusEffector effector;
    private final HostUser user;

    UserInside(IncusEffector effector, HostUser user) {
        this.effector = effector;
        this.user = user;
    }

    @Override
    public String code() {
        return "user-inside";
    }

    @Override
    public List<Diagnosis> look(Place place) {
        try {
            effector.prove(new Action.ProvisionUser(
                    place.project(),
                    place.instance().name(),
                    user,
                    place.volume() ? null : place.repo(),
                    place.volume() ? null : place.source(),
                    List.of(),
                    false,
                    new Inside(null, true)));
        } catch (RepomanException e) {
            return List.of(Diagnosis.error(code(), e.what(), null));
        }
        return List.of(Diagnosis.good(
                code(),
                "you are " + user.name() + " inside"
                        + (place.volume() ? "" : ", and a file that you write in the repository is yours here")));
    }
}
