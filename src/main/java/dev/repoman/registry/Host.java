package dev.repoman.registry;

import java.util.List;
import java.util.Optional;

/// One `[[host]]` of the registry: a machine beside this one, whose Incus has containers of projects. What it
/// leaves out is as `[defaults]` says.
///
/// @param name as `--host` takes it
/// @param remote as the user's `incus` configuration names it
public record Host(
        String name,
        String remote,
        Optional<String> incusProject,
        Optional<String> defaultImage,
        Optional<List<String>> profiles,
        Optional<String> bridge,
        Optional<String> ollamaUrl) {
    /// @return the defaults of projects there. The model daemon of this host is not one of theirs.
    Defaults over(Defaults defaults) {
        return defaults.on(
                remote,
                incusProject.orElse(defaults.incusProject()),
                defaultImage.orElse(defaults.defaultImage()),
                profiles.orElse(defaults.profiles()),
                bridge.orElse(defaults.bridge()),
                defaults.llm().withUrl(ollamaUrl.orElse("")));
    }
}
