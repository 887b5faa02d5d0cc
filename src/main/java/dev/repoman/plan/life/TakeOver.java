package dev.repoman.plan.life;

import dev.repoman.project.Fault;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.RepomanException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An existing container without an entry is continued as it is. A flag that asks for something else is
/// refused: it would be ignored silently.
final class TakeOver {
    private TakeOver() {}

    /// @return what its keys say
    /// @throws RepomanException REFUSED where it is not of this user and this repository, and where `--image` or
    ///     `--profile` ask for another container than `there`
    static Ownership check(NewSettings settings, Instance there) {
        NewRequest asked = settings.asked();
        Ownership ours = owned(settings, there);
        ImageRef image = asked.image();
        if (image != null && !image.toString().equals(ours.image())) {
            throw differs(there, "created from " + ours.image() + ", not from " + image);
        }
        List<String> profiles = settings.profiles();
        if (!asked.profiles().isEmpty() && !profiles.equals(there.profiles())) {
            throw differs(
                    there,
                    "with the profiles " + String.join(", ", there.profiles()) + ", not "
                            + String.join(", ", profiles));
        }
        return ours;
    }

    private static Ownership owned(NewSettings settings, Instance there) {
        @Nullable Ownership ours = there.ownership();
        String named = "the container " + there.name() + " in the Incus project " + settings.incusProject();
        if (ours == null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    named + " was not created by repoman",
                    "choose another name, or rename it: incus rename "
                            + settings.incusProject().instance(there.name()) + " NEW "
                            + settings.incusProject().option());
        }
        if (ours.uid() != settings.user().uid()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    named + " belongs to " + ours.user() + " (uid " + ours.uid() + ")",
                    "choose another name");
        }
        if (!ours.repo().equals(settings.repoPath())) {
            throw new RepomanException(
                    Fault.REFUSED,
                    named + " was created for another repository, " + ours.repo(),
                    "repoman remove " + there.name() + " removes it, or choose another name");
        }
        return ours;
    }

    private static RepomanException differs(Instance there, String how) {
        return new RepomanException(
                Fault.REFUSED,
                "the container " + there.name() + " already exists, " + how,
                "omit the flag to continue, or create it again: repoman remove " + there.name());
    }
}
