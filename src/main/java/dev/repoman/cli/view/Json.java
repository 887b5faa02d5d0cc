package dev.repoman.cli.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.cli.console.Printable;
import dev.repoman.project.JsonTree;
import java.util.Collection;

/// The JSON that repoman prints: one document, `"format": 1` first, only ever added to.
public final class Json {
    private Json() {}

    public static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("format", 1);
    }

    public static void put(ObjectNode parent, String name, Collection<String> texts) {
        texts.forEach(parent.putArray(name)::add);
    }

    public static String text(ObjectNode document) {
        return Printable.json(JsonTree.pretty(document));
    }
}
