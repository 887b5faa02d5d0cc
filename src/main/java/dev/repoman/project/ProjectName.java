package dev.repoman.project;

import org.jspecify.annotations.Nullable;

/// The name of a project and of its container. The rule is Incus' own for instance names
/// (`docs/incus-facts.md`): 1 to 63 ASCII letters, digits and hyphens, no hyphen at either end, not digits
/// alone.
public record ProjectName(String value) implements Comparable<ProjectName> {
    public ProjectName {
        String wrong = complaint(value);
        if (wrong != null) {
            throw new RepomanException(
                    Fault.USAGE,
                    "invalid name \"" + value + "\": " + wrong,
                    "a name has 1 to 63 letters, digits and hyphens, no hyphen first or last, and not only digits");
        }
    }

    /// @return what is wrong with `name`, or null if it is valid
    public static @Nullable String complaint(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > 63) {
            return "it has " + name.length() + " characters, the maximum is 63";
        }
        boolean digitsOnly = true;
        for (char c : name.toCharArray()) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!digit && !letter && c != '-') {
                return "'" + c + "' is not allowed";
            }
            digitsOnly &= digit;
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            return "it starts or ends with a hyphen";
        }
        return digitsOnly ? "it has only digits" : null;
    }

    @Override
    public int compareTo(ProjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
