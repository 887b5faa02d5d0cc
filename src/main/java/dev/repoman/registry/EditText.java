package dev.repoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.migration.Migrations;
import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlEdit;
import java.util.ArrayList;
import java.util.List;

/// From a [RegistryEdit], which speaks of projects and keys, to edits of the document.
final class EditText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EditText() {}

    static List<TomlEdit> of(RegistryEdit edit, TomlDocument document) {
        return switch (edit) {
            case RegistryEdit.Add(Project project) -> {
                checkFree(document, project.name());
                yield List.of(new TomlEdit.Append("project", element(project)));
            }
            case RegistryEdit.SetHost(Host host) -> {
                List<TomlEdit> edits = new ArrayList<>();
                ObjectNode wanted = element(host);
                JsonNode hosts = document.tree().path("host");
                int index = index(hosts, host.name());
                if (index < 0) {
                    yield List.of(new TomlEdit.Append("host", wanted));
                }
                wanted.properties().stream()
                        .filter(it -> !it.getValue().equals(hosts.get(index).get(it.getKey())))
                        .forEach(it -> edits.add(
                                new TomlEdit.Set(List.of("host", TomlEdit.step(index), it.getKey()), it.getValue())));
                yield edits;
            }
            case RegistryEdit.Remove(ProjectName name) -> {
                int index = index(document, name);
                yield index < 0 ? List.of() : List.of(new TomlEdit.Remove("project", index));
            }
            case RegistryEdit.Rename(ProjectName from, ProjectName to) -> {
                checkFree(document, to);
                yield List.of(
                        new TomlEdit.Set(path(document, from, "name"), node(new RegistryEdit.Value.Text(to.value()))));
            }
            case RegistryEdit.Move move -> {
                List<String> at = path(document, move.name(), "host");
                String host = move.to().host();
                yield List.of(
                        host == null ? new TomlEdit.Unset(at) : new TomlEdit.Set(at, NODES.textNode(host)),
                        new TomlEdit.Set(
                                path(document, move.name(), "profiles"),
                                texts(move.to().profiles())));
            }
            case RegistryEdit.SetProject(ProjectName name, String key, RegistryEdit.Value value) ->
                List.of(new TomlEdit.Set(path(document, name, key), node(value)));
            case RegistryEdit.Set(String dottedKey, RegistryEdit.Value value) ->
                List.of(new TomlEdit.Set(path(dottedKey), node(value)));
            case RegistryEdit.UnsetProject(ProjectName name, String key) ->
                List.of(new TomlEdit.Unset(path(document, name, key)));
            case RegistryEdit.Unset(String dottedKey) -> List.of(new TomlEdit.Unset(path(dottedKey)));
        };
    }

    private static void checkFree(TomlDocument document, ProjectName name) {
        if (index(document, name) >= 0) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "a project named \"" + name + "\" already exists",
                    "choose another name, or remove that one first: repoman remove " + name);
        }
    }

    private static List<String> path(TomlDocument document, ProjectName name, String key) {
        int index = index(document, name);
        if (index < 0) {
            throw new RepomanException(Fault.FAILED, "there is no project named \"" + name + "\"", "see repoman list");
        }
        return List.of("project", TomlEdit.step(index), key);
    }

    private static List<String> path(String dottedKey) {
        if (dottedKey.equals(String.join(".", Migrations.SCHEMA))) {
            throw new RepomanException(Fault.REFUSED, "the schema cannot be set manually", "a migration sets it");
        }
        return List.of(dottedKey.split("\\."));
    }

    private static int index(TomlDocument document, ProjectName name) {
        return index(document.tree().path("project"), name.value());
    }

    private static int index(JsonNode tables, String name) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).path("name").asText().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static ObjectNode element(Project p) {
        ObjectNode node = NODES.objectNode();
        node.put("name", p.name().value());
        node.put("repo", p.repo());
        node.put("image", p.image());
        node.set("profiles", texts(p.profiles()));
        node.put("created", p.created());
        node.put("last_sync", p.lastSync());
        node.put("backup", p.backup());
        node.put("hermes", p.hermes());
        node.put("containment", p.containment().toString());
        if (p.parent() != null) {
            node.put("parent", p.parent().value());
        }
        if (p.host() != null) {
            node.put("host", p.host());
        }
        return node;
    }

    private static ObjectNode element(Host host) {
        ObjectNode node = NODES.objectNode();
        node.put("name", host.name());
        node.put("remote", host.remote());
        host.incusProject().ifPresent(it -> node.put("incus_project", it));
        host.defaultImage().ifPresent(it -> node.put("default_image", it));
        host.profiles().ifPresent(it -> node.set("profiles", texts(it)));
        host.bridge().ifPresent(it -> node.put("bridge", it));
        host.ollamaUrl().ifPresent(it -> node.put("ollama_url", it));
        return node;
    }

    private static JsonNode node(RegistryEdit.Value value) {
        return switch (value) {
            case RegistryEdit.Value.Text(String text) -> NODES.textNode(text);
            case RegistryEdit.Value.Flag(boolean flag) -> NODES.booleanNode(flag);
            case RegistryEdit.Value.Whole(long whole) -> NODES.numberNode(whole);
            case RegistryEdit.Value.Texts(List<String> texts) -> texts(texts);
        };
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }
}
