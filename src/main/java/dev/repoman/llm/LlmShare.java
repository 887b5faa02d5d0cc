package dev.repoman.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.repoman.plan.setup.LlmTemplate;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The profile `llm-share`, from a YAML template by literal replacement of `{HOST_LAN_IP}`. Only an address is
/// inserted, and it is checked first. `~/.ollama` is not shared: it holds the key of the user's account (decision 8).
///
/// Template and parse are static, so a native executable contains the result and needs no YAML parser here.
@ApplicationScoped
public class LlmShare implements LlmTemplate {
    private static final Template LAN = Template.read("llm-share.yaml");
    private static final Template PROXY = Template.read("llm-share-proxy.yaml");

    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");

    /// @param text as it is in the file
    /// @param parsed the same, with its placeholders
    private record Template(String text, Profile parsed) {
        static Template read(String name) {
            try (InputStream in = Objects.requireNonNull(LlmShare.class.getResourceAsStream(name), name)) {
                String text = new String(in.readAllBytes(), UTF_8);
                return new Template(text, parse(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Profile fill(Wiring wiring, String address) {
        UnaryOperator<String> filled = replacement(address);
        Profile template = template(wiring).parsed();
        Map<String, String> config = new TreeMap<>();
        template.config().forEach((key, value) -> config.put(key, filled.apply(value)));
        SortedMap<String, Device> devices = new TreeMap<>();
        template.devices().forEach((name, device) -> {
            SortedMap<String, String> options = new TreeMap<>();
            device.options().forEach((key, value) -> options.put(key, filled.apply(value)));
            devices.put(name, new Device(options));
        });
        return new Profile(template.name(), template.description(), config, devices, "");
    }

    /// The same as YAML, for display and for tests.
    static String text(Wiring wiring, String address) {
        return replacement(address).apply(template(wiring).text());
    }

    static Profile parse(String yaml) throws IOException {
        JsonNode root = new YAMLMapper().readTree(yaml);
        Map<String, String> config = new TreeMap<>();
        root.path("config")
                .properties()
                .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
        SortedMap<String, Device> devices = new TreeMap<>();
        root.path("devices").properties().forEach(device -> {
            SortedMap<String, String> options = new TreeMap<>();
            device.getValue()
                    .properties()
                    .forEach(e -> options.put(e.getKey(), e.getValue().asText()));
            devices.put(device.getKey(), new Device(options));
        });
        return new Profile(root.path("name").asText(), root.path("description").asText(), config, devices, "");
    }

    private static Template template(Wiring wiring) {
        return switch (wiring) {
            case LAN -> LAN;
            case PROXY -> PROXY;
        };
    }

    private static UnaryOperator<String> replacement(String address) {
        if (!isAddress(address)) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "\"" + address + "\" is not an IPv4 address",
                    "name the right bridge with --bridge");
        }
        return text -> text.replace("{HOST_LAN_IP}", address);
    }

    private static boolean isAddress(String text) {
        String[] bytes = text.split("\\.", -1);
        if (bytes.length != 4) {
            return false;
        }
        for (String one : bytes) {
            if (!BYTE.matcher(one).matches() || Integer.parseInt(one) > 255) {
                return false;
            }
        }
        return true;
    }
}
