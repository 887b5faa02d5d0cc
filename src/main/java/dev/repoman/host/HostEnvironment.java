package dev.repoman.host;

import java.nio.file.Path;
import java.util.Map;

/// The environment variables of this run, and the XDG folders that follow from them. An empty variable counts
/// as unset, a relative XDG folder is ignored, as the XDG Base Directory specification says.
public record HostEnvironment(Map<String, String> variables) {
    public HostEnvironment {
        variables = Map.copyOf(variables);
    }

    public String get(String name) {
        return variables.getOrDefault(name, "");
    }

    public Path configHome(String home) {
        return xdg("XDG_CONFIG_HOME", home, ".config");
    }

    public Path dataHome(String home) {
        return xdg("XDG_DATA_HOME", home, ".local/share");
    }

    public Path stateHome(String home) {
        return xdg("XDG_STATE_HOME", home, ".local/state");
    }

    private Path xdg(String name, String home, String fallback) {
        String value = get(name);
        return value.startsWith("/") ? Path.of(value) : Path.of(home, fallback);
    }
}
