package dev.repoman.registry;

import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlException;
import java.nio.charset.StandardCharsets;

/// The registry that the first command writes.
final class Fresh {
    private Fresh() {}

    static TomlDocument document() throws TomlException {
        return TomlDocument.parse(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    static String text() {
        return TEXT;
    }

    private static final String TEXT = """
            # The registry of repoman: yours to edit, comment and keep in dotfiles.
            # repoman changes only the values it has to and leaves everything else as it is.

            [repoman]
            schema = 3

            [defaults]
            repos_root     = "~/repos"
            backup_root    = "/nfs/repos"
            incus_project  = "repoman"
            default_image  = "images:ubuntu/26.04/cloud"
            profiles       = ["default", "claude-share"]
            """;
}
