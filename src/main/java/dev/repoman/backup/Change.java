package dev.repoman.backup;

import java.util.Locale;
import java.util.Optional;

/// One line of rsync's `%i %n`.
///
/// @param path below the repository, bytes that are no UTF-8 as `\#OCTAL`; a folder's ends with a slash
/// @param content whether the content differs although size and time are the same (told only where
///     checksums are compared)
public record Change(Kind kind, String path, boolean content) {
    public enum Kind {
        CREATE,
        UPDATE,
        /// Only mode, owner, time or extended attributes.
        ATTRIBUTES,
        DELETE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int ITEM_WIDTH = 11;

    /// @param line for example `>f.st...... src/main.c`, `*deleting   old.c`, `cd+++++++++ new/`
    static Optional<Change> parse(String line) {
        if (line.length() <= ITEM_WIDTH + 1 || line.charAt(ITEM_WIDTH) != ' ') {
            return Optional.empty();
        }
        String item = line.substring(0, ITEM_WIDTH);
        String path = line.substring(ITEM_WIDTH + 1);
        if (item.startsWith("*deleting")) {
            return Optional.of(new Change(Kind.DELETE, path, false));
        }
        boolean sent = item.charAt(0) == '>' || item.charAt(0) == '<';
        String flags = item.substring(2);
        if (flags.startsWith("+")) {
            return Optional.of(new Change(Kind.CREATE, path, false));
        }
        boolean silent = flags.charAt(0) == 'c' && flags.charAt(1) == '.' && flags.charAt(2) == '.';
        return Optional.of(
                new Change(sent || item.charAt(0) == 'c' ? Kind.UPDATE : Kind.ATTRIBUTES, path, sent && silent));
    }
}
