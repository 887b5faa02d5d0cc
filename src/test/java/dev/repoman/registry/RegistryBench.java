package dev.repoman.registry;

import dev.repoman.file.PosixFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// For `lab/bench`: how long reading a registry takes in a JVM that has done it before. Prints the median, in
/// ms.
final class RegistryBench {
    private static final int WARM_UP = 30;
    private static final int RUNS = 21;

    private RegistryBench() {}

    public static void main(String... args) {
        RegistryStore store = new RegistryStore(new RegistryLocation(Path.of(args[0])), new PosixFiles());
        long[] took = new long[RUNS];
        long projects = 0; // summed and used, so that nothing is optimised away
        for (int i = -WARM_UP; i < RUNS; i++) {
            long start = System.nanoTime();
            projects += store.load().projects().size();
            if (i >= 0) {
                took[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(took);
        if (projects == 0) {
            throw new IllegalStateException("no projects in " + args[0]);
        }
        System.out.println(String.format(Locale.ROOT, "%.1f", took[RUNS / 2] / 1e6));
    }
}
