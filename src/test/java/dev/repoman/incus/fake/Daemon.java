package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The daemon under test: the fake one, or a real one whose socket INCUS_LAB_SOCKET names. Each has a project
/// of its own for the test, which goes with it.
record Daemon(
        String name, Path socket, String project, @Nullable FakeIncusd fake) implements AutoCloseable {
    static Stream<String> names() {
        return Stream.of("fake", "real").filter(n -> n.equals("fake") || System.getenv("INCUS_LAB_SOCKET") != null);
    }

    static Daemon open(String name) throws IOException {
        String project = "t" + UUID.randomUUID().toString().substring(0, 8);
        if (name.equals("real")) {
            return new Daemon(name, Path.of(System.getenv("INCUS_LAB_SOCKET")), project, null);
        }
        Path folder = Files.createTempDirectory("fi");
        return new Daemon(name, folder.resolve("s"), project, FakeIncusd.start(folder.resolve("s")));
    }

    RawClient client() throws IOException {
        return new RawClient(socket);
    }

    RawClient.Answer call(String method, String target, String body, String... headers) throws IOException {
        try (RawClient client = client()) {
            return client.call(method, fill(target), fill(body).replace('\'', '"'), headers);
        }
    }

    String fill(String text) {
        return text.replace("$P", project);
    }

    /// Does it and waits for its operation, if it starts one.
    RawClient.Answer done(String method, String target, String body) throws IOException {
        RawClient.Answer answer = call(method, target, body);
        JsonNode json = answer.json();
        return json.path("type").asText().equals("async")
                ? call("GET", json.path("operation").asText() + "/wait", "")
                : answer;
    }

    /// The project with a default profile that lets containers start.
    Daemon withProject() throws IOException {
        done("POST", "/1.0/projects", "{'name':'$P','config':{'features.images':'false'}}");
        done("PUT", "/1.0/profiles/default?project=$P", DEVICES);
        return this;
    }

    Daemon withContainer(String name) throws IOException {
        done(
                "POST",
                "/1.0/instances?project=$P",
                "{'name':'" + name + "','source':{'type':'image','alias':'tiny'},'start':true}");
        return this;
    }

    static final String DEVICES =
            "{'devices':{'root':{'type':'disk','path':'/','pool':'default'},'eth0':{'type':'nic','nictype':'bridged','parent':'br0','name':'eth0'}}}";

    @Override
    public void close() throws IOException {
        call("DELETE", "/1.0/projects/$P?force=true", "");
        if (fake != null) {
            fake.close();
            Files.delete(socket.getParent());
        }
    }
}
