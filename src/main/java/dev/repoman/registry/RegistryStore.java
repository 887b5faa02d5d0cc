package dev.repoman.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.DurableFile;
import dev.repoman.file.FilePort;
import dev.repoman.file.LockFile;
import dev.repoman.file.Reasons;
import dev.repoman.project.Bytes;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import dev.repoman.registry.migration.Migrations;
import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlException;
import dev.repoman.toml.TomlTree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registry's file: read it, and change it under a lock. Two commands at once never lose an entry, and a
/// reader finds either the old state or the new one.
@ApplicationScoped
public class RegistryStore {
    /// How long a command waits for another one's change; `docs/registry.md` states it.
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RegistryLocation location;
    private final FilePort files;
    private final Notices notices;
    private final Trace trace;
    private final Duration wait;

    /// As it was read last.
    private @Nullable Registry known;

    @Inject
    public RegistryStore(RegistryLocation location, FilePort files, Notices notices, Trace trace) {
        this(location, files, notices, trace, LONGEST_WAIT);
    }

    RegistryStore(RegistryLocation location, FilePort files) {
        this(location, files, LONGEST_WAIT);
    }

    RegistryStore(RegistryLocation location, FilePort files, Duration wait) {
        this(location, files, Notices.NONE, Trace.NONE, wait);
    }

    private RegistryStore(RegistryLocation location, FilePort files, Notices notices, Trace trace, Duration wait) {
        this.location = location;
        this.files = files;
        this.notices = notices;
        this.trace = trace;
        this.wait = wait;
    }

    public Path path() {
        return location.file();
    }

    /// Reads the registry; a missing file is the built-in defaults. Writes nothing, except that it migrates a
    /// file with an older schema after copying it. If the file cannot be written, it returns the migrated
    /// state anyway, with a note.
    ///
    /// @throws RepomanException REGISTRY for a file that cannot be read, is not a registry, or has a newer
    ///     schema
    public Registry load() {
        long start = System.nanoTime();
        Registry registry = read();
        trace.call("file", "read " + path(), Duration.ofNanos(System.nanoTime() - start));
        return told(registry);
    }

    private Registry read() {
        Optional<TomlDocument> document = document(path());
        if (document.isEmpty()) {
            return new Registry(Defaults.BUILT_IN, List.of());
        }
        if (checkedSchema(document.get()) == Migrations.CURRENT) {
            return RegistryReader.read(path(), document.get());
        }
        return migrate(document.get());
    }

    private Registry told(Registry registry) {
        known = registry;
        registry.notes().forEach(notices::note);
        notices.unknownKeys(path(), registry.unknownKeys());
        return registry;
    }

    /// Like [#load], and never writes: an older schema is migrated in memory.
    public Registry peek() {
        return document(path())
                .map(d -> RegistryReader.read(path(), migrated(d)))
                .orElseGet(() -> new Registry(Defaults.BUILT_IN, List.of()));
    }

    /// What a migration would write, for `config migrate --dry-run`.
    ///
    /// @param from the schema that the file has
    public record Pending(int from, String before, String after) {}

    /// @return what [#load] would change, or empty if the file is missing or has the current schema; writes
    ///     nothing
    public Optional<Pending> pending() {
        return document(path())
                .filter(d -> checkedSchema(d) < Migrations.CURRENT)
                .map(d -> new Pending(checkedSchema(d), d.text(), migrated(d).text()));
    }

    private Registry migrate(TomlDocument old) {
        Registry result = RegistryReader.read(path(), migrated(old));
        try (LockFile _ = lock()) {
            // another process may have migrated it in the meantime
            TomlDocument now = document(path()).orElse(old);
            result = RegistryReader.read(path(), migrated(now));
            if (checkedSchema(now) == Migrations.CURRENT) {
                return result;
            }
            DurableFile durable = new DurableFile(files);
            durable.rehearse(path()); // no copy of a file that is not changed
            String note = keepOld(now);
            durable.replace(path(), migrated(now).bytes());
            return result.withNotes(List.of(note));
        } catch (IOException e) {
            return result.withNotes(List.of(
                    "registry is of schema " + checkedSchema(old) + " and cannot be migrated: " + Reasons.of(e)));
        }
    }

