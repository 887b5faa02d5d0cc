package dev.repoman.plan.life;

import dev.repoman.project.GitUrl;
import dev.repoman.project.ImageRef;
import dev.repoman.project.ProjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `new` was asked for, before defaults.
///
/// @param repo as given by `--repo`, or null for the project's name
/// @param profiles as given, or empty for the defaults
/// @param llm `--llm` or `--no-llm`, or null
/// @param hermes `--hermes` or `--no-hermes`, or null
/// @param prompts whether git may ask for a password
public record NewRequest(
        ProjectName name,
        @Nullable String repo,
        @Nullable GitUrl cloneUrl,
        @Nullable ImageRef image,
        List<String> profiles,
        @Nullable Boolean llm,
        @Nullable Boolean hermes,
        boolean backup,
        boolean prompts) {
    public NewRequest {
        profiles = List.copyOf(profiles);
    }
}
