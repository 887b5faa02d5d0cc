package dev.repoman.usecase.doctor;

import dev.repoman.host.OwnProgram;
import dev.repoman.plan.doctor.Caches;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What the launcher keeps to start faster.
@ApplicationScoped
class CacheCheck implements Check {
    private final OwnProgram program;
    private final HostUser user;

    CacheCheck(OwnProgram program, HostUser user) {
        this.program = program;
        this.user = user;
    }

    @Override
    public String code() {
        return "aot-caches";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        return List.of(Caches.of(program.otherCaches(user.home())));
    }
}
