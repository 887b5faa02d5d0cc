package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `config edit` on a terminal.
@LabTest
class ConfigLabIT {
    private static final String MINE = "# mine\n[repoman]\nschema = 3\n";

    private final Path registry = Lab.dev().home().resolve(".config/repoman/repoman.toml");

    @BeforeEach
    void anEditorThatErrsAtFirst() {
        Lab.freshHomes();
        Lab.dev()
                .stdin(MINE)
                .sh("mkdir -p -m 700 .config/repoman && cat > .config/repoman/repoman.toml")
                .ok();
        Lab.dev().stdin("""
                        #!/bin/sh -eu
                        tty > ~/tty
                        if ! [ -e ~/once ]; then
                            touch ~/once
                            echo '[defaults]' >> "$1"
                            echo 'profiles = 7' >> "$1"
                        else
                            sed -i 's/= 7$/= ["default"]/' "$1"
                        fi
                        """).sh("cat > ed && chmod +x ed").ok();
    }

    @Test
    void anErrorIsShownAndTheCopyOpenedAgain() {
        Ran ran = Lab.dev()
                .sh(
                        "(echo what; echo y) | NO_COLOR=1 EDITOR=./ed script -qec 'repoman config edit' /dev/null; echo $?");
        assertThat(ran.out())
                .contains("repoman.toml:5: defaults.profiles: is a number, not a list of texts")
                .contains("hint: allowed: a list of profile names")
                .contains("edit it again? [y/N]")
                .contains("please answer y or n")
                .contains("changed " + registry)
                .endsWith("0\n");
        assertThat(registry).content().isEqualTo(MINE + "[defaults]\nprofiles = [\"default\"]\n");
        assertThat(Lab.dev().sh("cat tty; ls .local/state/repoman").ok().out()).matches("/dev/pts/[0-9]+\n");
    }

    @Test
    void whoGivesUpKeepsTheCopy() {
        Ran ran = Lab.dev()
                .sh(
                        "echo n | NO_COLOR=1 VISUAL=./ed EDITOR=false script -qec 'repoman config edit' /dev/null; echo $?");
        assertThat(ran.out())
                .contains("repoman: nothing was changed")
                .containsPattern("hint: your copy is kept in\\s+/home/dev/")
                .endsWith("4\n");
        assertThat(registry).content().isEqualTo(MINE);
        assertThat(Lab.dev()
                        .sh("cat .local/state/repoman/edit-*/repoman.toml")
                        .ok()
                        .out())
                .endsWith("profiles = 7\n");
    }

    @Test
    void anEditorThatIsNotThere() {
        Ran ran = Lab.dev().env("EDITOR", "nosuch-editor").run("repoman", "config", "edit");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("hint: choose an installed editor");
        assertThat(registry).content().isEqualTo(MINE);
    }
}
