package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `list` for daily use: states, order, choice, warnings. On a terminal, and on the packaged program, it is in
/// `DriftLabIT`.
class ListCommandTest extends Cli {
    private static final String SCHEMA = "[repoman]\nschema = 3\n\n";

    /// Five projects: sound and synced, drifted, stopped with an agent, without a container; and one without
    /// an entry.
    private void world() throws IOException {
        prepare();
        incus.does("POST", "/1.0/profiles?project=repoman", "{\"name\":\"llm-share\",\"config\":{},\"devices\":{}}");
        Files.createDirectories(registry().getParent());
        Files.writeString(
                registry(),
                SCHEMA
                        + entry("delta", "2026-01-04", "2026-02-01", false)
                        + entry("alpha", "2026-01-01", "2026-02-02", false)
                        + entry("charlie", "2026-01-03", "", true)
                        + entry("bravo", "2026-01-02", "", false));
        container("delta", "\"default\"", true);
        container("alpha", "\"default\",\"llm-share\"", true);
        container("charlie", "\"default\"", false);
        container("echo", "\"default\"", true);
        incus.forgetRequests();
    }

    private static String entry(String name, String created, String synced, boolean hermes) {
        return """
                [[project]]
                name = "%s"
                repo = "%s"
                image = "tiny"
                profiles = ["default"]
                created = "%sT00:00:00Z"
                last_sync   = "%s"
                backup = %s
                hermes = %s

                """.formatted(name, name, created, synced.isEmpty() ? "" : synced + "T00:00:00Z", !hermes, hermes);
    }

