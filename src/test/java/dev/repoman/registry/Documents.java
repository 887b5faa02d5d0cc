package dev.repoman.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Registries as people write them: comments anywhere, any notation, any order. Every line knows whose it is.
final class Documents {
    /// @param owner the index of the project that a line goes with, or -1
    record Line(String text, int owner) {}

    /// @param inline whether the projects are an array of inline tables, all on lines of their own
    record Document(
            List<Line> lines, List<String> names, boolean inline, String newline, boolean lastNewline, boolean mark) {
        String text() {
            String all = lines.stream().map(Line::text).collect(Collectors.joining(newline));
            return (mark ? "\uFEFF" : "") + all + (lastNewline && !lines.isEmpty() ? newline : "");
        }
    }

    private final Random random;
    private final List<Line> lines = new ArrayList<>();
    private int comments;

    private Documents(long seed) {
        random = new Random(seed);
    }

    static Document generate(long seed) {
        return new Documents(seed).document();
    }

    private Document document() {
        List<String> names = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            names.add(pick("alpha", "beta", "gamma", "Delta-4", "e", "x-y-z") + (i == 0 ? "" : i));
        }
        boolean inline = random.nextInt(6) == 0;
        noise();
        List<Runnable> tables = new ArrayList<>();
        if (inline) {
            inlineProjects(names);
        }
        int repoman = random.nextInt(4);
        if (repoman == 0) {
            line("repoman.schema = 3");
        } else if (repoman == 1) {
            line("repoman = { schema = 3 }");
        } else {
            tables.add(() -> {
                line("[repoman]");
                noise();
                line(key("schema") + pick("3", "+3", "0x3", "0b11") + comment());
            });
        }
        defaults(tables);
        if (random.nextInt(3) == 0) {
            tables.add(() -> {
                line("[ tool . \"odd key\" ]");
                line("when = 1979-05-27 07:32:00Z" + comment());
                line("n = [ 0xff, 1_000, [ 'nested ] # no comment' ] ]");
            });
        }
        Collections.shuffle(tables, random);
        tables.forEach(t -> {
            t.run();
            noise();
        });
        if (!inline) {
            for (int i = 0; i < names.size(); i++) {
                project(i, names.get(i));
            }
        }
        boolean last = random.nextInt(4) != 0;
        return new Document(lines, names, inline, random.nextInt(4) == 0 ? "\r\n" : "\n", last, random.nextInt(6) == 0);
    }

    private void defaults(List<Runnable> tables) {
        switch (random.nextInt(6)) {
            case 0 -> line("defaults = { repos_root = \"~/r\", profiles = [ 'default' ] }" + comment());
            case 1 -> line("defaults = {}");
            case 2 -> {
                line("defaults.repos_root = '~/r'");
                line("defaults.llm.enabled = true" + comment());
            }
            case 3 ->
                tables.add(() -> {
                    line("[defaults]");
                    line(key("repos_root") + string("~/r") + comment());
                    line(key("llm.enabled") + "false");
                    noise();
                    line(key("llm.wiring") + "'proxy'");
                });
            case 4 ->
                tables.add(() -> {
                    line("[defaults.llm]" + comment());
                    line("enabled = false");
                    line("unknown_here = 4.5e3");
                });
            default ->
                tables.add(() -> {
                    line("[defaults]" + comment());
                    profiles(-1);
                    line("mystery = \"kept\"");
                    line("default_image = " + string("tiny"));
                });
        }
    }

    private void project(int i, String name) {
        blank();
        if (random.nextInt(4) == 0) {
            line("# free " + comments++);
            blank();
        }
        if (random.nextBoolean()) {
            line("# about " + comments++, i);
        }
        line(pick("[[project]]", "[[ project ]]", "  [[project]]") + comment(), i);
        List<Runnable> keys = new ArrayList<>();
        keys.add(() -> line(key("name") + string(name) + comment(), i));
        if (random.nextBoolean()) {
            keys.add(() -> line(key("repo") + string("some/folder") + comment(), i));
        }
        if (random.nextBoolean()) {
            keys.add(() -> line(key("backup") + pick("true", "false") + comment(), i));
        }
        if (random.nextBoolean()) {
            keys.add(() -> line(key("last_sync") + pick("\"\"", "2026-04-28T15:00:00Z") + comment(), i));
        }
        if (random.nextBoolean()) {
            keys.add(() -> profiles(i));
        }
        if (random.nextInt(3) == 0) {
            keys.add(() -> {
                line("note = '''", i);
                line("[[project]] # not a header, and \\ no escape", i);
                line("''' # so", i);
            });
        }
        Collections.shuffle(keys, random);
        for (Runnable key : keys) {
            if (random.nextInt(5) == 0) {
                line(pick("# within ", "   # within ") + comments++, i);
            }
            key.run();
        }
        if (random.nextInt(4) == 0) {
            line("[project.extra]", i);
            line("note = 1", i);
        }
        if (random.nextInt(4) == 0) {
            line("# below " + comments++, i);
            blank();
            if (random.nextBoolean()) {
                line("# free " + comments++);
                blank();
            }
        }
    }

    private void profiles(int owner) {
        if (random.nextBoolean()) {
            line(
                    "profiles = " + pick("[\"default\", 'claude-share']", "['default',]", "[ \"default\" ]")
                            + comment(),
                    owner);
            return;
        }
        line("profiles = [" + comment(), owner);
        line("  # own line " + comments++, owner);
        line("  \"default\"," + comment(), owner);
        if (random.nextBoolean()) {
            line("", owner);
        }
        line("\t'claude-share'" + pick(",", "") + comment(), owner);
        if (random.nextBoolean()) {
            line("  # last " + comments++, owner);
        }
        line("]", owner);
    }

    private void inlineProjects(List<String> names) {
        if (names.isEmpty()) {
            line("project = []");
            return;
        }
        line("project = [");
        for (int i = 0; i < names.size(); i++) {
            if (random.nextInt(3) == 0) {
                line("  # free " + comments++);
            }
            line(
                    "  { name = " + string(names.get(i)) + ", backup = true }"
                            + (i < names.size() - 1 || random.nextBoolean() ? "," : "") + comment(),
                    i);
        }
        line("]");
    }

    private String key(String key) {
        String shown = key.contains(".") || random.nextInt(6) != 0 ? key : pick("\"" + key + "\"", "'" + key + "'");
        return pick("", "  ") + shown + pick(" = ", "=", "     = ", " =\t");
    }

    private String string(String text) {
        return pick("\"" + text + "\"", "'" + text + "'", "\"\"\"" + text + "\"\"\"");
    }

    private String comment() {
        return random.nextInt(3) == 0 ? "  # [é] \"side\" " + comments++ : "";
    }

    private void noise() {
        if (random.nextInt(3) == 0) {
            blank();
        }
        if (random.nextInt(3) == 0) {
            line("# free, ünïcode " + comments++);
            blank();
        }
    }

    private void blank() {
        line(random.nextInt(8) == 0 ? "  " : "");
    }

    private void line(String text) {
        line(text, -1);
    }

    private void line(String text, int owner) {
        lines.add(new Line(text, owner));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
