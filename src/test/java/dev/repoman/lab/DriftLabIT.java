package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every kind of drift, made on the real Incus as a user would make it by hand, seen by `status` and `list`,
/// and fixed by the command that `status` names. After each nothing is left.
@LabTest
class DriftLabIT {
    private static final Path REGISTRY = Lab.dev().home().resolve(".config/repoman/repoman.toml");

    @BeforeEach
    void host() {
        Lab.reset();
        Lab.bareSetup();
    }

    private static Ran incus(String line) {
        return Lab.dev().sh("export INCUS_PROJECT=repoman; " + line).ok();
    }

    private static void registry(String from, String to) throws IOException {
        String text = Files.readString(REGISTRY);
        assertThat(text).contains(from);
        Files.writeString(REGISTRY, text.replace(from, to));
    }

    private static void override(String text) {
        Lab.dev()
                .stdin(text)
                .sh("mkdir -p .config/repoman/repos.d && cat > .config/repoman/repos.d/demo.toml")
                .ok();
    }

    /// What `status --check` finds, each with its fix.
    private static List<String> kinds() {
        Ran ran = Lab.dev().run("repoman", "status", "demo", "--check", "--json");
        JsonNode drift = ran.json().path("drift");
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(drift.isEmpty() ? 0 : 6);
        return StreamSupport.stream(drift.spliterator(), false)
                .peek(d -> assertThat(d.path("mend").asText()).isNotEmpty())
                .map(d -> d.path("kind").asText())
                .toList();
    }

    /// Also that `list` warns of what one look at Incus shows.
    private static void sees(String listed, String... kinds) {
        assertThat(kinds()).containsExactlyInAnyOrder(kinds);
        if (!listed.isEmpty()) {
            assertThat(Lab.dev().run("repoman", "list").ok().out()).contains(listed);
        }
    }

    /// Runs the command that `status` names, word for word but for the questions.
    private static void fixed(String kind) {
        JsonNode drift =
                Lab.dev().run("repoman", "status", "demo", "--json").ok().json().path("drift");
        String fix = StreamSupport.stream(drift.spliterator(), false)
                .filter(d -> d.path("kind").asText().equals(kind))
                .map(d -> d.path("mend").asText())
                .findFirst()
                .orElseThrow();
        Lab.dev()
                .sh(fix.replaceFirst(" \\(.*", "")
                        .replace(", then ", " && ")
                        .replaceAll("repoman (remove|repair) demo", "$0 --yes"))
                .ok();
        assertThat(kinds()).doesNotContain(kind);
    }

    private static void repaired(String... left) {
        Ran ran = Lab.dev().run("repoman", "repair", "demo", "--yes").ok();
        assertThat(ran.out()).isEqualTo("demo is repaired\n");
        assertThat(kinds()).containsExactlyInAnyOrder(left);
        assertThat(incusShape()).isEqualTo(sound);
    }

    /// What a sound container looks like to Incus.
    private static String incusShape() {
        return incus("incus config show demo | grep -v volatile").out();
    }

    private static String sound = "";

