package dev.repoman.incus.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole conversations with the daemon, each line a request and what it is answered: status, error text, and after
/// `wait` what the operation came to. They were recorded from a real Incus 6.0.4 (`-Dupdate.goldens=true`
/// with INCUS_LAB_SOCKET does it again) and run against both.
@Timeout(120)
class ConversationTest {
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) ?(\\{.*)? => (.*)");

    static Stream<Arguments> conversations() {
        return Daemon.names()
                .flatMap(d -> Stream.of(
                                "projects",
                                "profiles",
                                "create",
                                "change",
                                "lifecycle",
                                "images",
                                "host",
                                "exec",
                                "shapes")
                        .map(c -> Arguments.of(d, c)));
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("conversations")
    void goesAsRecorded(String name, String conversation, @TempDir Path folder) throws IOException {
        List<String> recorded = lines(conversation);
        List<String> heard = new ArrayList<>();
        Path source = Files.createDirectory(folder.resolve("source"));
        Path going = Files.createDirectory(folder.resolve("going"));
        try (Daemon daemon = Daemon.open(name)) {
            for (String line : recorded) {
                if (line.startsWith("#")) {
                    heard.add(line);
                    continue;
                }
                if (line.equals("rmdir $GOING")) {
                    Files.delete(going);
                    heard.add(line);
                    continue;
                }
                Matcher m = LINE.matcher(line);
                assertThat(m.matches()).as(line).isTrue();
                String body = m.group(3) == null ? "" : m.group(3);
                body = body.replace("$SOURCE", source.toString()).replace("$GOING", going.toString());
                String said = steady(say(daemon, m.group(1), m.group(2), body));
                said = said.replace(daemon.project(), "$P")
                        .replace(source.toString(), "$SOURCE")
                        .replace(going.toString(), "$GOING");
                heard.add(line.substring(0, m.start(4)) + said);
            }
        }
        if (name.equals("real") && Boolean.getBoolean("update.goldens")) {
            Files.write(Path.of("src/test/resources/dev/repoman/incus/fake", conversation + ".txt"), heard);
        }
        assertThat(String.join("\n", heard)).isEqualTo(String.join("\n", recorded));
    }

    private static List<String> lines(String conversation) throws IOException {
        try (InputStream in = ConversationTest.class.getResourceAsStream(conversation + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
        }
    }

    private static String say(Daemon daemon, String method, String target, String body) throws IOException {
        if (method.equals("SHAPE")) {
            return shape(daemon.call("GET", target, body));
        }
        String[] words = target.split("#", 2);
        String[] headers = words.length > 1 ? new String[] {"If-Match: \"" + words[1] + "\"\r\n"} : new String[0];
        RawClient.Answer answer = daemon.call(method, words[0], body, headers);
        JsonNode json = answer.json();
        String said = answer.status() + "";
        if (json.path("type").asText().equals("error")) {
            return said + " "
                    + json.path("error")
                            .asText()
                            .replaceAll("[0-9a-f]{64}", "SHA")
                            .replace("\n", "\\n");
        }
        if (answer.headers().containsKey("location") && answer.status() == 201) {
            said += " " + answer.headers().get("location");
        }
        if (json.path("type").asText().equals("async")) {
            RawClient.Answer end = daemon.call("GET", json.path("operation").asText() + "/wait", "");
            assertThat(end.status()).isEqualTo(200);
            said += " " + json.path("metadata").path("description").asText() + ": "
                    + (end.json().path("type").asText().equals("error")
                            ? end.json().path("error_code").asText() + " "
                                    + end.json().path("error").asText()
                            : end.metadata().path("status").asText());
        } else if (method.equals("GET") && json.path("metadata").isArray() && !target.contains("recursion")) {
            said += " " + json.path("metadata");
        } else if (method.equals("GET") && (target.contains("/profiles/") || target.contains("/projects/"))) {
            said += " " + json.path("metadata");
        }
        return said;
    }

    /// What differs from run to run, or from host to host.
    private static String steady(String said) {
        return said.replaceAll("forkstart .*: exit", "forkstart ...: exit")
                .replaceAll("(open|remove) /\\S*/containers/", "$1 /.../containers/")
                .replaceAll(
                        "Project feature \"[a-z.]+\" cannot be (dis|en)abled",
                        "Project feature \"...\" cannot be changed")
                .replaceAll("\"[a-z]+\": More than one disk", "\"...\": More than one disk");
    }

    /// Names and kinds of all fields, in alphabetical order, and of the headers.
    private static String shape(RawClient.Answer answer) {
        return answer.status() + " "
                + answer.headers().keySet().stream()
                        .filter(h -> !h.matches("content-length|transfer-encoding"))
                        .toList()
                + " " + shape(answer.json());
    }

    private static String shape(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> fields = new TreeMap<>();
            node.properties().forEach(e -> fields.put(e.getKey(), shape(e.getValue())));
            return fields.toString();
        }
        if (node.isArray()) {
            return node.isEmpty() ? "[]" : "[" + shape(node.get(0)) + "]";
        }
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
