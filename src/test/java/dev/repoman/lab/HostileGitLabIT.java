package dev.repoman.lab;

import static dev.repoman.lab.Adversary.inside;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.backup.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an agent makes of its repository's `.git`, for the git of whoever looks at it.
@LabTest
class HostileGitLabIT extends BesideAnAdversary {
    private static final LabUser PATIENT = Lab.dev().deadline(Duration.ofMinutes(5));

    @Test
    void aFileWithoutAnEndHangsNothing() {
        Share.repoman("new", "fine", "--image", "tiny").ok();
        Share.repoman("sync", "--all").ok();
        in("cp .git/config ~/config");
        List<String> plants =
                List.of("mkfifo .git/config", "truncate -s 100G .git/config", "ln -s /dev/zero .git/config");
        for (String plant : plants) {
            inside("cd /home/dev/repos/web; rm -f .git/config; " + plant).ok();
            String sparse = plant.startsWith("truncate") ? "--exclude=/.git/config" : "--exclude=/none";
            assertThat(clean(PATIENT.run("repoman", "status", "web")).out())
                    // a link leads nowhere in the jail, and git takes it for no configuration
                    .containsPattern("git +((unknown|not a repository)|on master, clean)");
            Ran all = clean(PATIENT.run("repoman", "sync", "--all", sparse));
            assertThat(all.out()).as(plant).contains("fine: ");
            clean(PATIENT.run("repoman", "restore", "web", "--to", "back-" + plants.indexOf(plant)));
            // the same repository for another project
            clean(PATIENT.run("repoman", "new", "again", "--image", "tiny", "--repo", "web"));
            Lab.dev()
                    .sh("repoman remove again --yes; rm repos/web/.git/config; cp config repos/web/.git/config")
                    .ok();
        }
        Ran clone = clean(PATIENT.run(
                "repoman", "new", "other", "--image", "tiny", "--repo", "web", "--clone", "https://127.0.0.1:9/x"));
        assertThat(clone.exit()).isEqualTo(4);
    }

    @Test
    void gitOnAMirrorThatNeverAnswersEndsAndTheOthersAreWrittenDown() {
        Share.repoman("new", "fine", "--image", "tiny").ok();
        Share.repoman("sync", "--all").ok();
        inside("cd /home/dev/repos/web/.git; rm -f HEAD packed-refs; mkfifo HEAD packed-refs shallow")
                .ok();
        Ran all = clean(PATIENT.run("repoman", "sync", "--all", "--verify"));
        assertThat(all.exit()).isEqualTo(1);
        assertThat(all.out()).contains("fine: ").contains("1 failed (web)");
        assertThat(all.err()).contains("web: git fsck ").contains("mirror /home/share/web");
        assertThat(Share.repoman("list").out()).containsPattern("(?m)^fine .* \\d+[sm]$");
    }

    /// What git tells is the agent's too: the branch, the remote, where the history is, and its complaints.
    @Test
    void whatGitTellsIsNeverPrintedRaw() {
        in("cp -a .git ~/whole");
        List<String> plants = List.of(
                "printf 'ref: refs/heads/\\033[31mred\\007\\n' >.git/HEAD",
                "printf '[remote \"origin\"]\\nurl = https://x/\\033[2J\\007y\\n' >>.git/config",
                "printf '[branch \"master\"]\\nremote = .\\nmerge = refs/heads/\\033[1mup\\007\\n' >>.git/config",
                "printf '\\033[2J\\007 = [\\n' >>.git/config",
                "rm -rf .git; printf 'gitdir: /x/\\033[2J\\007\\rrepoman: all is well\\n' >.git",
                "rm -rf .git; ln -s \"$(printf '/x\\033[2J\\nrepoman: all is well')\" .git");
        for (String plant : plants) {
            inside("cd /home/dev/repos/web; " + plant).ok();
            for (String[] words : new String[][] {
                {"status", "web"},
                {"sync", "web", "--verify", "-v"},
                {"checkpoint", "web", "-v"},
                {"undo", "web", "--dry-run"},
                {"new", "again-" + plants.indexOf(plant), "--image", "tiny", "--repo", "web"}
            }) {
                Ran ran = clean(Share.repoman(words));
                assertThat((ran.out() + ran.err()).lines())
                        .as(plant)
                        .noneMatch(line -> line.startsWith("repoman: all is well"));
            }
            in("rm -rf .git; cp -a ~/whole .git");
        }
    }

    @Test
    void aDamagedBareRepositoryIsFound() {
        Lab.dev().sh("""
                        git clone -q --bare repos/web repos/bare.git
                        printf '[[project]]\\nname = "bare"\\nrepo = "bare.git"\\n' >>~/.config/repoman/repoman.toml
                        repoman sync bare --verify
                        cd /home/share/bare.git/objects; f=$(ls -d ??/* | head -1); chmod u+w $f; printf garbage >$f
                        """).ok();
        Ran ran = Share.repoman("restore", "bare", "--verify", "--to", "back");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("git fsck finds the mirror /home/share/bare.git damaged");
    }
}
