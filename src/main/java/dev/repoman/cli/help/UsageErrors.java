package dev.repoman.cli.help;

import dev.repoman.plan.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Errors of a command line in our own words: picocli's texts describe its parser.
public final class UsageErrors {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[\\w-]+");

    private UsageErrors() {}

    /// @param hint what to type instead
    public record Said(String what, String whatToDo) {}

    /// @param args the whole command line
    public static Said of(ParameterException e, String... args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String named = CommandWord.of(args);
        if (!named.isEmpty() && !command.root().subcommands().containsKey(named)) {
            // picocli continues parsing, and reports a later word
            return unknownCommand(named, command.root());
        }
        return switch (e) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getUnmatched().getFirst(), command);
            case MissingParameterException missing -> missing(missing.getMissing(), command);
            case OverwrittenOptionException twice -> new Said(name(twice) + " is given twice", help(command));
            case MutuallyExclusiveArgsException _ ->
                new Said(String.join(" and ", options(e)) + " are mutually exclusive", "use only one of them");
            default -> value(e, command);
        };
    }

    private static Said unmatched(String word, CommandSpec command) {
        if (word.startsWith("-") && word.length() > 1) {
            String option = word.replaceFirst("=.*", "");
            List<String> known = !word.startsWith("--")
                    ? List.of()
                    : HelpPage.options(command).stream()
                            .flatMap(o -> List.of(o.names()).stream())
                            .filter(name -> name.startsWith("--") == option.startsWith("--"))
                            .toList();
            return new Said("unknown option " + quoted(option), guess(option, known, help(command)));
        }
        if (command.subcommands().isEmpty()) {
            return new Said("unexpected argument " + quoted(word), usage(command));
        }
        return unknownCommand(word, command);
    }

    private static Said unknownCommand(String word, CommandSpec command) {
        return new Said(
                "unknown command " + quoted(word),
                guess(
                        word,
                        HelpPage.commands(command).stream()
                                .map(HelpPage.Entry::label)
                                .toList(),
                        help(command)));
    }

    /// @param otherwise the hint if nothing is similar
    private static String guess(String given, List<String> known, String otherwise) {
        // ignoring dashes: --dryrun is --dry-run
        Predicate<String> same = k -> k.replace("-", "").equalsIgnoreCase(given.replace("-", ""));
        return known.stream()
                .filter(same)
                .findFirst()
                .or(() -> Names.nearest(given, known))
                .map(near -> "did you mean " + near + "?")
                .orElse(otherwise);
    }

    private static Said missing(List<ArgSpec> args, CommandSpec command) {
        String names = args.stream().map(UsageErrors::label).distinct().collect(Collectors.joining(" and "));
        if (args.stream().allMatch(ArgSpec::isOption)) {
            return new Said(
                    names + " needs a value"
                            + args.stream()
                                    .findFirst()
                                    .map(a -> ": " + a.paramLabel())
                                    .orElse(""),
                    usage(command));
        }
        return new Said(names + (args.size() == 1 ? " is missing" : " are missing"), usage(command));
    }

    /// A value of the wrong kind; also a value for an option that takes none.
    private static Said value(ParameterException e, CommandSpec command) {
        ArgSpec arg = e.getArgSpec();
        String given = e.getValue();
        if (arg == null) {
            return new Said(plain(e.getMessage()), help(command));
        }
        Class<?> type = Objects.requireNonNullElse(arg.type(), Object.class);
        if (arg instanceof OptionSpec option && !HelpPage.takesValue(option)) {
            return new Said(label(arg) + " takes no value", usage(command));
        }
        if (given == null) {
            return new Said(label(arg) + " needs a value: " + arg.paramLabel(), usage(command));
        }
        String wrong = quoted(given) + " is not a valid value for " + label(arg);
        if (type.isEnum()) {
            List<String> allowed = Completer.values(arg);
            return new Said(wrong, guess(given, allowed, "one of " + String.join(", ", allowed)));
        }
        return new Said(wrong, type == int.class || type == long.class ? "it must be a whole number" : help(command));
    }

    private static String label(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String name(OverwrittenOptionException e) {
        return e.getOverwritten() == null ? "an option" : label(e.getOverwritten());
    }

    /// The names in picocli's text, which is the only place that has them.
    private static Set<String> options(ParameterException e) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = OPTION.matcher(String.valueOf(e.getMessage()));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static String plain(@Nullable String text) {
        List<String> lines = new ArrayList<>(String.valueOf(text).lines().toList());
        String first = lines.isEmpty()
                ? ""
                : lines.getFirst().replaceFirst("^Error: ", "").strip();
        return first.isEmpty() ? "bad usage" : Character.toLowerCase(first.charAt(0)) + first.substring(1);
    }

    private static String quoted(String word) {
        return "'" + word.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private static String usage(CommandSpec command) {
        HelpPage page = HelpPage.of(command);
        return page.name() + " " + page.synopsis() + "; " + help(command);
    }

    private static String help(CommandSpec command) {
        return command.qualifiedName() + " --help shows how";
    }
}
