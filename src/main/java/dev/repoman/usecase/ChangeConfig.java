package dev.repoman.usecase;

import dev.repoman.host.Editor;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryStore;
import dev.repoman.registry.RegistryStore.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `config edit`: the registry in an editor. The file itself is only replaced once the copy is valid.
@ApplicationScoped
public class ChangeConfig {
    private final RegistryStore store;
    private final Editor editor;

    public ChangeConfig(RegistryStore store, Editor editor) {
        this.store = store;
        this.editor = editor;
    }

    /// @param original the source of the copy
    public record Copy(Path file, Snapshot original) {}

    public Copy begin() {
        Snapshot original = store.snapshot();
        Path name = store.path().getFileName();
        return new Copy(editor.copy(String.valueOf(name), bytes(original)), original);
    }

    /// @return whether the user has changed the copy
    public boolean edit(Copy copy) {
        editor.open(copy.file());
        return !Arrays.equals(editor.read(copy.file()), bytes(copy.original()));
    }

    /// @return the error if the copy is not a valid registry, or null
    public @Nullable RepomanException trouble(Copy copy) {
        try {
            store.check(copy.file(), editor.read(copy.file()));
            return null;
        } catch (RepomanException e) {
            return e;
        }
    }

    public RegistryStore.Preview preview(Copy copy) {
        return new RegistryStore.Preview(
                copy.original().there() ? utf8(bytes(copy.original())) : "", utf8(editor.read(copy.file())));
    }

    /// Replaces the registry with the copy, and deletes the copy.
    ///
    /// @throws RepomanException if that is not possible; then the copy is kept, and the hint says where
    public void finish(Copy copy) {
        try {
            store.replace(copy.original(), editor.read(copy.file()));
        } catch (RepomanException e) {
            throw keeping(copy, e);
        }
        discard(copy);
    }

    public void discard(Copy copy) {
        editor.discard(copy.file());
    }

    /// @return the same error, with the path of the copy in its hint
    public static RepomanException keeping(Copy copy, RepomanException e) {
        return keeping(copy, e.fault(), e);
    }

    public static RepomanException keeping(Copy copy, Fault fault, RepomanException e) {
        String kept = "your copy is kept in " + copy.file();
        return new RepomanException(fault, e.what(), e.hint() == null ? kept : e.hint() + "; " + kept, e);
    }

    private static byte[] bytes(Snapshot snapshot) {
        return snapshot.content().toArray();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
