package dev.repoman.usecase;

import dev.repoman.plan.Names;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryStore;
import dev.repoman.registry.Setting;
import dev.repoman.registry.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// `config`: the registry key by key. A key is `defaults.…`, or `project.NAME.KEY` for a project's entry.
@ApplicationScoped
public class ShowConfig {
    private static final String PROJECT = "project.";

    private final RegistryStore store;

    public ShowConfig(RegistryStore store) {
        this.store = store;
    }

    /// A value before and after `set`, and the file's text before and after.
    public record Change(Setting before, Setting after, RegistryStore.Preview text) {
        public boolean isNone() {
            return text.before().equals(text.after());
        }
    }

    public Path path() {
        return store.path();
    }

    public List<Setting> all() {
        Registry registry = store.load();
        List<Setting> settings = new ArrayList<>(Settings.of(registry));
        registry.projects()
                .forEach(entry -> settings.addAll(Settings.of(entry, store.override(entry.name()), registry)));
        return settings;
    }

    /// @throws RepomanException USAGE for an unknown key, FAILED for an unknown project
    public Setting get(String key) {
        return find(key, store.load());
    }

    /// @param dryRun whether to write nothing
    /// @throws RepomanException USAGE for an unknown key or a value that is not allowed
    public Change set(String key, List<String> values, boolean dryRun) {
        return change(key, before -> before.edit(values), dryRun);
    }

    /// Removes the key from the registry, so that the value applies which is weaker.
    ///
    /// @param dryRun whether to write nothing
    /// @throws RepomanException USAGE for an unknown key, REFUSED for one that cannot be left out
    public Change unset(String key, boolean dryRun) {
        return change(key, Setting::unset, dryRun);
    }

    private Change change(String key, Function<Setting, RegistryEdit> change, boolean dryRun) {
        // not load(): a dry run does not even migrate
        Registry known = store.peek();
        Setting before = find(key, known);
        List<RegistryEdit> edits = List.of(change.apply(before));
        RegistryStore.Preview text = store.preview(edits);
        return new Change(before, find(key, dryRun ? store.read(text) : store.apply(edits)), text);
    }

    /// @return what a migration changes, or would change with `dryRun`; empty if the schema is current
    /// @throws RepomanException FAILED where it could not be written
    public Optional<RegistryStore.Pending> migrate(boolean dryRun) {
        Optional<RegistryStore.Pending> pending = store.pending();
        if (pending.isPresent() && !dryRun) {
            List<String> notes = store.load().notes();
            if (store.pending().isPresent()) {
                throw new RepomanException(Fault.FAILED, String.join("; ", notes), "the file was not changed");
            }
        }
        return pending;
    }

    private Setting find(String key, Registry registry) {
        List<Setting> settings = new ArrayList<>(Settings.of(registry));
        if (key.startsWith(PROJECT) && key.indexOf('.', PROJECT.length()) > 0) {
            ProjectName name = new ProjectName(key.substring(PROJECT.length(), key.indexOf('.', PROJECT.length())));
            Project entry = Names.require(name, registry);
            settings.addAll(Settings.of(entry, store.override(name), registry));
        }
        return settings.stream()
                .filter(s -> s.name().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key, settings.stream().map(Setting::name)));
    }

    private static RepomanException unknown(String key, Stream<String> names) {
        List<String> known = names.toList();
        String hint = known.stream()
                .filter(k -> k.endsWith("." + key))
                .findFirst()
                .or(() -> Names.nearest(key, known))
                .map(near -> "did you mean " + near + "?")
                .orElse("repoman config get lists all keys; those of a project are project.NAME.KEY");
        return new RepomanException(
                Fault.USAGE, ("no key \"" + key + "\" in the registry").replaceAll("\\p{Cntrl}", "?"), hint);
    }
}
