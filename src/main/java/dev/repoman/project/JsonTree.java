package dev.repoman.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON to Jackson's trees and back, by its streaming half alone.
///
/// `ObjectMapper` does the same, but its mere presence prepares formats of dates for the host's locale, calendar and
/// zone: 30 ms of each start on a JVM, and state of the build host in a native executable.
public final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /// @param json one document in UTF-8; what follows it is not looked at
    /// @return its tree; a missing node where there is none
    /// @throws IOException that it is not JSON, naming line and column
    public static JsonNode read(byte[] json) throws IOException {
        try (JsonParser in = FACTORY.createParser(json)) {
            return in.nextToken() == null ? MissingNode.getInstance() : node(in);
        }
    }

    private static JsonNode node(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> NODES.textNode(in.getText());
            case VALUE_NUMBER_INT ->
                switch (in.getNumberType()) {
                    case INT -> NODES.numberNode(in.getIntValue());
                    case LONG -> NODES.numberNode(in.getLongValue());
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(in.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + in.currentToken());
        };
    }

    private static ObjectNode object(JsonParser in) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            object.set(name, node(in));
        }
        return object;
    }

    private static ArrayNode array(JsonParser in) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(in));
        }
        return array;
    }

    /// @return the tree on one line, in UTF-8
    public static byte[] bytes(JsonNode tree) {
        return text(tree, null).getBytes(StandardCharsets.UTF_8);
    }

    /// @return the tree as people read it: a member a line, two blanks a level
    public static String pretty(JsonNode tree) {
        return text(tree, new DefaultPrettyPrinter());
    }

    private static String text(JsonNode tree, @Nullable PrettyPrinter layout) {
        Writer text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (layout != null) {
                out.setPrettyPrinter(layout);
            }
            write(tree, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never fails
        }
        return text.toString();
    }

    private static void write(JsonNode tree, JsonGenerator out) throws IOException {
        switch (tree.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> member : tree.properties()) {
                    out.writeFieldName(member.getKey());
                    write(member.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : tree) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            case STRING -> out.writeString(tree.textValue());
            case BOOLEAN -> out.writeBoolean(tree.booleanValue());
            case NUMBER -> {
                if (tree.isIntegralNumber()) {
                    out.writeNumber(tree.bigIntegerValue());
                } else {
                    out.writeNumber(tree.doubleValue());
                }
            }
            case NULL, MISSING -> out.writeNull();
            case BINARY, POJO -> throw new IllegalStateException("no JSON: " + tree.getNodeType());
        }
    }
}
