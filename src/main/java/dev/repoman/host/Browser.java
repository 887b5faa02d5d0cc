package dev.repoman.host;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The user's browser.
@ApplicationScoped
public class Browser {
    private static final String OPENER = "xdg-open";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Processes processes;
    private final Programs programs;
    private final HostEnvironment env;

    public Browser(Processes processes, Programs programs, HostEnvironment env) {
        this.processes = processes;
        this.programs = programs;
        this.env = env;
    }

    /// @return whether it was opened: not so without a display
    public boolean open(String url) {
        boolean display =
                !env.get("DISPLAY").isEmpty() || !env.get("WAYLAND_DISPLAY").isEmpty();
        return display
                && programs.find(OPENER).isPresent()
                && processes
                                .run(List.of(OPENER, url), OPENER + " " + url, Map.of(), PATIENCE)
                                .code()
                        == 0;
    }
}
