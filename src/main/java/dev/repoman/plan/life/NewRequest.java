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
import java.util.function.Consumer;
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
/// @param host the `[[host]]` that gets the container; null for this one
/// @param purpose why a container is created
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
        @Nullable String host,
        Purpose purpose) {
    /// Why a container is created.
    public enum Purpose {
        /// For a new project.
        CREATE,
        /// The project has an entry, and its container is gone.
        RECREATE,
        /// The project has an entry and a container, which goes to another host.
        MOVE
    }

    public NewRequest {
        profiles = List.copyOf(profiles);
    }

    /// @return a request with only a name
    public static NewRequest of(ProjectName name) {
        return new NewRequest(
                name,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                true,
                false,
                OverrideEdit.NONE,
                null,
                null,
                null,
                Purpose.CREATE);
    }

    /// @return a request for the container that `entry` describes
    public static NewRequest again(Project entry, Effective effective) {
        return of(entry.name()).with(it -> {
            it.repo = entry.repo();
            it.image = ImageRef.parse(effective.image().value());
            it.profiles = effective.profiles().value();
            it.hermes = entry.hermes();
            it.backup = entry.backup();
            it.containment = effective.containment().value();
            it.target = entry.host() == null ? Placement.HERE : null;
            it.host = entry.host();
            it.purpose = Purpose.RECREATE;
        });
    }

    /// `request.with(it -> it.repo = folder)` is a copy that differs in `repo` alone.
    public NewRequest with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new NewRequest(
                name,
                draft.repo,
                draft.cloneUrl,
                draft.image,
                draft.profiles,
                draft.llm,
                draft.hermes,
                draft.backup,
                draft.prompts,
                draft.edit,
                draft.containment,
                draft.target,
                draft.host,
                draft.purpose);
    }

    /// The components other than the name, while a copy is made.
    public static final class Draft {
        public @Nullable String repo;
        public @Nullable GitUrl cloneUrl;
        public @Nullable ImageRef image;
        public List<String> profiles;
        public @Nullable Boolean llm;
        public @Nullable Boolean hermes;
        public boolean backup;
        public boolean prompts;
        public OverrideEdit edit;
        public @Nullable Containment containment;
        public @Nullable String target;
        public @Nullable String host;
        public Purpose purpose;

        private Draft(NewRequest from) {
            repo = from.repo;
            cloneUrl = from.cloneUrl;
            image = from.image;
            profiles = from.profiles;
            llm = from.llm;
            hermes = from.hermes;
            backup = from.backup;
            prompts = from.prompts;
            edit = from.edit;
            containment = from.containment;
            target = from.target;
            host = from.host;
            purpose = from.purpose;
        }
    }
}
