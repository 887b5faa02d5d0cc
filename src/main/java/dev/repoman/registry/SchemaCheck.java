package dev.repoman.registry;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.migration.Migrations;
import dev.repoman.toml.TomlDocument;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The schema of a registry. One that is newer than this repoman is refused before anything else happens.
final class SchemaCheck {
    private SchemaCheck() {}

    /// @throws RepomanException REGISTRY for a newer schema, and for a value that is not a schema
    static int schemaOf(Path file, TomlDocument document) {
        OptionalInt schema = Migrations.schema(document.tree());
        String where = file + ":" + Math.max(1, document.line(Migrations.SCHEMA)) + ": repoman.schema: ";
        if (schema.isEmpty()) {
            throw new RepomanException(
                    Fault.REGISTRY, where + "is not a schema", "allowed: 1 to " + Migrations.CURRENT);
        }
        if (schema.getAsInt() > Migrations.CURRENT) {
            throw new RepomanException(
                    Fault.REGISTRY,
                    where + "is " + schema.getAsInt() + ", newer than this repoman knows (" + Migrations.CURRENT + ")",
                    "use the version that wrote it, or a newer one; nothing was changed");
        }
        return schema.getAsInt();
    }
}
