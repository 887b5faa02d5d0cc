package dev.repoman.usecase;

import dev.repoman.incus.IncusProbe;
import dev.repoman.plan.JailFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Profile;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `status` without a name: the host, and what `setup` made of it.
@ApplicationScoped
public class HostStatus {
    private final RegistryStore registry;
    private final IncusProbe incus;
    private final EnvironmentDetector detector;

    public HostStatus(RegistryStore registry, IncusProbe incus, EnvironmentDetector detector) {
        this.registry = registry;
        this.incus = incus;
        this.detector = detector;
    }

    /// Something is not as it should be.
    ///
    /// @param mend the command that mends it
    public record Trouble(String what, @Nullable String mend) {}

    /// @param jail why there is no jail for work on repositories; null where there is one
    /// @param ollama how the daemon answers at the address that containers are given; null where local models
    ///     are off
    public record Report(
            String registryFile,
            Defaults defaults,
            int projects,
            IncusFact incus,
            @Nullable Health ollama,
            RootFact reposRoot,
            RootFact backupRoot,
            @Nullable JailFact jail,
            List<Trouble> troubles) {}

    public Report report() {
        Registry known = registry.load();
        Defaults defaults = known.defaults();
        CompletableFuture<RootFact> repos = detector.repos(defaults.reposRoot());
        CompletableFuture<RootFact> backup = detector.backup(defaults.backupRoot());
        String url = defaults.llm().ollamaUrl();
        boolean models = defaults.llm().enabled() && !url.isEmpty();
        CompletableFuture<Health> health = models ? detector.health(url) : null;
        CompletableFuture<@Nullable JailFact> jail = EnvironmentDetector.start(detector::jail);
        IncusFact fact = incus.look(defaults.incusProject(), defaults.bridge()).incus();
        Health ollama = health == null ? null : health.join();
        return new Report(
                registry.path().toString(),
                defaults,
                known.projects().size(),
                fact,
                ollama,
                repos.join(),
                backup.join(),
                jail.join(),
                troubles(defaults, fact, ollama, jail.join()));
    }

    private static List<Trouble> troubles(
            Defaults defaults, IncusFact incus, @Nullable Health ollama, @Nullable JailFact jail) {
        List<Trouble> troubles = new ArrayList<>();
        if (jail != null) {
            troubles.add(new Trouble(jail.consequence(), jail.fix()));
        }
        if (incus.trouble() != null) {
            troubles.add(new Trouble(incus.trouble().what(), incus.trouble().hint()));
        } else if (incus.projectConfig() == null) {
            troubles.add(
                    new Trouble("the Incus project " + defaults.incusProject() + " does not exist", "repoman setup"));
        } else {
            for (String name : defaults.profiles()) {
                if (incus.profile(name).isEmpty()) {
                    troubles.add(new Trouble("the profile " + name + " does not exist", "repoman setup"));
                }
            }
            incus.profile(NewSettings.LLM_PROFILE).ifPresent(p -> addWiring(defaults, p, troubles));
        }
        if (ollama != null && !ollama.ok()) {
            troubles.add(new Trouble(
                    "ollama does not answer at " + ollama.url() + ": " + ollama.detail(), "repoman setup --refresh"));
        }
        return troubles;
    }

    private static void addWiring(Defaults defaults, Profile profile, List<Trouble> troubles) {
        String given = profile.config().getOrDefault("environment.OLLAMA_HOST", "");
        String known = defaults.llm().ollamaUrl();
        if (defaults.llm().enabled() && !given.equals(known)) {
            troubles.add(new Trouble(
                    "containers are told that ollama is at " + (given.isEmpty() ? "no address" : given)
                            + ", the registry says " + known,
                    "repoman setup --refresh"));
        }
    }
}
