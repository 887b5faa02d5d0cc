package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `list`.
///
/// @param warning why states are unknown
@RegisterForReflection
public record ListDocument(
        int format, List<Row> projects, @Nullable String warning) implements Document {
    /// @param state `running`, `stopped`, `frozen`, `error`, `offline`, `missing`, `orphan`, `foreign` or `unknown`
    /// @param repo relative to `repos_root`
    /// @param lastSync RFC 3339, or empty
    /// @param ipv4 only with `--wide`
    /// @param containment `open` or `guarded`; not of a container without an entry
    /// @param created RFC 3339, or empty
    /// @param parent the project that it is a fork of, or null
    /// @param ahead how many commits its parent has not; null if it is not a fork, or could not be read
    /// @param landed whether it has work, and its parent has all of it; null if not a fork, or not readable
    /// @param fresh whether nothing was done in it yet; null if it is not a fork, or could not be read
    /// @param host the host of the registry that its container is on, or null for this one
    /// @param location the member of a cluster that its container is on, or null
    /// @param trouble why its container is `offline`, or on another host `unknown`; or null
    public record Row(
            String name,
            String state,
            String repo,
            String image,
            boolean llm,
            boolean hermes,
            boolean backup,
            String lastSync,
            boolean lastSyncFailed,
            boolean inRegistry,
            @Nullable List<String> ipv4,
            @Nullable String containment,
            String created,
            @Nullable String parent,
            @Nullable Integer ahead,
            @Nullable Boolean landed,
            @Nullable Boolean fresh,
            @Nullable String host,
            @Nullable String location,
            @Nullable String trouble,
            List<DriftDocument> drift) {}

    public ListDocument(List<Row> projects, @Nullable String warning) {
        this(FORMAT, projects, warning);
    }
}
