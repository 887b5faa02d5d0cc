package dev.repoman.plan.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.Loaded;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.plan.doctor.Diagnosis.Grade;
import dev.repoman.plan.doctor.Diagnosis.Who;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What doctor says of what it saw.
class VerdictsTest {
    private static final HostUser USER = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/bash");
    private static final Health HEALTH = new Health("http://127.0.0.1:11434", State.OK, "0.9.0", List.of("llama"));

    private static List<String> words(List<Diagnosis> all) {
        return all.stream()
                .map(d -> d.grade() + " " + d.finding().code() + ": "
                        + d.finding().what())
                .toList();
    }

    @Test
    void inotifyIsSharedByAllContainers() {
        assertThat(KernelLimits.inotify("128\n", 12).grade()).isEqualTo(Grade.OK);
        Diagnosis few = KernelLimits.inotify("128\n", 13);
        assertThat(words(List.of(few)))
                .containsExactly("WARNING inotify: fs.inotify.max_user_instances is 128: enough for about 12 running"
                        + " containers, and 13 are running");
        assertThat(few.who()).isEqualTo(Who.ROOT);
        assertThat(KernelLimits.inotify(null, 1).grade()).isEqualTo(Grade.SKIPPED);
    }

    @Test
    void aUserIsNotAmongTheIdsOfContainers() {
        assertThat(KernelLimits.ids("root:1000000:1000000000\n", "root:1000000:1000000000\n", USER))
                .extracting(Diagnosis::grade)
                .containsExactly(Grade.OK);
        assertThat(KernelLimits.ids(null, null, USER))
                .extracting(Diagnosis::grade)
                .containsExactly(Grade.OK);
        HostUser ofDirectory = new HostUser("dev", 1_200_003, 100, "/home/dev", "/bin/bash");
        assertThat(words(KernelLimits.ids("# x\nroot:1000000:1000000000\n", "root:1000000:1000000000", ofDirectory)))
                .containsExactly("ERROR subordinate-ids: your id 1200003 is among those that containers run as"
                        + " (1000000-1000999999): a program in any container can act as you");
        assertThat(words(KernelLimits.ids(null, "root:1000000:1000000000", ofDirectory)))
                .as("without a file Incus takes those")
                .containsExactly("ERROR subordinate-ids: your id 1200003 is among those that containers run as"
                        + " (1000000-1000999999): a program in any container can act as you");
        assertThat(words(KernelLimits.ids("dev:100000:65536\n", null, USER)))
                .containsExactly(
                        "ERROR subordinate-ids: root has no ids for containers in /etc/subuid: Incus creates none"
                                + " once it is started again");
        assertThat(words(KernelLimits.ids("root:100000:1000\n", "root:100000:65536\n", USER)))
                .containsExactly("ERROR subordinate-ids: root has only 1000 ids for containers in /etc/subuid, and each"
                        + " needs 65536");
    }

    @Test
    void aClockIsBehindWhatWasRecorded() {
        Instant now = Instant.parse("2026-04-28T15:00:00.5Z");
        Map<String, Instant> past =
                Map.of("the last sync of a", now.minusSeconds(9), "the creation of b", now.plusSeconds(59));
        assertThat(Clock.of(now, past, false).grade()).isEqualTo(Grade.OK);
        Diagnosis behind = Clock.of(
                now,
                Map.of("the last sync of a", now.plusSeconds(3600), "the creation of b", now.plusSeconds(61)),
                true);
        assertThat(words(List.of(behind)))
                .containsExactly(
                        "WARNING clock: the clock of this host says 2026-04-28T15:00:00Z, and the last sync of a was"
                                + " at 2026-04-28T16:00:00Z: one of the two is wrong");
        assertThat(behind.who()).isEqualTo(Who.ROOT);
        assertThat(words(List.of(Clock.of(now, past, true))))
                .containsExactly(
                        "WARNING clock: systemd-timesyncd runs, and has not set the clock since this host started");
    }

