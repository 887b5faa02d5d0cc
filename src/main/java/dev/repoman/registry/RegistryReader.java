package dev.repoman.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.toml.TomlDocument;
import dev.repoman.toml.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// From a document of the present schema to records, every value checked.
final class RegistryReader {
    static final String TEXT = "a text in quotes";
    private static final String PATH = "an absolute path, or one that starts with ~/";
    static final String PROFILES = "a list of profile names, for example [\"default\", \"claude-share\"]";
    private static final String TIME = "a time such as \"2026-04-28T15:00:00Z\", or \"\"";
    private static final String URL = "an address with its port, such as \"http://192.0.2.1:11434\", or \"\"";
    private static final String HOST = "letters, digits, dots, hyphens and underscores; each name once";
    private static final String NAME =
            "1 to 63 letters, digits and hyphens, no hyphen first or last, not digits alone; each name once";

    /// In the order in which repoman writes them.
    static final List<String> PROJECT_KEYS =
            List.of("name", "repo", "image", "profiles", "created", "last_sync", "backup", "hermes", "containment");

    private RegistryReader() {}

    /// What is wrong with a document.
    ///
    /// @param path of the key
    /// @param what the key and what is wrong with it
    record Wrong(List<String> path, String what, String allowed) {}

    /// @throws RepomanException REGISTRY, for the first wrong value
    static Registry read(Path file, TomlDocument document) {
        List<Keys.Problem> problems = new ArrayList<>();
        List<List<String>> unknown = new ArrayList<>();
        Registry registry = read(document, problems, unknown);
        fail(file, document, problems);
        return new Registry(
                registry.defaults(),
                registry.hosts(),
                registry.projects(),
                written(document.tree()),
                named(document, unknown),
                List.of());
    }

    /// @return the first wrong value of a document that is not written yet
    static Optional<Wrong> wrong(TomlDocument document) {
        List<Keys.Problem> problems = new ArrayList<>();
        read(document, problems, new ArrayList<>());
        return first(problems);
    }

