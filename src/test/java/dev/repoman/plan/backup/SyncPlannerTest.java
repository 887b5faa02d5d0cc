package dev.repoman.plan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.BackupRootFact.Mirror;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyncPlannerTest {
    private static final ProjectName DEMO = new ProjectName("demo");
    private static final BackupRootFact ROOT =
            new BackupRootFact("/nfs", BackupRootFact.Kind.READY, "/mnt/nfs", true, false, List.of());
    private static final Mirror MIRROR = new Mirror(FolderFact.Kind.FOLDER, "", true, "1:2");
    private static final SyncRequest PLAIN = new SyncRequest(false, false, false, List.of());

    private final SyncPlanner planner = new SyncPlanner();

    @Test
    void aRepositoryAndItsMirrorMakeAJob() {
        MirrorJob job =
                planner.plan(DEMO, "demo", source(FolderFact.Kind.FOLDER, "/r/demo"), "/r", ROOT, MIRROR, PLAIN);
        assertThat(job.source()).isEqualTo("/r/demo");
        assertThat(job.mirror()).isEqualTo("/nfs/demo");
        assertThat(job.fresh()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FolderFact.Kind.class)
    void onlyAFolderEverReachesAMirrorThatHolds(FolderFact.Kind kind) {
        if (kind != FolderFact.Kind.FOLDER) {
            assertThat(refusal(source(kind, "/r/demo"), MIRROR, PLAIN).fault()).isEqualTo(Fault.REFUSED);
            SyncRequest forced = new SyncRequest(false, false, true, List.of());
            assertThat(refusal(source(kind, "/r/demo"), MIRROR, forced).fault()).isEqualTo(Fault.REFUSED);
        }
    }

    @Test
    void anEmptyRepositoryMayHaveAnEmptyMirror() {
        for (FolderFact.Kind kind : EnumSet.of(FolderFact.Kind.EMPTY, FolderFact.Kind.MISSING)) {
            Mirror none = new Mirror(kind, "", true, "");
            assertThat(planner.plan(DEMO, "demo", source(FolderFact.Kind.EMPTY, "/r/demo"), "/r", ROOT, none, PLAIN)
                            .fresh())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/,          '',     true,  'is a link to /, which contains all repositories'",
        "/r/demo,    ./a/b,  true,  'contains a link, /nfs/a/b'",
        "/r/demo,    '',     false, read-only",
        "/r,         '',     true,  'is a link to /r, which contains all repositories'",
        "/mnt/nfs/demo/x, '', true, contain one another"
    })
    void linksAndRights(String realSource, String link, boolean writable, String said) {
        Mirror mirror = new Mirror(FolderFact.Kind.FOLDER, link, writable, "1:2");
        assertThat(refusal(source(FolderFact.Kind.FOLDER, realSource), mirror, PLAIN)
                        .what())
                .contains(said);
    }

    @Test
    void aRepositoryInAnothersTreeIsRefused() {
        FolderFact nested =
                new FolderFact("/r/demo", "/r/demo", FolderFact.Kind.UNREADABLE, "", "the repository of outer");
        RepomanException e = refusal(nested, MIRROR, PLAIN);
        assertThat(e.fault()).isEqualTo(Fault.REFUSED);
        assertThat(e.what()).contains("/r/demo lies in the repository of outer");
    }

    @Test
    void aMirrorInsideItsRepositoryIsRefused() {
        BackupRootFact inside = new BackupRootFact("/r", BackupRootFact.Kind.READY, "/r", true, false, List.of());
        Mirror itself = new Mirror(FolderFact.Kind.FOLDER, "", true, "1:2");
        RepomanException e = catchThrowableOfType(
                RepomanException.class,
                () -> planner.plan(
                        DEMO, "demo", source(FolderFact.Kind.FOLDER, "/r/demo"), "/r", inside, itself, PLAIN));
        assertThat(e.what()).contains("contain one another");
    }

    @ParameterizedTest
    @EnumSource(BackupRootFact.Kind.class)
    void onlyAReadyRootIsUsed(BackupRootFact.Kind kind) {
        BackupRootFact root = BackupRootFact.of("/nfs", kind);
        if (kind == BackupRootFact.Kind.READY) {
            assertThatCode(() -> planner.checkRoot(root)).doesNotThrowAnyException();
        } else {
            RepomanException e = catchThrowableOfType(RepomanException.class, () -> planner.checkRoot(root));
            assertThat(e.fault()).isEqualTo(Fault.ENVIRONMENT);
            assertThat(e.what()).startsWith("the backup root /nfs ");
            assertThat(e.hint()).isNotEmpty();
        }
    }

    /// FILES is what the repository has now, of which CREATED are new; DELETED were only in the mirror.
    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, true",
        "10, 0, 10, true",
        "10, 0, 11, false",
        "10, 10, 10, false",
        "1, 0, 1, true",
        "0, 0, 1, false",
        "1000000, 1000000, 0, true"
    })
    void halfOfAMirrorMayGoAndNoMore(long files, long created, long deleted, boolean allowed) {
        MirrorCounts would = new MirrorCounts(files, created, deleted, 0, 0, 0, 0);
        MirrorJob job =
                planner.plan(DEMO, "demo", source(FolderFact.Kind.FOLDER, "/r/demo"), "/r", ROOT, MIRROR, PLAIN);
        if (allowed) {
            assertThatCode(() -> planner.checkDeletions(job, would)).doesNotThrowAnyException();
        } else {
            RepomanException e = catchThrowableOfType(RepomanException.class, () -> planner.checkDeletions(job, would));
            assertThat(e.fault()).isEqualTo(Fault.REFUSED);
            assertThat(e.hint()).contains("--force");
        }
        MirrorJob forced = new MirrorJob(
                job.name(),
                "demo",
                "/r/demo",
                "/nfs",
                "/nfs",
                "1:2",
                false,
                true,
                false,
                new SyncRequest(false, false, true, List.of()));
        assertThatCode(() -> planner.checkDeletions(forced, would)).doesNotThrowAnyException();
    }

    private RepomanException refusal(FolderFact source, Mirror mirror, SyncRequest request) {
        return catchThrowableOfType(
                RepomanException.class, () -> planner.plan(DEMO, "demo", source, "/r", ROOT, mirror, request));
    }

    private static FolderFact source(FolderFact.Kind kind, String real) {
        return new FolderFact("/r/demo", real, kind, "ext4", null);
    }
}
