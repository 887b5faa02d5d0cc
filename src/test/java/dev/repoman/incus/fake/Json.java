package dev.repoman.incus.fake;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Bodies read as strictly as Go reads them into its structs, and the envelopes of the answers.
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static ObjectNode sync(@Nullable JsonNode metadata) {
        ObjectNode body = object().put("type", "sync").put("status", "Success").put("status_code", 200);
        body.put("operation", "").put("error_code", 0).put("error", "");
        return body.set("metadata", metadata == null ? MAPPER.nullNode() : metadata);
    }

    static ObjectNode error(int code, String message) {
        ObjectNode body = object().put("type", "error").put("status", "").put("status_code", 0);
        body.put("operation", "").put("error_code", code).put("error", message);
        return body.putNull("metadata");
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode parse(byte[] body) {
        if (new String(body, StandardCharsets.UTF_8).isBlank()) {
            throw Refusal.badRequest("EOF");
        }
        try {
            JsonNode node = MAPPER.readTree(body);
            return node instanceof ObjectNode o ? o : object();
        } catch (JsonParseException e) {
            String said = String.valueOf(e.getOriginalMessage());
            if (said.startsWith("Unexpected end-of-input")) {
                throw Refusal.badRequest("unexpected EOF");
            }
            int quote = said.indexOf("('");
            String wanted = said.contains("field name") ? "object key string" : "value";
            throw Refusal.badRequest("invalid character '" + (quote < 0 ? said : said.charAt(quote + 2))
                    + "' looking for beginning of " + wanted);
        } catch (IOException e) {
            throw Refusal.badRequest("unexpected EOF");
        }
    }

    /// A `map[string]string` of the body. `null` values count as empty, anything but a string is refused.
    static TreeMap<String, String> strings(JsonNode body, String struct, String field) {
        return strings(body.path(field), struct + "." + field);
    }

    private static TreeMap<String, String> strings(JsonNode node, String where) {
        TreeMap<String, String> map = new TreeMap<>();
        if (node.isMissingNode() || node.isNull()) {
            return map;
        }
        if (!node.isObject()) {
            throw mismatch(node, where, "map[string]string");
        }
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            if (!e.getValue().isTextual() && !e.getValue().isNull()) {
                throw mismatch(e.getValue(), where, "string");
            }
            map.put(e.getKey(), e.getValue().isNull() ? "" : e.getValue().textValue());
        }
        return map;
    }

    static TreeMap<String, TreeMap<String, String>> devices(JsonNode body, String struct) {
        TreeMap<String, TreeMap<String, String>> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> e : body.path("devices").properties()) {
            TreeMap<String, String> device = strings(e.getValue(), struct + ".devices");
            device.values().removeIf(String::isEmpty);
            map.put(e.getKey(), device);
        }
        return map;
    }

    static List<String> list(JsonNode body, String struct, String field) {
        List<String> all = new ArrayList<>();
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return all;
        }
        if (!node.isArray()) {
            throw mismatch(node, struct + "." + field, "[]string");
        }
        node.forEach(v -> {
            if (!v.isTextual()) {
                throw mismatch(v, struct + "." + field, "string");
            }
            all.add(v.textValue());
        });
        return all;
    }

    public static String text(JsonNode body, String struct, String field) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isTextual()) {
            throw mismatch(node, struct + "." + field, "string");
        }
        return node.textValue();
    }

    static boolean flag(JsonNode body, String struct, String field) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw mismatch(node, struct + "." + field, "bool");
        }
        return node.booleanValue();
    }

    static int number(JsonNode body, String struct, String field, String type) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return 0;
        }
        if (!node.isIntegralNumber()) {
            throw mismatch(node, struct + "." + field, type);
        }
        return node.intValue();
    }

    private static Refusal mismatch(JsonNode got, String where, String wanted) {
        String kind = got.isBoolean()
                ? "bool"
                : got.isTextual() ? "string" : got.isNumber() ? "number" : got.isArray() ? "array" : "object";
        return Refusal.badRequest(
                "json: cannot unmarshal " + kind + " into Go struct field " + where + " of type " + wanted);
    }

    static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
