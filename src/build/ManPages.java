import dev.repoman.cli.Commands;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.help.HelpPage;
import dev.repoman.cli.help.HelpPage.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Run by the build, with the program's classes (`java ManPages.java FOLDER`): makes a manual page in roff of
/// each [HelpPage]. The program does not carry them (docs/decisions/0014).
class ManPages {
    private static final List<Entry> FILES = List.of(
            new Entry("~/.config/repoman/repoman.toml", "The registry."),
            new Entry("~/.config/repoman/repos.d/NAME.toml", "The override of one project; only you write it."),
            new Entry("~/.local/share/repoman/hermes/NAME/", "The hermes data of a project."),
            new Entry("~/.local/state/repoman/", "Locks, logs, and the state of the last syncs."));
    private static final List<Entry> ENVIRONMENT = List.of(
            new Entry(
                    "REPOMAN_REGISTRY", "The registry to use, instead of the file above; --registry overrides it."),
            new Entry("INCUS_SOCKET, INCUS_DIR", "The location of Incus' socket, as for its own client."),
            new Entry(
                    "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
                    "Folders to use instead of ~/.config, ~/.local/share and ~/.local/state."),
            new Entry("HERMES_HOME", "The data of this host's own hermes, instead of ~/.hermes."),
            new Entry("VISUAL, EDITOR", "The editor of repoman config edit."),
            new Entry("NO_COLOR", "Set to any value: no colour, unless --color requests it."),
            new Entry("TERM", "dumb: no colour, and no progress line."),
            new Entry("COLUMNS", "The width of text, instead of the terminal's width."));

    private final StringBuilder page = new StringBuilder();

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        List<HelpPage> all = new ArrayList<>();
        collect(Commands.commandLine(CommandLine.defaultFactory(), _ -> "").getCommandSpec(), all);
        for (HelpPage help : all) {
            Files.writeString(folder.resolve(dashed(help.name()) + ".1"), of(help, related(help, all)));
        }
    }

    private static void collect(CommandSpec spec, List<HelpPage> all) {
        if (!spec.usageMessage().hidden()) {
            all.add(HelpPage.of(spec));
            spec.subcommands().values().forEach(command -> collect(command.getCommandSpec(), all));
        }
    }

    /// @return the command above, and those below and beside it; of `repoman new` and its like, `repoman`
    ///     alone
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

    /// @param related names of the pages to look at next, as `repoman new`
    private static String of(HelpPage help, List<String> related) {
        ManPages page = new ManPages();
        page.line(".\\\" Generated from the program's own help; do not edit.");
        page.line(".TH " + escape(dashed(help.name()).toUpperCase(Locale.ROOT)) + " 1 \"\" repoman \"repoman manual\"");
        page.line(".nh"); // a key or a path is not cut in two
        page.line(".ad l");
        page.section("NAME");
        page.line(escape(dashed(help.name())) + " \\- "
                + text(sentence(help.description().getFirst())));
        page.section("SYNOPSIS");
        page.line(bold(help.name()) + " " + values(help.synopsis()));
        page.section("DESCRIPTION");
        help.description().forEach(page::paragraph);
        help.notes().forEach(page::paragraph);
        page.list("COMMANDS", help.commands());
        page.list("ARGUMENTS", help.arguments());
        List<Entry> options = new ArrayList<>(help.options());
        options.addAll(help.common());
        page.list("OPTIONS", options);
        page.list(
                "EXIT STATUS",
                Arrays.stream(ExitCode.values())
                        .map(code -> new Entry(Integer.toString(code.code), code.meaning))
                        .toList());
        page.list("FILES", FILES);
        page.list("ENVIRONMENT", ENVIRONMENT);
        page.examples(help.examples());
        page.section("SEE ALSO");
        page.line(related.stream()
                .map(name -> "\\fB" + escape(dashed(name)) + "\\fR(1)")
                .collect(Collectors.joining(", ")));
        return page.page.toString();
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void paragraph(String text) {
        line(".PP");
        line(text(text));
    }

    private void list(String heading, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        section(heading);
        for (Entry entry : entries) {
            line(".TP");
            line(label(entry.label().strip()));
            line(text(entry.text()));
        }
    }

    private void examples(List<Entry> examples) {
        section("EXAMPLES");
        for (Entry example : examples) {
            if (example.text().isEmpty()) {
                line(".PP");
            } else {
                paragraph(example.text() + ":");
            }
            line(".RS 4");
            line(".EX");
            line(text(example.label()));
            line(".EE");
            line(".RE");
        }
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String sentence(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1).replaceFirst("\\.$", "");
    }

    private static String dashed(String name) {
        return name.replace(' ', '-');
    }

    private static String bold(String words) {
        return "\\fB" + escape(words) + "\\fR";
    }

    /// What is typed as it stands in bold, what stands for a value (`FILE`) in italics.
    private static String label(String label) {
        return Arrays.stream(label.split(" "))
                .map(word -> isValue(word) ? values(word) : bold(word))
                .collect(Collectors.joining(" "));
    }

    private static boolean isValue(String word) {
        return word.matches("\\[?[A-Z]{2,}(\\.\\.\\.)?]?") && !word.contains("_");
    }

    private static String values(String text) {
        return Arrays.stream(text.split(" "))
                .map(word -> escape(word).replaceAll("[A-Z]{2,}", "\\\\fI$0\\\\fR"))
                .collect(Collectors.joining(" "));
    }

    /// Text at the start of a line: a dot or an apostrophe there would be a request.
    private static String text(String text) {
        String escaped = escape(text);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
    }
}
