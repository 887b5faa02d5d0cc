package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.backup.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A host with a backup root and a project `web`, whose agent is not our friend.
abstract class BesideAnAdversary {
    private Share share;

    @BeforeEach
    void aProjectWithABackup() {
        share = Adversary.web();
        in("mkdir -p f p/.ssh; seq 300 | while read n; do echo $n >f/$n; done; for n in id_ed25519 authorized_keys; do "
                + "echo mine >f/$n; echo mine >p/.ssh/$n; done; git add -A; "
                + "git -c user.name=x -c user.email=x@x commit -qm x");
    }

    @AfterEach
    void unmount() {
        share.close();
    }

    /// Runs a script in the repository, as its owner on the host.
    static void in(String script) {
        Lab.dev().sh("cd repos/web && " + script).ok();
    }

    /// No line but what the program itself prints, and nothing that moves a cursor.
    static Ran clean(Ran ran) {
        assertThat(ran.out() + ran.err())
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]")
                .doesNotContain("Exception", "\tat ", "a bug:");
        return ran;
    }
}
