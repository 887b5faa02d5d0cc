package dev.repoman.plan;

import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Names that are not there, and what was perhaps meant.
public final class Names {
    private Names() {}

    public static Project require(ProjectName name, Registry registry) {
        return registry.find(name).orElseThrow(() -> unknown(name, registry));
    }

    public static RepomanException unknown(ProjectName name, Registry registry) {
        List<String> known =
                registry.projects().stream().map(p -> p.name().value()).toList();
        String hint = nearest(name.value(), known)
                .map(near -> "did you mean " + near + "?")
                .orElse(
                        known.isEmpty()
                                ? "the registry has no projects yet; make one with: repoman new " + name
                                : "repoman list shows the projects");
        return new RepomanException(Fault.FAILED, "no project " + name + " in the registry", hint);
    }

    /// @return the closest of `known`, where one is close enough to be meant: at most a third of its letters differ
    public static Optional<String> nearest(String given, List<String> known) {
        return known.stream()
                .filter(k -> distance(given, k) <= Math.max(1, k.length() / 3) || k.startsWith(given))
                .min(Comparator.comparingInt(k -> distance(given, k)));
    }

    /// Levenshtein's, case ignored.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
