package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest extends Cli {
    private static final String MINE = """
            # mine
            [repoman]
            schema = 3

            [defaults]
            profiles = [
                "default",       # root disk
                "claude-share",
            ]

            [[project]]
            name = "demo" # the first
            image = 'tiny'
            """;

    private static final String SCHEMA_1 = """
            # mine
            [repoman]
            schema = 1

            [[project]]
            name = "demo" # the first""";

    private static void write(String text) throws IOException {
        Files.createDirectories(registry().getParent());
        Files.writeString(registry(), text);
    }

    @Test
    void pathOfTheRegistry() throws IOException {
        assertThat(run("config", "path").ok()).isEqualTo(registry() + "\n");
        assertThat(run("config", "path", "--json").ok()).contains("\"exists\" : false");
        Path other = home().resolve("other.toml");
        assertThat(run("config", "path", "--registry", other.toString()).ok()).isEqualTo(other + "\n");
        assertThat(run("--registry", "~/other.toml", "config", "path").ok()).isEqualTo(other + "\n");
    }

    @Test
    void getGivesTheValueThatHolds() throws IOException {
        assertThat(run("config", "get", "defaults.repos_root").ok()).isEqualTo("~/repos\n");
        assertThat(registry()).doesNotExist();
        write(MINE);
        assertThat(run("config", "get", "defaults.profiles").ok()).isEqualTo("default\nclaude-share\n");
        assertThat(run("config", "get", "defaults.llm.enabled").ok()).isEqualTo("false\n");
        assertThat(run("config", "get", "repoman.schema").ok()).isEqualTo("3\n");
        assertThat(run("config", "get", "project.demo.image").ok()).isEqualTo("tiny\n");
        assertThat(run("config", "get", "project.demo.backup").ok()).isEqualTo("true\n");
        assertThat(run("config", "get", "defaults.profiles", "--json").ok())
                .contains(
                        "\"format\" : 1", "\"value\" : [ \"default\", \"claude-share\" ]", "\"origin\" : \"registry\"");
        assertThat(run("config", "get", "defaults.llm.wiring", "--json").ok())
                .contains("\"value\" : \"lan\"", "\"origin\" : \"built-in\"");
        assertThat(run("config", "get").ok())
                .contains("defaults.profiles              [\"default\", \"claude-share\"]")
                .containsPattern("defaults\\.incus_project +\"repoman\" +built-in");
        assertThat(run("config", "get", "--json").ok()).contains("\"settings\" : [ {");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            set | repos_root          | 2 | no key "repos_root" in the registry | did you mean defaults.repos_root?
            get | defaults.llm.enable | 2 | no key "defaults.llm.enable"        | did you mean defaults.llm.enabled?
            set | project.demo.bakcup | 2 | no key "project.demo.bakcup"        | did you mean project.demo.backup?
            get | nosuch              | 2 | no key "nosuch" in the registry     | repoman config get lists all keys
            set | project.dmo.backup  | 1 | no project dmo in the registry      | did you mean demo?
            """)
    void unknownKeysAreNamedWithTheNearest(String command, String key, int exit, String message, String hint)
            throws IOException {
        write(MINE);
        Ran ran = command.equals("get") ? run("config", "get", key) : run("config", "set", key, "true");
        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.err()).startsWith("repoman: " + message).contains("hint: " + hint);
        assertThat(ran.out()).isEmpty();
        assertThat(registry()).hasContent(MINE);
    }

    @Test
    void setChangesOnlyItsOwnLine() throws IOException {
        write(MINE);
        assertThat(run("config", "set", "defaults.profiles", "default", "gpu").ok())
                .isEqualTo("defaults.profiles: [\"default\", \"claude-share\"] → [\"default\", \"gpu\"]\n");
        assertThat(registry()).content().isEqualTo(MINE.replace("\"claude-share\",", "\"gpu\","));
        run("config", "set", "defaults.profiles", "[\"default\", \"claude-share\"]")
                .ok();
        assertThat(registry()).content().isEqualTo(MINE);
        assertThat(run("config", "set", "project.demo.image", "tiny").ok())
                .isEqualTo("project.demo.image is \"tiny\" already\n");
        assertThat(registry()).content().isEqualTo(MINE);
        run("config", "set", "project.demo.backup", "false", "-q").ok();
        assertThat(registry()).content().isEqualTo(MINE + "backup = false\n");
    }

    @Test
    void setMakesTheFile() throws IOException {
        assertThat(run("config", "set", "defaults.llm.enabled", "true", "--json")
                        .ok())
                .contains("\"value\" : true", "\"before\" : false", "\"changed\" : true", "\"dryRun\" : false");
        assertThat(registry()).content().contains("# The registry of repoman", "[defaults.llm]\nenabled = true\n");
        assertThat(run("config", "set", "defaults.llm.hermes_env_keep", "[]").ok())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            defaults.repos_root | repos    | 2 | defaults.repos_root: "repos" is not an absolute path | an absolute path, or one that starts with ~/
            defaults.llm.enabled | yes     | 2 | defaults.llm.enabled: "yes" is neither true nor false | allowed: true or false
            defaults.profiles   | ["a", 1] | 2 | defaults.profiles: contains something        | allowed: the items one by one
            defaults.llm.ollama_url | http://192.0.2.1 | 2 | defaults.llm.ollama_url: "http://192.0.2.1" has no port | allowed: an address with its port
            repoman.schema      | 3        | 4 | the schema cannot be set manually             | a migration
            project.demo.name   | other    | 4 | project.demo.name is written by repoman   | repoman new NEW --repo DIR
            """)
    void wrongValuesAreRefusedWithWhatIsAllowed(String key, String value, int exit, String message, String hint)
            throws IOException {
        write(MINE);
        Ran ran = run("config", "set", key, value);
        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.err())
                .startsWith("repoman: " + message)
                .contains("hint: ")
                .contains(hint);
        assertThat(registry()).hasContent(MINE);
    }

    @Test
    void aTextTakesOneValue() {
        Ran two = run("config", "set", "defaults.repos_root", "/a", "/b");
        assertThat(two.exit()).isEqualTo(2);
        assertThat(two.err())
                .startsWith("repoman: defaults.repos_root: takes one value, not 2\nhint: allowed: one text");
        assertThat(run("config", "set", "defaults.repos_root").exit()).isEqualTo(2);
        assertThat(run("config", "set", "-n", "defaults.repos_root", "a").exit())
                .isEqualTo(2);
        assertThat(registry()).doesNotExist();
    }

    @Test
    void dryRunOfSetShowsTheDifference() throws IOException {
        write(MINE);
        assertThat(run("config", "set", "project.demo.backup", "false", "-n").ok())
                .isEqualTo("--- " + registry() + "\n+++ " + registry() + "\n@@ -11,3 +11,4 @@\n [[project]]\n"
                        + " name = \"demo\" # the first\n image = 'tiny'\n+backup = false\n");
        assertThat(registry()).hasContent(MINE);
        write(SCHEMA_1);
        assertThat(run("config", "set", "project.demo.backup", "false", "-n").ok())
                .contains("-schema = 1\n+schema = 3\n")
                .contains("-name = \"demo\" # the first\n\\ No newline at end of file\n+name = \"demo\" # the first\n");
        assertThat(registry()).content().isEqualTo(SCHEMA_1);
        assertThat(registry().resolveSibling("repoman.toml.schema1.bak")).doesNotExist();
    }

    @Test
    void unsetLeavesTheValueToWhatIsBehindIt() throws IOException {
        write(MINE);
        Ran dry = run("config", "unset", "defaults.profiles", "--dry-run");
        assertThat(dry.ok()).contains("-profiles = [", "-]");
        assertThat(registry()).hasContent(MINE);
        assertThat(run("config", "unset", "project.demo.image").ok())
                .isEqualTo("project.demo.image: \"tiny\" → \"images:ubuntu/26.04/cloud\"\n");
        assertThat(run("config", "unset", "defaults.profiles").ok()).contains("→ [\"default\", \"claude-share\"]");
        assertThat(registry()).hasContent("""
                # mine
                [repoman]
                schema = 3

                [defaults]

                [[project]]
                name = "demo" # the first
                """);
        assertThat(run("config", "unset", "defaults.profiles").ok()).contains("already");
        assertThat(run("config", "unset", "repoman.schema").exit()).isEqualTo(4);
        assertThat(run("config", "unset", "project.demo.repo").exit()).isEqualTo(4);
        assertThat(run("config", "unset", "project.demo.created").exit()).isEqualTo(4);
        assertThat(run("config", "unset", "nosuch").exit()).isEqualTo(2);
    }

    @Test
    void unsetOfAPartOfALargerValueSaysWhere() throws IOException {
        write("[repoman]\nschema = 3\n[defaults]\nllm = { enabled = true, wiring = \"lan\" }\n");
        Ran ran = run("config", "unset", "defaults.llm.enabled");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains(":4: ", "enabled is part of a larger value");
    }

    @Test
    void getListsTheProjectsToo() throws IOException {
        write(MINE);
        assertThat(run("config", "get").ok().lines().toList())
                .anyMatch(line -> line.matches("project\\.demo\\.image +\"tiny\" +registry"))
                .anyMatch(line -> line.matches("project\\.demo\\.profiles +\\[.*] +defaults"));
    }

    @Test
    void migrateShowsAndMigrates() throws IOException {
        assertThat(run("config", "migrate").ok()).isEqualTo("nothing to migrate\n");
        write(SCHEMA_1);
        Ran dry = run("config", "migrate", "--dry-run");
        assertThat(dry.ok()).contains("-schema = 1\n+schema = 3\n", "+enabled = false\n", "+hermes = false");
        assertThat(dry.err()).isEmpty();
        assertThat(run("config", "migrate", "--dry-run", "--json").ok()).contains("\"changed\" : true", "\"from\" : 1");
        assertThat(registry()).content().isEqualTo(SCHEMA_1);
        Ran ran = run("config", "migrate");
        assertThat(ran.ok()).isEqualTo("migrated from schema 1\n");
        assertThat(ran.err())
                .isEqualTo("note: registry migrated from schema 1 to 3; the old one is kept as"
                        + " repoman.toml.schema1.bak\n");
        assertThat(registry().resolveSibling("repoman.toml.schema1.bak"))
                .content()
                .isEqualTo(SCHEMA_1);
        assertThat(run("config", "migrate").ok()).isEqualTo("nothing to migrate\n");
    }

    @Test
    void anyCommandMigratesAndSaysSoOnce() throws IOException {
        prepare();
        write(SCHEMA_1);
        Ran first = run("list", "-q");
        assertThat(first.ok()).isEqualTo("demo\n");
        assertThat(first.err()).containsOnlyOnce("note: registry migrated from schema 1 to 3");
        assertThat(run("list", "-q").err()).isEmpty();
    }

    @Test
    void aNewerSchemaIsNeverTouched() throws IOException {
        String newer = MINE.replace("schema = 3", "schema = 4");
        write(newer);
        for (String[] args : new String[][] {
            {"config", "get"}, {"config", "set", "defaults.llm.enabled", "true"}, {"config", "migrate"}, {"list"}
        }) {
            Ran ran = run(args);
            assertThat(ran.exit()).isEqualTo(5);
            assertThat(ran.err()).startsWith("repoman: " + registry() + ":3: repoman.schema: is 4, newer");
        }
        assertThat(registry()).content().isEqualTo(newer);
    }

    @Test
    void unknownKeysAreNamedOnRequestAndOnce() throws IOException {
        write(MINE + "colour = \"red\"\n");
        assertThat(run("config", "get").err()).isEmpty();
        Ran ran = run("config", "set", "project.demo.backup", "false", "-v");
        assertThat(ran.err()).containsOnlyOnce("note: " + registry() + ":14: project[1].colour: unknown to repoman");
    }

    /// @param script what the editor does with the copy, `$1`
    private static void editor(String script) throws IOException {
        Path editor = home().resolve("editor");
        Files.writeString(editor, "#!/bin/sh -eu\n" + script + "\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path copies() {
        return home().resolve(".local/state/repoman");
    }

    @Test
    void editReplacesTheRegistryByWhatTheUserWrote() throws IOException {
        write(MINE);
        editor("stat -c %a \"$1\" > ~/mode; stat -c %a \"${1%/*}\" >> ~/mode; echo 'backup = false' >> \"$1\";"
                + " echo x > \"$1~\"");
        assertThat(run("config", "edit", "--dry-run").ok()).contains("+backup = false\n");
        assertThat(registry()).content().isEqualTo(MINE);
        assertThat(run("config", "edit").ok()).isEqualTo("changed " + registry() + "\n");
        assertThat(registry()).content().isEqualTo(MINE + "backup = false\n");
        assertThat(home().resolve("mode")).content().isEqualTo("600\n700\n");
        assertThat(copies()).isEmptyDirectory();
        editor("true");
        assertThat(run("config", "edit").ok()).isEqualTo("nothing was changed\n");
        assertThat(copies()).isEmptyDirectory();
    }

    @Test
    void editOfNoRegistryStartsWithTheFirstOne() throws IOException {
        editor("grep -q '^schema = 3' \"$1\"; echo '# mine' >> \"$1\"");
        run("config", "edit").ok();
        assertThat(registry()).content().startsWith("# The registry of repoman").endsWith("# mine\n");
    }

    @Test
    void editThatLeavesAnErrorReplacesNothingAndKeepsTheCopy() throws IOException {
        write(MINE);
        editor("sed -i 's/^image = .*/image = 3/' \"$1\"");
        Ran ran = run("config", "edit");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .containsPattern("repoman: .*/repoman.toml:13: project\\[1\\].image: is a number, not a text\\n")
                .containsPattern("hint: allowed: .*; your copy is kept in " + Pattern.quote(copies() + "/edit-"));
        assertThat(registry()).content().isEqualTo(MINE);
        Path kept = Path.of(ran.err().strip().replaceAll("(?s).* is kept in ", ""));
        assertThat(kept).content().contains("image = 3");
        editor("exit 3");
        Ran gaveUp = run("config", "edit");
        assertThat(gaveUp.exit()).isEqualTo(1);
        assertThat(gaveUp.err()).contains("ended with exit code 3, so nothing was changed");
    }

    @Test
    void editNeverLosesWhatSomeoneElseWrote() throws IOException {
        write(MINE);
        editor("echo '# mine' >> \"$1\"; echo '# theirs' >> '" + registry() + "'");
        Ran ran = run("config", "edit");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("was changed in the meantime").contains("is kept in ");
        assertThat(registry()).content().isEqualTo(MINE + "# theirs\n");
    }

    @Test
    void editMendsABrokenRegistry() throws IOException {
        write("[repoman\n");
        editor("printf '[repoman]\\nschema = 3\\n' > \"$1\"");
        Ran ran = run("config", "edit");
        assertThat(ran.ok()).startsWith("changed ");
        assertThat(ran.err()).startsWith("warning: " + registry() + ":1: is not TOML");
        run("list", "-q").ok();
        write("[repoman]\nschema = 4\n");
        assertThat(run("config", "edit").exit()).isEqualTo(5);
    }

    @Test
    void helpOfEachCommand() {
        assertThat(run("config").ok()).contains("path", "get", "set", "edit", "migrate", "Exit codes:");
        for (String name : new String[] {"set", "edit"}) {
            assertThat(run("config", name, "--help").ok()).contains("Examples:", "Exit codes:", "--registry");
        }
        Ran typo = run("config", "gett");
        assertThat(typo.exit()).isEqualTo(2);
        assertThat(typo.err()).contains("hint: did you mean get?");
    }
}
