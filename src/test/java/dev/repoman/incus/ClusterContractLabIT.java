package dev.repoman.incus;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import java.nio.file.Path;

/// The contract on a cluster of three.
@LabTest
class ClusterContractLabIT extends IncusContract {
    @Override
    Path daemon() {
        Path socket = Lab.cluster();
        IncusContractLabIT.prepare(Lab.dev().env("INCUS_SOCKET", socket.toString()));
        return socket;
    }
}
