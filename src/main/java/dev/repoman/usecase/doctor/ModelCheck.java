package dev.repoman.usecase.doctor;

import dev.repoman.host.AgentProbe;
import dev.repoman.host.PortProbe;
import dev.repoman.host.Processes;
import dev.repoman.incus.Incus;
import dev.repoman.llm.OllamaProbe;
import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.ModelService;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The model daemon, as it answers at the address that containers use.
@ApplicationScoped
class ModelCheck implements Check {
    private static final Pattern CLIENT = Pattern.compile("client version is (\\S+)");
    /// Where nothing listens, so that the program prints its own version.
    private static final String NOBODY = "127.0.0.1:1";

    private final OllamaProbe ollama;
    private final AgentProbe agents;
    private final PortProbe ports;
    private final Processes processes;
    private final Incus incus;
    private final HostUser user;

    ModelCheck(
            OllamaProbe ollama, AgentProbe agents, PortProbe ports, Processes processes, Incus incus, HostUser user) {
        this.ollama = ollama;
        this.agents = agents;
        this.ports = ports;
        this.processes = processes;
        this.incus = incus;
        this.user = user;
    }

    @Override
    public String code() {
        return "llm";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        Llm llm = known.defaults().llm();
        if (!llm.enabled()) {
            return List.of(Diagnosis.skipped("llm", "local models are off (repoman setup --with-llm)"));
        }
        List<Diagnosis> all =
                new ArrayList<>(ModelService.key(incus.profiles(known.defaults().project()), user.home()));
        String url = llm.wiring() == Llm.Wiring.PROXY ? OllamaFact.LOOPBACK : llm.ollamaUrl();
        Health health = ollama.look(url);
        if (health.ok()) {
            all.addAll(ModelService.of(health, client(), ollama.loaded(url), ports.isEverywhere(OllamaFact.PORT)));
        } else {
            all.add(Diagnosis.skipped("llm-models", "ollama does not answer"));
        }
        return all;
    }

    private @Nullable String client() {
        if (agents.ollama() == null) {
            return null;
        }
        try {
            Processes.Result said = processes.run(
                    List.of("ollama", "--version"),
                    "ollama --version",
                    Map.of("OLLAMA_HOST", NOBODY),
                    Duration.ofSeconds(5));
            Matcher version = CLIENT.matcher(said.out() + said.err());
            return version.find() ? version.group(1) : null;
        } catch (RepomanException _) {
            return null;
        }
    }
}
