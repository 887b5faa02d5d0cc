package dev.repoman.plan;

import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Unknown names, and what was probably meant.
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
                                ? "the registry has no projects yet; create one with: repoman new " + name
                                : "repoman list shows the projects");
        return new RepomanException(Fault.FAILED, "no project " + name + " in the registry", hint);
    }

    /// @return the closest of `known`, if one is close enough: at most a third of its letters differ
    public static Optional<String> nearest(String given, List<String> known) {
        return known.stream()
                .filter(k -> distance(given, k) <= Math.max(1, k.length() / 3) || k.startsWith(given))
                .min(Comparator.comparingInt(k -> distance(given, k)));
    }

    /// The number of letters that are omitted, inserted, replaced, or swapped with the next one; ignores
    /// case.
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int exchanged = steps[i - 1][j - 1] + (same(a, i - 1, b, j - 1) ? 0 : 1);
                steps[i][j] = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, exchanged);
                if (i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
