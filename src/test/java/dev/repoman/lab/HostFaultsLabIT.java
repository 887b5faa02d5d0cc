package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What fails on the way to another machine while a project is created there.
@LabTest
class HostFaultsLabIT {
    @TempDir
    Path temp;

    @BeforeEach
    void twoMachines() {
        Lab.twoMachines();
        repoman("setup --host work --yes").ok();
    }

    @AfterEach
    void reachable() {
        Lab.machine("connect", "work");
    }

    private static Ran repoman(String line) {
        return Lab.dev().sh("repoman " + line);
    }

    /// @return `new` in the background, once it has done that step
    private static Process createdUpTo(String step) {
        Process creating =
                Lab.dev().start("sh", "-c", "rm -f log; exec repoman new web --host work --image debian 2>log");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Lab.dev().sh("grep -q '. " + step + "' log").exit() == 0 || !creating.isAlive());
        return creating;
    }

    private static String log() {
        return Lab.dev().sh("cat log").out();
    }

    private static void isWhole() {
        assertThat(Lab.dev().sh("repoman shell web -- git log --format=%s").ok().out())
                .isEqualTo("first\n");
        assertThat(Lab.dev()
                        .sh("incus list work: -c n -f csv --project repoman")
                        .ok()
                        .out())
                .isEqualTo("web\n");
    }

    /// It may end before the proxy is killed.
    @Test
    void aProxyThatDiesMeanwhile() throws Exception {
        for (String step : List.of("create volume", "start container")) {
            Process creating = createdUpTo(step);
            Lab.dev().run("pkill", "-KILL", "-f", "incus remote proxy");
            int exit = creating.waitFor();
            assertThat(exit).as(log()).isIn(0, 1, 3); // 1: what runs inside is killed with its streams
            if (exit != 0) {
                assertThat(log()).containsAnyOf("the connection to the host work failed", "exit code 137");
                Ran list = repoman("list").ok();
                if (list.out().contains("orphan")) {
                    assertThat(list.err()).contains("to fix it: repoman new web --host work");
                }
                repoman("new web --host work --image debian").ok();
            }
            isWhole();
            repoman("remove web --yes --purge-volume").ok();
        }
    }

    @Test
    void fiveSecondsWithoutNetworkAreWaitedFor() throws Exception {
        Process creating = createdUpTo("create volume");
        Lab.machine("cut", "work");
        assertThat(creating.waitFor(5, TimeUnit.SECONDS)).as(log()).isFalse();
        Lab.machine("connect", "work");
        assertThat(creating.waitFor()).as(log()).isZero();
        isWhole();
    }

    /// The keys of the container are enough for an entry, there as here.
    @Test
    void anEntryThatIsLostIsWrittenAgain() {
        repoman("new web --host work --image debian").ok();
        String registry = Lab.dev().sh("cat .config/repoman/repoman.toml").ok().out();
        Lab.dev()
                .sh("sed -i '/^\\[\\[project/,$d' .config/repoman/repoman.toml")
                .ok();
        assertThat(repoman("list").ok().err()).contains("to fix it: repoman adopt web --host work");
        assertThat(repoman("adopt web").exit()).isEqualTo(1);
        assertThat(repoman("adopt web --host nosuch").exit()).isEqualTo(2);
        repoman("adopt --all --host work").ok();
        assertThat(Lab.dev().sh("cat .config/repoman/repoman.toml").ok().out())
                .isEqualToNormalizingWhitespace(registry);
        isWhole();
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        Path store = temp.resolve("store");
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(("-genkeypair -alias dev -keyalg EC -startdate 2020/01/01 -validity 30 -dname CN=dev"
                        + " -storepass secret -keystore")
                .split(" ")));
        words.add(store.toString());
        assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        repoman("new web --host work --image debian").ok();
        Lab.dev().run("pkill", "-KILL", "-f", "incus remote proxy");
        install("client.crt", "CERTIFICATE", keys.getCertificate("dev").getEncoded());
        install(
                "client.key",
                "PRIVATE KEY",
                keys.getKey("dev", "secret".toCharArray()).getEncoded());
        Ran list = repoman("list").ok();
        assertThat(list.out()).containsPattern("web +unknown");
        Ran shell = repoman("shell web -- true");
        assertThat(shell.exit()).as(shell.toString()).isEqualTo(3);
        assertThat(shell.err()).contains("hint: on that machine, incus config trust list");
    }

    private static void install(String file, String kind, byte[] content) {
        Lab.dev()
                .stdin("-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n")
                .sh("cat >.config/incus/" + file)
                .ok();
    }
}
