package dev.repoman.checkpoint;

import dev.repoman.file.FilePort;
import dev.repoman.file.Reasons;
import dev.repoman.file.Resources;
import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.Action;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.Undo;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Saves the state of a repository, and brings it back. What a checkpoint has: every file but ignored ones, with its
/// mode; the index, HEAD, every branch and tag, and all that they need. So it survives an agent that deletes `.git`.
///
/// Only one process at a time may work on a store: the caller holds the lock of the project.
@ApplicationScoped
public class RepositoryStore {
    /// Read when the executable is built.
    private static final String COMMON = Resources.text(RepositoryStore.class, "common.sh");

    private static final String SAVE = COMMON + Resources.text(RepositoryStore.class, "save.sh");
    private static final String RESTORE = COMMON + Resources.text(RepositoryStore.class, "restore.sh");
    private static final String COMPARE = COMMON + Resources.text(RepositoryStore.class, "compare.sh");
    private static final String LIST = COMMON + Resources.text(RepositoryStore.class, "list.sh");
    private static final String DROP = COMMON + Resources.text(RepositoryStore.class, "drop.sh");
    private static final String COPY = Resources.text(RepositoryStore.class, "copy.sh");
    private static final String AHEAD = COMMON + Resources.text(RepositoryStore.class, "ahead.sh");
    private static final String SEND = COMMON + Resources.text(RepositoryStore.class, "send.sh");
    private static final String LAND = COMMON + Resources.text(RepositoryStore.class, "land.sh");

    /// What the names of our own begin with, which last as long as a command; no label does.
    private static final String OWN = "+";

    private static final String LANDING = OWN + "land";
    private static final String SENDING = OWN + "send";

    /// A large repository is copied once, whole; one that waits for something is given up long before.
    private static final Patience PATIENCE = new Patience(Duration.ofHours(6), Duration.ofSeconds(5), () -> true);

    /// Some 500,000 paths.
    private static final int LONGEST_ANSWER = 64 << 20;

    private static final String NONE = "-";

    private final Jail jail;
    private final FilePort files;

    public RepositoryStore(Jail jail, FilePort files) {
        this.jail = jail;
        this.files = files;
    }

    /// @param warn receives what could not be saved
    public Undo apply(Action.OnStore action, Consumer<String> warn) {
        return switch (action) {
            case Action.SaveRepository save -> {
                save(save.place(), save.checkpoint(), warn);
                yield new Undo(
                        "the checkpoint " + save.checkpoint() + " of the repository",
                        () -> drop(save.store(), List.of(save.checkpoint())));
            }
            case Action.RestoreRepository restore -> {
                restore(restore.place(), restore.checkpoint(), restore.present());
                yield new Undo(
                        "the state of the repository",
                        () -> restore(restore.place(), restore.present(), restore.checkpoint()));
            }
            case Action.DropCommits drop -> {
                drop(drop.store(), drop.checkpoints());
                yield Undo.NONE;
            }
            case Action.LandFork land -> {
                land(land, warn);
                yield Undo.NONE;
            }
            case Action.MoveStore move -> {
                move(move.store(), move.to());
                yield new Undo("the name of " + move.store(), () -> move(move.to(), move.store()));
            }
        };
    }

    /// @param store absolute; it exists
    /// @param sizes whether to count them, which takes long
    /// @return by name
    public Map<String, Checkpoint.Half> list(String store, boolean sizes) {
        Map<String, Checkpoint.Half> halves = new HashMap<>();
        run(
                        "list the checkpoints in " + store,
                        LIST,
                        store,
                        List.of(Folder.readOnly(store)),
                        List.of(store, store, sizes ? "sizes" : NONE))
                .out()
                .lines()
                .filter(line -> !line.startsWith(OWN))
                .map(line -> line.split(" "))
                .forEach(word -> halves.put(
                        word[0],
                        new Checkpoint.Half(Instant.ofEpochSecond(Long.parseLong(word[1])), Long.parseLong(word[2]))));
        return halves;
    }

