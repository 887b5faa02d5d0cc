package dev.repoman.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.packaging.Bound;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `docs/json.md` is the reference for whoever reads our JSON, and the golden of it: each record's members in
/// order, by name and type. A row may be added; one that is changed or gone breaks somebody's script.
class JsonPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\|");

    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("ListDocument", "`repoman list`"),
            Map.entry("StatusDocument", "`repoman status NAME`"),
            Map.entry("HostDocument", "`repoman status`"),
            Map.entry("DoctorDocument", "`repoman doctor`"),
            Map.entry("PlanDocument", "Commands that change something"),
            Map.entry("SyncDocument", "`repoman sync` and `repoman restore`"),
            Map.entry("BackupRootDocument", "`repoman sync --init-backup-root`"),
            Map.entry("ImagesDocument", "`repoman image list`"),
            Map.entry("PortsDocument", "`repoman port`"),
            Map.entry("CheckpointsDocument", "`repoman checkpoints`"),
            Map.entry("DiffDocument", "`repoman diff`"),
            Map.entry("SshConfigDocument", "`repoman ssh-config`"),
            Map.entry("SettingsDocument", "`repoman config get`"),
            Map.entry("SettingDocument", "`repoman config get KEY`"),
            Map.entry("SettingChangeDocument", "`repoman config set` and `unset`"),
            Map.entry("MigrationDocument", "`repoman config migrate`"),
            Map.entry("RegistryPathDocument", "`repoman config path`"),
            Map.entry("VersionDocument", "`repoman --version`"),
            Map.entry("ErrorDocument", "Errors"),
            Map.entry("NoteDocument", "Notes"),
            Map.entry("DriftDocument", "Drift"));

    @Test
    void describesEachMember() throws Exception {
        Map<String, List<String>> page = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("docs/json.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("#")) {
                section = line.replaceFirst("#+ ", "");
            } else if (row.matches()) {
                page.computeIfAbsent(section, _ -> new ArrayList<>()).add(row.group(1) + ": " + row.group(2));
            }
        }
        Map<String, List<String>> records = new TreeMap<>();
        Set<Class<?>> bound = new LinkedHashSet<>();
        for (Class<?> root : Bound.in("cli/json")) {
            Bound.collect(root, bound);
        }
        bound.stream().filter(Class::isRecord).forEach(type -> {
            List<String> members = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                members.add(component.getName() + ": " + name(component.getGenericType())
                        + (isNullable(component) ? " or null" : ""));
            }
            records.put(TITLES.getOrDefault(type.getSimpleName(), type.getSimpleName()), members);
        });
        assertThat(page).isEqualTo(new LinkedHashMap<>(records));
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class ? "map of " + name(of[1]) : "list of " + name(of[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return "text";
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return "flag";
        }
        return plain.isPrimitive() || Number.class.isAssignableFrom(plain)
                ? "number"
                : plain == Object.class ? "value" : plain.getSimpleName();
    }
}
