package dev.repoman.usecase.doctor;

import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.Reach;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The model daemon answers inside, at the address that the container is given.
@ApplicationScoped
class ModelInside implements InsideCheck {
    private static final int NO_PROGRAM = 3;

    /// Directly, whatever proxy is set.
    private static final String GET = """
            command -v nc >/dev/null || command -v bash >/dev/null || exit %d
            for path in version tags; do
                request=$(printf 'GET /api/%%s HTTP/1.0\\r\\nHost: %%s\\r\\n\\r\\n.' "$path" "$1")
                printf %%s "${request%%.}" | timeout 5 nc -w 3 "$1" "$2" 2>/dev/null ||
                    timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf %%s "$3" >&3 && cat <&3' \\
                        bash "$1" "$2" "${request%%.}" 2>/dev/null
            done
            """.formatted(NO_PROGRAM);

    private final Ask ask;

    ModelInside(Ask ask) {
        this.ask = ask;
    }

    @Override
    public String code() {
        return "llm-inside";
    }

    @Override
    public List<Diagnosis> look(Place place) {
        Map<String, String> environment = place.instance().environment();
        String url = environment.getOrDefault("OLLAMA_HOST", "");
        String host = Reach.host(url);
        if (host.isEmpty()) {
            return List.of(Diagnosis.skipped(code(), "the container is not given an address of a model daemon"));
        }
        Ask.Answer answer = ask.sh(place, GET, host, Integer.toString(Reach.port(url, OllamaFact.PORT)));
        List<Diagnosis> all = new ArrayList<>(Reach.proxy(environment, url));
        all.add(
                answer.code() == NO_PROGRAM
                        ? Diagnosis.skipped(code(), "there is neither nc nor bash inside to ask ollama with")
                        : Reach.model(url, answer.said()));
        return all;
    }
}
