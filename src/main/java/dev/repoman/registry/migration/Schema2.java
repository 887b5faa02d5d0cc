package dev.repoman.registry.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.toml.TomlEdit;
import java.util.List;

/// v0.3 knew this host alone. There is nothing to change; the number keeps it from a registry in which a project may be
/// on another host, whose container it would miss here, and create again.
final class Schema2 implements Migration {
    @Override
    public int from() {
        return 2;
    }

    @Override
    public List<TomlEdit> edits(ObjectNode tree) {
        return List.of();
    }
}
