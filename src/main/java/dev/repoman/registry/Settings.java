package dev.repoman.registry;

import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.registry.migration.Migrations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All keys that `config` knows, in the order of the manual.
public final class Settings {
    private Settings() {}

    /// @return the keys that do not belong to a project
    public static List<Setting> of(Registry registry) {
        Defaults d = registry.defaults();
        Llm llm = d.llm();
        return List.of(
                new Setting(
                        Optional.empty(),
                        "repoman.schema",
                        new Value.Whole(Migrations.CURRENT),
                        registry.written().isEmpty() ? Origin.BUILT_IN : Origin.REGISTRY),
                text(registry, "defaults.repos_root", d.reposRoot()),
                text(registry, "defaults.backup_root", d.backupRoot()),
                text(registry, "defaults.incus_project", d.incusProject()),
                text(registry, "defaults.default_image", d.defaultImage()),
                texts(registry, "defaults.profiles", d.profiles()),
                text(registry, "defaults.claude_share_profile", d.claudeShareProfile()),
                text(registry, "defaults.bridge", d.bridge()),
                text(registry, "defaults.containment", d.containment().toString()),
                texts(registry, "defaults.sealed.allow", d.allowed()),
                whole(registry, "defaults.checkpoints.keep", d.checkpoints().keep()),
                whole(registry, "defaults.checkpoints.days", d.checkpoints().days()),
                flag(registry, "defaults.llm.enabled", llm.enabled()),
                flag(registry, "defaults.llm.hermes_default", llm.hermesDefault()),
                text(registry, "defaults.llm.ollama_url", llm.ollamaUrl()),
                text(registry, "defaults.llm.wiring", llm.wiring().name().toLowerCase(Locale.ROOT)),
                texts(registry, "defaults.llm.hermes_seed", llm.hermesSeed()),
                texts(registry, "defaults.llm.hermes_env_keep", llm.hermesEnvKeep()));
    }

    /// @return the keys of one project's entry
    public static List<Setting> of(Project entry, Override override, Registry registry) {
        Effective effective = Effective.of(entry, override, registry);
        return List.of(
                own(entry, "name", new Value.Text(entry.name().value())),
                own(entry, "repo", new Value.Text(entry.repo())),
                new Setting(
                        Optional.of(entry.name()),
                        "image",
                        new Value.Text(effective.image().value()),
                        effective.image().origin()),
                new Setting(
                        Optional.of(entry.name()),
                        "profiles",
                        new Value.Texts(effective.profiles().value()),
                        effective.profiles().origin()),
                own(entry, "created", new Value.Text(entry.created())),
                own(entry, "last_sync", new Value.Text(entry.lastSync())),
                new Setting(
                        Optional.of(entry.name()),
                        "backup",
                        new Value.Flag(effective.backup().value()),
                        effective.backup().origin()),
                own(entry, "hermes", new Value.Flag(entry.hermes())),
                new Setting(
                        Optional.of(entry.name()),
                        "containment",
                        new Value.Text(effective.containment().value().toString()),
                        effective.containment().origin()),
                new Setting(
                        Optional.of(entry.name()),
                        "parent",
                        new Value.Text(
                                entry.parent() == null ? "" : entry.parent().value()),
                        entry.parent() == null ? Origin.BUILT_IN : Origin.REGISTRY),
                new Setting(
                        Optional.of(entry.name()),
                        "host",
                        new Value.Text(entry.host() == null ? "" : entry.host()),
                        entry.host() == null ? Origin.BUILT_IN : Origin.REGISTRY));
    }

    private static Setting text(Registry registry, String key, String value) {
        return new Setting(Optional.empty(), key, new Value.Text(value), origin(registry, key));
    }

    private static Setting texts(Registry registry, String key, List<String> value) {
        return new Setting(Optional.empty(), key, new Value.Texts(value), origin(registry, key));
    }

    private static Setting whole(Registry registry, String key, long value) {
        return new Setting(Optional.empty(), key, new Value.Whole(value), origin(registry, key));
    }

    private static Setting flag(Registry registry, String key, boolean value) {
        return new Setting(Optional.empty(), key, new Value.Flag(value), origin(registry, key));
    }

    private static Origin origin(Registry registry, String key) {
        return registry.written().contains(key) ? Origin.REGISTRY : Origin.BUILT_IN;
    }

    private static Setting own(Project entry, String key, Value value) {
        return new Setting(
                Optional.of(entry.name()),
                key,
                value,
                entry.absent().contains(key) ? Origin.BUILT_IN : Origin.REGISTRY);
    }
}
