package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a container reaches on the network, by what programs inside have seen.
public final class Reach {
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern MODEL = Pattern.compile("\"name\"\\s*:");
    private static final List<String> PROXIES = List.of("http_proxy", "all_proxy");

    private Reach() {}

    /// @param code of the program that resolved `name` inside: 0, or 3 where there is no name server
    /// @param onHost whether this host resolves it
    public static Diagnosis names(String name, int code, boolean onHost) {
        if (code == 0) {
            return Diagnosis.good("dns", "names are resolved inside: " + name);
        }
        String fix = "let the firewall of this host accept DNS (port 53) from the containers' bridge";
        if (code == 3) {
            return Diagnosis.error("dns", "there is no name server in /etc/resolv.conf inside", null);
        }
        return onHost
                ? Diagnosis.error("dns", "names are not resolved inside: " + name + ", which this host resolves", fix)
                : Diagnosis.skipped("dns", "this host does not resolve " + name + " either");
    }

    /// @param url of the model daemon, as a program inside finds it
    /// @param answer to requests for its version and its models
    public static Diagnosis model(String url, String answer) {
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            return Diagnosis.error("llm-inside", "ollama does not answer inside at " + url, "repoman setup --refresh");
        }
        long models = MODEL.matcher(answer).results().count();
        return Diagnosis.good(
                "llm-inside",
                "ollama " + version.group(1) + " answers inside at " + url + ", with "
                        + (models == 1 ? "one model" : models + " models"));
    }

    /// Programs send the questions to a proxy, unless the address is among the exceptions.
    ///
    /// @param environment of the container
    public static List<Diagnosis> proxy(Map<String, String> environment, String url) {
        Map<String, String> lower = new TreeMap<>();
        environment.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        String host = host(url);
        boolean excepted = List.of(lower.getOrDefault("no_proxy", "").split("[, ]+")).stream()
                .anyMatch(
                        word -> word.equals("*") || word.equals(host) || !word.isEmpty() && host.endsWith("." + word));
        return excepted || PROXIES.stream().noneMatch(lower::containsKey)
                ? List.of()
                : List.of(Diagnosis.of(Finding.warn(
                        "llm-proxy",
                        "the container has a proxy, and NO_PROXY does not name " + host
                                + ": questions to the model go to the proxy",
                        "add " + host + " to NO_PROXY in the override")));
    }

    /// @return the host of an address, without the brackets of IPv6; empty if it is not one
    public static String host(String url) {
        String host = uri(url).getHost();
        return host == null ? "" : host.replaceAll("[\\[\\]]", "");
    }

    /// @param otherwise the port of an address that names none
    public static int port(String url, int otherwise) {
        int port = uri(url).getPort();
        return port < 0 ? otherwise : port;
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.contains("://") ? url : "http://" + url);
        } catch (IllegalArgumentException _) {
            return URI.create("http:///");
        }
    }
}
