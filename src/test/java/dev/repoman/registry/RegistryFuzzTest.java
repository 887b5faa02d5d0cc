package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random and mutated bytes: never anything but a value or the registry's error. The same ones on each
/// machine, however fast it is; `-Dfuzz.seconds=N` goes on after them for that long, `-Dfuzz.seed=N` starts
/// elsewhere.
class RegistryFuzzTest {
    private static final String[] TOKENS = {
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "#",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\\",
        "\\u00e9",
        "\\UFFFFFFFF",
        "\uFEFF",
        "nan",
        "-inf",
        "0x",
        "1e999",
        "99999999999999999999",
        "1979-05-27",
        "25:61:61",
        "[[project]]",
        "[project]",
        "[defaults.llm]",
        "schema = 1",
        "schema = 3",
        "name",
        "project = []",
        "defaults",
        "llm",
        "\u0007",
        "\uD83E\uDD88",
        "true",
        "[repoman]"
    };

    private static final int RUNS = 4000;

    @TempDir
    Path folder;

    @Test
    void anythingIsAValueOrTheRegistrysError() {
        long more = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 0)).toNanos();
        long start = System.nanoTime();
        long seed = Long.getLong("fuzz.seed", 0);
        int values = 0;
        int runs = 0;
        Path file = folder.resolve("repoman.toml");
        for (; runs < RUNS || System.nanoTime() - start < more; seed++, runs++) {
            byte[] bytes = bytes(new Random(seed), seed);
            MemoryFiles files = new MemoryFiles();
            files.put(file, bytes);
            files.put(folder.resolve("repos.d/p.toml"), bytes);
            RegistryStore store = new RegistryStore(new RegistryLocation(file), files);
            try {
                boolean reads = quietly(store::peek);
                values += reads ? 1 : 0;
                quietly(() -> store.override(new ProjectName("p")));
                if (reads) {
                    // what can be read can be edited, or is refused for a reason and untouched
                    boolean edits = quietly(
                            () -> store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("fuzz")))));
                    assertThat(edits || Arrays.equals(files.read(file).orElseThrow(), bytes))
                            .isTrue();
                }
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed " + seed + ", bytes " + HexFormat.of().formatHex(bytes) + "\n"
                                + new String(bytes, StandardCharsets.UTF_8),
                        e);
            }
        }
        assertThat(values).as("values among %d runs", runs).isPositive();
    }

    private static boolean quietly(Runnable use) {
        try {
            use.run();
            return true;
        } catch (RepomanException e) {
            assertThat(e.fault()).isIn(Fault.REGISTRY, Fault.REFUSED);
            assertThat(e.what()).isNotBlank().doesNotContain("\n");
            return false;
        }
    }

    private static byte[] bytes(Random random, long seed) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        if (random.nextInt(50) == 0) {
            // deep nesting, of either kind
            int depth = 1 + random.nextInt(20_000);
            String open = random.nextBoolean() ? "[" : "{a=";
            return ("x = " + open.repeat(depth)).getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(Documents.generate(seed).text());
        int mutations = random.nextInt(4);
        for (int i = 0; i < mutations && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
                case 2 -> text.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
                default -> text.insert(at, text.substring(at, end));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(5) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