    /// Copies a file with an older schema beside it, unless that copy exists; never overwrites another one.
    ///
    /// @return the line for the user
    private String keepOld(TomlDocument old) throws IOException {
        Path real = files.resolve(path());
        String name = real.getFileName() + ".schema" + checkedSchema(old) + ".bak";
        Path copy = real.resolveSibling(name);
        for (int i = 2; ; i++) {
            Optional<byte[]> there = files.read(copy);
            if (there.isEmpty()) {
                new DurableFile(files).replace(copy, old.bytes(), files.look(real));
            }
            if (there.isEmpty() || Arrays.equals(there.get(), old.bytes())) {
                return "registry migrated from schema " + checkedSchema(old) + " to " + Migrations.CURRENT
                        + "; the old one is kept as " + copy.getFileName();
            }
            copy = real.resolveSibling(name + "." + i);
        }
    }

    /// A change that has not been made yet.
    ///
    /// @param before empty if there is no file
    public record Preview(String before, String after) {}

    /// @return what [#apply] would write; writes nothing
    /// @throws RepomanException as [#apply] does
    public Preview preview(List<RegistryEdit> edits) {
        try {
            Optional<TomlDocument> old = document(path());
            return new Preview(
                    old.map(TomlDocument::text).orElse(""), edited(old, edits).text());
        } catch (TomlException e) {
            throw uneditable(e);
        }
    }

    /// @return the state that a preview leads to
    public Registry read(Preview preview) {
        try {
            return RegistryReader.read(
                    path(), TomlDocument.parse(preview.after().getBytes(UTF_8)));
        } catch (TomlException e) {
            throw new IllegalStateException(e);
        }
    }

    private TomlDocument edited(Optional<TomlDocument> old, List<RegistryEdit> edits) throws TomlException {
        TomlDocument after = old.isPresent() ? migrated(old.get()) : Fresh.document();
        RegistryReader.read(path(), after);
        for (RegistryEdit edit : edits) {
            after = after.apply(EditText.of(edit, after));
        }
        refuse(RegistryReader.wrong(after));
        return after;
    }

    private RepomanException uneditable(TomlException e) {
        return new RepomanException(
                Fault.REGISTRY,
                path() + (e.line() > 0 ? ":" + e.line() : "") + ": cannot be edited: " + e.what(),
                "fix it first",
                e);
    }

    /// Carries out all edits, or none: lock, read again, edit, check by both parsers, replace. Creates the
    /// file on first use.
    ///
    /// @return the new state
    /// @throws RepomanException REFUSED for a taken name; FAILED if the name to change does not exist or the
    ///     file cannot be written; REGISTRY if it cannot be read or stays locked
    public Registry apply(List<RegistryEdit> edits) {
        try (LockFile _ = lock()) {
            Optional<TomlDocument> old = document(path());
            TomlDocument after = edited(old, edits);
            Registry result = RegistryReader.read(path(), after);
            if (old.isPresent() && after.text().equals(old.get().text())) {
                return told(result);
            }
            if (old.isPresent() && checkedSchema(old.get()) < Migrations.CURRENT) {
                result = result.withNotes(List.of(keepOld(old.get())));
            }
            moveOverrides(edits);
            new DurableFile(files).replace(path(), after.bytes());
            return told(result);
        } catch (TomlException e) {
            throw uneditable(e);
        } catch (IOException e) {
            throw RegistryErrors.unwritable(path(), e);
        }
    }

    /// First, so that a project never has an entry without its override; done again, there is nothing to move.
    private void moveOverrides(List<RegistryEdit> edits) throws IOException {
        for (RegistryEdit edit : edits) {
            if (edit instanceof RegistryEdit.Rename(ProjectName from, ProjectName to)
                    && files.look(overridePath(from)).isPresent()) {
                files.rename(overridePath(from), overridePath(to));
            }
        }
    }

    /// Checks that a change can be recorded, before a command changes anything else.
    ///
    /// @throws RepomanException FAILED where it cannot be written; REGISTRY where it stays locked
    public void checkWritable() {
        try (LockFile _ = lock()) {
            new DurableFile(files).rehearse(path());
        } catch (IOException e) {
            throw RegistryErrors.unwritable(path(), e);
        }
    }

    /// The file as it is, for an editor.
    ///
    /// @param there whether there is a file; else the content is what the first command would write
    /// @param trouble what is wrong with it, or null
    public record Snapshot(
            boolean there, Bytes content, @Nullable String trouble) {}

    /// @return the file as it is, valid or not; migrated if it had an older schema
    /// @throws RepomanException REGISTRY if it cannot be read as text, or has a newer schema
    public Snapshot snapshot() {
        String trouble = null;
        try {
            load();
        } catch (RepomanException e) {
            if (isNewer()) {
                throw e;
            }
            trouble = e.what();
        }
        try {
            Optional<Bytes> content = content();
            return new Snapshot(
                    content.isPresent(),
                    content.orElseGet(() -> Bytes.of(Fresh.text().getBytes(UTF_8))),
                    trouble);
        } catch (IOException e) {
            throw RegistryErrors.unreadable(path(), e);
        }
    }

