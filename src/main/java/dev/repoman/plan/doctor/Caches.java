package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import dev.repoman.plan.ShellText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// AOT caches, by which the launcher halves the start on a JVM.
public final class Caches {
    private static final long MB = 1_000_000;

    private Caches() {}

    /// @param others those that this run does not use, with their bytes
    public static Diagnosis of(SortedMap<String, Long> others) {
        if (others.isEmpty()) {
            return Diagnosis.good("aot-caches", "there is no AOT cache of another version of repoman or Java");
        }
        long bytes = others.values().stream().mapToLong(Long::longValue).sum();
        List<String> remove = new ArrayList<>(List.of("rm"));
        remove.addAll(others.keySet());
        return Diagnosis.of(new Finding(
                Finding.Level.INFO,
                "aot-caches",
                (others.size() == 1 ? "one AOT cache is" : others.size() + " AOT caches are")
                        + " of another version of repoman or Java: " + bytes / MB + " MB",
                ShellText.command(remove.toArray(String[]::new))));
    }
}
