package dev.repoman.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.hermes.SeedList.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedListTest {
    private static final List<String> USER_DATA = List.of(".env", "config.yaml", "SOUL.md", "skills/", "hooks/");
    private static final List<String> RUNTIME = List.of("hermes-agent/", "node/", "bin/");
    /// Per instance: never seeded.
    private static final List<String> STATE = List.of(
            "sessions/",
            "memories/",
            "logs/",
            "state.db",
            "state.db-shm",
            "state.db-wal",
            "audio_cache/",
            "image_cache/",
            "sandboxes/",
            "cron/",
            "pairing/",
            "models_dev_cache.json",
            "ollama_cloud_models_cache.json",
            "context_length_cache.yaml",
            ".skills_prompt_snapshot.json",
            ".update_check",
            ".hermes_history",
            "auth.lock",
            "auth.json",
            "vault.key",
            "gateway.pid",
            "gateway_state.json",
            "gateway.lock",
            "kanban.db",
            "kanban.db-journal",
            "memory_store.db",
            "installs.lock",
            "cache/",
            ".cache/");

    private static List<String> all() {
        List<String> all = new ArrayList<>(USER_DATA);
        all.addAll(RUNTIME);
        all.addAll(STATE);
        return all;
    }

    @Test
    void theBuiltInListIsTheUsersOwn() {
        assertThat(SeedList.defaultSeedList()).isEqualTo(USER_DATA);
        SeedList.Partition parts = SeedList.partition(all(), SeedList.defaultSeedList());
        assertThat(parts.seeded()).isEqualTo(USER_DATA);
        assertThat(parts.runtime()).isEmpty();
        assertThat(parts.notSeeded()).containsAll(RUNTIME).containsAll(STATE);
    }

    @Test
    void whatIsNeverCopiedWinsOverAListThatNamesIt() {
        SeedList.Partition parts = SeedList.partition(all(), all());
        assertThat(parts.seeded()).isEqualTo(USER_DATA);
        assertThat(parts.runtime()).isEqualTo(RUNTIME);
        assertThat(parts.notSeeded()).isEqualTo(STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skills/a/auth.json",
                "skills/a/data.db",
                "skills/a/data.db-wal",
                "skills/a/__pycache__/x.pyc",
                "profiles/work/auth.json",
                "profiles/work/sessions/1.json",
                "profiles/work/gateway.pid"
            })
    void alsoDeeperDown(String entry) {
        assertThat(SeedList.verdict(entry, List.of("skills/", "profiles/"))).isEqualTo(Verdict.NEVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skills/logs/SKILL.md",
                "skills/a/uv.lock",
                "skills/memories/SKILL.md",
                "profiles/work/config.yaml",
                "skills"
            })
    void aSkillMayBeCalledSo(String entry) {
        assertThat(SeedList.verdict(entry, List.of("skills", "profiles/"))).isEqualTo(Verdict.COPY);
    }

    @Test
    void onlyWhatIsListed() {
        assertThat(SeedList.verdict("skills-old/x", List.of("skills/"))).isEqualTo(Verdict.NOT_LISTED);
        assertThat(SeedList.verdict("other", List.of("skills/"))).isEqualTo(Verdict.NOT_LISTED);
    }
}
