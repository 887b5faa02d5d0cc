package dev.repoman.backup;

import java.util.Locale;
import java.util.Optional;

/// One line of rsync's `%i %n`.
///
/// @param path below the repository, bytes that are no UTF-8 as `\#OCTAL`; a folder's ends with a slash
/// @param content whether the content differs although size and time are the same (only known if checksums
///     are compared)
/// @param privileged whether it is a file that runs with its owner's or its group's rights
public record Change(Kind kind, String path, boolean content, boolean privileged) {
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
    private static final int MODE_WIDTH = 9;

    /// @param line for example `>f.st...... rw-r--r-- src/main.c`, `*deleting   --------- old.c`,
    ///     `cd+++++++++ rwxr-xr-x new/`
    static Optional<Change> parse(String line) {
        int name = ITEM_WIDTH + 1 + MODE_WIDTH + 1;
        if (line.length() <= name || line.charAt(ITEM_WIDTH) != ' ' || line.charAt(name - 1) != ' ') {
            return Optional.empty();
        }
        String item = line.substring(0, ITEM_WIDTH);
        String mode = line.substring(ITEM_WIDTH + 1, name - 1);
        String path = line.substring(name);
        if (item.startsWith("*deleting")) {
            return Optional.of(new Change(Kind.DELETE, path, false, false));
        }
        boolean sent = item.charAt(0) == '>' || item.charAt(0) == '<';
        boolean privileged = item.charAt(1) == 'f' && (isSet(mode.charAt(2)) || isSet(mode.charAt(5)));
        String flags = item.substring(2);
        if (flags.startsWith("+")) {
            return Optional.of(new Change(Kind.CREATE, path, false, privileged));
        }
        boolean silent = flags.charAt(0) == 'c' && flags.charAt(1) == '.' && flags.charAt(2) == '.';
        Kind kind = sent || item.charAt(0) == 'c' ? Kind.UPDATE : Kind.ATTRIBUTES;
        return Optional.of(new Change(kind, path, sent && silent, privileged));
    }

    private static boolean isSet(char executable) {
        return executable == 's' || executable == 'S';
    }
}