    /// @return what restoring the checkpoint would change
    public RepositoryDifference compare(RepositoryPlace place, String checkpoint) {
        String out = run(
                        "compare " + place.path() + " with " + checkpoint,
                        COMPARE,
                        place.path(),
                        folders(place, false),
                        List.of(place.path(), place.store(), checkpoint))
                .out();
        int end = out.startsWith("\n") ? 0 : out.indexOf("\n\n") + 1;
        List<RepositoryDifference.Ref> refs = out.substring(0, end)
                .lines()
                .map(line -> line.split(" "))
                .map(word -> new RepositoryDifference.Ref(word[0], word[1], word[2], Long.parseLong(word[3])))
                .toList();
        String[] words = out.substring(end + 1).split("\0");
        List<RepositoryDifference.File> changed = new ArrayList<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            RepositoryDifference.Kind kind = switch (words[i]) {
                case "A" -> RepositoryDifference.Kind.GOES;
                case "D" -> RepositoryDifference.Kind.RETURNS;
                default -> RepositoryDifference.Kind.CHANGES;
            };
            changed.add(new RepositoryDifference.File(kind, words[i + 1]));
        }
        return new RepositoryDifference(changed, refs);
    }

    /// Copies all of a repository's folder on write, ignored files included.
    ///
    /// @param in absolute path of an empty folder
    /// @param warn receives what could not be copied
    /// @return absolute path of the copy, in that folder; empty if the file system cannot: then nothing is copied
    public Optional<String> copyWhole(RepositoryPlace place, String in, Consumer<String> warn) {
        Said said = run(
                "copy " + place.path() + " to " + in,
                COPY,
                place.path(),
                List.of(Folder.readOnly(place.path()), Folder.writable(in)),
                List.of(place.path(), in));
        warn(said, "not copied: ", warn);
        return said.out().isEmpty() ? Optional.of(in + "/copy") : Optional.empty();
    }

    /// Copies what a checkpoint has of a repository. One copy at a time: they share the store.
    ///
    /// @param to absolute path of an empty folder
    /// @param saved whether there is that checkpoint; if not, it is taken, and deleted afterwards
    public synchronized void copyByCheckpoint(
            RepositoryPlace place, String to, String checkpoint, boolean saved, Consumer<String> warn) {
        RepositoryPlace copy = new RepositoryPlace(to, "", place.store());
        String nothing = checkpoint + "-empty";
        if (!saved) {
            save(place, checkpoint, warn);
        }
        save(copy, nothing, warn);
        restore(copy, checkpoint, nothing);
        drop(place.store(), saved ? List.of(nothing) : List.of(checkpoint, nothing));
    }

    /// @param all whether to look at all branches and tags of the fork, and not only at its HEAD
    /// @param files of the fork that are not committed
    /// @return what the fork has that the other one has not
    public ForkState ahead(RepositoryPlace fork, RepositoryPlace of, boolean all, GitFact files) {
        List<Folder> folders = new ArrayList<>(List.of(Folder.readOnly(fork.path()), Folder.readOnly(of.path())));
        if (!of.gitFolder().isEmpty()) {
            folders.add(Folder.readOnly(of.gitFolder()));
        }
        boolean stored = hasStore(fork);
        if (stored) {
            folders.add(Folder.readOnly(fork.store()));
        }
        List<String> lines = run(
                        "compare " + fork.path() + " with " + of.path(),
                        AHEAD,
                        fork.path(),
                        folders,
                        List.of(fork.path(), stored ? fork.store() : NONE, all ? "all" : "head", of.path()))
                .out()
                .lines()
                .toList();
        if (lines.equals(List.of("none"))) {
            return ForkState.gone(files);
        }
        String[] first = lines.getFirst().split(" ");
        return new ForkState(
                true,
                Instant.ofEpochSecond(Long.parseLong(first[0])),
                lines.stream()
                        .skip(1)
                        .map(line -> line.split(" ", 2))
                        .map(word -> new ForkState.Commit(word[0], word[1]))
                        .toList(),
                files,
                first[1].equals("landed"));
    }

    private boolean hasStore(RepositoryPlace place) {
        try {
            return !place.store().isEmpty()
                    && files.look(Path.of(place.store())).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void land(Action.LandFork land, Consumer<String> warn) {
        save(land.from(), LANDING, land.message().isEmpty() ? _ -> {} : warn);
        RepositoryPlace into = new RepositoryPlace(
                land.into().path(), land.into().gitFolder(), land.from().store());
        String said = run(
                        "land " + land.from().path() + " as " + land.branch(),
                        LAND,
                        into.path(),
                        folders(into, true),
                        List.of(into.path(), into.store(), LANDING, land.branch(), land.message()))
                .out()
                .strip();
        drop(into.store(), List.of(LANDING));
        switch (said) {
            case "" -> {}
            case "invalid" ->
                throw new RepomanException(
                        Fault.USAGE, "invalid name of a branch: " + land.branch(), "see git help check-ref-format");
            case "diverged" ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "the branch " + land.branch() + " has commits that "
                                + land.from().path() + " has not",
                        "land on another branch: --branch NAME; or merge it, delete it and land again: git branch -d "
                                + land.branch());
            default ->
                throw new RepomanException(
                        Fault.REFUSED,
                        land.from().path() + " has no commits",
                        "commit something there; or if its history is gone: repoman undo brings it back from a"
                                + " checkpoint, if there is one");
        }
    }

    /// Writes what is not committed to a bundle of git.
    ///
    /// @param folder that the file is in
    /// @return the commit that it is based on; empty if everything is committed, and no bundle is written
    public Optional<String> bundleWork(RepositoryPlace from, String folder, String file, Consumer<String> warn) {
        save(from, SENDING, warn);
        List<Folder> folders = folders(from, false);
        folders.add(Folder.writable(folder));
        String said = run(
                        "read what is not committed in " + from.path(),
                        SEND,
                        from.path(),
                        folders,
                        List.of(from.path(), from.store(), SENDING, file))
                .out()
                .strip();
        drop(from.store(), List.of(SENDING));
        return Optional.of(said).filter(word -> !word.equals("same") && !word.equals("none"));
    }

    private static void warn(Said said, String prefix, Consumer<String> warn) {
        said.err()
                .lines()
                .filter(line -> line.startsWith("error: "))
                .forEach(line -> warn.accept(prefix + line.substring("error: ".length())));
    }

    private void save(RepositoryPlace place, String checkpoint, Consumer<String> warn) {
        try {
            files.makeFolder(Path.of(place.store()));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot create " + place.store() + ": " + Reasons.of(e),
                    "see the owner and mode of the folders above it",
                    e);
        }
        Said said = run(
                "save " + place.path() + " as " + checkpoint,
                SAVE,
                place.path(),
                folders(place, false),
                List.of(place.path(), place.store(), checkpoint));
        warn(said, "not saved: ", warn);
    }

    private void restore(RepositoryPlace place, String checkpoint, String present) {
        run(
                "restore " + place.path() + " to " + checkpoint,
                RESTORE,
                place.path(),
                folders(place, true),
                List.of(place.path(), place.store(), checkpoint, present));
    }

    private void drop(String store, List<String> checkpoints) {
        List<String> arguments = new ArrayList<>(List.of(store, store, NONE));
        arguments.addAll(checkpoints);
        run(
                "delete " + String.join(", ", checkpoints) + " in " + store,
                DROP,
                store,
                List.of(Folder.writable(store)),
                arguments);
    }

    private void move(String from, String to) {
        try {
            files.rename(Path.of(from), Path.of(to));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot rename " + from + " to " + to + ": " + Reasons.of(e),
                    "see their owner and mode",
                    e);
        }
    }

    private static List<Folder> folders(RepositoryPlace place, boolean writable) {
        List<Folder> folders = new ArrayList<>();
        folders.add(new Folder(place.path(), writable, ""));
        if (!place.gitFolder().isEmpty()) {
            folders.add(new Folder(place.gitFolder(), writable, ""));
        }
        folders.add(Folder.writable(place.store()));
        return folders;
    }

    private record Said(String out, String err) {}

    private Said run(String label, String script, String about, List<Folder> folders, List<String> arguments) {
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        Sink.Captured err = new Sink.Captured(LONGEST_ANSWER);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "checkpoint"));
        command.addAll(arguments);
        Outcome outcome = jail.run(new Job(label, folders, command, GitProbe.ENVIRONMENT, out, err, PATIENCE));
        if (outcome instanceof Outcome.Ended(int code) && code == 0 && !out.cut()) {
            return new Said(out.text(), err.text());
        }
        String why = switch (outcome) {
            case Outcome.Ended _ ->
                Optional.of(err.text().strip())
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.lines().reduce("", (_, line) -> line))
                        .orElse("its answer is too long");
            case Outcome.GivenUp _ -> "it does not end; a file may be a pipe, or a disk may be stuck";
            case Outcome.Replaced _ -> "the folder is gone";
            case Outcome.NoJail(String missing) -> missing;
        };
        throw new RepomanException(
                Fault.FAILED, "cannot " + label + ": " + why, "look at it with git: git -C " + about + " status");
    }
}
