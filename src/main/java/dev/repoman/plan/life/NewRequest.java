package dev.repoman.plan.life;

import dev.repoman.plan.Placement;
import dev.repoman.project.Containment;
import dev.repoman.project.GitUrl;
import dev.repoman.project.ImageRef;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Effective;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.registry.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of `new`, before defaults.
///
/// @param repo as given by `--repo`, or null for the project's name
/// @param profiles as given, or empty for the defaults
/// @param llm `--llm` or `--no-llm`, or null
/// @param hermes `--hermes` or `--no-hermes`, or null
/// @param prompts whether git may ask for a password
/// @param edit what flags change in the override
/// @param containment as given, or null for the default
/// @param target a member of a cluster, `@` and a group, or [Placement#HERE]; null for none
/// @param recreates whether the project has an entry, and only its container is created again
public record NewRequest(
        ProjectName name,
        @Nullable String repo,
        @Nullable GitUrl cloneUrl,
        @Nullable ImageRef image,
        List<String> profiles,
        @Nullable Boolean llm,
        @Nullable Boolean hermes,
        boolean backup,
        boolean prompts,
        OverrideEdit edit,
        @Nullable Containment containment,
        @Nullable String target,
        boolean recreates) {
    public NewRequest {
        profiles = List.copyOf(profiles);
    }

    /// @return a request with only a name
    public static NewRequest of(ProjectName name) {
        return new NewRequest(
                name, null, null, null, List.of(), null, null, true, false, OverrideEdit.NONE, null, null, false);
    }

    public NewRequest withRepo(String folder) {
        return new NewRequest(
                name,
                folder,
                cloneUrl,
                image,
                profiles,
                llm,
                hermes,
                backup,
                prompts,
                edit,
                containment,
                target,
                recreates);
    }

    public NewRequest withImage(ImageRef wanted) {
        return new NewRequest(
                name,
                repo,
                cloneUrl,
                wanted,
                profiles,
                llm,
                hermes,
                backup,
                prompts,
                edit,
                containment,
                target,
                recreates);
    }

    public NewRequest withProfiles(List<String> wanted) {
        return new NewRequest(
                name,
                repo,
                cloneUrl,
                image,
                wanted,
                llm,
                hermes,
                backup,
                prompts,
                edit,
                containment,
                target,
                recreates);
    }

    public NewRequest withAgent(@Nullable Boolean models, @Nullable Boolean agent) {
        return new NewRequest(
                name,
                repo,
                cloneUrl,
                image,
                profiles,
                models,
                agent,
                backup,
                prompts,
                edit,
                containment,
                target,
                recreates);
    }

    public NewRequest withEdit(OverrideEdit flags) {
        return new NewRequest(
                name,
                repo,
                cloneUrl,
                image,
                profiles,
                llm,
                hermes,
                backup,
                prompts,
                flags,
                containment,
                target,
                recreates);
    }

    public NewRequest withTarget(String member) {
        return new NewRequest(
                name,
                repo,
                cloneUrl,
                image,
                profiles,
                llm,
                hermes,
                backup,
                prompts,
                edit,
                containment,
                member,
                recreates);
    }

    /// @return a request for the container that `entry` describes
    public static NewRequest again(Project entry, Effective effective) {
        return new NewRequest(
                entry.name(),
                entry.repo(),
                null,
                ImageRef.parse(effective.image().value()),
                effective.profiles().value(),
                null,
                entry.hermes(),
                entry.backup(),
                false,
                OverrideEdit.NONE,
                effective.containment().value(),
                Placement.HERE,
                true);
    }
}
