package dev.repoman.incus.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.TestJson;
import dev.repoman.incus.Daemons;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.IncusLocation;
import dev.repoman.incus.SocketIncus;
import dev.repoman.incus.fake.FakeIncusd;
import dev.repoman.plan.Action;
import dev.repoman.project.Device;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Others at work on the same profile, and containers that cannot follow.
class ProjectEffectorTest {
    private static final String PATH = "/1.0/profiles/llm-share";

    private FakeIncusd daemon;
    private Incus incus;
    private ProjectEffector effector;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        daemon = FakeIncusd.start(folder.resolve("unix.socket"));
        daemon.does("POST", "/1.0/projects", "{\"name\":\"repoman\",\"config\":{\"features.images\":\"false\"}}");
        incus = new SocketIncus(new Daemons(
                new IncusLocation(daemon.socket()), (_, _) -> daemon.socket(), TestJson.mapper(), Trace.NONE));
        effector = new ProjectEffector(incus);
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private static Profile wanted(String host) {
        return new Profile("llm-share", "d", Map.of("environment.OLLAMA_HOST", host), new TreeMap<>(), "");
    }

    private void apply(Action.OnIncusProject action) {
        effector.apply(action, warnings::add);
    }

    private void edit(String value) {
        daemon.does(
                "PUT",
                PATH + "?project=repoman",
                "{\"description\":\"x\",\"config\":{\"environment.OLLAMA_HOST\":\"" + value + "\"},\"devices\":{}}");
    }

    private String host() {
        return daemon.get(PATH + "?project=repoman")
                .path("config")
                .path("environment.OLLAMA_HOST")
                .asText();
    }

    private Action.ReplaceProfile replacement() {
        String etag = incus.profile(IncusProject.here("repoman"), "llm-share")
                .orElseThrow()
                .etag();
        return new Action.ReplaceProfile(
                IncusProject.here("repoman"), wanted("new"), etag, List.of("environment.OLLAMA_HOST"));
    }

    @Test
    void whatIsThereAlreadyIsNoError() {
        SortedMap<String, String> config = new TreeMap<>(Map.of("features.images", "false"));
        apply(new Action.CreateIncusProject(IncusProject.here("repoman"), config));
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("old")));
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("new")));
        assertThat(host()).isEqualTo("new");
    }

    @Test
    void aChangeSinceItWasReadIsReadAgainOnce() {
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("old")));
        Action.ReplaceProfile replace = replacement();
        edit("by hand");
        apply(replace);
        assertThat(host()).isEqualTo("new");
    }

    @Test
    void somebodyElseWhoDidTheSameIsEnough() {
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("old")));
        Action.ReplaceProfile replace = replacement();
        apply(replace);
        daemon.forgetRequests();
        apply(replace);
        assertThat(daemon.requests()).hasSize(2); // the PUT that was refused, and the look
    }

    @Test
    void whoIsQuickerTwiceIsSaid() {
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("old")));
        Action.ReplaceProfile replace = replacement();
        edit("once");
        daemon.before("PUT", PATH, () -> daemon.before("PUT", PATH, () -> edit("twice")));
        IncusException e = catchThrowableOfType(IncusException.class, () -> apply(replace));
        assertThat(e.reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(e.hint()).isEqualTo("someone else just changed it; run this again");
        assertThat(host()).isEqualTo("twice");
    }

    @Test
    void aContainerThatCannotFollowIsNamed() {
        daemon.does(
                "PUT",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{},\"devices\":{\"root\":{\"type\":\"disk\",\"path\":\"/\",\"pool\":\"default\"}}}");
        apply(new Action.CreateProfile(IncusProject.here("repoman"), wanted("old")));
        for (String name : List.of("a", "b")) {
            daemon.does(
                    "POST",
                    "/1.0/instances?project=repoman",
                    "{\"name\":\"" + name + "\",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"},"
                            + "\"profiles\":[\"default\",\"llm-share\"]}");
            daemon.does("PUT", "/1.0/instances/" + name + "/state?project=repoman", "{\"action\":\"start\"}");
        }
        Device gone = Device.of(Map.of("type", "disk", "source", "/nonexistent/x", "path", "/x"));
        apply(new Action.ReplaceProfile(
                IncusProject.here("repoman"),
                new Profile("llm-share", "", Map.of(), new TreeMap<>(Map.of("gone", gone)), ""),
                replacement().etag(),
                List.of()));
        assertThat(warnings).hasSize(2).first().asString().startsWith("the container a keeps using the old profile: ");
    }
}
