package dev.repoman.usecase.doctor;

import dev.repoman.plan.doctor.Diagnosis;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// All that is tried inside a running container.
@ApplicationScoped
class InsideChecks {
    private final List<InsideCheck> all;

    InsideChecks(UserInside user, NetworkInside network, ModelInside model, ToolsInside tools) {
        all = List.of(user, network, model, tools);
    }

    List<Diagnosis> look(InsideCheck.Place place) {
        return all.stream()
                .map(check -> Examination.start(check.code(), Examination.SECONDS, () -> check.look(place)))
                .toList()
                .stream()
                .flatMap(found -> found.join().stream())
                .toList();
    }
}
