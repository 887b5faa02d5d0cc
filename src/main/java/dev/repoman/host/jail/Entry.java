package dev.repoman.host.jail;

import java.util.ArrayList;
import java.util.List;

/// The shell that starts a job: it checks that each folder with a known identity is the intended one, now
/// that nothing outside can move it, and then executes the program.
final class Entry {
    /// Its exit code if a folder is another one.
    static final int REPLACED = 119;

    private static final String SCRIPT = """
            while [ "$1" != -- ]; do
                [ "$(stat -c %%d:%%i -- "$1" 2>/dev/null)" = "$2" ] || exit %d
                shift 2
            done
            shift
            exec "$@"
            """.formatted(REPLACED);

    private Entry() {}

    static List<String> into(Job job) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "jail"));
        job.folders().stream()
                .filter(folder -> !folder.identity().isEmpty())
                .forEach(folder -> line.addAll(List.of(folder.path(), folder.identity())));
        line.add("--");
        line.addAll(job.command());
        return line;
    }
}
