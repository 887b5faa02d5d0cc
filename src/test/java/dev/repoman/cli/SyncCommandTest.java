package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `sync` and `restore` with the host's own rsync, below the test's home. Faults of real mounts are in the
/// lab.
class SyncCommandTest extends Cli {
    @BeforeEach
    void twoProjects() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rsync")), "no rsync here");
        Files.createDirectories(home().resolve("mirrors"));
        Files.createDirectories(registry().getParent());
        for (String name : new String[] {"one", "two"}) {
            Files.createDirectories(repo(name).resolve("src"));
            Files.writeString(repo(name).resolve("src/a"), "text of " + name);
            Files.writeString(repo(name).resolve("b"), "");
        }
        Files.writeString(registry(), """
                [repoman]
                schema = 3
                [defaults]
                backup_root = "%s"   # mine

                [[project]]
                name = "one"

                [[project]]
                name = "two"
                backup = false
                """.formatted(home().resolve("mirrors")));
    }

    @Test
    void aMirrorIsMadeAndKeptUpToDate() throws IOException {
        Ran unmarked = run("sync", "one");
        assertThat(unmarked.exit()).isEqualTo(3);
        assertThat(unmarked.err()).contains("has no marker file .repoman-backup", "--init-backup-root");
        assertThat(run("sync", "--init-backup-root", "one").ok())
                .matches("one: 2 files copied \\(11 B\\), 4 files and folders, [0-9.]+ s\n");
        assertThat(home().resolve("mirrors/one/src/a")).content().isEqualTo("text of one");
        assertThat(Files.readString(registry())).contains("# mine").containsPattern("last_sync = \"20.*Z\"");
        assertThat(run("list").out())
                .containsPattern("one .* \\d+s +no container\n")
                .containsPattern("two .* off +no container\n");
        Files.delete(repo("one").resolve("b"));
        assertThat(run("sync", "one", "--dry-run").ok()).isEqualTo("""
                = ./
                - b
                one: would copy 0 files (0 B) and delete 1
                """);
        assertThat(home().resolve("mirrors/one/b")).exists();
        assertThat(run("sync", "--all").ok())
                .containsPattern(
                        "one: 1 deleted, 3 files and folders, [0-9.]+ s\n1 project, all good: 1 deleted, [0-9.]+ s\n$");
        assertThat(run("sync", "one", "-q").ok()).isEmpty();
        assertThat(run("status", "one").out()).containsPattern("backup +on \\([a-z-]+\\), synced \\d+s ago");
    }

    @Test
    void aRootThatContainsTheRepositoriesIsRefused() throws IOException {
        String text = Files.readString(registry());
        Files.createSymbolicLink(home().resolve("link"), home());
        for (String root : new String[] {"~", "~/repos", "~/link"}) {
            Files.writeString(registry(), text.replace(home().resolve("mirrors").toString(), root));
            Ran marking = run("sync", "--init-backup-root");
            assertThat(marking.exit()).isEqualTo(4);
            assertThat(marking.err())
                    .matches("repoman: the backup root \\S+ contains the repositories, which are in " + home()
                            + "/repos\n" + "hint: name another folder: repoman config set defaults.backup_root DIR\n");
            Path marker = home().resolve(root.replaceFirst("~/?", "")).resolve(".repoman-backup");
            assertThat(marker).doesNotExist();
            Files.writeString(marker, "of an older version");
            assertThat(run("sync", "one").err()).contains(" contains the repositories");
            Files.delete(marker);
        }
        assertThat(run("setup", "--check").out())
                .contains("the backup root ~/link contains the repositories, which are in ~/repos");
    }

    @Test
    void projectsThatShareARepositoryDoNotCollide() throws IOException {
        Files.writeString(registry(), Files.readString(registry()) + """

                [[project]]
                name = "also-one"
                repo = "one"
                """);
        run("sync", "--init-backup-root").ok();
        assertThat(run("sync", "one", "also-one").ok()).matches("""
                one: 2 files copied \\(11 B\\), 4 files and folders, [0-9.]+ s
                also-one: nothing to copy, 4 files and folders, [0-9.]+ s
                2 projects, all good: .*
                """);
        assertThat(run("list").out()).containsPattern("also-one .* \\d+s +no container\n");
    }

    /// A second name of the marker stands for a share that folds case.
    @Test
    void namesThatAShareCannotTellApartAreRefused() throws IOException {
        run("sync", "--init-backup-root").ok();
        Path root = home().resolve("mirrors");
        Files.createLink(root.resolve(".REPOMAN-BACKUP"), root.resolve(".repoman-backup"));
        run("sync", "one").ok();
        Files.writeString(repo("one").resolve("src/A"), "");
        Ran ran = run("sync", "one");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err())
                .contains("the backup root " + root + " does not distinguish upper and lower case, so that src/")
                .containsPattern("src/(A and src/a|a and src/A) would be one file\n")
                .contains("hint: rename one, leave one out with --exclude");
        run("sync", "one", "--exclude", "A").ok();
    }

    @Test
    void restoreSaysThatTheLastSyncFailed() throws IOException {
        run("sync", "one", "--init-backup-root").ok();
        Files.delete(home().resolve("mirrors/.repoman-backup"));
        assertThat(run("sync", "one").exit()).isEqualTo(3);
        run("sync", "--init-backup-root").ok();
        Ran ran = run("restore", "one", "--to", home().resolve("other").toString());
        assertThat(ran.ok()).contains("one is restored to ~/other");
        assertThat(ran.err())
                .containsPattern("the last sync of one \\(20.*Z\\) failed: the backup root .* has no marker");
    }

    @Test
    void aRepositoryElsewhereIsMirroredUnderItsProjectsName() throws IOException {
        Path far = Files.createDirectories(home().resolve("src/far"));
        Files.writeString(far.resolve("file"), "far\n");
        Files.writeString(registry(), Files.readString(registry()) + """

                [[project]]
                name = "far"
                repo = "~/src/far"

                [[project]]
                name = "clash"
                repo = "far"
                """);
        Files.createDirectories(repo("far"));
        run("sync", "--init-backup-root").ok();
        Ran clash = run("sync", "clash");
        assertThat(clash.exit()).isEqualTo(4);
        assertThat(clash.err()).contains("its mirror far would be in the same folder as that of far");
        Files.writeString(
                registry(), Files.readString(registry()).replaceAll("(?s)\n\\[\\[project]]\nname = \"clash.*", ""));
        run("sync", "far").ok();
        assertThat(home().resolve("mirrors/far/file")).hasContent("far\n");
        Files.delete(far.resolve("file"));
        Files.delete(far);
        assertThat(run("restore", "far").ok()).contains("far is restored to ~/src/far");
        assertThat(far.resolve("file")).hasContent("far\n");
    }

    @Test
    void aRepositoryComesBack() throws IOException {
        run("sync", "two", "--init-backup-root").ok();
        Files.delete(repo("two").resolve("src/a"));
        Files.delete(repo("two").resolve("src"));
        Files.delete(repo("two").resolve("b"));
        Ran refused = run("sync", "two");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("is empty and its mirror is not", "hint: ", "repoman restore two");
        assertThat(run("restore", "two").ok()).startsWith("two is restored to ~/repos/two: 2 files copied (11 B), ");
        assertThat(repo("two").resolve("src/a")).content().isEqualTo("text of two");
        assertThat(run("restore", "two").exit()).isEqualTo(4);
    }

    @Test
    void reportsAndErrorsAsData() {
        run("sync", "--init-backup-root").ok();
        assertThat(run("sync", "one", "two", "--json").ok())
                .contains("\"format\" : 1", "\"outcome\" : \"changed\"", "\"copied\" : 2", "\"good\" : 2");
        Ran unknown = run("sync", "onne", "--json");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains("\"message\" : \"no project onne in the registry\"", "did you mean one?");
    }

    @Test
    void theBackupRootIsMarkedByAPlan() {
        assertThat(run("sync", "--init-backup-root", "--dry-run").ok())
                .startsWith("repoman sync --init-backup-root would:\n  • mark ")
                .contains("(.repoman-backup)");
        assertThat(run("sync", "one").err()).contains("has no marker file .repoman-backup");
        assertThat(run("sync", "--init-backup-root", "--dry-run", "--json").ok())
                .contains("\"action\" : \"mark-backup-root\"", "\"dryRun\" : true");
        assertThat(run("sync", "--init-backup-root").ok()).isEmpty();
        assertThat(run("sync", "--init-backup-root", "--dry-run").ok()).isEqualTo("nothing to do\n");
        assertThat(run("sync", "--init-backup-root").err()).contains(" is marked as the backup root already\n");
        assertThat(run("sync", "--init-backup-root", "--json").ok()).contains("\"backupRootMarked\" : true");
    }

    @Test
    void wrongUse() {
        assertThat(run("sync").err())
                .isEqualTo("repoman: no project given\n" + "hint: repoman sync NAME, or repoman sync --all\n");
        assertThat(run("sync", "--all", "one").exit()).isEqualTo(2);
    }

    @Test
    void aRestoreIsTriedAndDeleted() throws IOException {
        Ran none = run("doctor", "one", "--restore-drill");
        assertThat(none.exit()).isEqualTo(6);
        assertThat(none.out()).contains("Backup of one\n   ✗ the restore failed: ");
        run("sync", "--init-backup-root", "one").ok();
        assertThat(run("doctor", "one", "--restore-drill").ok())
                .contains("   ✓ the backup of one can be restored: 4 files and folders")
                .contains("   · the repository has everything that is in the backup, unchanged")
                .endsWith("all is well\n");
        assertThat(home().resolve(".local/state/repoman/drill/one")).doesNotExist();
        assertThat(run("status", "one").out()).containsPattern("restore tried \\d+s ago");
        assertThat(run("status", "one", "--json").out()).containsPattern("\"lastRestoreDrill\" : \"20");

        Files.writeString(repo("one").resolve("b"), "changed since");
        assertThat(run("doctor", "one", "--restore-drill").ok())
                .contains("   · the repository was changed since the last sync: 1 file or folder");
        assertThat(repo("one").resolve("b")).content().isEqualTo("changed since");
        Ran which = run("doctor", "--restore-drill");
        assertThat(which.exit()).isEqualTo(2);
        assertThat(which.err()).contains("hint: repoman doctor NAME --restore-drill");
    }
}
