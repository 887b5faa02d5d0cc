package dev.repoman.cli.help;

import dev.repoman.Golden;
import dev.repoman.cli.Typed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The manual pages in `docs/man` say what the program's help says. [ManPagesIT] renders them.
class ManPagesTest {
    static final Path FOLDER = Path.of("docs/man");

    @Test
    void areMadeFromTheHelp() {
        List<HelpPage> all = Typed.commands().stream().map(HelpPage::of).toList();
        Map<String, String> pages = new TreeMap<>();
        for (HelpPage page : all) {
            pages.put(ManPage.fileName(page), ManPage.of(page, related(page, all)));
        }
        Golden.checkAll(FOLDER, pages, ".1");
    }

    /// The command above, and those below and beside it; of `repoman new` and its like, `repoman` alone.
    private static List<String> related(HelpPage page, List<HelpPage> all) {
        List<String> names = new ArrayList<>();
        String above =
                page.name().contains(" ") ? page.name().substring(0, page.name().lastIndexOf(' ')) : "";
        for (HelpPage other : all) {
            boolean below = other.name().startsWith(page.name() + " ")
                    && other.name().lastIndexOf(' ') == page.name().length();
            boolean beside = above.contains(" ") && other.name().startsWith(above + " ") && !other.equals(page);
            if (below || beside || other.name().equals(above)) {
                names.add(other.name());
            }
        }
        names.addAll(page.name().contains(" sync") ? List.of("rsync") : List.of("incus"));
        return names;
    }
}
