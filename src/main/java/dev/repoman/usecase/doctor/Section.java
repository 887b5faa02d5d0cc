package dev.repoman.usecase.doctor;

import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.Diagnosis;
import java.util.List;

/// A part of doctor's page.
///
/// @param code as data
/// @param title for people
public record Section(String code, String title, List<Diagnosis> diagnoses) {
    /// The host: an error there means that no container can work.
    public static final String HOST = "host";

    public Section {
        diagnoses = List.copyOf(diagnoses);
    }

    /// @return whether no container can work
    public boolean fatal() {
        return code.equals(HOST) && diagnoses.stream().anyMatch(d -> d.grade() == Diagnosis.Grade.ERROR);
    }

    /// @return what is to be fixed
    public List<Finding> bad() {
        return diagnoses.stream().filter(Diagnosis::bad).map(Diagnosis::finding).toList();
    }
}
