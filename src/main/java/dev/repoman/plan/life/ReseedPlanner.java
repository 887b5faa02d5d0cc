package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.SeedHermes;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// `hermes reseed`: the files that the user selected, as a plan.
@ApplicationScoped
public class ReseedPlanner {
    /// @param onlyThere files of the copy that the host has not
    /// @param live names of files that show a running agent
    public List<String> notes(List<SeedDifference> differences, List<String> onlyThere, List<String> live) {
        List<String> notes = new ArrayList<>();
        if (!live.isEmpty()) {
            notes.add("an agent may be using this data (" + String.join(", ", live)
                    + "): it can overwrite what is copied; stop it first");
        }
        differences.forEach(d -> notes.add("differs: " + d.describe()));
        onlyThere.forEach(file -> notes.add("only in the container, kept: " + file));
        return notes;
    }

    public Plan plan(
            HostSeed seed, DataFact data, List<SeedDifference> picked, List<String> envKeep, List<String> notes) {
        List<String> files = picked.stream().map(SeedDifference::file).toList();
        List<Action> actions =
                files.isEmpty() ? List.of() : List.of(new SeedHermes(data.path(), seed.source(), files, envKeep, true));
        return new Plan(actions, List.of(), notes);
    }
}
