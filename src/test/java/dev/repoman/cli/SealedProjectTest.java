package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecCall;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A sealed project, from its creation to its end. What runs inside runs here, in a folder that stands for the volume.
class SealedProjectTest extends Cli {
    private static final Path VOLUME = home().resolve("volume");

    @BeforeEach
    void aRepositoryAndAModel() throws IOException {
        assumeThat(hasJail()).as("bubblewrap").isTrue();
        prepare();
        incus.does(
                "PUT",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{},\"devices\":{\"root\":{\"type\":\"disk\",\"path\":\"/\",\"pool\":\"default\"},"
                        + "\"eth0\":{\"type\":\"nic\",\"nictype\":\"bridged\",\"parent\":\"br0\"}}}");
        incus.does(
                "POST",
                "/1.0/profiles?project=repoman",
                "{\"name\":\"llm-share\",\"config\":{\"environment.OLLAMA_HOST\":\"http://127.0.0.1:9\"},\"devices\":{}}");
        incus.onExec(this::inside);
        sh("""
                mkdir -p "$HOME/repos/web" "$HOME/mirrors"; cd "$HOME/repos/web"; git init -q -b trunk
                echo one >file; git add .; git commit -qm first; git branch topic; git tag v1
                git commit -q --allow-empty -m second; echo new >untracked
                """);
        Files.createFile(home().resolve("mirrors/.repoman-backup"));
        Files.createDirectories(registry().getParent());
        Files.writeString(registry(), """
                [repoman]
                schema = 3
                [defaults]
                containment = "sealed"
                backup_root = "~/mirrors"
                [defaults.llm]
                enabled = true
                ollama_url = "http://127.0.0.1:9"
                """);
    }

