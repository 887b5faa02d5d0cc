package dev.repoman.usecase;

import dev.repoman.apply.TreeKeeper;
import dev.repoman.hermes.HermesProbe;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.ReseedPlanner;
import dev.repoman.plan.life.SeedDifference;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// `hermes reseed`: compares the host's data with a container's copy.
@ApplicationScoped
public class ReseedProject {
    private final RegistryStore registry;
    private final HermesProbe hermes;
    private final TreeKeeper keeper;
    private final ReseedPlanner planner;
    private final HostUser user;

    public ReseedProject(
            RegistryStore registry, HermesProbe hermes, TreeKeeper keeper, ReseedPlanner planner, HostUser user) {
        this.registry = registry;
        this.hermes = hermes;
        this.keeper = keeper;
        this.planner = planner;
        this.user = user;
    }

    /// @param notes what the user should know before selecting
    public record Differences(
            HostSeed seed, DataFact data, Llm settings, List<SeedDifference> differences, List<String> notes) {
        /// The same, without the notes, which the user has already read.
        public Differences told() {
            return new Differences(seed, data, settings, differences, List.of());
        }
    }

    public Differences look(ProjectName name) {
        Registry known = registry.load();
        DataFact data = hermes.data(name);
        if (!data.there()) {
            Names.require(name, known);
        }
        if (data.kind() != FolderFact.Kind.FOLDER && data.kind() != FolderFact.Kind.EMPTY) {
            throw new RepomanException(
                    Fault.FAILED,
                    name + " has no hermes data in " + user.contract(data.path()),
                    "a project gets it when it is created: repoman new " + name + " --hermes");
        }
        Llm settings = known.defaults().llm();
        HostSeed seed = hermes.seed(settings);
        if (!seed.there()) {
            throw new RepomanException(
                    Fault.FAILED,
                    "there is no hermes data in " + user.contract(seed.source()),
                    "HERMES_HOME names another folder");
        }
        List<String> notes = new ArrayList<>();
        HermesProbe.Comparison compared;
        try (TreeKeeper.Kept kept = keeper.keep(known.defaults().project(), List.of(data.path()), notes::add)) {
            compared = hermes.compare(kept.jail(), seed, data, settings);
        }
        notes.addAll(planner.notes(compared.differences(), compared.onlyThere(), compared.live()));
        return new Differences(seed, data, settings, compared.differences(), notes);
    }

    public Plan plan(Differences found, Predicate<SeedDifference> picks) {
        return planner.plan(
                found.seed(),
                found.data(),
                found.differences().stream().filter(picks).toList(),
                found.settings().hermesEnvKeep(),
                found.notes());
    }
}
