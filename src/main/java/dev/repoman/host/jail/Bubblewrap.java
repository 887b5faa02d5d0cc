package dev.repoman.host.jail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.host.Programs;
import dev.repoman.plan.JailFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The jail, created with bubblewrap (`bwrap`): new namespaces of every kind, and a root file system that
/// holds what is listed here and the job's folders. It maps only the user's own uid and gid; every other
/// owner appears as `nobody`.
@ApplicationScoped
public class Bubblewrap implements Jail {
    private static final String PROGRAM = "bwrap";
    private static final Duration TRIAL = Duration.ofSeconds(10);

    /// The programs of the system and what they are linked with; `/nix` and `/run/current-system` are NixOS'.
    private static final List<String> SYSTEM = List.of(
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/lib32",
            "/lib64",
            "/etc/ld.so.cache",
            "/etc/alternatives",
            "/nix/store",
            "/run/current-system");

    private final Programs programs;
    private final Runner runner;
    private @Nullable Optional<JailFact> missing;

    Bubblewrap(Programs programs, Runner runner) {
        this.programs = programs;
        this.runner = runner;
    }

    @Override
    public Outcome run(Job job) {
        Optional<Path> bwrap = programs.find(PROGRAM);
        if (bwrap.isEmpty()) {
            return new Outcome.NoJail("bubblewrap is not installed");
        }
        Complaint complaint = new Complaint(job.err());
        Outcome outcome = runner.run(
                "jail",
                new Job(
                        job.label(),
                        job.folders(),
                        job.command(),
                        job.environment(),
                        job.out(),
                        complaint,
                        job.patience()),
                line(bwrap.get().toString(), job));
        return switch (outcome) {
            case Outcome.Ended(int code) when code == Entry.REPLACED -> new Outcome.Replaced();
            // its own errors come before anything has run inside
            case Outcome.Ended(int code)
            when code == 1 && complaint.ofBubblewrap() ->
                complaint.isAboutAFolder() ? new Outcome.Replaced() : new Outcome.NoJail(complaint.text());
            default -> outcome;
        };
    }

    static List<String> line(String bwrap, Job job) {
        List<String> line = new ArrayList<>(List.of(bwrap, "--unshare-all", "--die-with-parent", "--new-session"));
        SYSTEM.forEach(path -> line.addAll(List.of("--ro-bind-try", path, path)));
        line.addAll(List.of("--dev-bind", "/dev/null", "/dev/null"));
        line.addAll(List.of("--dev-bind", "/dev/urandom", "/dev/urandom")); // git names its temporary files by it
        job.folders()
                .forEach(folder ->
                        line.addAll(List.of(folder.writable() ? "--bind" : "--ro-bind", folder.path(), folder.path())));
        // the rest of its root is memory, which no program should be able to fill
        line.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        line.addAll(Entry.into(job));
        return line;
    }

    @Override
    public synchronized Optional<JailFact> missing() {
        if (missing == null) {
            missing = find();
        }
        return missing;
    }

    private Optional<JailFact> find() {
        Job trial = new Job(
                "is there a jail?", List.of(), List.of("true"), Map.of(), Sink.NONE, Sink.NONE, Patience.atMost(TRIAL));
        return switch (run(trial)) {
            case Outcome.Ended(int code) when code == 0 -> Optional.empty();
            case Outcome.NoJail(String why) -> Optional.of(new JailFact(why, fix()));
            case Outcome.Ended(int code) -> Optional.of(new JailFact("bubblewrap exits with code " + code, fix()));
            case Outcome.GivenUp _, Outcome.Replaced _ -> Optional.of(new JailFact("bubblewrap does not start", fix()));
        };
    }

    /// Not installed, or the kernel forbids user namespaces, which each distribution does in its own way.
    private String fix() {
        if (programs.find(PROGRAM).isEmpty()) {
            return "install the package bubblewrap";
        }
        if (setting("kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
            return """
                    allow bubblewrap its namespaces in AppArmor:
                    printf 'abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }\\n' | sudo tee /etc/apparmor.d/bwrap
                    sudo apparmor_parser -r /etc/apparmor.d/bwrap""";
        }
        if (setting("kernel/unprivileged_userns_clone").equals("0")) {
            return """
                    allow user namespaces:
                    echo kernel.unprivileged_userns_clone=1 | sudo tee /etc/sysctl.d/60-userns.conf
                    sudo sysctl --system""";
        }
        if (setting("user/max_user_namespaces").equals("0")) {
            return """
                    allow user namespaces:
                    echo user.max_user_namespaces=15000 | sudo tee /etc/sysctl.d/60-userns.conf
                    sudo sysctl --system""";
        }
        return "see what keeps it from starting: bwrap --unshare-all --ro-bind / / true";
    }

    private static String setting(String name) {
        try {
            return Files.readString(Path.of("/proc/sys", name), UTF_8).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /// Passes on standard error, and remembers its beginning.
    private static final class Complaint implements Sink {
        private final Sink to;
        private final Captured first = new Captured(1024);

        Complaint(Sink to) {
            this.to = to;
        }

        @Override
        public void take(byte[] bytes, int length) {
            first.take(bytes, length);
            to.take(bytes, length);
        }

        @Override
        public void end() {
            to.end();
        }

        boolean ofBubblewrap() {
            return first.text().startsWith(PROGRAM + ": ");
        }

        /// `Can't find source path`, `Can't mkdir`, `Can't bind mount`: of a folder that no longer exists.
        boolean isAboutAFolder() {
            return first.text().contains("source path");
        }

        String text() {
            return first.text().lines().findFirst().orElse("").substring(PROGRAM.length() + 2);
        }
    }
}