    private static String sh(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", script);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "a");
            builder.environment().put("GIT_" + who + "_EMAIL", "a@b");
        }
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    private ExecResult inside(ExecCall call) throws IOException {
        List<String> words = call.command();
        if (words.getLast().startsWith("id ")) {
            return ExecResult.ok(id());
        }
        boolean fills = words.get(2).contains("git init");
        boolean receives = words.get(2).contains("repoman.wip");
        if (!fills && !receives && !words.getLast().contains("git bundle")) {
            return ExecResult.ok();
        }
        Files.createDirectories(VOLUME);
        List<String> own = fills
                ? List.of("/bin/sh", "-c", words.get(2), VOLUME.toString(), words.get(4), words.get(5))
                : receives
                        ? List.of("/bin/sh", "-c", words.get(2), VOLUME.toString(), words.get(4))
                        : words.subList(words.size() - 3, words.size());
        Process process = new ProcessBuilder(own)
                .directory(VOLUME.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.ofVirtual().start(() -> {
            try (var stdin = process.getOutputStream()) {
                call.stdin().transferTo(stdin);
            } catch (IOException _) {
                // it has ended
            }
        });
        process.getInputStream().transferTo(call.stdout());
        return ExecResult.exit(process.onExit().join().exitValue());
    }

    private Ran created() {
        Ran made = run("new", "web", "--image", "tiny", "--llm");
        assertThat(made.exit()).as(made.err()).isZero();
        return made;
    }

    private JsonNode instance() {
        return incus.get("/1.0/instances/web?project=repoman");
    }

    /// @return the names of the volumes
    private List<String> volumes() {
        return incus.get("/1.0/storage-pools/default/volumes/custom?project=repoman&recursion=1")
                .findValuesAsText("name");
    }

    private static final Pattern NAME = Pattern.compile("repoman-web\\.[0-9a-f]{8}");

    @Test
    void uncommittedWorkIsSent() throws IOException {
        created();
        assertThat(run("send", "web").exit()).isEqualTo(2);
        assertThat(run("send", "web", "--wip").ok()).isEqualTo("your uncommitted work is inside web\n");
        assertThat(sh("cd \"$HOME/volume\"; cat untracked; git status -s")).isEqualTo("new\n?? untracked\n");
        sh("cd \"$HOME/volume\"; echo theirs >untracked");
        Ran dirty = run("send", "web", "--wip");
        assertThat(dirty.exit()).isEqualTo(4);
        assertThat(dirty.err()).contains("other uncommitted work inside web", "hint: commit it there");
        assertThat(sh("cd \"$HOME/volume\"; cat untracked")).isEqualTo("theirs\n");
    }

    @Test
    void newFillsAVolumeAndMasksTheNetwork() throws IOException {
        assertThat(created().err())
                .containsPattern("✓ create volume " + NAME + " in the pool default")
                .contains("✓ copy the branches and tags of ~/repos/web inside")
                .contains("0 changed and 1 untracked files in ~/repos/web are not copied")
                .contains("git -C ~/repos/web remote add repoman repoman::web");
        JsonNode devices = instance().path("devices");
        assertThat(devices.path("repo").toString())
                .containsPattern("\"source\":\"" + NAME + "\"")
                .contains("\"pool\":\"default\"", "\"path\":\"" + repo("web") + "\"")
                .doesNotContain("shift");
        assertThat(devices.path("eth0").toString()).isEqualTo("{\"type\":\"none\"}");
        assertThat(devices.path("model").path("connect").asText()).isEqualTo("tcp:127.0.0.1:9");
        assertThat(instance().path("config").path("environment.OLLAMA_HOST").asText())
                .isEqualTo("http://127.0.0.1:11434");
        assertThat(sh("cd \"$HOME/volume\"; cat file; git status -sb; git tag; git branch --format='%(refname:short)'"))
                .isEqualTo("one\n## trunk\nv1\ntopic\ntrunk\n");
        Ran status = run("status", "web", "--check");
        assertThat(status.exit()).as(status.out()).isZero();
        assertThat(status.out())
                .containsPattern("level +sealed")
                .containsPattern("repository +a volume, at " + repo("web") + " inside")
                .containsPattern("setuid +closed");
        assertThat(run("list", "--wide").ok()).contains("sealed");
    }

    @Test
    void repairTakesAnInterfaceAwayAndRecreatesTheContainer() {
        created();
        incus.does(
                "PATCH",
                "/1.0/instances/web?project=repoman",
                "{\"devices\":{\"eth0\":{\"type\":\"nic\",\"nictype\":\"bridged\",\"parent\":\"br0\"}}}");
        assertThat(run("status", "web").out()).contains("drift: the container is not sealed: of the interface eth0");
        assertThat(run("repair", "web").exit()).isZero();
        assertThat(instance().path("devices").path("eth0").toString()).isEqualTo("{\"type\":\"none\"}");
        incus.does("PUT", "/1.0/instances/web/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/web?project=repoman", "");
        Ran again = run("repair", "web");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("create volume", "copy the branches");
        assertThat(run("status", "web", "--check").exit()).isZero();
        incus.does("PUT", "/1.0/instances/web/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/web?project=repoman", "");
        incus.does(
                "DELETE",
                "/1.0/storage-pools/default/volumes/custom/" + volumes().getFirst() + "?project=repoman",
                "");
        assertThat(run("repair", "web").err()).contains("no volume of web exists: its repository is gone");
    }

    @Test
    void theNamesOfTheRegistryGiveItAProxy() {
        created();
        run("config", "set", "defaults.sealed.allow", "[\"github.com\"]").ok();
        assertThat(run("status", "web").out())
                .contains("drift: the container lacks the device http-proxy;")
                .contains(
                        "drift: the level sealed needs https_proxy = \"http://127.0.0.1:3128\", the container does not");
        assertThat(run("repair", "web", "-y").exit()).isZero();
        assertThat(instance().path("devices").path("http-proxy").path("listen").asText())
                .isEqualTo("tcp:127.0.0.1:3128");
        assertThat(instance().path("config").path("environment.no_proxy").asText())
                .contains("127.0.0.1");
        assertThat(run("status", "web", "--check").exit()).isZero();
        assertThat(run("status").out()).contains("the HTTP proxy of sealed projects does not run");
        run("config", "set", "defaults.sealed.allow", "[]").ok();
        assertThat(run("repair", "web", "-y").exit()).isZero();
        assertThat(instance().path("devices").has("http-proxy")).isFalse();
    }

    @Test
    void noLevelIsChangedToOrFromSealed() {
        created();
        run("config", "set", "project.web.containment", "guarded").ok();
        assertThat(run("status", "web").out())
                .contains("drift: the level is guarded, and the repository of the container is in a volume");
        run("config", "set", "defaults.containment", "open").ok();
        run("new", "plain", "--image", "tiny").ok();
        run("config", "set", "project.plain.containment", "sealed").ok();
        assertThat(run("status", "plain").out())
                .contains("drift: the level is sealed, and the repository of the container is a folder of this host");
        Ran renamed = run("rename", "web", "other");
        assertThat(renamed.exit()).isEqualTo(4);
        assertThat(renamed.err())
                .contains("the repository of web is in a volume", "repoman new other --repo web --containment sealed");
    }

    @Test
    void removeKeepsTheVolumeAndAdoptKnowsIt() throws IOException {
        created();
        sh("sed -i '/^\\[\\[project/,$d' " + registry());
        assertThat(run("adopt", "web").exit()).isZero();
        assertThat(Files.readString(registry())).contains("containment = \"sealed\"");
        Ran kept = run("remove", "web", "-y");
        assertThat(kept.out() + kept.err())
                .containsPattern("the repository is kept, in the volume " + NAME + " of the pool default");
        assertThat(volumes()).singleElement().asString().matches(NAME);
        assertThat(created().err())
                .containsPattern("the volume " + NAME + " exists: the repository in it is kept")
                .doesNotContain("create volume");
        run("remove", "web", "-y").ok();
        Ran purged = run("remove", "web", "-y", "--purge-volume");
        assertThat(purged.err()).containsPattern("✓ DELETE the volume " + NAME + " in the pool default");
        assertThat(volumes()).isEmpty();
    }

    /// Earlier versions named it for the project alone.
    @Test
    void aVolumeOfTheNameAloneIsKept() {
        volume("repoman-web", "");
        assertThat(created().err()).contains("the volume repoman-web exists: the repository in it is kept");
        assertThat(instance().at("/devices/repo/source").asText()).isEqualTo("repoman-web");
        assertThat(run("status", "web", "--check").exit()).isZero();
    }

    @Test
    void aVolumeOfAnotherUserOrProjectIsNot() {
        volume("repoman-web.01234567", ",\"config\":{\"user.repoman.uid\":\"4711\"}");
        volume("repoman-web-2", "");
        assertThat(created().err()).containsPattern("create volume " + NAME);
        assertThat(volumes())
                .hasSize(3)
                .contains(instance().at("/devices/repo/source").asText());
    }

    private void volume(String name, String more) {
        incus.does(
                "POST",
                "/1.0/storage-pools/default/volumes/custom?project=repoman",
                "{\"name\":\"" + name + "\"" + more + "}");
    }

    @Test
    void syncKeepsABareMirrorAndLeavesTheContainerAsItWas() throws IOException {
        created();
        run("stop", "web").ok();
        Ran synced = run("sync", "web", "--verify");
        assertThat(synced.exit()).as(synced.err()).isZero();
        assertThat(instance().path("status").asText()).isEqualTo("Stopped");
        assertThat(sh("cd \"$HOME\"; git clone -q mirrors/web.git back; cat back/file; git -C back branch -r"))
                .isEqualTo("one\n  origin/HEAD -> origin/trunk\n  origin/topic\n  origin/trunk\n");
        sh("cd \"$HOME/volume\"; git commit -q --allow-empty -m third; git branch -D topic");
        assertThat(run("sync", "--all").exit()).isZero();
        assertThat(sh("git -C \"$HOME/mirrors/web.git\" for-each-ref --format='%(refname) %(subject)'"))
                .isEqualTo("refs/heads/trunk third\nrefs/tags/v1 first\n");
        assertThat(home().resolve(".local/state/repoman/bundles")).isEmptyDirectory();
        Ran restored = run("restore", "web");
        assertThat(restored.exit()).isEqualTo(4);
        assertThat(restored.err()).contains("the repository of web is in a volume", "git clone ~/mirrors/web.git");
    }
}
