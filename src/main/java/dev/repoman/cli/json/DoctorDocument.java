package dev.repoman.cli.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `doctor`.
///
/// @param ok whether nothing is to be fixed
@RegisterForReflection
public record DoctorDocument(int format, boolean ok, List<Check> checks) implements Document {
    /// @param section `host`, `models`, `projects`, `inside` or `backup`
    /// @param grade `ok`, `warning`, `error` or `skipped`
    /// @param fix what to do
    /// @param who can do it: `repoman`, `you` or `root`
    public record Check(
            String section,
            String code,
            String grade,
            String what,
            @JsonInclude @Nullable String fix,
            @JsonInclude @Nullable String who) {}
}
