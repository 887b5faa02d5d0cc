package dev.repoman.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.repoman.hermes.SeedList.Verdict;
import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.life.SeedDifference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The data folder of a project's agent. The agent can write it, so everything that reads or changes it runs
/// in a jail.
final class DataFolder {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LONGEST_ANSWER = 64 << 20;

    /// $1 is the folder, $2 how many files follow: for each, its kind and checksum, or the content of a
    /// `.env`. Then the files that show a running agent, and after an empty value all files below the
    /// remaining arguments. Each ends with a NUL.
    private static final String LOOK = """
            cd -- "$1" || exit 1
            count=$2; shift 2
            plain() {
                at=.; IFS=/; set -f; set -- $1; unset IFS; set +f
                for step; do at=$at/$step; [ ! -L "$at" ] || return 1; done
            }
            while [ "$count" -gt 0 ]; do
                if ! plain "$1"; then printf 'other\\0\\0'
                elif [ ! -e "$1" ]; then printf 'missing\\0\\0'
                elif [ ! -f "$1" ]; then printf 'other\\0\\0'
                else
                    case ${1##*/} in
                        .env|.env.*) printf 'env\\0%s\\0' "$(timeout 20 head -c 1048576 -- "$1" | base64 -w 0)" ;;
                        *) printf 'file\\0%.64s\\0' "$(timeout 60 sha256sum <"$1")" ;;
                    esac
                fi
                shift; count=$((count - 1))
            done
            find . -maxdepth 1 \\( -name '*.pid' -o -name '*.lock' \\) -printf '%f\\0'
            printf '\\0'
            for top; do
                if plain "$top" && [ -e "./$top" ]; then find "./$top" -xdev -type f -printf '%p\\0'; fi
            done
            """;

    private static final String EMPTY = """
            cd -- "$1" || exit 1
            chmod -R u+rwX . 2>/dev/null
            exec find . -mindepth 1 -maxdepth 1 -exec rm -rf --one-file-system -- {} +
            """;

    private final Jail jail;
    private final Path folder;

    DataFolder(Jail jail, Path folder) {
        this.jail = jail;
        this.folder = folder;
    }

    /// @param differences from the host's seed: what is missing here, or differs
    /// @param onlyHere files that the seed list covers and the host does not have
    /// @param live names of the lock and pid files that show a running agent
    record Look(List<SeedDifference> differences, List<String> onlyHere, List<String> live) {}

    /// @param files of the host's seed
    Look look(HostData host, List<String> seedList, List<String> files) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", LOOK, "look", folder.toString(), Integer.toString(files.size())));
        command.addAll(files);
        seedList.stream()
                .map(SeedList::plain)
                .filter(entry -> !entry.isEmpty()
                        && Path.of(entry).normalize().toString().equals(entry))
                .forEach(command::add);
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        run("compare " + folder, command, List.of(Folder.readOnly(folder.toString())), out);
        Iterator<String> values = Arrays.asList(out.text().split("\0", -1)).iterator();
        List<SeedDifference> differences = new ArrayList<>();
        for (String file : files) {
            compare(file, next(values), next(values), host, differences);
        }
        List<String> live = new ArrayList<>();
        for (String name = next(values); !name.isEmpty(); name = next(values)) {
            live.add(name);
        }
        Set<String> onlyHere = new TreeSet<>();
        while (values.hasNext()) {
            String path = SeedList.plain(values.next());
            if (!path.isEmpty() && SeedList.verdict(path, seedList) == Verdict.COPY) {
                onlyHere.add(path);
            }
        }
        onlyHere.removeAll(Set.copyOf(files));
        return new Look(
                differences, List.copyOf(onlyHere), live.stream().sorted().toList());
    }

    private static String next(Iterator<String> values) throws IOException {
        if (!values.hasNext()) {
            throw new IOException("it could not be read completely");
        }
        return values.next();
    }

    private static void compare(String file, String kind, String found, HostData host, List<SeedDifference> differences)
            throws IOException {
        switch (kind) {
            case "env" -> {
                byte[] here = Base64.getDecoder().decode(found);
                try (InputStream wanted = host.open(file)) {
                    byte[] there = wanted.readAllBytes();
                    if (!Arrays.equals(here, there)) {
                        differences.add(new SeedDifference(file, false, names(here, there)));
                    }
                }
            }
            case "file" -> {
                if (!found.equals(checksum(host, file))) {
                    differences.add(new SeedDifference(file, false, List.of()));
                }
            }
            default -> differences.add(new SeedDifference(file, true, List.of()));
        }
    }

    private static String checksum(HostData host, String file) throws IOException {
        try (InputStream in = host.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static List<String> names(byte[] before, byte[] after) {
        Map<String, String> old = EnvFile.variables(new String(before, ISO_8859_1));
        Map<String, String> now = EnvFile.variables(new String(after, ISO_8859_1));
        Set<String> all = new TreeSet<>(old.keySet());
        all.addAll(now.keySet());
        return all.stream()
                .filter(name -> !Objects.equals(old.get(name), now.get(name)))
                .toList();
    }

    /// Moves files into place, each with a rename, so that none is ever incomplete.
    ///
    /// @param staging contains them, and nothing else
    /// @param replace whether existing files are replaced, and kept beside the new ones; otherwise they are
    ///     kept
    void put(Path staging, boolean replace) throws IOException {
        List<String> command = new ArrayList<>(List.of("rsync", "-rpt", "--omit-dir-times"));
        command.addAll(replace ? List.of("--backup", "--suffix=.before-reseed") : List.of("--ignore-existing"));
        command.addAll(List.of("--", staging + "/", folder + "/"));
        run(
                "fill " + folder,
                command,
                List.of(Folder.readOnly(staging.toString()), Folder.writable(folder.toString())),
                Sink.NONE);
    }

    /// Deletes its content: links are deleted, never followed, and mounts are kept.
    void empty() throws IOException {
        run(
                "empty " + folder,
                List.of("/bin/sh", "-c", EMPTY, "empty", folder.toString()),
                List.of(Folder.writable(folder.toString())),
                Sink.NONE);
    }

    private void run(String label, List<String> command, List<Folder> folders, Sink out) throws IOException {
        Sink.Captured err = new Sink.Captured(LONGEST_ANSWER);
        Outcome outcome = jail.run(new Job(label, folders, command, Map.of(), out, err, Patience.atMost(LIMIT)));
        String said = err.text().lines().findFirst().orElse("");
        switch (outcome) {
            case Outcome.Ended(int code) when code == 0 -> {}
            case Outcome.Ended(int code)
            when code == 127 -> throw new IOException(command.getFirst() + " is not installed");
            case Outcome.Ended(int code) -> throw new IOException(said.isEmpty() ? "exit " + code : said);
            case Outcome.GivenUp _ -> throw new IOException("it did not end within " + LIMIT.toMinutes() + " minutes");
            case Outcome.Replaced _ -> throw new IOException("the folder is gone");
            case Outcome.NoJail(String why) -> throw new IOException("cannot set up a jail: " + why);
        }
    }
}
