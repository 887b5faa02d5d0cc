package dev.repoman.cli.help;

import dev.repoman.usecase.Candidates;
import dev.repoman.usecase.Candidates.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Completes the last word of a command line. picocli's model knows the commands and options; the label says
/// what a value is: `NAME` is a project, `FILE` a file.
public final class Completer {
    private Completer() {}

    /// The source of a value.
    public enum Wanted {
        NOTHING,
        COMMAND,
        OPTION,
        ONE_OF,
        PROJECT,
        NEW_PROJECT,
        REPOSITORY,
        IMAGE,
        PROFILE,
        MEMBER,
        HOST,
        KEY,
        FILE,
        FOLDER
    }

    /// @param word its typed part
    /// @param command that the word belongs to
    /// @param arg that the word is a value of; null for a command or an option
    /// @param given values that are already there
    /// @param before `--option=` if the word starts with it
    /// @param registry what `--registry` names, as typed
    public record Place(
            Wanted wanted,
            String word,
            CommandSpec command,
            @Nullable ArgSpec arg,
            List<String> given,
            String before,
            @Nullable String registry) {
        /// @return whole words, whether they start with `word` or not; never for FILE and FOLDER
        public List<Candidate> candidates(Candidates live) {
            List<Candidate> all = switch (wanted) {
                case NOTHING, FILE, FOLDER -> List.of();
                case COMMAND -> Completer.commands(command);
                case OPTION -> Completer.options(command, given);
                case ONE_OF -> values(arg).stream().map(Candidate::of).toList();
                case PROJECT -> live.projects();
                case NEW_PROJECT -> live.repositoriesWithoutProject();
                case REPOSITORY -> live.repositories();
                case IMAGE -> live.images();
                case PROFILE -> live.profiles();
                case MEMBER -> live.members();
                case HOST -> live.hosts();
                case KEY -> live.keys();
            };
            return all.stream()
                    .filter(c -> wanted == Wanted.OPTION || !given.contains(c.value()))
                    .map(c -> new Candidate(before + c.value(), c.description()))
                    .toList();
        }
    }

    /// What was read so far.
    private static final class Line {
        private CommandSpec command;
        private final List<String> options = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private @Nullable OptionSpec open;
        private @Nullable String registry;
        private boolean dashes;

        Line(CommandSpec root) {
            command = root;
        }

        void read(String word) {
            if (open != null) {
                value(open, word);
                open = null;
            } else if (dashes) {
                values.add(word);
            } else if (word.equals("--")) {
                dashes = true;
            } else if (word.startsWith("-") && word.length() > 1) {
                option(word);
            } else {
                CommandLine sub = values.isEmpty() ? command.subcommands().get(word) : null;
                if (sub != null) {
                    command = sub.getCommandSpec();
                    options.clear();
                } else {
                    values.add(word);
                }
            }
        }

        private void option(String word) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            options.add(name);
            OptionSpec option = command.findOption(name);
            if (option != null && HelpPage.takesValue(option)) {
                if (equals < 0) {
                    open = option;
                } else {
                    value(option, word.substring(equals + 1));
                }
            }
        }

        private void value(OptionSpec option, String value) {
            if (option.longestName().equals("--registry")) {
                registry = value;
            }
        }
    }

    /// @param words after the program's name; the last one is completed
    public static Place at(CommandSpec root, List<String> words) {
        Line line = new Line(root);
        words.subList(0, words.size() - 1).forEach(line::read);
        String word = words.getLast();
        if (line.open != null) {
            return place(line, wanted(line.open, line.command), word, line.open, List.of(), "");
        }
        int equals = word.indexOf('=');
        if (!line.dashes && word.startsWith("--") && equals > 0) {
            OptionSpec option = line.command.findOption(word.substring(0, equals));
            return option == null || !HelpPage.takesValue(option)
                    ? place(line, Wanted.NOTHING, word, null, List.of(), "")
                    : place(line, wanted(option, line.command), word, option, List.of(), word.substring(0, equals + 1));
        }
        if (!line.dashes && word.startsWith("-")) {
            return place(line, Wanted.OPTION, word, null, line.options, "");
        }
        if (!line.command.subcommands().isEmpty() && line.values.isEmpty() && !line.dashes) {
            return place(line, Wanted.COMMAND, word, null, List.of(), "");
        }
        return line.command.positionalParameters().stream()
                .filter(p -> p.index().contains(line.values.size()))
                .findFirst()
                .map(p -> place(line, wanted(p, line.command), word, p, line.values, ""))
                .orElse(place(line, Wanted.NOTHING, word, null, List.of(), ""));
    }

    private static Place place(
            Line line, Wanted wanted, String word, @Nullable ArgSpec arg, List<String> given, String before) {
        return new Place(wanted, word, line.command, arg, List.copyOf(given), before, line.registry);
    }

    /// @return the source of the values of `arg`; a test checks that each label is known here
    static Wanted wanted(ArgSpec arg, CommandSpec command) {
        if (arg.completionCandidates() != null) {
            return Wanted.ONE_OF;
        }
        boolean positional = arg instanceof PositionalParamSpec;
        boolean isNew = command.name().equals("new");
        return switch (arg.paramLabel()) {
            case "NAME" -> positional ? isNew ? Wanted.NEW_PROJECT : Wanted.PROJECT : Wanted.NOTHING;
            case "OLD" -> Wanted.PROJECT;
            case "DIR" -> isNew ? Wanted.REPOSITORY : Wanted.FOLDER;
            case "FILE" -> Wanted.FILE;
            case "IMAGE" -> Wanted.IMAGE;
            case "PROFILE" -> Wanted.PROFILE;
            case "MEMBER" -> Wanted.MEMBER;
            case "HOST" -> Wanted.HOST;
            case "KEY" -> Wanted.KEY;
            case "PATTERN" -> positional ? Wanted.PROJECT : Wanted.NOTHING;
            default -> Wanted.NOTHING;
        };
    }

    /// @return what an enum's value is typed as
    static List<String> values(@Nullable ArgSpec arg) {
        List<String> values = new ArrayList<>();
        if (arg != null && arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(v -> values.add(v.toLowerCase(Locale.ROOT)));
        }
        return values;
    }

    private static List<Candidate> commands(CommandSpec command) {
        return HelpPage.commands(command).stream()
                .map(entry -> new Candidate(entry.label(), said(entry.text())))
                .toList();
    }

    /// The long name of each option that can still be added; an option that is already there, only if it can
    /// be repeated.
    private static List<Candidate> options(CommandSpec command, List<String> given) {
        List<Candidate> all = new ArrayList<>();
        for (OptionSpec option : HelpPage.options(command)) {
            List<String> names = new ArrayList<>(List.of(option.names()));
            if (option.negatable()) {
                names.add(option.longestName().replaceFirst("^--", "--no-"));
            }
            boolean again = option.isMultiValue() || names.stream().noneMatch(given::contains);
            if (again) {
                names.stream()
                        .filter(name -> name.startsWith("--"))
                        .limit(option.negatable() ? 2 : 1)
                        .forEach(name -> all.add(new Candidate(name, said(String.join(" ", option.description())))));
            }
        }
        return all;
    }

    private static String said(String description) {
        return description.replaceFirst("\\.$", "");
    }
}
