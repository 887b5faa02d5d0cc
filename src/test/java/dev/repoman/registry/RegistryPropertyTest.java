package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.project.ProjectName;
import dev.repoman.registry.Documents.Document;
import dev.repoman.registry.Documents.Line;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.toml.TomlTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// For generated documents every edit changes only its own lines, and what was written reads back equal.
/// `-Dproperty.runs=N` asks for more, `-Dproperty.seed=N` for one.
class RegistryPropertyTest {
    private static final Pattern COMMENT = Pattern.compile("# [^\r\n]*\\d");
    private static final int RUNS = Integer.getInteger("property.runs", 600);

    @TempDir
    Path folder;

    private void forAll(Check check) {
        Long only = Long.getLong("property.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            Document document = Documents.generate(seed);
            MemoryFiles files = new MemoryFiles();
            Path file = folder.resolve("repoman.toml");
            files.put(file, document.text().getBytes(StandardCharsets.UTF_8));
            RegistryStore store = new RegistryStore(new RegistryLocation(file), files);
            try {
                check.run(new Run(document, store, files, file, new Random(seed)));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", document:\n" + document.text() + "\nnow:\n"
                                + new String(files.read(file).orElseThrow(), StandardCharsets.UTF_8),
                        e);
            }
        }
    }

    interface Check {
        void run(Run run);
    }

    record Run(Document document, RegistryStore store, MemoryFiles files, Path file, Random random) {
        String text() {
            return new String(files.read(file).orElseThrow(), StandardCharsets.UTF_8);
        }

        /// Applies, and lets both parsers read what was written.
        Registry apply(RegistryEdit edit) {
            Registry after = store.apply(List.of(edit));
            assertThat(store.load()).isEqualTo(after);
            try {
                String text = text().replace("\uFEFF", "");
                assertThat(TomlTree.same(TomlTree.read(text), TomlTree.readAgain(text)))
                        .isTrue();
            } catch (dev.repoman.toml.TomlException e) {
                throw new AssertionError(e);
            }
            return after;
        }
    }

    private static List<String> comments(String text) {
        return COMMENT.matcher(text).results().map(MatchResult::group).toList();
    }

    @Test
    void everyDocumentIsRead() {
        forAll(run -> assertThat(run.store().load().projects())
                .extracting(p -> p.name().value())
                .containsExactlyElementsOf(run.document().names()));
    }

    @Test
    void addingAppendsAndRemovingThatAgainLeavesNoTrace() {
        forAll(run -> {
            Project added = RegistryStoreTest.project("new-one");
            Registry before = run.store().load();
            String text = run.text();
            Registry after = run.apply(new RegistryEdit.Add(added));
            List<Project> expected = new ArrayList<>(before.projects());
            expected.add(added);
            assertThat(after.projects()).containsExactlyElementsOf(expected);
            if (!run.document().inline()) {
                assertThat(run.text()).startsWith(text);
            }
            assertThat(comments(run.text())).containsExactlyElementsOf(comments(text));
            Registry again = run.apply(new RegistryEdit.Remove(added.name()));
            assertThat(again).isEqualTo(before);
            if (!run.document().inline()) {
                boolean open = !text.endsWith("\n") && !text.isEmpty();
                assertThat(run.text()).isEqualTo(open ? text + run.document().newline() : text);
            }
        });
    }

    @Test
    void removingTakesTheElementsOwnLinesAndOneBlank() {
        forAll(run -> {
            List<String> names = run.document().names();
            if (names.isEmpty()) {
                return;
            }
            int victim = run.random().nextInt(names.size());
            Registry before = run.store().load();
            Registry after = run.apply(new RegistryEdit.Remove(new ProjectName(names.get(victim))));
            List<Project> expected = new ArrayList<>(before.projects());
            expected.remove(victim);
            assertThat(after.projects()).containsExactlyElementsOf(expected);
            List<String> left =
                    new ArrayList<>(List.of(run.text().replace("\uFEFF", "").split("\r?\n", -1)));
            if (run.document().lastNewline() || run.document().lines().getLast().owner() == victim) {
                left.removeLast();
            }
            int at = 0;
            int blanks = 0;
            for (Line line : run.document().lines()) {
                boolean stayed = at < left.size() && left.get(at).equals(line.text());
                if (stayed && line.owner() != victim) {
                    at++;
                } else if (line.owner() != victim) {
                    // the comma of the last inline element may go with the one after it
                    boolean comma = run.document().inline()
                            && at < left.size()
                            && left.get(at).replace(",", "").equals(line.text().replace(",", ""));
                    assertThat(line.text())
                            .satisfies(t -> assertThat(comma || t.isBlank()).isTrue());
                    at += comma ? 1 : 0;
                    blanks += comma ? 0 : 1;
                }
            }
            assertThat(at).isEqualTo(left.size());
            assertThat(blanks).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void settingChangesOneStretchAndNoComment() {
        forAll(run -> {
            List<String> names = run.document().names();
            RegistryEdit edit = edit(run.random(), names);
            String before = run.text();
            Registry old = run.store().load();
            Registry after = run.apply(edit);
            String now = run.text();
            assertThat(comments(now)).containsExactlyElementsOf(commentsThatStay(before, now, edit));
            List<String> oldLines = before.lines().toList();
            List<String> newLines = now.lines().toList();
            int same = 0;
            while (same < oldLines.size()
                    && same < newLines.size()
                    && oldLines.get(same).equals(newLines.get(same))) {
                same++;
            }
            int tail = 0;
            while (tail < Math.min(oldLines.size(), newLines.size()) - same
                    && oldLines.get(oldLines.size() - 1 - tail).equals(newLines.get(newLines.size() - 1 - tail))) {
                tail++;
            }
            // a profile list may stretch over seven lines; everything else is one line, or a section of two with a
            // blank
            assertThat(oldLines.size() - same - tail).isLessThanOrEqualTo(isList(edit) ? 7 : 1);
            assertThat(newLines.size() - same - tail).isLessThanOrEqualTo(isList(edit) ? 7 : 4);
            assertThat(after.projects()).hasSameSizeAs(old.projects());
            // a second time nothing is left to do
            run.apply(edit);
            assertThat(run.text()).isEqualTo(now);
        });
    }

    /// All, except that an item that leaves a list over many lines may take the comment on its line along.
    private static List<String> commentsThatStay(String before, String now, RegistryEdit edit) {
        List<String> stay = new ArrayList<>(comments(before));
        if (isList(edit)) {
            before.lines()
                    .filter(l ->
                            l.strip().startsWith("'claude-share'") || l.strip().startsWith("\"default\""))
                    .flatMap(l -> comments(l).stream())
                    .filter(c -> !comments(now).contains(c))
                    .forEach(stay::remove);
        }
        return stay;
    }

    private static boolean isList(RegistryEdit edit) {
        return edit instanceof RegistryEdit.Set s && s.value() instanceof Value.Texts
                || edit instanceof RegistryEdit.SetProject p && p.value() instanceof Value.Texts;
    }

    private static RegistryEdit edit(Random random, List<String> names) {
        List<List<String>> lists = List.of(
                List.of("default", "claude-share", "llm-share"),
                List.of("default"),
                List.of("claude-share"),
                List.of(),
                List.of("llm-share", "default"),
                List.of("a", "b", "c", "d"));
        Value.Texts list = new Value.Texts(lists.get(random.nextInt(lists.size())));
        if (!names.isEmpty() && random.nextBoolean()) {
            ProjectName name = new ProjectName(names.get(random.nextInt(names.size())));
            return switch (random.nextInt(4)) {
                case 0 -> new RegistryEdit.SetProject(name, "last_sync", new Value.Text("2026-05-01T00:00:00Z"));
                case 1 -> new RegistryEdit.SetProject(name, "backup", new Value.Flag(random.nextBoolean()));
                case 2 -> new RegistryEdit.SetProject(name, "hermes", new Value.Flag(true));
                default -> new RegistryEdit.SetProject(name, "profiles", list);
            };
        }
        return switch (random.nextInt(6)) {
            case 0 -> new RegistryEdit.Set("defaults.repos_root", new Value.Text("/srv/\"odd\" \\ päth\n"));
            case 1 -> new RegistryEdit.Set("defaults.profiles", list);
            case 2 -> new RegistryEdit.Set("defaults.llm.enabled", new Value.Flag(true));
            case 3 -> new RegistryEdit.Set("defaults.llm.ollama_url", new Value.Text("http://192.0.2.1:11434"));
            case 4 -> new RegistryEdit.Set("top_level", new Value.Whole(7));
            default -> new RegistryEdit.Set("other.deep.er", new Value.Flag(true));
        };
    }
}