    private void container(String name, String profiles, boolean runs) throws IOException {
        Files.createDirectories(repo(name));
        String uid = Files.getAttribute(java.nio.file.Path.of("/proc/self"), "unix:uid")
                .toString();
        String repo = repo(name).toString();
        String data = name.equals("charlie")
                ? ",\"hermes-state\":{\"type\":\"disk\",\"shift\":\"true\",\"required\":\"false\",\"source\":\"%s\","
                                .formatted(home() + "/.local/share/repoman/hermes/charlie")
                        + "\"path\":\"%s\"}".formatted(home() + "/.hermes")
                : "";
        incus.does(
                "POST", "/1.0/instances?project=repoman", """
                {"name":"%s","type":"container","source":{"type":"image","alias":"tiny"},"profiles":[%s],
                 "config":{"security.guestapi":"false","user.repoman.repo":"%s","user.repoman.image":"tiny","user.repoman.user":"tester",
                           "user.repoman.uid":"%s","user.repoman.created":"2026-01-05T00:00:00Z"},
                 "devices":{"repo":{"type":"disk","source":"%s","path":"%s","shift":"true"}%s}}""".formatted(name, profiles, repo, uid, repo, repo, data));
        incus.does("PUT", "/1.0/instances/" + name + "/state?project=repoman", "{\"action\":\"start\"}");
        if (!runs) {
            incus.does(
                    "PUT", "/1.0/instances/" + name + "/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        }
    }

    private String names(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "list";
        all[1] = "-q";
        System.arraycopy(args, 0, all, 2, args.length);
        return run(all).ok().replace('\n', ' ').strip();
    }

    @Test
    void warningsInOneRequest() throws IOException {
        world();
        Ran ran = run("list");
        assertThat(incus.requests()).hasSize(1);
        assertThat(ran.ok().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith("NAME STATE REPO IMAGE LLM HERMES BACKUP WARN")
                .anyMatch(line -> line.matches("delta running delta tiny no no \\w+"))
                .anyMatch(line -> line.matches("alpha running alpha tiny yes no \\w+ profiles"))
                .anyMatch(line -> line.matches("charlie stopped charlie tiny no yes off 1? ?.*"))
                .anyMatch(line -> line.matches("bravo missing bravo tiny no no never no container"))
                .anyMatch(line -> line.matches("echo orphan /.*/echo tiny no no - no entry"));
        assertThat(ran.err())
                .isEqualTo("hint: bravo: the container does not exist; to fix it: repoman repair bravo\n"
                        + "hint: echo: the container has no registry entry; to fix it: repoman adopt echo\n");
        assertThat(run("list", "--wide").ok()).contains("CREATED", "IPV4", "profiles");
        assertThat(run("list", "--filter", "orphan", "--json").ok())
                .contains("\"kind\" : \"orphan\"", "\"mend\" : \"repoman adopt echo\"", "\"created\" : \"2026-01-05")
                .doesNotContain("delta");
    }

    /// Each order and filter is in `ListFilterTest`.
    @Test
    void sortedAndFiltered() throws IOException {
        world();
        assertThat(names()).isEqualTo("delta alpha charlie bravo echo");
        assertThat(names("--sort", "CREATED")).isEqualTo("echo delta charlie bravo alpha");
        assertThat(names("--filter", "hermes=no", "--filter", "running")).isEqualTo("delta alpha");
        assertThat(names("--filter", "warn", "--sort", "name"))
                .startsWith("alpha bravo ")
                .endsWith("echo");
    }

    @Test
    void badValuesNameTheRightOnes() {
        prepare();
        Ran state = run("list", "--filter", "runing");
        assertThat(state.exit()).isEqualTo(2);
        assertThat(state.err())
                .startsWith("repoman: no such filter: runing\nhint: use a state (running, stopped, ")
                .contains("KEY=VALUE with one of state, llm, hermes, backup, warn");
        Ran sort = run("list", "--sort", "size");
        assertThat(sort.exit()).isEqualTo(2);
        assertThat(sort.err()).containsIgnoringCase("name").containsIgnoringCase("created");
    }

    @Test
    void anOverrideThatNobodyCanReadIsAWarning() throws IOException {
        world();
        Files.createDirectories(registry().resolveSibling("repos.d"));
        Files.writeString(registry().resolveSibling("repos.d/delta.toml"), "image = 3\n");
        assertThat(run("list").ok()).containsPattern("delta .* override\n");
        assertThat(run("status", "delta").exit()).isEqualTo(5);
    }

    /// In a pipe nothing is shortened, in the registry's order, each time the same.
    @Test
    void ahundredProjects() throws IOException {
        prepare();
        Files.createDirectories(registry().getParent());
        String longName = "a-very-long-name-of-a-project-that-has-forty-letters";
        Files.writeString(
                registry(),
                SCHEMA
                        + IntStream.range(0, 100)
                                .mapToObj(i -> entry(longName + "-" + (99 - i), "2026-01-01", "", false))
                                .collect(Collectors.joining()));
        String first = run("list").ok();
        assertThat(first.lines()).hasSize(101);
        assertThat(first).contains(longName + "-0 ", longName + "-99 ").doesNotContain("…");
        assertThat(run("list").ok()).isEqualTo(first);
    }

    @Test
    void listInOneRequest() {
        demo();
        assertThat(run("list").ok()).isEqualTo("""
                        NAME  STATE    REPO  IMAGE  LLM  HERMES  BACKUP
                        demo  running  demo  tiny   no   no      never
                        """);
        assertThat(incus.requests()).hasSize(1);
        assertThat(run("list", "-q").ok()).isEqualTo("demo\n");
        assertThat(run("status", "demo", "-q").ok()).isEmpty();
        assertThat(run("list", "--json").ok()).contains("\"state\" : \"running\"", "\"format\" : 1");
    }

    @Test
    void listShowsOrphansBothWays() throws IOException {
        demo();
        run("new", "gone", "--image", "tiny").ok();
        incus.does("PUT", "/1.0/instances/gone/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("DELETE", "/1.0/instances/gone?project=repoman", "");
        String text = Files.readString(registry());
        Files.writeString(registry(), text.replace("\"demo\"", "\"renamed\""));
        assertThat(run("list").ok())
                .contains("renamed  missing")
                .contains("gone     missing")
                .contains("demo     orphan");
    }

    @Test
    void listWithIncusDownStillLists() throws IOException {
        demo();
        incus.close();
        Ran ran = run("list");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("demo  unknown");
        assertThat(ran.err()).startsWith("warning: Incus ").contains("hint: ");
        Ran json = run("list", "--json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out()).contains("\"state\" : \"unknown\"", "\"warning\"");
        assertThat(json.err()).isEmpty();
        assertThat(run("status", "demo").exit()).isEqualTo(3);
        assertThat(run("status").exit()).isEqualTo(3);
    }

    @Test
    void listSaysThatTheIncusProjectIsMissing() {
        demo();
        incus.reset();
        Ran ran = run("list");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("demo  missing");
        assertThat(ran.err()).startsWith("warning: the Incus project \"repoman\" does not exist");
    }
}
