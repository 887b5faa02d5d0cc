package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// What `list` and `status` say of a project's backup, both of them, asked at the same time: after a fault
/// neither may tell more than the other, and neither may call a failure a backup.
///
/// @param row of `list --json`
/// @param status all of `status NAME --json`
record Shown(JsonNode row, JsonNode status) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Shown of(String name) {
        return of(List.of(name)).getFirst();
    }

    /// Several projects for little more than the time of one.
    static List<Shown> of(List<String> names) {
        Lab.dev()
                .sh("cd ~ && mkdir -p shown && { repoman list --json >shown/list & for n in " + String.join(" ", names)
                        + "; do repoman status $n --json >shown/$n.json & done; wait; }")
                .ok();
        List<Shown> shown = new ArrayList<>();
        for (String name : names) {
            JsonNode row = StreamSupport.stream(read("list").path("projects").spliterator(), false)
                    .filter(r -> r.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("list does not name " + name));
            shown.add(new Shown(row, read(name + ".json")));
        }
        return shown;
    }

    /// The last sync ended well, and is the good one.
    Shown good() {
        attempt("ok", false);
        assertThat(attempt().path("error").isNull()).as(toString()).isTrue();
        return everGood(true);
    }

    /// The last sync failed.
    ///
    /// @param error what of its message is remembered
    Shown failed(String error) {
        attempt("failed", true);
        assertThat(attempt().path("error").asText()).as(toString()).contains(error);
        return this;
    }

    /// The last sync was interrupted before it could write down anything.
    Shown interrupted() {
        return attempt("interrupted", true);
    }

    Shown running() {
        return attempt("running", false);
    }

    Shown warned(String warning) {
        assertThat(attempt().path("warnings").toString()).as(toString()).contains(warning);
        return this;
    }

    /// No sync ever ended well.
    Shown never() {
        return everGood(false);
    }

    /// A sync before the last one ended well, and that is what counts as the backup.
    Shown stillGoodFrom(Shown before) {
        assertThat(status.path("lastSync")).isEqualTo(before.status.path("lastSync"));
        assertThat(status.path("lastGoodSync")).isEqualTo(before.status.path("lastGoodSync"));
        return everGood(true);
    }

    /// Neither tells anything else than before.
    void sameAs(Shown before) {
        assertThat(row).isEqualTo(before.row);
        assertThat(attempt()).isEqualTo(before.attempt());
        stillGoodFrom(before);
    }

    private Shown everGood(boolean ever) {
        assertThat(row.path("lastSync").asText().isEmpty()).as(toString()).isEqualTo(!ever);
        assertThat(status.has("lastGoodSync")).as(toString()).isEqualTo(ever);
        assertThat(row.path("lastSync")).as(toString()).isEqualTo(status.path("lastSync"));
        return this;
    }

    private Shown attempt(String outcome, boolean bad) {
        assertThat(attempt().path("outcome").asText()).as(toString()).isEqualTo(outcome);
        assertThat(row.path("lastSyncFailed").asBoolean()).as(toString()).isEqualTo(bad);
        return this;
    }

    private JsonNode attempt() {
        return status.path("lastAttempt");
    }

    private static JsonNode read(String file) {
        try {
            return JSON.readTree(
                    Files.readString(Lab.dev().home().resolve("shown").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
