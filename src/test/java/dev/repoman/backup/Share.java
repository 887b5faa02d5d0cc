package dev.repoman.backup;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import dev.repoman.lab.Lab;
import dev.repoman.lab.LabUser;
import dev.repoman.lab.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A share for backups in the lab, on a mount of its own that a test can break in the ways shares break; and
/// the registry of a user whose projects go there.
public final class Share implements AutoCloseable {
    static final Path ROOT = Path.of("/home/share");

    private Share() {}

    /// An empty share, not marked yet.
    ///
    /// @param options of a tmpfs, for example `size=1m`
    public static Share mounted(String options) {
        root("mkdir -p " + ROOT + " && mount -t tmpfs -o " + options + " share " + ROOT + " && chown dev " + ROOT);
        return new Share();
    }

    /// A marked share.
    public static Share ready() {
        Share share = mounted("size=500m");
        share.mark();
        return share;
    }

    /// Takes the mount away at once and leaves the folder it was on, open to whoever wrote to the share.
    public void unmount() {
        root("umount -l " + ROOT + " && chown dev " + ROOT);
    }

    public static Share loopExt4(int megabytes) {
        root("truncate -s " + megabytes + "M $LAB_STATE/share.img && mkfs.ext4 -q -F $LAB_STATE/share.img && mkdir -p "
                + ROOT + " && mount -o loop $LAB_STATE/share.img " + ROOT + " && chown dev " + ROOT);
        Share share = new Share();
        share.mark();
        return share;
    }

    public void mark() {
        try {
            Files.writeString(ROOT.resolve(".repoman-backup"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the mount away at once, whoever uses it.
    @Override
    public void close() {
        fullSpeed();
        root("umount -l " + ROOT + " 2>/dev/null; rm -f $LAB_STATE/share.img; rmdir " + ROOT + "; true");
    }

    public static Path mirror(String repo) {
        return ROOT.resolve(repo);
    }

    public static void root(String script) {
        Lab.root().env("LAB_STATE", System.getenv("LAB_STATE")).sh(script).ok();
    }

    private static String asked(String script) {
        return Lab.root().sh(script).ok().out();
    }

    /// Writes a registry with these projects, each with a folder of that name that holds a git repository.
    public static void projects(String... names) {
        Lab.dev()
                .sh("mkdir -p ~/.config/repoman; for n in " + String.join(" ", names)
                        + "; do git init -q ~/repos/$n && cd ~/repos/$n && echo $n >README && git add . "
                        + "&& git -c user.name=x -c user.email=x@x commit -qm x; done")
                .ok();
        registry(names);
    }

    public static void registry(String... names) {
        String entries = Stream.of(names)
                .map(n -> "[[project]]\nname = \"" + n + "\"\nrepo = \"" + n + "\"\nimage = \"tiny\"\n")
                .collect(joining());
        Lab.dev()
                .stdin("[repoman]\nschema = 3\n[defaults]\nrepos_root = \"~/repos\"\nbackup_root = \"" + ROOT + "\"\n"
                        + entries)
                .sh("mkdir -p ~/.config/repoman; cat >~/.config/repoman/repoman.toml")
                .ok();
    }

    public static Ran repoman(String... arguments) {
        return Lab.dev().run(command(arguments));
    }

    /// Starts it, with an rsync that sends 500 kB a second, so that a test can act in the middle of it.
    public static Process slowly(String... arguments) {
        rsync("exec " + RSYNC + " --bwlimit=500 \"$@\"\n");
        return Lab.dev().start(command(arguments));
    }

    /// Starts it, with an rsync that stands still from the moment when it has begun to copy a file until
    /// [#release].
    public static Process held(String... arguments) {
        rsync("""
                case "$*" in *--dry-run*) exec %1$s "$@" ;; esac
                for target; do :; done
                %1$s --bwlimit=2000 "$@" &
                until [ -n "$(find "$target" -type f -name '.*.??????')" ] || ! kill -0 $!; do sleep 0.02; done
                kill -STOP $!
                while [ -e %2$s ]; do sleep 0.05; done
                kill -CONT $!
                wait $!
                """.formatted(RSYNC, HOLD));
        root("touch " + HOLD);
        return Lab.dev().start(command(arguments));
    }

    /// The same, and waits for that moment: the list of files is made by then.
    public static Process heldInACopy(String... arguments) {
        Process held = held(arguments);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        !asked("find " + ROOT + " -name '.*.??????' -type f").isEmpty());
        return held;
    }

    public static void release() {
        root("rm " + HOLD);
    }

    /// In a folder that every jail sees.
    private static final String HOLD = "/usr/local/games/hold";

    /// The real rsync, while a script is in its place.
    public static final String RSYNC = "/usr/local/games/rsync";

    /// Puts a script in rsync's place, in the system's own folder and in every jail.
    public static void rsync(String script) {
        fullSpeed();
        Lab.root()
                .env("LAB_STATE", System.getenv("LAB_STATE"))
                .stdin("#!/bin/sh\n" + script)
                .sh("""
                        set -e
                        mkdir -p $LAB_STATE/tools
                        cp /usr/bin/rsync $LAB_STATE/tools/rsync
                        cat >$LAB_STATE/script; chmod 755 $LAB_STATE/script
                        mount --bind $LAB_STATE/tools /usr/local/games
                        mount --bind $LAB_STATE/script /usr/bin/rsync
                        """)
                .ok();
    }

    public static void fullSpeed() {
        root("umount -l /usr/bin/rsync 2>/dev/null; umount -l /usr/local/games 2>/dev/null; true");
    }

    /// Everything in a mirror, to compare it with what it is after a fault.
    public static String content(String repo) {
        return asked("cd " + mirror(repo) + " && find . -printf '%p %y %s %m %T@ %l\\n' | sort && "
                + "find . -type f -print0 | sort -z | xargs -0 sha1sum");
    }

    /// Nothing is, and nothing was, written to the folder that a share is mounted on.
    public static boolean isBare() {
        return asked("[ ! -e " + ROOT + " ] || ls -A " + ROOT).isEmpty();
    }

    /// What differs between two folders, by name, kind, content, mode, owner, time, links, attributes and
    /// ACLs.
    public static String difference(Path a, Path b) {
        return Lab.root()
                .run("rsync", "-naHAXic", "--numeric-ids", "--delete", "--omit-dir-times", a + "/", b + "/")
                .ok()
                .out();
    }

    public static LabUser dev() {
        return Lab.dev();
    }

    private static String[] command(String... arguments) {
        return Stream.concat(Stream.of("repoman"), List.of(arguments).stream()).toArray(String[]::new);
    }
}
