package dev.repoman.usecase;

import dev.repoman.plan.setup.SetupChoices;
import dev.repoman.plan.setup.SetupFacts;
import dev.repoman.plan.setup.SetupPlan;
import dev.repoman.plan.setup.SetupPlanner;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// `setup`: looks once, and plans again after each answer of the user.
@ApplicationScoped
public class SetupHost {
    private final EnvironmentDetector detector;
    private final SetupPlanner planner;
    private final RegistryStore registry;

    public SetupHost(EnvironmentDetector detector, SetupPlanner planner, RegistryStore registry) {
        this.detector = detector;
        this.planner = planner;
        this.registry = registry;
    }

    /// The facts, and the choices so far.
    public record Survey(SetupFacts facts, Registry registry, SetupChoices choices) {
        public Survey withLlm(boolean yes) {
            return new Survey(facts, registry, choices.withLlm(yes));
        }
    }

    /// @param changesNothing whether a registry of an older schema is only read, and not migrated
    public Survey look(SetupRequest request, boolean changesNothing) {
        Registry known = changesNothing ? registry.peek() : registry.load();
        return look(known, SetupChoices.resolve(request, known, detector.ollamaInstalled()));
    }

    /// The same, with other roots and another image.
    public Survey with(Survey survey, SetupRequest.Basics basics) {
        return look(survey.registry(), survey.choices().with(basics));
    }

    /// @throws RepomanException USAGE if the registry could not hold it
    public void check(String key, String value) {
        registry.preview(List.of(new RegistryEdit.Set(key, new RegistryEdit.Value.Text(value))));
    }

    /// The same, once something was changed.
    public Survey again(Survey survey) {
        return look(survey.registry(), survey.choices());
    }

    private Survey look(Registry known, SetupChoices choices) {
        return new Survey(
                detector.look(choices.basics(), choices.bridge(), choices.wiring(), choices.llm() || choices.asksLlm()),
                known,
                choices);
    }

    /// Whether `new --hermes` can work here.
    public boolean hasHermes(Survey survey) {
        SetupFacts.HermesFact hermes = survey.facts().hermes();
        return survey.choices().llm() && (hermes.launcher() != null || hermes.image() != null);
    }

    public SetupPlan plan(Survey survey) {
        return planner.plan(survey.facts(), survey.choices(), survey.registry());
    }
}
