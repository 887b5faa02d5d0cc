package dev.repoman.usecase.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Kept;
import dev.repoman.project.HostUser;
import dev.repoman.usecase.doctor.InsideCheck.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs scripts inside as the user. What they print is an agent's word.
@ApplicationScoped
class Ask {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Incus incus;
    private final HostUser user;

    Ask(Incus incus, HostUser user) {
        this.incus = incus;
        this.user = user;
    }

    /// @param said on standard output; where there is nothing, on standard error
    record Answer(int code, String said) {}

    /// @param arguments `$1` and so on
    Answer sh(Place place, String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "repoman"));
        words.addAll(List.of(arguments));
        Kept out = new Kept();
        Kept err = new Kept();
        int code = incus.exec(
                place.project(),
                place.instance().name(),
                new Exec(
                        words,
                        Map.of(
                                "PATH",
                                user.home() + "/.local/bin:/usr/local/bin:/usr/bin:/bin",
                                "HOME",
                                user.home(),
                                "USER",
                                user.name()),
                        user.uid(),
                        user.gid(),
                        InputStream.nullInputStream(),
                        out,
                        err,
                        PATIENCE));
        return new Answer(code, (out.size() == 0 ? err : out).toString(UTF_8).strip());
    }
}
