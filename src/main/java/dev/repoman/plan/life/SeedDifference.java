package dev.repoman.plan.life;

import java.util.List;

/// A file of the host's seed that is missing from a container's copy, or differs.
///
/// @param isNew whether the copy has no such file
/// @param variables of a `.env`: the names that differ, never the values
public record SeedDifference(String file, boolean isNew, List<String> variables) {
    public SeedDifference {
        variables = List.copyOf(variables);
    }

    /// @return for example `.env (changed: OPENAI_API_KEY)`
    public String describe() {
        if (isNew) {
            return file + " (new)";
        }
        return file + (variables.isEmpty() ? " (changed)" : " (changed: " + String.join(", ", variables) + ")");
    }
}
