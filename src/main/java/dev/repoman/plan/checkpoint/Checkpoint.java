package dev.repoman.plan.checkpoint;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A moment to which a project can return: a snapshot of its container, and a commit of its repository's files.
///
/// @param name its label, or the time when it was taken
/// @param container null if it has none
/// @param repository null if it has none
public record Checkpoint(
        String name, @Nullable Half container, @Nullable Half repository) {
    /// What the snapshots of checkpoints are called; all others are the user's.
    private static final String PREFIX = "repoman-";

    /// What `undo` calls those that it takes before it changes anything.
    public static final String BEFORE_UNDO = "undo-";

    private static final int LONGEST = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// @param size in bytes; 0 where it is not known
    public record Half(Instant created, long size) {}

    /// @return when its first half was taken
    public Instant created() {
        return Stream.of(Optional.ofNullable(container), Optional.ofNullable(repository))
                .flatMap(Optional::stream)
                .map(Half::created)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /// @return whether it was taken by `undo`
    public boolean beforeUndo() {
        return name.startsWith(BEFORE_UNDO);
    }

    /// @return for example `20261127-231500`, UTC; with a number behind it if that is one of `known`
    public static String name(String prefix, Instant now, List<Checkpoint> known) {
        String name = prefix + TIME.format(now);
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> i == 1 ? name : name + "-" + i)
                .filter(free -> known.stream().noneMatch(one -> one.name().equals(free)))
                .findFirst()
                .orElseThrow();
    }

    /// @return what the container's half is called in Incus
    public static String snapshot(String name) {
        return PREFIX + name;
    }

    /// @return the checkpoint whose half a snapshot is; empty if it is none
    public static Optional<String> ofSnapshot(String snapshot) {
        String name = snapshot.startsWith(PREFIX) ? snapshot.substring(PREFIX.length()) : "";
        return isLabel(name) ? Optional.of(name) : Optional.empty();
    }

    /// Joins halves by their name.
    ///
    /// @return the newest first
    public static List<Checkpoint> join(Map<String, Half> containers, Map<String, Half> repositories) {
        TreeMap<String, Checkpoint> all = new TreeMap<>();
        containers.forEach((name, half) -> all.put(name, new Checkpoint(name, half, repositories.get(name))));
        repositories.forEach((name, half) -> all.putIfAbsent(name, new Checkpoint(name, null, half)));
        return all.values().stream()
                .sorted(Comparator.comparing(Checkpoint::created)
                        .thenComparing(Checkpoint::name)
                        .reversed())
                .toList();
    }

    /// @throws RepomanException USAGE if a label cannot be the name of a snapshot and of a commit
    public static void check(String label) {
        if (!isLabel(label)) {
            throw new RepomanException(
                    Fault.USAGE,
                    "invalid label \"" + label + "\"",
                    "a label has 1 to " + LONGEST
                            + " letters, digits, hyphens and underscores, and begins with a letter or" + " a digit");
        }
    }

    private static boolean isLabel(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0," + (LONGEST - 1) + "}");
    }
}
