package dev.repoman.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmShareTest {
    @Test
    void theTemplateFilled() {
        assertThat(LlmShare.text(Wiring.LAN, "192.168.168.42")).isEqualTo("""
                name: llm-share
                description: |
                  Local LLM client tools (ollama client + hermes runtime) and host-daemon wiring.
                  Created by repoman setup; do not hand-edit (changes will be overwritten).
                config:
                  environment.OLLAMA_HOST: "http://192.168.168.42:11434"
                devices:
                  ollama-bin:
                    type: disk
                    source: /usr/local/bin/ollama
                    path: /usr/local/bin/ollama
                    readonly: "true"
                    required: "false"
                """);
    }

    @Test
    void theProxyNeedsNoAddressOfTheLan() {
        assertThat(LlmShare.text(Wiring.PROXY, "127.0.0.1")).contains("""
                config:
                  environment.OLLAMA_HOST: "http://127.0.0.1:11434"
                devices:
                  ollama:
                    type: proxy
                    bind: instance
                    listen: tcp:127.0.0.1:11434
                    connect: tcp:127.0.0.1:11434
                """);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsWhatTheTextParsesTo(Wiring wiring) throws IOException {
        assertThat(new LlmShare().fill(wiring, "192.0.2.1"))
                .isEqualTo(LlmShare.parse(LlmShare.text(wiring, "192.0.2.1")));
    }

    /// It holds the key of the user's account.
    @ParameterizedTest
    @EnumSource
    void nothingOfTheHomeIsShared(Wiring wiring) {
        assertThat(LlmShare.text(wiring, "192.0.2.1")).doesNotContain(".ollama", "/home");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.-4",
                "::1",
                "01.2.3.4",
                "1.2.3.4\"",
                "host",
                "1.2.3.4\n"
            })
    void onlyAddressesGetIn(String address) {
        assertThatThrownBy(() -> new LlmShare().fill(Wiring.LAN, address)).isInstanceOf(RepomanException.class);
    }
}
