package dev.repoman.toml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A document as its bytes: the text that the user sees and what it says.
///
/// @param mark whether the file starts with a byte order mark, which is kept
/// @param text everything after it
public record TomlDocument(boolean mark, String text, ObjectNode tree) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// @throws TomlException where the bytes are no UTF-8 or no TOML
    public static TomlDocument parse(byte[] bytes) throws TomlException {
        String whole;
        try {
            whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TomlException(lineOfBadByte(bytes), "is not UTF-8");
        }
        boolean mark = !whole.isEmpty() && whole.charAt(0) == BYTE_ORDER_MARK;
        String text = mark ? whole.substring(1) : whole;
        return new TomlDocument(mark, text, TomlTree.read(text));
    }

    private static int lineOfBadByte(byte[] bytes) {
        // the decoder replaces what it cannot read; the first such character that was not written as itself
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        int line = 1;
        int at = 0;
        for (int i = 0; i < lenient.length(); ) {
            int c = lenient.codePointAt(i);
            byte[] again = new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8);
            for (byte b : again) {
                if (at >= bytes.length || bytes[at++] != b) {
                    return line;
                }
            }
            line += c == '\n' ? 1 : 0;
            i += Character.charCount(c);
        }
        return line;
    }

    public byte[] bytes() {
        return ((mark ? String.valueOf(BYTE_ORDER_MARK) : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    /// @return the line, from 1, of the value at `path` or of the nearest thing around it; 0 where nothing is
    public int line(List<String> path) {
        return TomlText.line(text, path);
    }

    /// Carries out the edits on the text and on the tree, and takes the new text only where both parsers read
    /// from it what the new tree says. An edit that changes nothing leaves the text alone.
    public TomlDocument apply(List<TomlEdit> edits) throws TomlException {
        ObjectNode meant = tree;
        String edited = text;
        for (TomlEdit edit : edits) {
            ObjectNode next = TomlTree.apply(meant, edit);
            if (!TomlTree.same(next, meant)) {
                edited = TomlText.apply(edited, edit);
            }
            meant = next;
        }
        if (edited.equals(text)) {
            return this;
        }
        TomlDocument result = new TomlDocument(mark, edited, TomlTree.read(edited));
        if (!TomlTree.same(tree, TomlTree.readAgain(text))) {
            throw new TomlException(0, "two TOML parsers read it differently, so no edit of it can be checked");
        }
        if (!says(result.tree, meant) || !says(TomlTree.readAgain(edited), meant)) {
            throw new IllegalStateException("an edit would have changed more than it should: " + edits);
        }
        return result;
    }

    private static boolean says(ObjectNode read, ObjectNode meant) {
        return TomlTree.same(withoutEmptyParts(read, true), withoutEmptyParts(meant, true));
    }

    /// An array of tables that loses its last element is gone from the text, and so is a table that is written as
    /// dotted keys and loses its last one.
    private static ObjectNode withoutEmptyParts(ObjectNode tree, boolean top) {
        ObjectNode copy = tree.objectNode();
        tree.properties().forEach(e -> {
            JsonNode value = e.getValue() instanceof ObjectNode table ? withoutEmptyParts(table, false) : e.getValue();
            if (!value.isEmpty() || value.isValueNode() || value.isArray() && !top) {
                copy.set(e.getKey(), value);
            }
        });
        return copy;
    }
}