    private static Registry read(TomlDocument document, List<Keys.Problem> problems, List<List<String>> unknown) {
        Keys top = new Keys(document.tree(), List.of(), problems);
        Keys repoman = top.table("repoman");
        repoman.get("schema");
        unknown.addAll(repoman.unknown());

        Keys table = top.table("defaults");
        Keys sealed = table.table("sealed");
        Keys llm = table.table("llm");
        Keys checkpoints = table.table("checkpoints");
        Defaults defaults = defaults(table, sealed, llm, checkpoints);
        for (Keys keys : List.of(table, sealed, llm, checkpoints)) {
            unknown.addAll(keys.unknown());
        }

        List<Host> hosts = hosts(top, unknown);
        Set<String> machines = hosts.stream().map(Host::name).collect(Collectors.toSet());
        List<Project> projects = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Keys one : top.tables("project")) {
            Optional<ProjectName> name = one.text("name", NAME, Rules::name).map(ProjectName::new);
            if (name.isEmpty() && one.get("name").isMissingNode()) {
                one.problem("name", "is missing", NAME);
            }
            if (name.isPresent() && !seen.add(name.get().value())) {
                one.problem("name", "\"" + name.get() + "\" is defined twice", NAME);
            }
            // a missing name is already reported, and this placeholder is never used
            projects.add(project(one, name.orElse(new ProjectName("x")), defaults, machines));
            unknown.addAll(one.unknown());
        }
        unknown.addAll(top.unknown());
        return new Registry(defaults, hosts, projects, Set.of(), List.of(), List.of());
    }

    private static List<Host> hosts(Keys top, List<List<String>> unknown) {
        List<Host> hosts = new ArrayList<>();
        for (Keys one : top.tables("host")) {
            String name = one.text("name", HOST, Rules::remote).orElse("");
            if (one.get("name").isMissingNode()) {
                one.problem("name", "is missing", HOST);
            }
            if (hosts.stream().anyMatch(it -> it.name().equals(name))) {
                one.problem("name", "\"" + name + "\" is defined twice", HOST);
            }
            hosts.add(new Host(
                    name,
                    one.text("remote", "a remote that incus remote list shows", Rules::remote)
                            .orElse(name),
                    one.text("incus_project", TEXT, Rules::filled),
                    one.text("default_image", TEXT, Rules::filled),
                    one.texts("profiles", PROFILES, Rules::filled),
                    one.text("bridge", TEXT, Rules::filled),
                    one.text("ollama_url", URL, Rules::url)));
            unknown.addAll(one.unknown());
        }
        return hosts;
    }

    private static Defaults defaults(Keys table, Keys sealed, Keys llm, Keys checkpoints) {
        Defaults none = Defaults.BUILT_IN;
        return new Defaults(
                none.remote(),
                table.text("repos_root", PATH, Rules::hostPath).orElse(none.reposRoot()),
                table.text("backup_root", PATH, Rules::hostPath).orElse(none.backupRoot()),
                table.text("incus_project", TEXT, Rules::filled).orElse(none.incusProject()),
                table.text("default_image", TEXT, Rules::filled).orElse(none.defaultImage()),
                table.texts("profiles", PROFILES, Rules::filled).orElse(none.profiles()),
                table.text("claude_share_profile", TEXT, Rules::filled).orElse(none.claudeShareProfile()),
                table.text("bridge", TEXT, Rules::filled).orElse(none.bridge()),
                containment(table).orElse(none.containment()),
                sealed.texts("allow", "a list of names, such as \"github.com\" or \"*.pypi.org\"", Rules::hostName)
                        .orElse(none.allowed()),
                new Checkpoints(
                        checkpoints
                                .whole("keep", 1, 1000)
                                .orElse(none.checkpoints().keep()),
                        checkpoints
                                .whole("days", 1, 3650)
                                .orElse(none.checkpoints().days())),
                llm(llm));
    }

    static Optional<Containment> containment(Keys table) {
        return table.text("containment", Containment.ALLOWED, Rules::containment)
                .map(Containment::parse);
    }

    private static Llm llm(Keys table) {
        Llm none = Llm.BUILT_IN;
        return new Llm(
                table.flag("enabled").orElse(none.enabled()),
                table.flag("hermes_default").orElse(none.hermesDefault()),
                table.text("ollama_url", URL, Rules::url).orElse(none.ollamaUrl()),
                table.text("wiring", "\"lan\" or \"proxy\"", Rules::wiring)
                        .map(w -> Llm.Wiring.valueOf(w.toUpperCase(Locale.ROOT)))
                        .orElse(none.wiring()),
                table.texts(
                                "hermes_seed",
                                "a list of paths inside the hermes folder, a slash at the end of a folder",
                                Rules::below)
                        .orElse(none.hermesSeed()),
                table.texts("hermes_env_keep", "a list of names in .env", Rules::filled)
                        .orElse(none.hermesEnvKeep()));
    }

    private static Project project(Keys table, ProjectName name, Defaults defaults, Set<String> hosts) {
        return new Project(
                name,
                table.text("repo", "the path of a folder, below repos_root or whole", Rules::repository)
                        .orElse(name.value()),
                table.text("image", TEXT, Rules::filled).orElse(defaults.defaultImage()),
                table.texts("profiles", PROFILES, Rules::filled).orElse(defaults.profiles()),
                Rules.utc(table.text("created", TIME, Rules::time).orElse("")),
                Rules.utc(table.text("last_sync", TIME, Rules::time).orElse("")),
                table.flag("backup").orElse(true),
                table.flag("hermes").orElse(false),
                containment(table).orElse(Containment.OPEN),
                table.text("parent", NAME, Rules::name).map(ProjectName::new).orElse(null),
                table.text("host", "the name of a [[host]]", it -> hosts.contains(it) ? null : "is not a [[host]]")
                        .orElse(null),
                table.absent(PROJECT_KEYS));
    }

    private static Set<String> written(ObjectNode tree) {
        Set<String> written = new LinkedHashSet<>();
        tree.path("defaults").properties().forEach(e -> written.add("defaults." + e.getKey()));
        for (String table : List.of("sealed", "llm", "checkpoints")) {
            String key = "defaults." + table;
            tree.path("defaults").path(table).properties().forEach(e -> written.add(key + "." + e.getKey()));
            written.remove(key);
        }
        return written;
    }

    static List<String> named(TomlDocument document, List<List<String>> unknown) {
        return unknown.stream()
                .map(path -> document.line(path) + ": " + dotted(path))
                .toList();
    }

    private static Optional<Wrong> first(List<Keys.Problem> problems) {
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        Keys.Problem first = problems.getFirst();
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return Optional.of(new Wrong(
                first.path(), dotted(first.path()) + ": " + first.wrong() + more, "allowed: " + first.allowed()));
    }

    static void fail(Path file, TomlDocument document, List<Keys.Problem> problems) {
        Optional<Wrong> wrong = first(problems);
        if (wrong.isPresent()) {
            int line = Math.max(1, document.line(wrong.get().path()));
            throw new RepomanException(
                    Fault.REGISTRY,
                    file + ":" + line + ": " + wrong.get().what(),
                    wrong.get().allowed());
        }
    }

    /// `project[2].name` and so on, counted from 1.
    private static String dotted(List<String> path) {
        StringBuilder out = new StringBuilder();
        for (String step : path) {
            int index = TomlEdit.index(step);
            if (index >= 0) {
                out.append('[').append(index + 1).append(']');
            } else {
                out.append(out.isEmpty() ? "" : ".").append(step);
            }
        }
        return out.toString();
    }
}
