package dev.repoman.cli.view;

import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryDifference.Kind;
import java.util.ArrayList;
import java.util.List;

/// What going back to a checkpoint changes in a repository, as text.
final class DifferenceView {
    /// So that a page stays one.
    private static final int MOST_FILES = 20;

    private DifferenceView() {}

    /// @return for example `files: 2 change, 1 returns, 3 go; main goes back by 2 commits`
    static String summary(RepositoryDifference difference) {
        if (difference.isEmpty()) {
            return "nothing changes";
        }
        List<String> parts = new ArrayList<>();
        count(parts, difference, Kind.CHANGES, "changes", "change");
        count(parts, difference, Kind.RETURNS, "returns", "return");
        count(parts, difference, Kind.GOES, "goes", "go");
        List<String> all = new ArrayList<>();
        if (!parts.isEmpty()) {
            all.add("files: " + String.join(", ", parts));
        }
        difference.refs().forEach(ref -> all.add(moved(ref)));
        return String.join("; ", all);
    }

    private static void count(List<String> parts, RepositoryDifference difference, Kind kind, String one, String many) {
        long count = difference.count(kind);
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }

    private static String moved(RepositoryDifference.Ref ref) {
        String name = ref.name().replaceFirst("^refs/(heads/|tags/)?", "");
        String back = ref.commits() == 0 ? "" : " by " + ref.commits() + (ref.commits() == 1 ? " commit" : " commits");
        return ref.name().equals("HEAD")
                ? "HEAD goes back to " + shortened(ref.then())
                : ref.then().equals("none")
                        ? name + " goes" + (back.isEmpty() ? "" : ", with " + back.substring(" by ".length()))
                        : ref.now().equals("none") ? name + " returns" : name + " goes back" + back;
    }

    private static String shortened(String what) {
        return what.startsWith("refs/heads/")
                ? what.substring("refs/heads/".length())
                : what.substring(0, Math.min(12, what.length()));
    }

    /// @return a line for each file, the first ones of many
    static List<String> lines(RepositoryDifference difference, Style style) {
        List<String> lines = new ArrayList<>();
        difference.files().stream().limit(MOST_FILES).forEach(file -> {
            String path = Printable.text(file.path());
            lines.add(
                    switch (file.kind()) {
                        case RETURNS -> style.good("+ " + path);
                        case CHANGES -> style.warn("~ " + path);
                        case GOES -> style.bad("- " + path);
                    });
        });
        int more = difference.files().size() - MOST_FILES;
        if (more > 0) {
            lines.add(style.faint("… and " + more + " more"));
        }
        return lines;
    }
}
