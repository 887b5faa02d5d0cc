package dev.repoman.plan.life;

import dev.repoman.project.Fault;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.RepomanException;
import java.util.List;

/// An existing container without an entry is continued as it is. A flag that asks for something else is
/// refused: it would be ignored silently.
final class TakeOver {
    private TakeOver() {}

    /// @throws RepomanException REFUSED where `--image` or `--profile` ask for another container than `there`
    static void check(NewSettings settings, Instance there) {
        NewRequest asked = settings.asked();
        Ownership ours = there.ownership();
        ImageRef image = asked.image();
        if (ours != null && image != null && !image.toString().equals(ours.image())) {
            throw differs(there, "created from " + ours.image() + ", not from " + image);
        }
        List<String> profiles = settings.profiles();
        if (ours != null && !asked.profiles().isEmpty() && !profiles.equals(there.profiles())) {
            throw differs(
                    there,
                    "with the profiles " + String.join(", ", there.profiles()) + ", not "
                            + String.join(", ", profiles));
        }
    }

    private static RepomanException differs(Instance there, String how) {
        return new RepomanException(
                Fault.REFUSED,
                "the container " + there.name() + " already exists, " + how,
                "omit the flag to continue, or create it again: repoman remove " + there.name());
    }
}
