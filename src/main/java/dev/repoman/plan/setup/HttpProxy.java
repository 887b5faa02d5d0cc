package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.life.Sealed;
import dev.repoman.plan.setup.SetupFacts.ProxyFact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The HTTP proxy of sealed projects: tinyproxy, as a service of the user. It listens on loopback, and connects to
/// port 443 of the names in the list, and to nothing else: all that it is asked for has to match one of them.
public final class HttpProxy {
    public static final String PROGRAM = "tinyproxy";
    public static final String SERVICE = "repoman-proxy.service";

    private static final String CODE = "proxy";

    /// With FilterURLs a request to connect is compared as HOST:PORT, and one for a page as `http://…`, which no line
    /// matches.
    private static final String CONFIG = """
            # of repoman setup, which writes it again: repoman config set defaults.sealed.allow
            Listen 127.0.0.1
            Port %d
            Timeout 600
            MaxClients 100
            LogLevel Warning
            DisableViaHeader Yes
            ConnectPort 443
            Filter "%s"
            FilterType ere
            FilterURLs On
            FilterDefaultDeny Yes
            """;

    private static final String UNIT = """
            # of repoman setup
            [Unit]
            Description=HTTP proxy of sealed repoman projects

            [Service]
            ExecStart="%s" -d -c "%s"
            Restart=on-failure
            NoNewPrivileges=yes

            [Install]
            WantedBy=default.target
            """;

    private HttpProxy() {}

    public static Path config(Path configHome) {
        return configHome.resolve("repoman/proxy/tinyproxy.conf");
    }

    public static Path names(Path configHome) {
        return configHome.resolve("repoman/proxy/allow");
    }

    public static Path unit(Path configHome) {
        return configHome.resolve("systemd/user").resolve(SERVICE);
    }

    /// @return the text of each file, by its path
    static SortedMap<String, String> files(Path configHome, String program, List<String> allowed) {
        String config = config(configHome).toString();
        return new TreeMap<>(Map.of(
                config,
                CONFIG.formatted(Sealed.HOST_PROXY, names(configHome)),
                names(configHome).toString(),
                allowed.stream().map(HttpProxy::pattern).collect(Collectors.joining("\n", "", "\n")),
                unit(configHome).toString(),
                UNIT.formatted(program, config.replace("%", "%%"))));
    }

    /// No character of it can be a separator: tinyproxy finds the host's name by `/`, `@` and `:`.
    private static String pattern(String name) {
        boolean below = name.startsWith("*.");
        return "^" + (below ? "([a-z0-9-]+\\.)+" : "")
                + name.substring(below ? 2 : 0).replace(".", "\\.") + ":443$";
    }

    /// @param proxy null where no name is allowed and there is no service
    static List<Action> plan(@Nullable ProxyFact proxy, List<String> allowed, List<Finding> findings) {
        if (proxy == null) {
            return List.of();
        }
        if (allowed.isEmpty()) {
            findings.add(Finding.warn(
                    CODE,
                    "the HTTP proxy of sealed projects is there, and no name is allowed",
                    ShellText.command("systemctl", "--user", "disable", "--now", SERVICE) + " && "
                            + ShellText.command("rm", unit(proxy.configHome()).toString())));
            return List.of();
        }
        String program = proxy.program();
        if (program == null) {
            findings.add(Finding.warn(
                    CODE,
                    "tinyproxy is not installed, so sealed projects reach the model alone: install it, as root",
                    "sudo apt-get install --no-install-recommends tinyproxy-bin"));
            return List.of();
        }
        SortedMap<String, String> files = files(proxy.configHome(), program, allowed);
        boolean written = files.equals(proxy.files());
        if (!proxy.systemd() && !(written && proxy.answers())) {
            findings.add(Finding.warn(
                    CODE,
                    "there is no systemd of yours to run the HTTP proxy of sealed projects: start it again yourself",
                    ShellText.command(
                            program, "-d", "-c", config(proxy.configHome()).toString())));
        } else if (written && proxy.answers()) {
            findings.add(Finding.good(CODE, "sealed projects reach " + String.join(", ", allowed)));
        }
        return written && (proxy.answers() || !proxy.systemd())
                ? List.of()
                : List.of(new Action.WriteProxy(unit(proxy.configHome()).toString(), files, proxy.systemd()));
    }

    /// @return that the proxy does not run
    public static Finding silent() {
        return Finding.warn(CODE, "the HTTP proxy of sealed projects does not run", "repoman setup");
    }
}
