package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Host;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `setup --host`: what another machine lacks, and its values in the registry.
@ApplicationScoped
public class HostPlanner {
    /// The options, and what the registry has of the host, which they replace.
    ///
    /// @param remote null for what the registry says, or else the name
    /// @param bridge null for the one that containers use there
    public record Request(
            String name,
            @Nullable String remote,
            @Nullable String bridge,
            @Nullable String image) {
        /// @return the host that is looked at
        public Host host(Registry known) {
            Host before = known.host(name)
                    .orElse(new Host(
                            name,
                            name,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            return new Host(
                    name,
                    remote == null ? before.remote() : remote,
                    before.incusProject(),
                    Optional.ofNullable(image).or(before::defaultImage),
                    before.profiles(),
                    Optional.ofNullable(bridge).or(before::bridge),
                    before.ollamaUrl());
        }
    }

    /// @param wanted as of [Request#host]
    /// @param known the registry, with the defaults of this host
    /// @throws RepomanException ENVIRONMENT where Incus there cannot be used
    public Plan plan(Host wanted, Registry known, IncusFact incus, BridgeFact bridge) {
        List<Finding> findings = new ArrayList<>();
        stopAt(EnvironmentStage.incus(incus, findings));
        if (wanted.remote().equals("local")) {
            throw new RepomanException(
                    Fault.USAGE, "local is the remote of this host", "repoman setup prepares this host");
        }
        IncusProject project = new IncusProject(
                wanted.remote(), wanted.incusProject().orElse(known.defaults().incusProject()));
        Stage stage = SetupPlanner.project(incus, project);
        stopAt(stage.blocker());
        findings.addAll(stage.findings());
        List<Action> actions = new ArrayList<>(stage.actions());
        List<String> notes = new ArrayList<>(findings.stream()
                .filter(finding -> finding.level() == Finding.Level.WARN)
                .map(Finding::text)
                .toList());
        Host host = new Host(
                wanted.name(),
                wanted.remote(),
                Optional.of(project.name()),
                wanted.defaultImage(),
                Optional.of(profiles(wanted, known, incus, notes)),
                bridge.there() ? Optional.of(bridge.name()) : wanted.bridge(),
                wanted.ollamaUrl().or(() -> model(incus)));
        if (!known.hosts().contains(host)) {
            actions.add(new EditRegistry(new RegistryEdit.SetHost(host)));
        }
        return new Plan(actions, List.of(), notes);
    }

    /// Those of this host that are there too.
    private static List<String> profiles(Host wanted, Registry known, IncusFact incus, List<String> notes) {
        if (wanted.profiles().isPresent()) {
            return wanted.profiles().get();
        }
        List<String> there = new ArrayList<>();
        for (String profile : known.defaults().profiles()) {
            if (profile.equals("default") || incus.profile(profile).isPresent()) {
                there.add(profile);
            } else {
                notes.add("the profile " + profile + " does not exist on " + wanted.name()
                        + ": containers there are without it; a profile is made by repoman setup on that machine");
            }
        }
        return there;
    }

    private static Optional<String> model(IncusFact incus) {
        return incus.profile(NewSettings.LLM_PROFILE)
                .map(Profile::config)
                .map(config -> config.get(Instance.VARIABLE + "OLLAMA_HOST"))
                .filter(url -> url.startsWith("http"));
    }

    private static void stopAt(@Nullable RepomanException blocker) {
        if (blocker != null) {
            throw blocker;
        }
    }
}