    @Test
    void whatRepairMends() throws IOException {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        sound = incusShape();
        assertThat(kinds()).isEmpty();

        // profiles, by hand and behind our back
        incus("incus profile create mine </dev/null; incus profile assign demo mine,default");
        sees("2 differences", "profile-missing", "profile-extra");
        repaired();
        incus("incus profile assign demo claude-share,default");
        sees("", "profile-order");
        repaired();

        // our device gone, then elsewhere; one that nobody asked for; variables and keys
        incus("incus config device remove demo repo");
        sees("no repo", "repo-device-missing");
        repaired();
        incus("incus config device set demo repo path=/elsewhere"
                + " && incus config device add demo junk disk source=/home/dev path=/host shift=true"
                + " && incus config set demo environment.A=b user.repoman.user=eve user.repoman.repo=/home/dev/repos/x"
                + " && incus config unset demo user.repoman.created");
        sees("", "repo-device-changed", "device-extra", "variable-extra", "key-changed", "key-changed", "key-missing");
        Ran dry = Lab.dev().run("repoman", "repair", "demo", "--dry-run").ok();
        assertThat(dry.out()).contains("remove device junk", "remove environment.A", "set device repo");
        Ran no = Lab.dev().sh("echo n | script -qec 'repoman repair demo' /dev/null; echo code $?");
        assertThat(no.out()).contains("change container demo:", "repair demo? [y/N]", "code 4");
        assertThat(kinds()).hasSize(6);
        repaired();
        assertThat(Lab.dev()
                        .run("repoman", "shell", "demo", "--", "pwd; touch made")
                        .ok()
                        .out())
                .isEqualTo("/home/dev/repos/demo\n");

        // the override: what it wants, what it wanted before, what the container makes of it
        override(
                "[environment]\nB = \"c d\"\n[[device]]\nname = \"cache\"\ntype = \"disk\"\nsource = \"~/cache\"\npath ="
                        + " \"~/.cache/deep/c\"\nshift = \"true\"\n");
        Lab.dev().run("mkdir", "cache").ok();
        sees("", "variable-missing", "override-device-missing");
        Lab.dev().run("repoman", "repair", "demo").ok();
        assertThat(kinds()).isEmpty();
        assertThat(Lab.dev()
                        .run(
                                "repoman",
                                "shell",
                                "demo",
                                "--",
                                "echo $B; touch ~/.cache/deep/c/x; stat -c %U ~/.cache/deep")
                        .ok()
                        .out())
                .isEqualTo("c d\ndev\n");
        incus("incus exec demo -- chown root /home/dev/.cache");
        sees("", "home-folder-of-root");
        Lab.dev().run("repoman", "repair", "demo").ok();
        assertThat(kinds()).isEmpty();
        incus("incus config set demo environment.B=x && incus config device set demo cache shift=false");
        sees("", "variable-changed", "override-device-changed");
        Lab.dev().run("repoman", "repair", "demo").ok();
        override("");
        sees("", "variable-extra", "device-extra");
        repaired();
        assertThat(Lab.dev().home().resolve("cache/x")).exists();

        // the agent's device
        registry("hermes      = false", "hermes      = true");
        assertThat(kinds()).containsExactlyInAnyOrder("hermes-device-missing", "hermes-data-missing");
        Lab.dev().run("repoman", "repair", "demo").ok();
        assertThat(kinds()).isEmpty();
        incus("incus config device set demo hermes-state source=/home/dev/cache");
        sees("hermes", "hermes-device-changed");
        Lab.dev().run("repoman", "repair", "demo").ok();
        registry("hermes      = true", "hermes      = false");
        sees("", "hermes-device-extra");
        repaired();
        assertThat(Lab.dev().home().resolve(".local/share/repoman/hermes/demo")).isDirectory();

        // Incus refuses: all stays as it was
        override("[[device]]\nname = \"nowhere\"\ntype = \"disk\"\nsource = \"/nowhere\"\npath = \"/nowhere\"\n"
                + "[environment]\nC = \"d\"\n");
        Ran refused = Lab.dev().run("repoman", "repair", "demo");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Missing source path");
        assertThat(incusShape()).isEqualTo(sound);
    }

    @Test
    void whatOtherCommandsMend() throws IOException {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();

        // what override and entry do not agree on
        override("image = \"tiny-ubuntu\"\nprofiles = [\"default\"]\nbackup = true\n[hermes]\nenabled = true\n");
        registry("backup      = true", "backup      = false");
        sees("", "image-override", "profiles-override", "backup-override", "hermes-override");
        override("profiles = [\"default\"]\nbackup = true\n");
        fixed("profiles-override");
        fixed("backup-override");
        assertThat(kinds()).isEmpty();
        override("image = \"tiny-ubuntu\"\n");
        assertThat(kinds()).containsExactly("image-override");
        fixed("image-override");
        override("[hermes]\nenabled = false\n");
        registry("hermes      = false", "hermes      = true");
        assertThat(kinds()).contains("hermes-override");
        fixed("hermes-override");
        override("image = [\n");
        Ran unreadable = Lab.dev().run("repoman", "status", "demo", "--check");
        assertThat(unreadable.exit()).isEqualTo(5);
        assertThat(unreadable.err()).contains("demo.toml:2: is not TOML", "hint: fix that line");
        assertThat(Lab.dev().run("repoman", "list").ok().out()).containsPattern("demo +running .* override");
        override("");
        assertThat(kinds()).isEmpty();

        // a profile that is gone
        registry(
                "profiles    = [\"default\", \"claude-share\"]",
                "profiles    = [\"default\", \"claude-share\", \"extra\"]");
        assertThat(kinds()).containsExactly("profile-gone");
        incus("incus profile create extra </dev/null");
        sees("", "profile-missing");
        Lab.dev().run("repoman", "repair", "demo").ok();
        assertThat(kinds()).isEmpty();

        // an entry without a container, a container without an entry
        Lab.dev().run("cp", REGISTRY.toString(), "saved.toml").ok();
        registry("name        = \"demo\"", "name        = \"other\"");
        assertThat(kinds()).containsExactly("orphan");
        Ran list = Lab.dev().run("repoman", "list").ok();
        assertThat(list.out())
                .containsPattern("other +missing .*no container")
                .containsPattern("demo +orphan .*no entry");
        assertThat(list.err()).contains("to fix it: repoman adopt demo");
        fixed("orphan");
        assertThat(kinds()).isEmpty();
        Lab.dev().run("repoman", "remove", "other", "--yes").ok();
        assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEqualTo("demo\n");

        // the image, and the container itself
        registry("\"tiny-ubuntu\"", "\"tiny\"");
        sees("image", "image");
        fixed("image");
        assertThat(kinds()).isEmpty();
        incus("incus delete -f demo");
        sees("no container", "container-missing");
        incus("incus launch tiny demo </dev/null");
        sees("foreign", "foreign");
        assertThat(Lab.dev().run("repoman", "repair", "demo").exit()).isEqualTo(4);
        assertThat(Lab.dev().run("repoman", "remove", "demo", "--yes").ok().err())
                .contains("is kept");
        Ran adopt = Lab.dev().run("repoman", "adopt", "demo");
        assertThat(adopt.exit()).isEqualTo(4);
        assertThat(adopt.err()).contains("was not created by repoman");
        incus("incus delete -f demo");
    }

