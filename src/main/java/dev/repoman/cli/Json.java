package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.project.JsonTree;
import java.util.Collection;

/// The JSON that repoman prints: one document, `"format": 1` first, only ever added to.
final class Json {
    private Json() {}

    static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("format", 1);
    }

    static void put(ObjectNode parent, String name, Collection<String> texts) {
        texts.forEach(parent.putArray(name)::add);
    }

    static String text(ObjectNode document) {
        return Printable.json(JsonTree.pretty(document));
    }
}
