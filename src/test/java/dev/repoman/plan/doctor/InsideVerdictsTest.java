package dev.repoman.plan.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.doctor.Diagnosis.Grade;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What doctor says of what programs inside a container have seen.
class InsideVerdictsTest {
    private static final String URL = "http://192.0.2.1:11434";

    @Test
    void namesAreJudgedByThoseOfTheHost() {
        assertThat(Reach.names("x.org", 0, false).grade()).isEqualTo(Grade.OK);
        assertThat(Reach.names("x.org", 3, true).finding().what())
                .isEqualTo("there is no name server in /etc/resolv.conf inside");
        assertThat(Reach.names("x.org", 1, true).grade()).isEqualTo(Grade.ERROR);
        assertThat(Reach.names("x.org", 1, false).grade()).isEqualTo(Grade.SKIPPED);
    }

    @Test
    void theModelAnswersWithItsVersion() {
        Diagnosis good = Reach.model(
                URL,
                "HTTP/1.1 200 OK\r\n\r\n{\"version\":\"0.9.1\"}HTTP/1.1 200 OK\r\n\r\n{\"models\":[{\"name\":\"a\"}]}");
        assertThat(good.grade()).isEqualTo(Grade.OK);
        assertThat(good.finding().what()).isEqualTo("ollama 0.9.1 answers inside at " + URL + ", with one model");
        assertThat(Reach.model(URL, "HTTP/1.1 502 Bad Gateway").grade()).isEqualTo(Grade.ERROR);
    }

    @Test
    void anAddressOfAnyForm() {
        assertThat(Reach.host("http://[fd00::1]:1234")).isEqualTo("fd00::1");
        assertThat(Reach.port("http://[fd00::1]:1234", 11434)).isEqualTo(1234);
        assertThat(Reach.host("192.0.2.1:11434")).isEqualTo("192.0.2.1");
        assertThat(Reach.port("model.lan", 11434)).isEqualTo(11434);
        assertThat(Reach.host("")).isEmpty();
        assertThat(Reach.host("no address")).isEmpty();
    }

    @Test
    void aProxyDoesNotGetTheQuestions() {
        assertThat(Reach.proxy(Map.of(), URL)).isEmpty();
        assertThat(Reach.proxy(Map.of("HTTP_PROXY", "http://p"), URL))
                .extracting(d -> d.finding().what())
                .containsExactly(
                        "the container has a proxy, and NO_PROXY does not name 192.0.2.1: questions to the model"
                                + " go to the proxy");
        assertThat(Reach.proxy(Map.of("http_proxy", "http://p", "no_proxy", "localhost,192.0.2.1"), URL))
                .isEmpty();
        assertThat(Reach.proxy(Map.of("ALL_PROXY", "p", "NO_PROXY", "lan"), "http://model.lan"))
                .isEmpty();
        assertThat(Reach.proxy(Map.of("https_proxy", "p"), URL)).isEmpty();
    }

    @Test
    void programsInside() {
        assertThat(Tools.git(0, "Ada <ada@example.org> 1700000000 +0100")
                        .finding()
                        .what())
                .isEqualTo("git inside commits as Ada <ada@example.org>");
        assertThat(Tools.git(Tools.NONE, "").grade()).isEqualTo(Grade.SKIPPED);
        assertThat(Tools.git(128, "fatal: x").grade()).isEqualTo(Grade.WARNING);
        assertThat(Tools.launcher("claude", 0, "2.0.1 (Claude Code)\n")
                        .finding()
                        .what())
                .isEqualTo("claude starts inside: 2.0.1 (Claude Code)");
        assertThat(Tools.launcher("claude", 126, "sh: no interpreter\n")
                        .finding()
                        .what())
                .isEqualTo("claude does not start inside: sh: no interpreter");
        assertThat(Tools.launcher("claude", Tools.NONE, "").grade()).isEqualTo(Grade.WARNING);
    }
}
