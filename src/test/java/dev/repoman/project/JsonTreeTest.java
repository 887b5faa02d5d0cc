package dev.repoman.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees as the library's mapper makes and prints them.
class JsonTreeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"text\"",
                "{\"a\":{\"b\":[1,-2,[],{}]},\"a b\":\"ü\\n\\u0000\\ud83d\\ude00\\\"\\\\\",\"t\":true,\"f\":false,\"n\":null}",
                "[0,2147483647,2147483648,9223372036854775807,9223372036854775808,-1e3,0.5,1.7976931348623157e308]",
                "  [ 1 ,\n 2 ] and what follows is not read",
                "{\"twice\":1,\"twice\":2}",
                "",
                " "
            })
    void asTheMapper(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonNode tree = JsonTree.read(bytes);
        JsonNode wanted = MAPPER.readTree(bytes);
        assertThat(tree).isEqualTo(wanted);
        if (!tree.isMissingNode()) {
            assertThat(JsonTree.pretty(tree))
                    .isEqualTo(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(wanted));
            assertThat(new String(JsonTree.bytes(tree), StandardCharsets.UTF_8))
                    .isEqualTo(MAPPER.writeValueAsString(wanted));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,", "{\"a\"", "{\"a\":}", "{1:2}", "[1 2]", "tru", "}", "\"open", "<html>"})
    void whatIsNoJsonIsAnIoError(String text) {
        assertThatThrownBy(() -> JsonTree.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void depthHasAnEnd() {
        assertThatThrownBy(() -> JsonTree.read("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
