package dev.repoman.registry;

import dev.repoman.project.ProjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One change to the registry, as a value: planners make them, the store carries them out on the file's text.
public sealed interface RegistryEdit {
    /// Adds a `[[project]]` at the end. Refused if the name is taken.
    record Add(Project project) implements RegistryEdit {}

    /// Adds a `[[host]]`, or gives the one of that name these values.
    record SetHost(Host host) implements RegistryEdit {}

    /// Removes the `[[project]]` of that name, if it exists.
    record Remove(ProjectName name) implements RegistryEdit {}

    /// Gives the project another name, and its override with it. Refused if that name is taken.
    record Rename(ProjectName from, ProjectName to) implements RegistryEdit {}

    /// Says that the project is on another host, with the profiles that its container has there.
    record Move(ProjectName name, Place from, Place to) implements RegistryEdit {
        /// @return what takes it back
        public Move back() {
            return new Move(name, to, from);
        }
    }

    /// @param host the `[[host]]`; null for this one
    record Place(@Nullable String host, List<String> profiles) {
        public Place {
            profiles = List.copyOf(profiles);
        }
    }

    /// Sets one key of the project of that name, which must exist.
    record SetProject(ProjectName name, String key, Value value) implements RegistryEdit {}

    /// Sets one key below the top, for example `defaults.llm.enabled`; missing tables are created.
    record Set(String dottedKey, Value value) implements RegistryEdit {}

    /// Removes one key below the top, so that the built-in value applies again.
    record Unset(String dottedKey) implements RegistryEdit {}

    /// Removes one key of the project of that name, which must exist.
    record UnsetProject(ProjectName name, String key) implements RegistryEdit {}

    /// A TOML value that repoman writes.
    sealed interface Value {
        record Text(String value) implements Value {}

        record Flag(boolean value) implements Value {}

        record Whole(long value) implements Value {}

        record Texts(List<String> value) implements Value {
            public Texts {
                value = List.copyOf(value);
            }
        }
    }
}
