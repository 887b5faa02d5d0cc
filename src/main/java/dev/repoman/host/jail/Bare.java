package dev.repoman.host.jail;

import dev.repoman.host.Programs;
import dev.repoman.plan.JailFact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The same jobs without a jail. Only two callers may use it: one that has frozen every container that can
/// write to the job's folders, on a host without a jail; and one that looks at a folder that no container
/// has.
@ApplicationScoped
@Typed(Bare.class) // so that a caller that needs a jail never gets this one
public class Bare implements Jail {
    private final Programs programs;
    private final Runner runner;

    Bare(Programs programs, Runner runner) {
        this.programs = programs;
        this.runner = runner;
    }

    @Override
    public Outcome run(Job job) {
        List<String> line = new ArrayList<>(programs.dyingWithParent());
        line.addAll(Entry.into(job));
        Outcome outcome = runner.run("host", job, line);
        return outcome instanceof Outcome.Ended(int code) && code == Entry.REPLACED ? new Outcome.Replaced() : outcome;
    }

    @Override
    public Optional<JailFact> missing() {
        return Optional.empty();
    }
}
