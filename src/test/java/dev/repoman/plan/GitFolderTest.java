package dev.repoman.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.GitFolder.Kind;
import dev.repoman.plan.GitFolder.Pointer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitFolderTest {
    private static final Path FOLDER = Path.of("/data/wt");
    private static final Path MOUNT = Path.of("/home/dev/repos/wt");

    private static Optional<Pointer> parse(String text) {
        return Pointer.parse(text, FOLDER, MOUNT);
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/main/.git/worktrees/wt, WORKTREE,  /srv/main/.git,           /srv/main/.git",
        "../main/.git/worktrees/wt,   WORKTREE,  /data/main/.git,          /home/dev/repos/main/.git",
        "../bare.git/worktrees/x,     WORKTREE,  /data/bare.git,           /home/dev/repos/bare.git",
        "../.git/modules/wt,          SUBMODULE, /data/.git/modules/wt,    /home/dev/repos/.git/modules/wt",
        "/etc,                        SUBMODULE, /etc,                     /etc",
        "/worktrees/x,                WORKTREE,  /,                        /",
        "/worktrees,                  SUBMODULE, /worktrees,               /worktrees",
        "/,                           SUBMODULE, /,                        /",
    })
    void theFolderWithTheHistory(String target, Kind kind, Path common, String path) {
        Pointer pointer = parse("gitdir: " + target + "\n").orElseThrow();
        assertThat(pointer.kind()).isEqualTo(kind);
        assertThat(pointer.common()).isEqualTo(common);
        assertThat(pointer.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gitdir:", "gitdir: \n", "/etc\n", "gitdir: /a\nb\n", "gitdir: /a\u0000b"})
    void anythingElseNamesNoFolder(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void blanksBelongToTheName() {
        assertThat(parse("gitdir: /a b/.git/worktrees/c d\n").orElseThrow().common())
                .isEqualTo(Path.of("/a b/.git"));
    }
}
