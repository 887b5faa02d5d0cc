package dev.repoman.incus;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.lab.LabUser;
import java.nio.file.Path;

/// The contract on the real daemon.
@LabTest
class IncusContractLabIT extends IncusContract {
    @Override
    Path daemon() {
        Lab.reset();
        prepare(Lab.dev());
        return Path.of(System.getenv("INCUS_SOCKET"));
    }

    /// @param user of a daemon that has no project but `default`
    static void prepare(LabUser user) {
        user.sh("incus project create repoman -c features.images=false"
                        + " && incus profile show default | incus profile edit default --project repoman")
                .ok();
    }
}
