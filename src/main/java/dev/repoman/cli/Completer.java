package dev.repoman.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;

/// stub
final class Completer {
    private Completer() {}

    static List<String> values(ArgSpec arg) {
        List<String> values = new ArrayList<>();
        if (arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(v -> values.add(v.toLowerCase(Locale.ROOT)));
        }
        return values;
    }
}
