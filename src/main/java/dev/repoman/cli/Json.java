package dev.repoman.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/// The JSON that repoman prints: one document, `"format": 1` first, only ever added to.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("format", 1);
    }

    static void put(ObjectNode parent, String name, Collection<String> texts) {
        texts.forEach(parent.putArray(name)::add);
    }

    static String text(ObjectNode document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
