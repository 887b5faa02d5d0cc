package dev.repoman.incus.effect;

import dev.repoman.project.IncusProject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The daemon's report of instances that could not take a changed profile, one readable line for each.
public final class NotApplied {
    /// ` - Project: repoman, Instance: demo: Failed to …`
    private static final Pattern INSTANCE =
            Pattern.compile("-? *Project: [^,]+, Instance: (?<instance>[^:]+): (?<why>.*)");

    private NotApplied() {}

    public static List<String> lines(IncusProject project, String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .map(INSTANCE::matcher)
                .filter(Matcher::matches)
                .map(m -> "the container " + m.group("instance") + " keeps using the old profile: "
                        + m.group("why").strip() + " (incus restart " + project.instance(m.group("instance")) + " "
                        + project.option() + ")")
                .toList();
        return lines.isEmpty() ? List.of(text) : lines;
    }
}
