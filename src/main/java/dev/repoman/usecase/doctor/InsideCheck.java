package dev.repoman.usecase.doctor;

import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import java.util.List;

/// Something that doctor tries inside a running container.
interface InsideCheck {
    /// @return the code of the finding that it failed
    String code();

    List<Diagnosis> look(Place place);

    /// @param project the Incus project
    /// @param repo the path inside of the folder that is shared with the container
    /// @param source its path on the host
    /// @param volume whether the repository is in a volume, so that no folder is shared
    record Place(IncusProject project, Instance instance, String repo, String source, boolean volume) {}
}
