package dev.repoman.registry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.toml.TomlEdit;
import java.util.ArrayList;
import java.util.List;

/// v0.1 and v0.2 knew neither language models nor hermes: both are off until the user opts in by `repoman
/// setup`.
final class Schema1 implements Migration {
    @Override
    public int from() {
        return 1;
    }

    @Override
    public List<TomlEdit> edits(ObjectNode tree) {
        List<TomlEdit> edits = new ArrayList<>();
        JsonNode defaults = tree.path("defaults");
        boolean room = defaults.isMissingNode() || defaults.isObject();
        boolean llm =
                defaults.path("llm").isMissingNode() || defaults.path("llm").isObject();
        if (room && llm && !defaults.path("llm").has("enabled")) {
            edits.add(new TomlEdit.Set(List.of("defaults", "llm", "enabled"), BooleanNode.FALSE));
        }
        JsonNode projects = tree.path("project");
        for (int i = 0; i < projects.size(); i++) {
            // the reader reports what is not a table
            if (projects.isArray()
                    && projects.get(i).isObject()
                    && !projects.get(i).has("hermes")) {
                edits.add(new TomlEdit.Set(List.of("project", TomlEdit.step(i), "hermes"), BooleanNode.FALSE));
            }
        }
        return edits;
    }
}
