package dev.repoman.project;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
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
                    fitted(value).map(name -> "try " + name + ": ").orElse("")
                            + "a name has 1 to 63 letters, digits and hyphens, no hyphen first or"
                            + " last, and not only digits");
        }
    }

    /// @return the valid name that is nearest to `text`, for example `my-repo` for `My_Repo`; empty if there is none
    public static Optional<String> fitted(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        String start = plain.substring(plain.startsWith("-") ? 1 : 0);
        String name = start.substring(0, Math.min(start.length(), 63)).replaceAll("-$", "");
        return complaint(name) == null ? Optional.of(name) : Optional.empty();
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
