package dev.repoman.registry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlEdit;
import dev.repoman.toml.TomlException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// All migrations, in order: the one at index N leads from schema N+1.
public final class Migrations {
    /// The schema that this version writes.
    public static final int CURRENT = 3;

    public static final List<String> SCHEMA = List.of("repoman", "schema");

    private Migrations() {}

    static List<Migration> all() {
        return List.of(new Schema1(), new Schema2());
    }

    /// @return the schema that the tree claims; 1 if it claims none, as old files do; empty if the claim is
    ///     not a whole number from 1
    public static OptionalInt schema(ObjectNode tree) {
        JsonNode schema = tree.path("repoman").path("schema");
        if (schema.isMissingNode()) {
            return OptionalInt.of(1);
        }
        boolean number = schema.isIntegralNumber() && schema.canConvertToInt() && schema.intValue() >= 1;
        return number ? OptionalInt.of(schema.intValue()) : OptionalInt.empty();
    }

    /// @param document of a schema from 1 to [#CURRENT]
    /// @return the same in the current schema, everything else unchanged byte for byte; the document itself
    ///     if it has that schema
    public static TomlDocument migrate(TomlDocument document) throws TomlException {
        TomlDocument at = document;
        for (int from = schema(document.tree()).orElseThrow(); from < CURRENT; from++) {
            List<TomlEdit> edits = new ArrayList<>();
            edits.add(new TomlEdit.Set(SCHEMA, IntNode.valueOf(from + 1)));
            edits.addAll(all().get(from - 1).edits(at.tree()));
            at = at.apply(edits);
        }
        return at;
    }
}
