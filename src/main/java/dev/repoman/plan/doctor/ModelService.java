package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.Loaded;
import dev.repoman.project.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The model daemon, once it answers: that it does is a finding of `setup` and `status`.
public final class ModelService {
    /// Tokens of context that the agents are made for.
    private static final long CONTEXT = 64_000;

    private static final String DROP_IN = "/etc/systemd/system/ollama.service.d";

    private ModelService() {}

    /// @param health of one that answers
    /// @param client the version of the program; null if it is not known
    /// @param loaded models; null where it does not say
    /// @param everywhere whether something listens at its port on every address of the host
    public static List<Diagnosis> of(
            Health health, @Nullable String client, @Nullable List<Loaded> loaded, boolean everywhere) {
        List<Diagnosis> all = new ArrayList<>();
        if (health.models().isEmpty()) {
            all.add(Diagnosis.of(Finding.warn("llm-models", "ollama has no models", "ollama pull MODEL")));
        }
        if (client != null && !client.equals(health.detail())) {
            all.add(Diagnosis.of(Finding.warn(
                    "llm-skew",
                    "the program ollama is " + client + ", and the daemon is " + health.detail(),
                    "sudo systemctl restart ollama")));
        }
        all.addAll(context(loaded));
        if (everywhere) {
            all.add(Diagnosis.of(Finding.info(
                    "llm-exposed",
                    "ollama listens on every address of this host: whoever reaches the host can use it, and change its"
                            + " models")));
        }
        return all;
    }

    private static List<Diagnosis> context(@Nullable List<Loaded> loaded) {
        if (loaded == null) {
            return List.of(Diagnosis.skipped("llm-context", "ollama does not say which models are loaded"));
        }
        if (loaded.isEmpty()) {
            return List.of(Diagnosis.skipped("llm-context", "no model is loaded, so its context is not known"));
        }
        return loaded.stream()
                .map(model -> {
                    if (model.context() == 0) {
                        return Diagnosis.skipped("llm-context", "ollama does not say the context of " + model.name());
                    }
                    String what = model.name() + " is loaded with a context of " + model.context() + " tokens";
                    return Diagnosis.of(
                            model.context() >= CONTEXT
                                    ? Finding.good("llm-context", what)
                                    : Finding.warn(
                                            "llm-context",
                                            what + ", and agents need " + CONTEXT,
                                            ("""
                                            sudo mkdir -p %1$s
                                            printf '[Service]\\nEnvironment="OLLAMA_CONTEXT_LENGTH=65536"\\n' | sudo tee %1$s/context.conf
                                            sudo systemctl daemon-reload
                                            sudo systemctl restart ollama""").formatted(DROP_IN)));
                })
                .toList();
    }

    /// The key of the account at ollama.com: whoever has it uses that account.
    ///
    /// @param home of the user
    public static List<Diagnosis> key(List<Profile> profiles, String home) {
        Path key = Path.of(home, ".ollama/id_ed25519");
        return profiles.stream()
                .flatMap(profile -> profile.devices().entrySet().stream()
                        .filter(device -> device.getValue().type().equals("disk"))
                        .filter(device -> device.getValue().option("source") instanceof String source
                                && source.startsWith("/")
                                && key.startsWith(Path.of(source)))
                        .map(device -> Diagnosis.of(Finding.warn(
                                "llm-key",
                                "the profile " + profile.name()
                                        + " shares ~/.ollama/id_ed25519, the key of your account"
                                        + " at ollama.com, by its device " + device.getKey(),
                                "share another folder, without the key"))))
                .toList();
    }
}
