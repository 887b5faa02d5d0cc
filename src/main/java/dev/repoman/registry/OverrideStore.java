package dev.repoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.file.DurableFile;
import dev.repoman.file.FilePort;
import dev.repoman.file.LockFile;
import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlEdit;
import dev.repoman.toml.TomlException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Edits `repos.d/NAME.toml` in place, under the lock of the registry.
@ApplicationScoped
public class OverrideStore {
    private static final String PORT = "port";
    private static final byte[] EMPTY = {};

    private final RegistryStore registry;
    private final FilePort files;

    public OverrideStore(RegistryStore registry, FilePort files) {
        this.registry = registry;
        this.files = files;
    }

    /// @return the override as it would be after the edit
    /// @throws RepomanException REGISTRY if the file is not valid, or would not be
    public Override preview(ProjectName name, OverrideEdit edit) {
        Override before = registry.override(name);
        if (edit.isNone()) {
            return before;
        }
        Path file = registry.overridePath(name);
        return attempt(file, () -> OverrideReader.read(file, edited(TomlDocument.parse(bytes(file)), edit)));
    }

    /// A file that does not exist is created.
    ///
    /// @return what takes the edit back
    /// @throws RepomanException REGISTRY if the file is not valid; FAILED if it cannot be written
    public Runnable edit(ProjectName name, OverrideEdit edit) {
        Path file = registry.overridePath(name);
        return attempt(file, () -> {
            try (LockFile _ = lock()) {
                Optional<byte[]> old = files.read(file);
                TomlDocument before = TomlDocument.parse(old.orElse(EMPTY));
                OverrideReader.read(file, before); // it may have changed since the plan was created
                TomlDocument after = edited(before, edit);
                OverrideReader.read(file, after);
                new DurableFile(files).replace(file, after.bytes());
                return () -> putBack(file, after.bytes(), old);
            }
        });
    }

    /// Unless somebody changed it since.
    private void putBack(Path file, byte[] edited, Optional<byte[]> old) {
        attempt(file, () -> {
            try (LockFile _ = lock()) {
                if (!Arrays.equals(bytes(file), edited)) {
                    return file;
                }
                if (old.isPresent()) {
                    new DurableFile(files).replace(file, old.get());
                } else {
                    files.discard(files.resolve(file));
                }
                return file;
            }
        });
    }

    private LockFile lock() throws IOException {
        return RegistryLock.acquire(registry.path(), files, RegistryStore.LONGEST_WAIT);
    }

    private byte[] bytes(Path file) throws IOException {
        return files.read(file).orElse(EMPTY);
    }

    private interface Attempt<T> {
        T run() throws IOException, TomlException;
    }

    private static <T> T attempt(Path file, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (TomlException e) {
            throw new RepomanException(
                    Fault.REGISTRY, file + ":" + Math.max(1, e.line()) + ": " + e.what(), "fix that line", e);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot write " + file + ": " + Reasons.of(e),
                    "see its owner and mode: ls -l " + file,
                    e);
        }
    }

    private static TomlDocument edited(TomlDocument before, OverrideEdit edit) throws TomlException {
        TomlDocument after = before;
        for (Port port : edit.removed()) {
            int index = index(after, port);
            if (index >= 0) {
                after = after.apply(List.of(new TomlEdit.Remove(PORT, index)));
            }
        }
        List<TomlEdit> edits = new ArrayList<>();
        for (Port port : edit.added()) {
            if (index(after, port) < 0) {
                edits.add(new TomlEdit.Append(PORT, element(port)));
            }
        }
        edit.settings()
                .forEach((key, value) -> edits.add(new TomlEdit.Set(List.of(key.split("\\.", 2)), value(value))));
        edit.containment()
                .ifPresent(level -> edits.add(
                        new TomlEdit.Set(List.of("containment"), JsonNodeFactory.instance.textNode(level.toString()))));
        edit.devices().forEach(device -> edits.add(new TomlEdit.Append("device", element(device))));
        if (edit.sshAgent()) {
            edits.add(new TomlEdit.Set(List.of("ssh", "agent"), JsonNodeFactory.instance.booleanNode(true)));
        }
        return after.apply(edits);
    }

    /// A number where it is one, as a person would write it.
    private static JsonNode value(String text) {
        return text.matches("[0-9]{1,9}")
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text))
                : JsonNodeFactory.instance.textNode(text);
    }

    private static int index(TomlDocument document, Port port) {
        JsonNode ports = document.tree().path(PORT);
        for (int i = 0; i < ports.size(); i++) {
            String container = ports.get(i).path("container").asText();
            String host = ports.get(i).path("host").asText();
            if (Port.of(host.isEmpty() ? container : host, container).equals(port)) {
                return i;
            }
        }
        return -1;
    }

    private static ObjectNode element(Override.Device device) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", device.name());
        device.options().forEach(node::put);
        return node;
    }

    private static ObjectNode element(Port port) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (port.address().equals(Port.LOOPBACK)) {
            node.put("host", port.host());
        } else {
            node.put("host", port.listen());
        }
        return node.put("container", port.container());
    }
}
