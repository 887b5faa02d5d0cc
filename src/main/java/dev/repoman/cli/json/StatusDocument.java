package dev.repoman.cli.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `status NAME`.
///
/// @param foreign whether a container of that name exists that repoman did not make for this user
/// @param devices the container's own, by name
/// @param addresses null where there is no container
/// @param host the host of the registry that the container is on, or null for this one
/// @param location the member of a cluster that the container is on, or null
/// @param created RFC 3339; this and what follows is null without an entry in the registry
/// @param hermesData the agent's data folder
/// @param warning why the state is unknown
@RegisterForReflection
public record StatusDocument(
        int format,
        String name,
        String state,
        String incusProject,
        boolean inRegistry,
        boolean foreign,
        String image,
        List<String> profiles,
        Map<String, Map<String, String>> devices,
        @Nullable List<String> addresses,
        @Nullable String host,
        @Nullable String location,
        Repository repository,
        @Nullable String created,
        @Nullable Boolean backup,
        @Nullable String lastSync,
        @Nullable Boolean hermes,
        @Nullable String hermesData,
        @Nullable Attempt lastAttempt,
        @Nullable Success lastGoodSync,
        @Nullable String lastRestoreDrill,
        @Nullable Effective effective,
        @Nullable Ollama ollama,
        List<DriftDocument> drift,
        @Nullable String warning)
        implements Document {
    /// @param fileSystem for example `ext4`
    /// @param mount the folder where that file system is mounted
    /// @param setuid files that run with another user's or group's rights
    /// @param nosuid whether the file system ignores those rights
    /// @param git null where the folder is not a git repository
    public record Repository(
            String path,
            boolean exists,
            String fileSystem,
            String mount,
            List<String> setuid,
            boolean nosuid,
            @JsonInclude @Nullable Git git) {}

    public sealed interface Git {}

    /// @param unknown why git's state cannot be told
    public record UnknownGit(String unknown) implements Git {}

    /// @param branch null where the head is detached
    /// @param commit null before the first one
    /// @param changed files that differ from the last commit
    public record GitState(
            @JsonInclude @Nullable String branch,
            boolean detached,
            @JsonInclude @Nullable String commit,
            int changed,
            int untracked,
            @JsonInclude @Nullable String upstream,
            int ahead,
            int behind)
            implements Git {}

    /// @param outcome `ok`, `failed`, `running` or `interrupted`
    public record Attempt(
            String started,
            String outcome,
            double seconds,
            @JsonInclude @Nullable String error,
            List<String> warnings) {}

    /// @param files in the mirror
    /// @param bytes that were copied
    public record Success(
            String ended, double seconds, long files, long totalBytes, long copied, long bytes, long deleted) {}

    /// What holds, and what says so.
    public record Effective(Value image, Value profiles, Value backup, Value containment) {}

    /// @param value a text, a flag, or a list of texts
    /// @param origin for example `registry`
    public record Value(Object value, String origin) {}

    /// @param state `ok`, `nothing`, `slow` or `wrong`
    public record Ollama(
            String url, String state, @JsonInclude @Nullable String version) {}
}
