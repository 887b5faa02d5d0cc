package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import org.junit.jupiter.api.Test;

/// The hidden `git-remote` that git starts. What passes through it is shown in the lab, with git.
class GitRemoteCommandTest extends Cli {
    @Test
    void withoutInputItEndsAndTouchesNothing() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        incus.forgetRequests();
        assertThat(run("git-remote", "origin", "demo").ok()).isEmpty();
        assertThat(incus.requests()).isEmpty();
    }

    @Test
    void whatIsNoNameOfAProjectIsSaid() {
        Ran ran = run("git-remote", "--", "origin", "--help");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("\"--help\"").contains("hint: ");
    }
}