    /// The folder, which is a link at first, the model daemon, and a terminal.
    @Test
    void whatTheHostIsMissing() throws IOException {
        Lab.dev()
                .sh(
                        "mkdir -p repos disk && ln -s ~/disk repos/demo && repoman new demo --image tiny && touch disk/seen"
                                + " && repoman shell demo -- 'cat seen' && repoman remove demo --yes && rm repos/demo disk/seen")
                .ok();
        Lab.dev()
                .sh("repoman new demo --image tiny && cd repos/demo && echo 1 > a && git add a"
                        + " && git -c user.name=a -c user.email=a@b commit -qm 1 && echo 2 > b"
                        + " && mkdir ~/mirror && repoman config set defaults.backup_root ~/mirror"
                        + " && repoman sync --init-backup-root && repoman sync demo")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "demo").ok().out())
                .containsPattern("git +on \\w+, 1 untracked")
                .containsPattern("repository +/home/dev/repos/demo \\(\\w+ at /home\\S*\\)");
        Lab.root().run("chmod", "0", "/home/dev/repos/demo").ok();
        assertThat(kinds()).containsExactly("repository-unreadable");
        Lab.root().run("chmod", "755", "/home/dev/repos/demo").ok();
        assertThat(kinds()).isEmpty();
        Lab.dev().run("mv", "repos/demo", "repos/away").ok();
        assertThat(kinds()).containsExactly("repository-missing");
        fixed("repository-missing");
        assertThat(Lab.dev().run("repoman", "shell", "demo", "--", "touch back").exit())
                .isZero();
        assertThat(Lab.repos().resolve("demo/back")).exists();

        // the container keeps showing a folder that was deleted, even if there is a new one
        Lab.dev()
                .sh("rm -rf repos/demo && mkdir repos/demo && echo 1 >repos/demo/new")
                .ok();
        assertThat(kinds()).containsExactly("device-stale");
        Ran old = Lab.dev().run("repoman", "shell", "demo", "--", "ls").ok();
        assertThat(old.out()).isEmpty();
        assertThat(old.err())
                .isEqualTo("repoman: /home/dev/repos/demo was deleted or moved on the host: this is the old folder\n"
                        + "hint: run on the host: repoman repair demo\n");
        fixed("device-stale");
        Ran shown = Lab.dev().run("repoman", "shell", "demo", "--", "ls").ok();
        assertThat(shown.out()).isEqualTo("new\n");
        assertThat(shown.err()).isEmpty();

        incus("incus profile create llm-share </dev/null"
                + " && incus profile set llm-share environment.OLLAMA_HOST=http://192.0.2.9:11434"
                + " && incus profile add demo llm-share");
        Lab.dev()
                .sh("repoman config set project.demo.profiles default claude-share llm-share"
                        + " && repoman config set defaults.llm.enabled true"
                        + " && repoman config set defaults.llm.ollama_url http://192.0.2.1:11434")
                .ok();
        assertThat(kinds()).containsExactly("llm-address");
        try (StandIn _ = StandIn.ollama("192.0.2.1")) {
            assertThat(Lab.dev().run("repoman", "status", "demo").ok().out())
                    .contains("0.9.1 at http://192.0.2.1:11434", "to fix it: repoman setup --refresh");
            Lab.dev().run("repoman", "setup", "--refresh", "--non-interactive").ok();
            assertThat(kinds()).isEmpty();
        }

        incus("incus config set demo user.repoman.image=images:a-distribution/with/a/very-long-name/cloud");
        registry("\"tiny\"", "\"images:a-distribution/with/a/very-long-name/cloud\"");
        String narrow = Lab.dev()
                .sh("NO_COLOR=1 TERM=xterm script -qec 'stty cols 70; repoman list' /dev/null")
                .ok()
                .out()
                .replaceAll("\\x1b\\[[0-9;?]*[A-Za-z]", "");
        assertThat(narrow).contains("images:", "…");
        assertThat(narrow.lines())
                .allSatisfy(line -> assertThat(line.strip().length()).isLessThanOrEqualTo(70));
        assertThat(Lab.dev().run("repoman", "list").ok().out()).contains("/very-long-name/cloud ");
    }
}
