package dev.repoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.toml.TomlException;
import dev.repoman.toml.TomlTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One key of the registry as `config` names it, with its effective value.
///
/// @param project whose entry it is in; empty for a key of the registry itself
/// @param key within the entry, or dotted from the top
public record Setting(Optional<ProjectName> project, String key, Value value, Origin origin) {
    /// @return `defaults.llm.enabled`, `project.demo.backup`
    public String name() {
        return project.map(p -> "project." + p + "." + key).orElse(key);
    }

    /// @param given a text unchanged; `true` or `false`; for a list its items, or one TOML array
    /// @return the edit that gives it this value
    /// @throws RepomanException USAGE where the value is of the wrong kind, REFUSED where repoman alone sets
    ///     the key. Whether the value is valid is checked when the edit is applied
    public RegistryEdit edit(List<String> given) {
        checkOwner();
        Value wanted = switch (value) {
            case Value.Text _ -> new Value.Text(one(given, "one text"));
            case Value.Flag _ -> flag(one(given, "true or false"));
            case Value.Whole _ -> whole(one(given, "a number"));
            case Value.Texts _ -> new Value.Texts(texts(given));
        };
        return project.isPresent()
                ? new RegistryEdit.SetProject(project.get(), key, wanted)
                : new RegistryEdit.Set(key, wanted);
    }

    /// @return the edit that removes it from the registry
    /// @throws RepomanException REFUSED where repoman alone sets the key, or every entry needs it
    public RegistryEdit unset() {
        checkOwner();
        if (project.isPresent() && key.equals("repo")) {
            throw new RepomanException(
                    Fault.REFUSED,
                    name() + " is needed",
                    "to remove the whole project: repoman remove " + project.get());
        }
        return project.isPresent() ? new RegistryEdit.UnsetProject(project.get(), key) : new RegistryEdit.Unset(key);
    }

    private void checkOwner() {
        if (project.isPresent() && List.of("name", "created", "last_sync").contains(key)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    name() + " is written by repoman itself",
                    key.equals("name")
                            ? "create a project of the new name on the same repository: repoman new NEW --repo DIR"
                            : "it records what happened; if it is wrong, change it in the file: repoman config edit");
        }
    }

    private String one(List<String> given, String allowed) {
        if (given.size() != 1) {
            throw wrong("takes one value, not " + given.size(), allowed);
        }
        return given.getFirst();
    }

    private Value flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong("\"" + text + "\" is neither true nor false", "true or false");
        }
        return new Value.Flag(text.equals("true"));
    }

    private Value whole(String text) {
        try {
            return new Value.Whole(Long.parseLong(text));
        } catch (NumberFormatException _) {
            throw wrong("\"" + text + "\" is not a number", "a whole number");
        }
    }

    private List<String> texts(List<String> given) {
        if (given.size() != 1 || !given.getFirst().startsWith("[")) {
            return given;
        }
        String allowed = "the items one by one, or all as a TOML array: '[\"one\", \"two\"]'";
        try {
            JsonNode tree = TomlTree.read("x = " + given.getFirst());
            List<String> items = new ArrayList<>();
            for (JsonNode item : tree.path("x")) {
                if (!item.isTextual()) {
                    throw wrong("contains something that is not a text", allowed);
                }
                items.add(item.textValue());
            }
            if (tree.size() != 1) {
                throw wrong("\"" + given.getFirst() + "\" is more than one array", allowed);
            }
            return items;
        } catch (TomlException _) {
            throw wrong("\"" + given.getFirst() + "\" is not a TOML array", allowed);
        }
    }

    private RepomanException wrong(String what, String allowed) {
        return new RepomanException(
                Fault.USAGE, (name() + ": " + what).replaceAll("\\p{Cntrl}", "?"), "allowed: " + allowed);
    }
}