    @Test
    void cachesOfOtherVersionsCanBeDeleted() {
        assertThat(Caches.of(new TreeMap<>()).finding().fix()).isNull();
        Diagnosis two = Caches.of(new TreeMap<>(Map.of("/h/a b/1.aot", 30_000_000L, "/h/2.aot", 31_000_000L)));
        assertThat(words(List.of(two)))
                .containsExactly("OK aot-caches: 2 AOT caches are of another version of repoman or Java: 61 MB");
        assertThat(two.finding().fix()).isEqualTo("rm /h/2.aot '/h/a b/1.aot'");
    }

    @Test
    void roomIsWarnedOfBelowFiveGigabytes() {
        assertThat(words(List.of(Room.of("pool-room", "the storage pool default", 40_000_000_000L))))
                .containsExactly("OK pool-room: the storage pool default has 40.0 GB free");
        assertThat(Room.of("home-room", "your home", 4_999_999_999L).grade()).isEqualTo(Grade.WARNING);
        assertThat(Room.pool("p", "dir").finding().what()).endsWith("is a whole copy");
        assertThat(Room.pool("p", "btrfs").finding().what()).endsWith("shares its blocks");
    }

    @Test
    void aModelNeedsItsContext() {
        assertThat(words(ModelService.of(HEALTH, "0.9.0", List.of(), false)))
                .containsExactly("SKIPPED llm-context: no model is loaded, so its context is not known");
        assertThat(words(ModelService.of(
                        new Health(HEALTH.url(), State.OK, "0.9.0", List.of()),
                        "0.8.1",
                        List.of(new Loaded("a", 65536), new Loaded("b", 4096), new Loaded("c", 0)),
                        true)))
                .containsExactly(
                        "WARNING llm-models: ollama has no models",
                        "WARNING llm-skew: the program ollama is 0.8.1, and the daemon is 0.9.0",
                        "OK llm-context: a is loaded with a context of 65536 tokens",
                        "WARNING llm-context: b is loaded with a context of 4096 tokens, and agents need 64000",
                        "SKIPPED llm-context: ollama does not say the context of c",
                        "OK llm-exposed: ollama listens on every address of this host: whoever reaches the host can use"
                                + " it, and change its models");
        assertThat(ModelService.of(HEALTH, null, null, false))
                .extracting(Diagnosis::grade)
                .containsExactly(Grade.SKIPPED);
    }

    @Test
    void theKeyOfTheAccountIsNotShared() {
        assertThat(ModelService.key(List.of(sharing("/home/dev/.ollama/models")), "/home/dev"))
                .isEmpty();
        for (String source : List.of("/home/dev/.ollama", "/home/dev", "/home/dev/.ollama/id_ed25519")) {
            assertThat(ModelService.key(List.of(sharing(source)), "/home/dev"))
                    .extracting(d -> d.finding().code())
                    .containsExactly("llm-key");
        }
    }

    private static Profile sharing(String source) {
        return new Profile(
                "llm-share",
                "",
                Map.of(),
                new TreeMap<>(Map.of("x", Device.of(Map.of("type", "disk", "source", source, "path", "/x")))),
                "");
    }

    @Test
    void backupsAge() {
        Instant now = Instant.parse("2026-05-10T00:00:00Z");
        assertThat(words(List.of(
                        BackupAge.of("a", "2026-05-09T23:00:00Z", false, now),
                        BackupAge.of("a", "2026-05-03T00:00:00Z", false, now),
                        BackupAge.of("a", "", false, now),
                        BackupAge.of("a", "2026-05-09T23:00:00Z", true, now))))
                .containsExactly(
                        "OK backup: the backup of a is less than a day old",
                        "WARNING backup-old: the backup of a is 7 days old",
                        "WARNING backup-never: a was never backed up",
                        "WARNING backup-failed: the last sync of a failed");
    }

    @Test
    void whoCanDoIt() {
        assertThat(Diagnosis.error("a", "b", "repoman setup\nrepoman restart --all")
                        .who())
                .isEqualTo(Who.REPOMAN);
        assertThat(Diagnosis.error("a", "b", "ollama pull MODEL").who()).isEqualTo(Who.YOU);
        assertThat(Diagnosis.error("a", "b", "x | sudo tee y").who()).isEqualTo(Who.ROOT);
        assertThat(Diagnosis.error("a", "b", null).who()).isNull();
    }
}
