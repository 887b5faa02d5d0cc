package dev.repoman.cli.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `status` without a name.
///
/// @param incus its version
/// @param registry its file
/// @param projects how many it has
/// @param jail whether work on repositories is done in a jail
@RegisterForReflection
public record HostDocument(
        int format,
        @JsonInclude @Nullable String incus,
        String incusProject,
        boolean projectExists,
        String registry,
        int projects,
        List<String> profiles,
        Root reposRoot,
        BackupRoot backupRoot,
        boolean jail,
        Llm llm,
        List<Trouble> drift)
        implements Document {
    /// @param answers whether its file system does
    /// @param mount the folder where that file system is mounted
    public record Root(String path, boolean answers, boolean exists, String fileSystem, String mount) {}

    /// @param marker whether it is marked as a backup root
    public record BackupRoot(
            String path, boolean answers, boolean exists, String fileSystem, String mount, boolean marker) {}

    /// @param wiring `lan` or `proxy`
    /// @param state `ok`, `nothing`, `slow` or `wrong`; this and what follows is null where local models are
    ///     off
    public record Llm(
            boolean enabled,
            String wiring,
            String ollamaUrl,
            @Nullable String state,
            @Nullable String version,
            @Nullable List<String> models) {}

    /// @param code for example `jail`
    /// @param mend the command that fixes it, or what to do
    public record Trouble(
            String code, String what, @JsonInclude @Nullable String mend) {}
}
