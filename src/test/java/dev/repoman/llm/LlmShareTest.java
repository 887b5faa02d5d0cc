package dev.repoman.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmShareTest {
    private static final HostUser DEV = user("dev", "/home/dev");

    private static HostUser user(String name, String home) {
        return new HostUser(name, 1000, 1000, home, "/bin/sh");
    }

    @Test
    void theTemplateFilled() {
        assertThat(LlmShare.text(Wiring.LAN, "192.168.168.42", DEV)).isEqualTo("""
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
                  ollama-state:
                    type: disk
                    source: /home/dev/.ollama
                    path: /home/dev/.ollama
                    shift: "true"
                    required: "false"
                """);
    }

    @Test
    void theProxyNeedsNoAddressOfTheLan() {
        assertThat(LlmShare.text(Wiring.PROXY, "127.0.0.1", DEV)).contains("""
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
        for (HostUser user : new HostUser[] {DEV, user("root", "/root"), user("ann", "/srv/people/ann.b-c")}) {
            assertThat(new LlmShare().fill(wiring, "192.0.2.1", user))
                    .isEqualTo(LlmShare.parse(LlmShare.text(wiring, "192.0.2.1", user)));
        }
    }

    @Test
    void otherHomesTakeTheWholePlace() {
        var devices = new LlmShare()
                .fill(Wiring.LAN, "192.0.2.1", user("ann", "/srv/people/ann"))
                .devices();
        assertThat(devices.get("ollama-state").options())
                .containsEntry("source", "/srv/people/ann/.ollama")
                .containsEntry("path", "/srv/people/ann/.ollama");
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
        assertThatThrownBy(() -> new LlmShare().fill(Wiring.LAN, address, DEV)).isInstanceOf(RepomanException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../x", "a\nb", "a: b", "{USER}", "-x", "a/b"})
    void onlyNamesGetIn(String name) {
        HostUser user = user(name, "/home/" + name);
        // a home is looked at on its own only where it is not /home/USER
        assertThatThrownBy(() -> new LlmShare().fill(Wiring.LAN, "192.0.2.1", user))
                .isInstanceOf(RepomanException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "home", "/a b", "/a/../b", "/a\"", "/a\nb", "/a//b", "/a: b"})
    void onlyPlainHomesGetIn(String home) {
        assertThatThrownBy(() -> new LlmShare().fill(Wiring.LAN, "192.0.2.1", user("dev", home)))
                .isInstanceOf(RepomanException.class);
    }
}
