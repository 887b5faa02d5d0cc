package dev.repoman.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LockFileTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private Path side;

    @BeforeEach
    void name() {
        side = folder.resolve("deep/x.lock");
    }

    /// Takes the lock in a process of its own, says so, and waits to be killed.
    static final class Holder {
        private Holder() {}

        public static void main(String... args) throws Exception {
            try (LockFile _ = LockFile.acquire(Path.of(args[0]), LONG)) {
                System.out.println("held");
                Thread.sleep(Duration.ofMinutes(5));
            }
        }
    }

    private Process holder() throws IOException {
        Process process = Jvm.start(Holder.class, side.toString());
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("held");
        return process;
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheLock() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        Process other = holder();
        try {
            long start = System.nanoTime();
            assertThatThrownBy(() -> LockFile.acquire(side, SHORT))
                    .asInstanceOf(InstanceOfAssertFactories.type(LockHeldException.class))
                    .satisfies(e -> assertThat(e.pid()).hasValue(other.pid()))
                    .satisfies(e -> assertThat(e.since().orElseThrow()).isBetween(before, Instant.now()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
            // no wait at all is one try
            assertThatThrownBy(() -> LockFile.acquire(side, Duration.ZERO)).isInstanceOf(LockHeldException.class);
        } finally {
            other.destroyForcibly();
        }
        try (LockFile _ = LockFile.acquire(side, LONG)) {
            assertThat(Files.readString(side))
                    .startsWith(ProcessHandle.current().pid() + " ");
        }
    }

    @Test
    void aSecondTryOfTheSameProcessWaitsAndDoesNotDropTheFirst() throws Exception {
        try (LockFile _ = LockFile.acquire(side, SHORT)) {
            assertThatThrownBy(() -> LockFile.acquire(side, SHORT))
                    .asInstanceOf(InstanceOfAssertFactories.type(LockHeldException.class))
                    .satisfies(e ->
                            assertThat(e.pid()).hasValue(ProcessHandle.current().pid()));
            // had the second try opened and closed the file, the kernel would have dropped the first one's lock
            Process other = Jvm.start(Holder.class, side.toString());
            try {
                assertThat(other.waitFor(1500, TimeUnit.MILLISECONDS)).isFalse();
                assertThat(other.inputReader().ready()).isFalse();
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void threadsExcludeEachOther() throws Exception {
        int[] counter = {0};
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 50; n++) {
                        try (LockFile _ = LockFile.acquire(side, LONG)) {
                            int seen = counter[0];
                            Thread.onSpinWait();
                            counter[0] = seen + 1;
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(counter[0]).isEqualTo(400);
    }

    @Test
    void closingTwiceIsOnce() throws Exception {
        LockFile lock = LockFile.acquire(side, SHORT);
        lock.close();
        lock.close();
        try (LockFile _ = LockFile.acquire(side, SHORT)) {
            assertThatThrownBy(() -> LockFile.acquire(side, Duration.ZERO)).isInstanceOf(LockHeldException.class);
        }
    }

    @Test
    void twoPathsToOneFolderAreOneLock() throws Exception {
        Files.createDirectories(side.getParent());
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), side.getParent());
        try (LockFile _ = LockFile.acquire(side, SHORT)) {
            assertThatThrownBy(() -> LockFile.acquire(alias.resolve("x.lock"), SHORT))
                    .isInstanceOf(LockHeldException.class);
        }
    }

    @Test
    void nonsenseInTheFileNamesNobody() throws Exception {
        Process other = holder();
        try {
            Files.writeString(side, "who knows\n");
            assertThatThrownBy(() -> LockFile.acquire(side, SHORT))
                    .asInstanceOf(InstanceOfAssertFactories.type(LockHeldException.class))
                    .satisfies(e -> assertThat(e.pid()).isEmpty())
                    .satisfies(e -> assertThat(e).hasMessageContaining("locked by another process"));
        } finally {
            other.destroyForcibly();
        }
    }
}
