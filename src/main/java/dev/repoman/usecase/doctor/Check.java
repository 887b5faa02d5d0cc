package dev.repoman.usecase.doctor;

import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.registry.Registry;
import java.util.List;

/// Something that doctor looks at. It may take long, and fail.
interface Check {
    /// @return the code of the finding that it failed
    String code();

    List<Diagnosis> look(Registry known);
}
