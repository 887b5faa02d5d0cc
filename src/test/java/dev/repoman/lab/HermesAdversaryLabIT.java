package dev.repoman.lab;

import static dev.repoman.lab.Adversary.decoysAreWhole;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An agent that plays with its own data folder while repoman fills it, compares it, and deletes it.
@LabTest
class HermesAdversaryLabIT {
    private static final Path DATA = Path.of("/home/dev/.local/share/repoman/hermes/web");

    @BeforeEach
    void anAgentWithDataOfItsOwn() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().sh("""
                        set -e
                        incus profile create llm-share --project repoman </dev/null
                        mkdir -p .config/repoman .hermes/skills/f .hermes/hooks
                        printf '[repoman]\\nschema = 3\\n[defaults.llm]\\nenabled = true\\n' >.config/repoman/repoman.toml
                        echo KEY=1 >.hermes/.env; echo soul >.hermes/SOUL.md; echo s >.hermes/skills/f/SKILL.md
                        echo '#!/bin/sh' >.hermes/hooks/run; chmod 755 .hermes/hooks/run
                        printf '#!/bin/sh\\necho hermes 0.21\\n' >stub && chmod 755 stub && mkdir -p .config/repoman/repos.d
                        printf '[[device]]\\nname = "hermes"\\ntype = "disk"\\nsource = "~/stub"\\npath = "/usr/local/bin/hermes"\\n' \\
                            >.config/repoman/repos.d/web.toml
                        repoman new web --hermes --image tiny
                        """).ok();
        Adversary.decoys();
    }

    @Test
    void aReseedWritesNothingOutside() {
        assertThat(Files.isExecutable(DATA.resolve("hooks/run"))).isTrue();
        int done = 0;
        try (Adversary.Loop _ = Adversary.loop("/home/dev/.hermes/skills", "/home/dev/.ssh")) {
            // On a busy machine the agent's links may be in the way of the first ones.
            for (int i = 0; i < Adversary.ROUNDS || done == 0 && i < 20 * Adversary.ROUNDS; i++) {
                Lab.dev()
                        .sh("echo " + i + " >.hermes/skills/f/SKILL.md; echo " + i
                                + " >.hermes/skills/f/id_ed25519; echo KEY=" + i + " >.hermes/.env")
                        .ok();
                Ran ran = Lab.dev().run("repoman", "hermes", "reseed", "web", "--yes");
                assertThat(ran.exit()).as(ran.toString()).isIn(0, 1);
                done += ran.exit() == 0 ? 1 : 0;
                decoysAreWhole();
            }
        }
        assertThat(done).isPositive();
        assertThat(DATA.resolve(".env")).content().startsWith("KEY=");
        assertThat(DATA.resolve(".env.before-reseed")).exists();
    }

    @Test
    void aPurgeDeletesNothingOutside() {
        Lab.dev()
                .sh("incus exec web --project repoman -T --user 1000 --group 1000 -- sh -c 'cd ~; cd /home/dev/.hermes;"
                        + " ln -s /home/dev/.ssh ssh; ln -s /home/dev/repos/other skills/other; mkdir -p deep/er;"
                        + " echo x >deep/er/x; chmod 500 deep/er; chmod 0 deep; mkfifo pipe'")
                .ok();
        Lab.dev().run("repoman", "remove", "web", "--purge-hermes", "--yes").ok();
        assertThat(DATA).doesNotExist();
        decoysAreWhole();
    }
}
