package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.file.PosixFiles;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Other machines in the registry: `[[host]]`.
class HostsTest {
    private static final String START = "[repoman]\nschema = 3\n";

    private static final String TWO = START + """
            [defaults]
            default_image = "here"
            bridge = "br0"
            [defaults.llm]
            ollama_url = "http://192.0.2.1:11434"

            [[host]] # the rack
            name = "work"

            [[host]]
            name = "gpu"
            remote = "gpu-2"
            incus_project = "agents"
            default_image = "cuda"
            profiles = ["default", "llm-share"]
            bridge = "br7"
            ollama_url = "http://198.51.100.7:11434"

            [[project]]
            name = "web"
            host = "work"

            [[project]]
            name = "api"
            """;

    @TempDir
    Path folder;

    private Path file;
    private RegistryStore store;

    /// And back: the file is as it was.
    @Test
    void aProjectThatMovesKeepsTheRestOfItsEntry() throws IOException {
        Files.writeString(file, TWO.replace("name = \"api\"", "name = \"api\" # ours\nprofiles = [\"default\"]"));
        String before = Files.readString(file);
        RegistryEdit.Move there = new RegistryEdit.Move(
                new ProjectName("api"),
                new RegistryEdit.Place(null, List.of("default")),
                new RegistryEdit.Place("gpu", List.of("default", "llm-share")));
        Registry moved = store.apply(List.of(there));
        assertThat(moved.find(new ProjectName("api")).orElseThrow().host()).isEqualTo("gpu");
        assertThat(Files.readString(file))
                .isEqualTo(before.replace(
                        "# ours\nprofiles = [\"default\"]",
                        "# ours\nprofiles = [\"default\", \"llm-share\"]\nhost = \"gpu\""));
        store.apply(List.of(there.back()));
        assertThat(file).hasContent(before);
    }

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("repoman.toml");
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
        Files.writeString(file, TWO);
    }

    @Test
    void eachHostHasDefaultsOfItsOwn() {
        Registry known = store.load();
        assertThat(known.unknownKeys()).isEmpty();
        Defaults work = known.at(new ProjectName("web")).defaults();
        assertThat(work.project()).isEqualTo(new IncusProject("work", "repoman"));
        assertThat(work.defaultImage()).isEqualTo("here");
        assertThat(work.bridge()).isEqualTo("br0");
        assertThat(work.llm().ollamaUrl()).isEmpty();
        Defaults gpu = known.on("gpu").defaults();
        assertThat(gpu.project()).isEqualTo(new IncusProject("gpu-2", "agents"));
        assertThat(gpu.defaultImage()).isEqualTo("cuda");
        assertThat(gpu.profiles()).containsExactly("default", "llm-share");
        assertThat(gpu.bridge()).isEqualTo("br7");
        assertThat(gpu.llm().ollamaUrl()).isEqualTo("http://198.51.100.7:11434");
        assertThat(known.at(new ProjectName("api"))).isEqualTo(known);
        assertThat(known.defaults().project()).isEqualTo(IncusProject.here("repoman"));
        assertThat(known.find(new ProjectName("web")).orElseThrow().hasVolume()).isTrue();
        assertThat(known.find(new ProjectName("api")).orElseThrow().hasVolume()).isFalse();
        assertThatThrownBy(() -> known.on("nosuch"))
                .isInstanceOf(RepomanException.class)
                .hasMessage("the host \"nosuch\" is not in the registry");
    }

    @Test
    void aHostIsWrittenAndChangedInItsPlace() throws IOException {
        Host work = new Host(
                "work",
                "work",
                Optional.of("repoman"),
                Optional.empty(),
                Optional.of(List.of("default")),
                Optional.empty(),
                Optional.empty());
        store.apply(List.of(new RegistryEdit.SetHost(work)));
        assertThat(file).content().contains("""
                [[host]] # the rack
                name = "work"
                remote = "work"
                incus_project = "repoman"
                profiles = ["default"]
                """);
        assertThat(store.load().host("work")).contains(work);
        String once = Files.readString(file);
        store.apply(List.of(new RegistryEdit.SetHost(work)));
        assertThat(file).hasContent(once);
        Project shop = RegistryStoreTest.project("shop").on("gpu");
        store.apply(List.of(new RegistryEdit.Add(shop)));
        assertThat(store.load().find(shop.name()).orElseThrow().host()).isEqualTo("gpu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[host]]\\nremote = "a"                       | :3: host[1].name: is missing
            [[host]]\\nname = "a"\\n[[host]]\\nname = "a" | :6: host[2].name: "a" is defined twice
            [[host]]\\nname = "a b"                       | :4: host[1].name: "a b" is not the name of a remote
            [[host]]\\nname = "-a"                        | :4: host[1].name: "-a" is not the name of a remote
            [[host]]\\nname = "a"\\nremote = "a:"         | :5: host[1].remote: "a:" is not the name of a remote
            [[host]]\\nname = "a"\\nprofiles = "default"  | :5: host[1].profiles: is a text, not a list of texts
            [[host]]\\nname = "a"\\nollama_url = "b"      | :5: host[1].ollama_url: "b" is not the address of a web server
            [[project]]\\nname = "web"\\nhost = "a"       | :5: project[1].host: "a" is not a [[host]]
            host = "a"                                    | host: is not a list of tables
            """)
    void whatIsWrongIsSaidWithItsLine(String text, String said) throws IOException {
        String lines = text.replace("\\n", "\n") + "\n";
        Files.writeString(file, text.startsWith("host") ? lines + START : START + lines);
        assertThatThrownBy(() -> store.load())
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(((RepomanException) e).hint()).startsWith("allowed: "));
    }
}
