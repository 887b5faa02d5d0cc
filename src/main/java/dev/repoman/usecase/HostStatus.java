package dev.repoman.usecase;

import dev.repoman.incus.IncusProbe;
import dev.repoman.plan.Finding;
import dev.repoman.plan.HostFindings;
import dev.repoman.plan.JailFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.HttpProxy;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `status` without a name: the host, and its setup.
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

    /// @param choseBackupRoot whether the registry names it
    /// @param jail why there is no jail for work on repositories; null where there is one
    /// @param ollama how the daemon answers at the address that containers use; null if local models are off
    public record Report(
            String registryFile,
            Defaults defaults,
            int projects,
            IncusFact incus,
            @Nullable Health ollama,
            RootFact reposRoot,
            RootFact backupRoot,
            boolean choseBackupRoot,
            @Nullable JailFact jail,
            List<Finding> troubles) {}

    public Report report() {
        Registry known = registry.load();
        Defaults defaults = known.defaults();
        CompletableFuture<RootFact> repos = detector.repos(defaults.reposRoot());
        CompletableFuture<RootFact> backup = detector.backup(defaults.backupRoot());
        String url = defaults.llm().ollamaUrl();
        boolean models = defaults.llm().enabled() && !url.isEmpty();
        CompletableFuture<Health> health = models ? detector.health(url) : null;
        CompletableFuture<@Nullable JailFact> jail = EnvironmentDetector.start(detector::jail);
        IncusFact fact = incus.look(defaults.project(), null, defaults.bridge()).incus();
        Health ollama = health == null ? null : health.join();
        return new Report(
                registry.path().toString(),
                defaults,
                known.projects().size(),
                fact,
                ollama,
                repos.join(),
                backup.join(),
                known.written().contains("defaults.backup_root"),
                jail.join(),
                troubles(defaults, fact, ollama, jail.join()));
    }

    private List<Finding> troubles(
            Defaults defaults, IncusFact incus, @Nullable Health ollama, @Nullable JailFact jail) {
        List<Finding> troubles = new ArrayList<>();
        if (jail != null) {
            troubles.add(HostFindings.jail(jail));
        }
        if (incus.trouble() != null) {
            troubles.add(Finding.warn(
                    "incus", incus.trouble().what(), incus.trouble().hint()));
        } else if (incus.projectConfig() == null) {
            troubles.add(HostFindings.project(defaults.incusProject()));
        } else {
            for (String name : defaults.profiles()) {
                if (incus.profile(name).isEmpty()) {
                    troubles.add(HostFindings.profile(name, "repoman setup"));
                }
            }
            if (defaults.llm().enabled()) {
                incus.profile(NewSettings.LLM_PROFILE)
                        .flatMap(p -> HostFindings.address(p, defaults.llm()))
                        .ifPresent(troubles::add);
            }
        }
        HostFindings.silent(ollama, defaults.llm().wiring()).ifPresent(troubles::add);
        if (!defaults.allowed().isEmpty() && !detector.proxyAnswers()) {
            troubles.add(HttpProxy.silent());
        }
        return troubles;
    }
}
