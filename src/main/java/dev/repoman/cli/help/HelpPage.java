package dev.repoman.cli.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help of a command, from picocli's model: `--help` and the man pages print this.
///
/// A command's footer is written as notes, then a line `Examples:`, then an example a line; two spaces or
/// more separate an example from its explanation.
///
/// @param name including those of the commands above it: `repoman image list`
/// @param synopsis what follows the name
/// @param description the first line is the command in one sentence
/// @param common the options that every command has; empty for `repoman` itself, where they are `options`
/// @param notes paragraphs
public record HelpPage(
        String name,
        String synopsis,
        List<String> description,
        List<Entry> arguments,
        List<Entry> options,
        List<Entry> common,
        List<Entry> commands,
        List<String> notes,
        List<Entry> examples) {
    /// @param label as it is typed: `-n, --dry-run`, `--repo DIR`, a command, an example
    /// @param text its explanation; can be empty for an example
    public record Entry(String label, String text) {}

    private static final Pattern EXAMPLE = Pattern.compile("(.*?\\S)(?: {2,}(\\S.*))?");

    public static HelpPage of(CommandSpec spec) {
        boolean root = spec.parent() == null;
        List<OptionSpec> all = options(spec);
        List<Entry> arguments = spec.positionalParameters().stream()
                .filter(p -> !p.hidden())
                .map(p -> new Entry(p.paramLabel(), description(p)))
                .toList();
        List<String> footer = Arrays.stream(spec.usageMessage().footer())
                .map(line -> line.replace("%n", ""))
                .toList();
        int at = footer.indexOf("Examples:");
        return new HelpPage(
                spec.qualifiedName(),
                synopsis(spec),
                plain(spec.usageMessage().description()),
                arguments,
                all.stream()
                        .filter(o -> root || !isCommon(o))
                        .map(HelpPage::entry)
                        .toList(),
                all.stream()
                        .filter(o -> !root && isCommon(o))
                        .map(HelpPage::entry)
                        .toList(),
                commands(spec),
                at < 0 ? footer : footer.subList(0, at),
                at < 0 ? List.of() : examples(footer.subList(at + 1, footer.size())));
    }

    /// Reflection returns fields and methods in no guaranteed order: it differs between machines, between
    /// runs of a JVM, and in a native executable. So each option has an order; only those of picocli's own
    /// mixin have none.
    static final Comparator<OptionSpec> ORDER =
            Comparator.comparingInt(HelpPage::group).thenComparingInt(OptionSpec::order);

    /// @return the visible options, in the order in which they are printed
    static List<OptionSpec> options(CommandSpec spec) {
        return spec.options().stream().filter(o -> !o.hidden()).sorted(ORDER).toList();
    }

    /// A command's own options, then `--help` and `--version`, then those that every command has of
    /// `repoman`.
    private static int group(OptionSpec option) {
        return option.usageHelp() ? 1 : option.versionHelp() ? 2 : option.inherited() ? 3 : 0;
    }

    private static boolean isCommon(OptionSpec option) {
        return option.inherited() || option.usageHelp() || option.versionHelp();
    }

    private static String synopsis(CommandSpec spec) {
        String[] custom = spec.usageMessage().customSynopsis();
        if (custom.length > 0) {
            return String.join(" ", custom);
        }
        Stream<String> words = Stream.concat(
                Stream.of("[OPTIONS]"), spec.positionalParameters().stream().map(HelpPage::word));
        return Stream.concat(words, spec.subcommands().isEmpty() ? Stream.of() : Stream.of("COMMAND"))
                .collect(Collectors.joining(" "));
    }

    /// `NAME`, `[NAME]`, `NAME...` or `[NAME...]`.
    private static String word(PositionalParamSpec parameter) {
        boolean many = parameter.arity().max() > 1 || parameter.index().isVariable();
        String word = parameter.paramLabel() + (many ? "..." : "");
        return parameter.required() ? word : "[" + word + "]";
    }

    private static Entry entry(OptionSpec option) {
        String names = option.negatable()
                ? option.longestName().replaceFirst("^--", "--[no-]")
                : String.join(", ", option.names());
        // so that long names are aligned
        String indent = names.startsWith("--") ? "    " : "";
        return new Entry(indent + names + (takesValue(option) ? " " + option.paramLabel() : ""), description(option));
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String description(ArgSpec arg) {
        String value = arg.initialValue() == null ? "" : arg.initialValue().toString();
        return plain(arg.description()).stream()
                .map(line -> line.replace("${DEFAULT-VALUE}", value))
                .collect(Collectors.joining(" "));
    }

    private static List<String> plain(String[] lines) {
        return Arrays.stream(lines).map(line -> line.replace("%n", " ")).toList();
    }

    /// @return the visible commands below that one
    static List<Entry> commands(CommandSpec spec) {
        List<Entry> entries = new ArrayList<>();
        spec.subcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                String[] description = command.getCommandSpec().usageMessage().description();
                entries.add(new Entry(name, description.length == 0 ? "" : description[0]));
            }
        });
        return entries;
    }

    private static List<Entry> examples(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = EXAMPLE.matcher(line.strip());
            if (matcher.matches()) {
                entries.add(new Entry(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
            }
        }
        return entries;
    }
}
