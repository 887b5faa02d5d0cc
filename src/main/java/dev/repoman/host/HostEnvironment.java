package dev.repoman.host;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.nio.file.Path;
import java.util.Map;

/// The environment variables of this run, and the XDG folders that follow from them. An empty variable counts
/// as unset, a relative XDG folder is ignored, as the XDG Base Directory specification says.
public record HostEnvironment(Map<String, String> variables) {
    public HostEnvironment {
        variables = Map.copyOf(variables);
    }

    /// @throws RepomanException ENVIRONMENT if its bytes are not UTF-8: a path would lead somewhere else
    public String get(String name) {
        String value = variables.getOrDefault(name, "");
        if (value.indexOf('\uFFFD') >= 0) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "the variable " + name + " is not UTF-8",
                    "set it to a path in UTF-8, or unset it");
        }
        return value;
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

    public Path cacheHome(String home) {
        return xdg("XDG_CACHE_HOME", home, ".cache");
    }

    /// @return the folder for sockets: that of the login, or one that stays where there is none
    public Path runtime(String home) {
        return xdg("XDG_RUNTIME_DIR", home, ".local/state");
    }

    /// @return the registry, unless the user names another one
    public Path registry(String home) {
        return configHome(home).resolve("repoman").resolve("repoman.toml");
    }

    private Path xdg(String name, String home, String fallback) {
        String value = get(name);
        return value.startsWith("/") ? Path.of(value) : Path.of(home, fallback);
    }
}