    private boolean isNewer() {
        try {
            return document(path())
                    .map(d -> Migrations.schema(d.tree()).orElse(0) > Migrations.CURRENT)
                    .orElse(false);
        } catch (RepomanException _) {
            return false;
        }
    }

    private Optional<Bytes> content() throws IOException {
        return files.read(path()).map(Bytes::of);
    }

    /// Reads the edited file with both parsers, and checks all rules.
    ///
    /// @param shown the path that an error names
    /// @throws RepomanException REGISTRY where it is not a registry of a schema that this version knows
    public void check(Path shown, byte[] content) {
        try {
            TomlDocument document = TomlDocument.parse(content);
            if (!TomlTree.same(document.tree(), TomlTree.readAgain(document.text()))) {
                throw new TomlException(0, "two TOML parsers read it differently");
            }
            SchemaCheck.schemaOf(shown, document);
            RegistryReader.read(shown, migrated(document));
        } catch (TomlException e) {
            throw RegistryErrors.unreadable(shown, e);
        }
    }

    /// Replaces the file as a whole.
    ///
    /// @throws RepomanException REFUSED where it has changed since the snapshot; FAILED where it cannot be
    ///     written
    public void replace(Snapshot old, byte[] content) {
        try (LockFile _ = lock()) {
            Optional<Bytes> now = content();
            if (now.isPresent() != old.there() || now.isPresent() && !now.get().equals(old.content())) {
                throw new RepomanException(
                        Fault.REFUSED,
                        "the registry was changed in the meantime, so it was not overwritten",
                        "repoman config edit opens it as it is now");
            }
            new DurableFile(files).replace(path(), content);
        } catch (IOException e) {
            throw RegistryErrors.unwritable(path(), e);
        }
    }

    /// The file was valid before the edits, so the requested value is the error.
    private static void refuse(Optional<RegistryReader.Wrong> wrong) {
        if (wrong.isPresent()) {
            throw new RepomanException(
                    Fault.USAGE, wrong.get().what(), wrong.get().allowed());
        }
    }

    public Path overridePath(ProjectName name) {
        return path().resolveSibling("repos.d").resolve(name + ".toml");
    }

    /// What `repos.d/NAME.toml` beside the registry says. Without one, a fork has what that of its parent
    /// says of copies; any other project has [Override#NONE].
    public Override override(ProjectName name) {
        return ownOverride(name).orElseGet(() -> {
            Registry registry = known == null ? peek() : known;
            ProjectName parent = registry.find(name).map(Project::parent).orElse(null);
            return parent == null ? Override.NONE : fork(name, parent);
        });
    }

    /// The same, of a fork that has no entry yet.
    public Override fork(ProjectName name, ProjectName parent) {
        return ownOverride(name)
                .or(() -> ownOverride(parent).map(Override::ofFork))
                .orElse(Override.NONE);
    }

    private Optional<Override> ownOverride(ProjectName name) {
        Path file = overridePath(name);
        Optional<Override> override = document(file).map(d -> OverrideReader.read(file, d));
        // always, not only with -v: who wrote it relies on it
        override.ifPresent(it -> it.unknownKeys()
                .forEach(key -> notices.note(file + ":" + key + ": unknown to repoman, has no effect")));
        return override;
    }

    private TomlDocument migrated(TomlDocument document) {
        checkedSchema(document);
        try {
            return Migrations.migrate(document);
        } catch (TomlException e) {
            throw new RepomanException(
                    Fault.REGISTRY, path() + ": cannot be migrated: " + e.what(), "edit it manually", e);
        }
    }

    private int checkedSchema(TomlDocument document) {
        return SchemaCheck.schemaOf(path(), document);
    }

    private Optional<TomlDocument> document(Path file) {
        try {
            Optional<byte[]> bytes = files.read(file);
            return bytes.isEmpty() ? Optional.empty() : Optional.of(TomlDocument.parse(bytes.get()));
        } catch (TomlException e) {
            throw RegistryErrors.unreadable(file, e);
        } catch (IOException e) {
            throw RegistryErrors.unreadable(file, e);
        }
    }

    private LockFile lock() throws IOException {
        return RegistryLock.acquire(path(), files, wait);
    }
}
