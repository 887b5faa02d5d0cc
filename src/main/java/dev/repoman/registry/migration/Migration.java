package dev.repoman.registry.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.toml.TomlEdit;
import java.util.List;

/// One step from schema `from` to the next. It works on the raw tree, so it never loses unknown keys; it adds
/// and renames, and sets only missing keys.
public interface Migration {
    int from();

    /// @return what has to change for the next schema, the schema's own number left out
    List<TomlEdit> edits(ObjectNode tree);
}
