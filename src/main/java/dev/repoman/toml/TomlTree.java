package dev.repoman.toml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// The parsed side of a document. Two parsers that share no code read it: Jackson's, which is twenty times as
/// fast, for every read; tomlj, which reports line and cause in readable words, for whatever Jackson rejects,
/// and to check each write.
public final class TomlTree {
    /// Far more than anyone writes, and far less than what overflows a stack (at 1000, Jackson's own limit,
    /// it does).
    private static final int DEEPEST = 64;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final TomlParseOptions TOML_1_0 =
            TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(DEEPEST);

    /// What Jackson reads wrongly, or reads although it is not TOML: numbers of 64 bits, half a surrogate pair, and
    /// keys with dots, which may add to a table that has its own header. Other text that looks like it is only read
    /// more slowly.
    private static final Pattern DOUBTFUL = Pattern.compile(
            "[0-9a-fA-F_]{16}|\\\\[uU][0-9]*[dD][89a-fA-F]|^[ \\t]*+(?:[^#\\[=.\\n]*+\\.[^=\\n]*+=|[\"'][^\\n]*[\"'][ \\t]*\\.)",
            Pattern.MULTILINE);

    private TomlTree() {}

    /// @param text without a byte order mark
    public static ObjectNode read(String text) throws TomlException {
        if (DOUBTFUL.matcher(text).find()) {
            return readAgain(text);
        }
        try {
            JsonNode tree = TomlMapper.builder(TomlFactory.builder()
                            .streamReadConstraints(StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .build())
                            .build())
                    .enable(TomlReadFeature.PARSE_JAVA_TIME)
                    .build()
                    .readTree(text);
            return tree instanceof ObjectNode object ? object : NODES.objectNode();
        } catch (JsonProcessingException | RuntimeException _) {
            // Jackson lets what java.time says of an impossible date through as it is, and it rejects a small t or z
            return readAgain(text);
        }
    }

    /// The same by the other parser.
    public static ObjectNode readAgain(String text) throws TomlException {
        TomlParseResult result = Toml.parse(text, TOML_1_0);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw new TomlException(first.position().line(), "is not TOML: " + first.getMessage());
        }
        return table(result);
    }

    private static ObjectNode table(TomlTable table) {
        ObjectNode node = NODES.objectNode();
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            node.set(entry.getKey(), value(entry.getValue()));
        }
        return node;
    }

    private static JsonNode value(Object value) {
        return switch (value) {
            case TomlTable table -> table(table);
            case TomlArray array -> {
                ArrayNode node = NODES.arrayNode(array.size());
                for (int i = 0; i < array.size(); i++) {
                    node.add(value(array.get(i)));
                }
                yield node;
            }
            case String text -> NODES.textNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Long whole -> NODES.numberNode(whole);
            case Double number -> NODES.numberNode(number);
            case Object time -> NODES.pojoNode(time);
        };
    }

    /// Whether two trees say the same: numbers by their value, tables whatever their order.
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(TomlTree::compare, other);
    }

    private static int compare(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.isIntegralNumber() && b.isIntegralNumber()
                    ? a.bigIntegerValue().compareTo(b.bigIntegerValue())
                    : Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
        }
        if (a.isTextual() && b.isTextual()) {
            // TOML leaves it to the parser what a newline inside a text over many lines is: one gives the file's, one
            // \n
            return a.textValue().replace("\r\n", "\n").compareTo(b.textValue().replace("\r\n", "\n"));
        }
        return a.equals(b) ? 0 : 1;
    }

    /// @return a copy of `tree` with the edit carried out: what the edited text has to say
    public static ObjectNode apply(ObjectNode tree, TomlEdit edit) throws TomlException {
        ObjectNode result = tree.deepCopy();
        switch (edit) {
            case TomlEdit.Set(List<String> path, JsonNode value) -> {
                JsonNode at = result;
                for (String step : path.subList(0, path.size() - 1)) {
                    at = child(at, step);
                }
                if (!(at instanceof ObjectNode table)) {
                    throw new TomlException(0, String.join(".", path) + ": there is no table for it");
                }
                table.set(path.getLast(), value);
            }
            case TomlEdit.Unset(List<String> path) -> {
                JsonNode at = result;
                for (String step : path.subList(0, path.size() - 1)) {
                    int index = TomlEdit.index(step);
                    at = index >= 0 ? at.path(index) : at.path(step);
                }
                if (at instanceof ObjectNode table) {
                    table.remove(path.getLast());
                }
            }
            case TomlEdit.Append(String array, ObjectNode element) -> {
                if (result.has(array) && !result.path(array).isArray()) {
                    throw new TomlException(0, array + ": is not an array");
                }
                result.withArrayProperty(array).add(element);
            }
            case TomlEdit.Remove(String array, int index) -> {
                result.withArrayProperty(array).remove(index);
            }
        }
        return result;
    }

    private static JsonNode child(JsonNode at, String step) throws TomlException {
        int index = TomlEdit.index(step);
        JsonNode child = index >= 0 && at.isArray() ? at.get(index) : at.get(step);
        if (child == null && at instanceof ObjectNode table) {
            return table.putObject(step);
        }
        if (child == null || !child.isContainerNode()) {
            throw new TomlException(0, step + ": is not a table");
        }
        return child;
    }
}
