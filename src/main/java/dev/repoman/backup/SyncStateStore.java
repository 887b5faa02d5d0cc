package dev.repoman.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.file.PosixFiles;
import dev.repoman.host.HostEnvironment;
import dev.repoman.project.HostUser;
import dev.repoman.project.JsonTree;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `$XDG_STATE_HOME/repoman/sync/NAME.json`. Replaced whole by a rename, not forced to the disk: after a
/// power cut the registry's `last_sync` is what counts.
@ApplicationScoped
public class SyncStateStore {
    private final HostEnvironment env;
    private final HostUser user;

    public SyncStateStore(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    public SyncState read(ProjectName name) {
        JsonNode tree;
        try {
            tree = JsonTree.read(Files.readAllBytes(file(name)));
        } catch (IOException _) {
            return SyncState.NONE;
        }
        JsonNode a = tree.path("attempt");
        JsonNode s = tree.path("success");
        JsonNode r = tree.path("restore");
        return new SyncState(
                a.isObject() ? attempt(a) : null,
                s.isObject() ? success(s) : null,
                r.isObject()
                        ? new SyncState.Restore(
                                r.path("target").asText(), r.path("finished").asBoolean())
                        : null);
    }

    /// A state that cannot be written is no reason to fail a backup.
    ///
    /// @return whether it was written
    public boolean write(ProjectName name, SyncState state) {
        Path file = file(name);
        Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            new PosixFiles().makeFolder(folder());
            Files.write(fresh, JsonTree.bytes(tree(state)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Path folder() {
        return env.stateHome(user.home()).resolve("repoman").resolve("sync");
    }

    private Path file(ProjectName name) {
        return folder().resolve(name + ".json");
    }

    private static SyncState.Attempt attempt(JsonNode node) {
        List<String> warnings = new ArrayList<>();
        node.path("warnings").forEach(w -> warnings.add(w.asText()));
        return new SyncState.Attempt(
                node.path("started").asText(),
                outcome(node.path("outcome").asText()),
                node.path("seconds").asDouble(),
                node.hasNonNull("error") ? node.path("error").asText() : null,
                warnings,
                node.path("pid").asLong());
    }

    private static SyncState.Outcome outcome(String word) {
        for (SyncState.Outcome outcome : SyncState.Outcome.values()) {
            if (outcome.name().equalsIgnoreCase(word)) {
                return outcome;
            }
        }
        return SyncState.Outcome.FAILED;
    }

    private static SyncState.Success success(JsonNode node) {
        return new SyncState.Success(
                node.path("ended").asText(),
                node.path("seconds").asDouble(),
                node.path("files").asLong(),
                node.path("totalBytes").asLong(),
                node.path("copied").asLong(),
                node.path("bytes").asLong(),
                node.path("deleted").asLong());
    }

    private static ObjectNode tree(SyncState state) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("format", 1);
        SyncState.Attempt a = state.attempt();
        if (a != null) {
            ObjectNode node = tree.putObject("attempt")
                    .put("started", a.started())
                    .put("outcome", a.outcome().name().toLowerCase(Locale.ROOT))
                    .put("seconds", a.seconds())
                    .put("error", a.error())
                    .put("pid", a.pid());
            a.warnings().forEach(node.putArray("warnings")::add);
        }
        SyncState.Success s = state.success();
        if (s != null) {
            tree.putObject("success")
                    .put("ended", s.ended())
                    .put("seconds", s.seconds())
                    .put("files", s.files())
                    .put("totalBytes", s.totalBytes())
                    .put("copied", s.copied())
                    .put("bytes", s.bytes())
                    .put("deleted", s.deleted());
        }
        SyncState.Restore r = state.restore();
        if (r != null) {
            tree.putObject("restore").put("target", r.target()).put("finished", r.finished());
        }
        return tree;
    }
}
