package dev.repoman.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.Golden;
import dev.repoman.errors.ErrorPage.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every error that the source can make stands in `docs/errors.md`, as one reads it, with what to do.
class ErrorPageTest {
    private static final String ALL = "every command";
    private static final String NAMED = "commands that take the NAME of a project";
    private static final String CHANGES = "commands that change something";
    private static final String SYNC = "sync, restore";

    /// Which commands say what a class makes; a new class that makes errors is to be put here.
    private static final Map<String, String> SAID = Map.ofEntries(
            Map.entry("AdoptPlanner", "adopt"),
            Map.entry("BackupRoot", "sync, setup"),
            Map.entry("BuildPlanner", "image build"),
            Map.entry("ChangeRunner", CHANGES),
            Map.entry("ClaudeShareStage", "setup"),
            Map.entry("ConfigEditCommand", "config"),
            Map.entry("ShowConfig", "config"),
            Map.entry("EditText", CHANGES),
            Map.entry("Editor", "config"),
            Map.entry("EnvironmentStage", "setup"),
            Map.entry("ErrorHandler", ALL),
            Map.entry("ExecSession", CHANGES),
            Map.entry("GitCheck", SYNC),
            Map.entry("GitUrl", "new --clone"),
            Map.entry("Hermes", "new --hermes"),
            Map.entry("HermesEffector", "new --hermes, hermes reseed, remove --purge-hermes"),
            Map.entry("HermesProbe", "new --hermes, hermes reseed, remove --purge-hermes"),
            Map.entry("HermesReseedCommand", "hermes reseed"),
            Map.entry("ImageBuildCommand", "image build"),
            Map.entry("ImageEffector", "image build"),
            Map.entry("ImageRef", "new, image build"),
            Map.entry("IncusClient", "shell"),
            Map.entry("IncusEffector", "new"),
            Map.entry("IncusErrors", "every command that asks Incus"),
            Map.entry("ListFilter", "list"),
            Map.entry("LlmShare", "setup"),
            Map.entry("LlmStage", "setup"),
            Map.entry("Main", ALL),
            Map.entry("MirrorSteps", SYNC),
            Map.entry("Names", NAMED),
            Map.entry("NewPlanner", "new"),
            Map.entry("NewSettings", "new"),
            Map.entry("Processes", "every command that starts a program"),
            Map.entry("Programs", "every command that starts a program"),
            Map.entry("ProjectLocks", CHANGES),
            Map.entry("ProjectName", NAMED),
            Map.entry("Prompt", CHANGES),
            Map.entry("Recipe", "image build"),
            Map.entry("ChangeConfig", "config"),
            Map.entry("RegistryLock", CHANGES),
            Map.entry("RegistryReader", ALL),
            Map.entry("RegistryStore", ALL),
            Map.entry("RemovePlanner", "remove"),
            Map.entry("RepairPlanner", "repair"),
            Map.entry("RepairProject", "repair"),
            Map.entry("ReseedProject", "hermes reseed"),
            Map.entry("RepositoryEffector", "new"),
            Map.entry("RestorePlanner", SYNC),
            Map.entry("RestoreProject", SYNC),
            Map.entry("RsyncErrors", SYNC),
            Map.entry("SchemaCheck", ALL),
            Map.entry("Setting", "config"),
            Map.entry("SetupPlanner", "setup"),
            Map.entry("SetupWizard", "setup"),
            Map.entry("OpenShell", "shell"),
            Map.entry("SocketIncus", "new, shell, repair"),
            Map.entry("SyncCommand", SYNC),
            Map.entry("SyncPlanner", SYNC),
            Map.entry("SyncProjects", SYNC),
            Map.entry("TakeOver", "new"),
            Map.entry("TraceFile", ALL),
            Map.entry("TreeKeeper", SYNC),
            Map.entry("UnsafeDevice", "new, shell"),
            Map.entry("UsageErrors", ALL),
            Map.entry("UserProbe", ALL));

    /// They add nothing to an error that somebody else made, and that stands on the page as his.
    private static final Set<String> PASS_ON =
            Set.of("ConfigEditCommand", "ErrorHandler", "ChangeConfig", "RegistryStore", "SyncCommand");

    /// What a user decided needs no advice.
    private static final Set<String> NO_HINT = Set.of("nothing was changed");

    private static ErrorPage page;

    @BeforeAll
    static void read() throws IOException {
        page = new ErrorPage(Sources.parse(Path.of("src/main/java")));
    }

    @Test
    void isWhatTheSourceSays() {
        assertThat(page.entries().stream().map(Entry::type).collect(Collectors.toSet()))
                .as("classes that make errors")
                .isSubsetOf(SAID.keySet());
        Golden.check("docs/errors.md", page.text(SAID, PASS_ON));
    }

    @Test
    void eachSaysWhatToDo() {
        List<Entry> bare = page.entries().stream()
                .filter(e -> e.hints().isEmpty() && !NO_HINT.containsAll(e.messages()))
                .toList();
        assertThat(bare).isEmpty();
    }

    @Test
    void eachIsWrittenAsTheOthers() {
        for (Entry entry : page.entries()) {
            assertThat(entry.exit()).as(entry.toString()).isGreaterThanOrEqualTo(0);
            assertThat(entry.messages())
                    .as(entry.toString())
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(message)
                            .doesNotEndWith(".")
                            .doesNotContainIgnoringCase("exception")
                            .doesNotContain("null"));
            assertThat(entry.hints())
                    .allSatisfy(hint -> assertThat(hint).doesNotEndWith(".").doesNotContain("null"));
        }
    }
}
