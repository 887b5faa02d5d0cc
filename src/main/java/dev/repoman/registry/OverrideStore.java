package dev.repoman.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.List;

/// Edits `repos.d/NAME.toml` in place, under the lock of the registry.
@ApplicationScoped
public class OverrideStore {
    private static final String PORT = "port";

    private final RegistryStore registry;
    private final FilePort files;

    public OverrideStore(RegistryStore registry, FilePort files) {
        this.registry = registry;
        this.files = files;
    }

    /// Adds and removes `[[port]]`; a file that does not exist is created.
    ///
    /// @throws RepomanException REGISTRY if the file is not valid; FAILED if it cannot be written
    public void edit(ProjectName name, List<Port> added, List<Port> removed) {
        Path file = registry.overridePath(name);
        try (LockFile _ = RegistryLock.acquire(registry.path(), files, RegistryStore.LONGEST_WAIT)) {
            TomlDocument before = TomlDocument.parse(files.read(file).orElse("".getBytes(UTF_8)));
            OverrideReader.read(file, before); // it may have changed since the plan was created
            TomlDocument after = before;
            for (Port port : removed) {
                int index = index(after, port);
                if (index >= 0) {
                    after = after.apply(List.of(new TomlEdit.Remove(PORT, index)));
                }
            }
            List<TomlEdit> edits = new ArrayList<>();
            added.forEach(port -> edits.add(new TomlEdit.Append(PORT, element(port))));
            after = after.apply(edits);
            OverrideReader.read(file, after);
            new DurableFile(files).replace(file, after.bytes());
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
