package dev.repoman.incus;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import java.nio.file.Path;

/// The contract on the real daemon.
@LabTest
class IncusContractLabIT extends IncusContract {
    @Override
    Path daemon() {
        Lab.reset();
        Lab.dev()
                .sh("incus project create repoman -c features.images=false"
                        + " && incus profile show default | incus profile edit default --project repoman")
                .ok();
        return Path.of(System.getenv("INCUS_SOCKET"));
    }
}
