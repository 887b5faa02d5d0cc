package dev.repoman.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
    @Test
    void onlyWhatFightsIsCommentedOut() {
        EnvFile filtered = EnvFile.filter("""
                # TELEGRAM_BOT_TOKEN=old
                A=1
                TELEGRAM_BOT_TOKEN=x
                  export  API_SERVER_KEY = "y"

                TELEGRAM_ALLOWED_USERS=1,2
                no assignment
                B='two
                SLACK_BOT_TOKEN=in a text
                lines'
                API_SERVER_ENABLED=true""", List.of());
        assertThat(filtered.text()).isEqualTo("""
                # TELEGRAM_BOT_TOKEN=old
                A=1
                #TELEGRAM_BOT_TOKEN=x
                #  export  API_SERVER_KEY = "y"

                TELEGRAM_ALLOWED_USERS=1,2
                no assignment
                B='two
                SLACK_BOT_TOKEN=in a text
                lines'
                #API_SERVER_ENABLED=true""");
        assertThat(filtered.silenced()).containsExactly("TELEGRAM_BOT_TOKEN", "API_SERVER_KEY", "API_SERVER_ENABLED");
    }

    @Test
    void aValueOfSeveralLinesGoesWhole() {
        assertThat(EnvFile.filter("DISCORD_BOT_TOKEN=\"a\\\"\nb\"\nC=1\r\n", List.of())
                        .text())
                .isEqualTo("#DISCORD_BOT_TOKEN=\"a\\\"\n#b\"\nC=1\r\n");
    }

    @Test
    void whatTheUserKeepsStays() {
        String text = "SLACK_APP_TOKEN=x\nSLACK_BOT_TOKEN=y\n";
        EnvFile filtered = EnvFile.filter(text, List.of("SLACK_APP_TOKEN"));
        assertThat(filtered.text()).isEqualTo("SLACK_APP_TOKEN=x\n#SLACK_BOT_TOKEN=y\n");
        assertThat(EnvFile.filter(text, List.of("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TELEGRAM_BOT_TOKEN",
                "DISCORD_BOT_TOKEN",
                "SLACK_BOT_TOKEN",
                "SLACK_APP_TOKEN",
                "MATTERMOST_TOKEN",
                "MATRIX_ACCESS_TOKEN",
                "MATRIX_PASSWORD",
                "SIGNAL_ACCOUNT",
                "WHATSAPP_ENABLED",
                "TWILIO_AUTH_TOKEN",
                "EMAIL_PASSWORD",
                "API_SERVER_KEY",
                "API_SERVER_PORT",
                "FEISHU_APP_SECRET"
            })
    void tokensThatFight(String name) {
        assertThat(EnvFile.fights(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPENAI_API_KEY",
                "ANTHROPIC_API_KEY",
                "OPENROUTER_API_KEY",
                "HF_TOKEN",
                "GITHUB_TOKEN",
                "TELEGRAM_HOME_CHANNEL",
                "OLLAMA_API_KEY"
            })
    void keysThatDoNot(String name) {
        assertThat(EnvFile.fights(name)).isFalse();
    }
}
