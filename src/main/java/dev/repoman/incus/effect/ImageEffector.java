package dev.repoman.incus.effect;

import dev.repoman.file.Resources;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.plan.Action;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Bytes;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Carries out the actions inside a builder, and creates an image from it.
@ApplicationScoped
public class ImageEffector {
    /// Read when the executable is built.
    private static final String RUN_INSTALLER = Resources.text(ImageEffector.class, "run-installer.sh");

    private static final String VERIFY_AGENT = Resources.text(ImageEffector.class, "verify-agent.sh");
    private static final String CLEAN_BUILDER = Resources.text(ImageEffector.class, "clean-builder.sh");

    /// Keeps the version for the image: the plan cannot know it.
    private static final String VERSION_KEY = "user.repoman.version";

    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+[0-9A-Za-z.+-]*)");
    private static final Duration VERIFY = Duration.ofMinutes(2);
    private static final Duration CLEAN = Duration.ofMinutes(5);
    /// The uid of an ordinary user that no image has.
    private static final long NOBODY_ELSE = 64_117;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Incus incus;

    public ImageEffector(Incus incus) {
        this.incus = incus;
    }

    public void apply(Action.OnBuilder action, Progress progress) {
        try {
            switch (action) {
                case Action.RunInstaller run -> install(run, progress);
                case Action.VerifyAgent verify -> verify(verify, progress);
                case Action.PublishImage publish -> publish(publish, progress);
            }
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot write the log of the build: " + e.getMessage(), "is the disk full?", e);
        }
    }

    private void install(Action.RunInstaller run, Progress progress) throws IOException {
        try (BuildLog log = BuildLog.open(Path.of(run.log()), progress)) {
            int code = exec(
                    run,
                    "the installer",
                    "--timeout SECONDS allows more time\n",
                    RUN_INSTALLER,
                    run.script(),
                    0,
                    Duration.ofSeconds(run.seconds()),
                    log);
            if (code != 0) {
                throw new RepomanException(Fault.FAILED, "the installer failed with exit code " + code, log.hint());
            }
            exec(run, "cleaning up after the installer", "", CLEAN_BUILDER, Bytes.NONE, 0, CLEAN, log);
        }
    }

    private void verify(Action.VerifyAgent verify, Progress progress) throws IOException {
        try (BuildLog log = BuildLog.open(Path.of(verify.log()), progress)) {
            int code = exec(verify, "hermes --version", "", VERIFY_AGENT, Bytes.NONE, NOBODY_ELSE, VERIFY, log);
            if (code != 0) {
                throw new RepomanException(
                        Fault.FAILED,
                        "the installer succeeded, but hermes --version fails for an ordinary user (exit code " + code
                                + ")",
                        log.hint());
            }
            Matcher version = VERSION.matcher(log.lines().getFirst());
            if (!version.find()) {
                throw new RepomanException(Fault.FAILED, "hermes --version prints no version", log.hint());
            }
            incus.updateInstance(
                    verify.project(), verify.instance(), Map.of(VERSION_KEY, version.group(1)), new TreeMap<>());
        }
    }

    /// @param what names the command in the error if it does not end
    /// @param late what to do about that, with a final newline, or empty
    /// @param input the command's standard input
    private int exec(
            Action.OnBuilder action,
            String what,
            String late,
            String script,
            Bytes input,
            long id,
            Duration limit,
            BuildLog log) {
        long start = System.nanoTime();
        try {
            return incus.exec(
                    action.project(),
                    action.instance(),
                    new Exec(
                            List.of("/bin/sh", "-c", script),
                            Map.of("PATH", PATH, "HOME", id == 0 ? "/root" : "/tmp", "LANG", "C.UTF-8"),
                            id,
                            id,
                            input.stream(),
                            log,
                            log,
                            limit));
        } catch (IncusException e) {
            if (e.reason() == Reason.STALLED && System.nanoTime() - start >= limit.toNanos()) {
                throw new RepomanException(
                        Fault.FAILED, what + " did not end within " + limit.toSeconds() + " s", late + log.hint(), e);
            }
            throw e;
        }
    }

    /// The alias is moved when the new image exists, in one step; then the old one is deleted.
    private void publish(Action.PublishImage publish, Progress progress) {
        IncusProject project = publish.project();
        Map<String, String> config =
                incus.instance(project, publish.instance()).orElseThrow().config();
        Map<String, String> properties = new TreeMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith("image.")) {
                properties.put(key.substring("image.".length()), value);
            }
        });
        String version = config.getOrDefault(VERSION_KEY, "");
        properties.putAll(publish.properties());
        properties.put(Hermes.VERSION_PROPERTY, version);
        properties.put(
                "description",
                "hermes " + version + " on " + publish.properties().get("repoman.from"));
        String fingerprint = incus.publish(project, publish.instance(), properties, progress);
        Optional<Incus.Image> old = incus.image(project, publish.alias());
        incus.pointAlias(project, publish.alias(), fingerprint, old.isPresent());
        removeOld(publish, fingerprint);
    }

    /// Images of this alias that no longer have one: the previous image, and those of interrupted builds.
    private void removeOld(Action.PublishImage publish, String fingerprint) {
        List<String> same = List.of(BuildPlanner.AGENT, "repoman.alias", "repoman.uid");
        for (Incus.StoredImage image : incus.images(publish.project())) {
            boolean ours = same.stream()
                    .allMatch(key -> Objects.equals(
                            publish.properties().get(key), image.properties().get(key)));
            if (ours && image.aliases().isEmpty() && !image.fingerprint().equals(fingerprint)) {
                try {
                    incus.deleteImage(publish.project(), image.fingerprint());
                } catch (IncusException _) {
                    // it only takes space: the next build tries again
                }
            }
        }
    }
}
