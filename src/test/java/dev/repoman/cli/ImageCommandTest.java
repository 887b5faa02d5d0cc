package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `image build` and `image list`.
class ImageCommandTest extends Cli {
    private final List<String> installed = new ArrayList<>();
    private ExecResult installer = ExecResult.ok("working\n");
    private ExecResult version = ExecResult.ok("Hermes Agent v0.16.0 (2026.6.5)\nPython 3.11\n");

    private void builds() {
        prepare();
        incus.onExec(call -> {
            String script = call.command().getLast();
            if (script.contains(".repoman-installer")) {
                assertThat(call.uid()).isZero();
                installed.add(new String(call.readStdin(), StandardCharsets.UTF_8));
                return installer;
            }
            if (script.contains("hermes --version")) {
                assertThat(call.uid()).isPositive();
                return version;
            }
            return ExecResult.ok();
        });
    }

    private static Path recipe(String text) throws IOException {
        return Files.writeString(home().resolve("mine.sh"), text);
    }

    private Ran build(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "image",
                "build",
                "hermes",
                "--from",
                "tiny",
                "--installer",
                recipe("echo hi é\n").toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private void nothingIsLeft() {
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
    }

    private String fingerprint() {
        return incus.get("/1.0/images/aliases/repoman-hermes").path("target").asText();
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> logs = Files.list(home().resolve(".local/state/repoman/logs"))) {
            return logs.toList();
        }
    }

    @Test
    void buildsPublishesAndCleansUp() throws IOException {
        builds();
        Ran ran = build();
        assertThat(ran.ok()).isEqualTo("the image repoman-hermes is ready: repoman new NAME --hermes\n");
        assertThat(installed).containsExactly("echo hi é\n");
        nothingIsLeft();
        var image = incus.get("/1.0/images/" + fingerprint());
        assertThat(image.path("properties").path("hermes.version").asText()).isEqualTo("0.16.0");
        assertThat(image.path("properties").path("repoman.from").asText()).isEqualTo("tiny");
        assertThat(logs()).singleElement().satisfies(log -> {
            assertThat(log).content().contains("working", "Hermes Agent v0.16.0");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                    .isEqualTo("rw-------");
        });
        assertThat(run("image", "list").ok()).contains("repoman-hermes  hermes  0.16.0   tiny");
        assertThat(run("image", "list", "-q").ok()).isEqualTo("repoman-hermes\n");
        assertThat(run("image", "list", "--json").ok()).contains("\"version\" : \"0.16.0\"", "\"format\" : 1");
    }

    @Test
    void theOldImageGoesWhenTheNewOneIsThere() throws IOException {
        builds();
        build().ok();
        String old = fingerprint();
        version = ExecResult.ok("Hermes Agent v0.17.0\n");
        build().ok();
        assertThat(fingerprint()).isNotEqualTo(old);
        assertThat(run("image", "list").ok()).contains("0.17.0").doesNotContain("0.16.0");
        assertThat(incus.get("/1.0/images").toString()).doesNotContain(old);
    }

    @Test
    void whateverFailsTheOldImageStaysAndNoBuilder() throws IOException {
        builds();
        build().ok();
        String old = fingerprint();

        installer = ExecResult.failed(7, "one\nE: no network\n");
        Ran failed = build();
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err())
                .contains("repoman: the installer failed with exit code 7")
                .contains("E: no network")
                .contains("the full output is in " + home() + "/.local/state/repoman/logs/image-build-hermes-");
        nothingIsLeft();

        installer = ExecResult.ok();
        version = ExecResult.failed(1, "Permission denied: /root/python\n");
        Ran broken = build();
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
                .contains("hermes --version fails for an ordinary user")
                .contains("Permission denied: /root/python");
        nothingIsLeft();

        version = ExecResult.ok("Hermes Agent v0.18.0\n");
        incus.failWait("POST", "/1.0/images", 500, "write /x: no space left on device");
        Ran full = build();
        assertThat(full.exit()).isEqualTo(1);
        assertThat(full.err())
                .contains("no space left on device")
                .contains("↶ rolled back the container repoman-build");
        nothingIsLeft();
        assertThat(fingerprint()).isEqualTo(old);
    }

    @Test
    void aBuilderThatAKilledBuildLeftGoesFirst() throws IOException {
        builds();
        incus.does(
                "POST",
                "/1.0/instances?project=repoman",
                "{\"name\":\"repoman-build-hermes-0-1\",\"start\":true,\"source\":{\"type\":\"image\",\"alias\":\"tiny\"},"
                        + "\"config\":{\"user.repoman.builder\":\"hermes\",\"user.repoman.uid\":\"%s\"}}"
                                .formatted(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
        assertThat(run("image", "list").ok()).contains("the builder repoman-build-hermes-0-1 exists");
        assertThat(run("list").ok()).doesNotContain("repoman-build");
        Ran ran = build();
        ran.ok();
        assertThat(ran.err()).contains("delete container repoman-build-hermes-0-1");
        nothingIsLeft();
    }

    @Test
    void refusals() throws IOException {
        builds();
        Ran taken = build("--alias", "tiny");
        assertThat(taken.exit()).isEqualTo(4);
        assertThat(taken.err()).contains("names an image that repoman did not build");
        assertThat(run("image", "build", "hermes", "--from", "nosuch").exit()).isEqualTo(1);
        assertThat(run("image", "build", "hermes", "--installer", "/nosuch").exit())
                .isEqualTo(2);
        assertThat(run("image", "build", "claude").exit()).isEqualTo(2);
        assertThat(build("--alias", "a b").exit()).isEqualTo(2);
        assertThat(build("--timeout", "0").exit()).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void dryRunAndTheRecipe() throws IOException {
        builds();
        assertThat(build("--dry-run").ok())
                .contains("• run ~/mine.sh inside")
                .contains("• publish the image repoman-hermes");
        assertThat(build("--dry-run", "--json").ok()).contains("\"action\" : \"publish-image\"");
        assertThat(run("image", "build", "hermes", "--show-installer").ok()).startsWith("#!/bin/sh\n");
        nothingIsLeft();
        assertThat(run("image", "--help").ok()).contains("build", "list");
        assertThat(run("image", "build", "--help").ok()).contains("Exit codes:");
    }
}
