package dev.repoman.plan.setup;

import dev.repoman.cli.view.SettingView;
import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.GitHelperFact;
import dev.repoman.plan.setup.SetupFacts.HermesFact;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import dev.repoman.plan.setup.SetupFacts.ProxyFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Cluster;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Checkpoints;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryEdit.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A host in memory: gives the facts of `setup` and takes its actions. Fields are what a test sets up.
final class SetupWorld {
    static final HostUser DEV = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/bash");
    static final Device ROOT = Device.of(Map.of("type", "disk", "path", "/", "pool", "default"));
    static final Device NIC = Device.of(Map.of("type", "nic", "name", "eth0", "nictype", "bridged", "parent", "br0"));
    static final Device WRITABLE_BIN = Device.shared("/home/dev/.local/bin");
    static final Device BIN = readOnly(WRITABLE_BIN);

    private static final Device OLLAMA = Device.shared("/usr/local/bin/ollama");

    /// A stand-in that shows what it was filled with.
    static final LlmTemplate TEMPLATE = (wiring, address) -> profile(
            NewSettings.LLM_PROFILE,
            Map.of("environment.OLLAMA_HOST", OllamaFact.url(address)),
            wiring == Wiring.PROXY
                    ? Map.of("ollama", Device.of(Map.of("type", "proxy")), "ollama-bin", OLLAMA)
                    : Map.of("ollama-bin", OLLAMA));

    static final SetupRequest PLAIN = new SetupRequest(null, null, null, null, false);
    static final SetupRequest WITH = new SetupRequest(true, null, null, null, false);
    static final SetupRequest WITHOUT = new SetupRequest(false, null, null, null, false);

    @Nullable
    GitHelperFact gitHelper;

    ProxyFact proxy;

    String program = "/usr/local/bin/repoman";
    RepomanException trouble;
    String version = "6.0.4";
    Map<String, String> project;
    final Map<String, Profile> profiles = new TreeMap<>();
    Device rootDisk = ROOT;
    Device nic = NIC;
    BridgeFact bridge = new BridgeFact("br0", true, true, List.of("192.0.2.1"), false);
    String binary = OllamaFact.SHARED_BINARY;
    Health loopback = ok("127.0.0.1");
    List<Health> lan = List.of(ok("192.0.2.1"));
    SetupFacts.BoundaryFact boundary = new SetupFacts.BoundaryFact(true, HostBoundary.rules());
    RootFact backup = root("/nfs/repos", FolderFact.Kind.MISSING, "/");
    HermesFact hermes = new HermesFact("/home/dev/.hermes", false, null, "");
    List<LauncherFact> launchers = List.of();
    Defaults defaults = Defaults.BUILT_IN;
    Set<String> written = new TreeSet<>();
    private int etag;

    static Health ok(String address) {
        return new Health(OllamaFact.url(address), State.OK, "0.9.1", List.of("qwen3:8b"));
    }

    static Health not(String address, State state) {
        return new Health(OllamaFact.url(address), state, "why", List.of());
    }

    static RootFact root(String path, FolderFact.Kind kind, String mount) {
        return new RootFact(new FolderFact(path, path, kind, "ext4", null), true, mount, false);
    }

    private static Device readOnly(Device device) {
        TreeMap<String, String> options = new TreeMap<>(device.options());
        options.put("readonly", "true");
        return new Device(options);
    }

    static Profile profile(String name, Map<String, String> config, Map<String, Device> devices) {
        return new Profile(name, "", config, new TreeMap<>(devices), "");
    }

    /// A project with a default profile that starts containers, and a claude-share.
    SetupWorld prepared() {
        project = Map.of("features.images", "false");
        put(profile("default", Map.of(), Map.of("root", ROOT, "eth0", NIC)));
        put(profile("claude-share", Map.of(), Map.of("bin", BIN)));
        return this;
    }

    void put(Profile p) {
        profiles.put(p.name(), new Profile(p.name(), p.description(), p.config(), p.devices(), "\"" + ++etag + "\""));
    }

    Registry registry() {
        return new Registry(defaults, List.of(), List.of(), written, List.of(), List.of());
    }

    Cluster cluster = Cluster.NONE;

    SetupFacts facts() {
        return new SetupFacts(
                DEV,
                "~/.config/repoman/repoman.toml",
                trouble != null
                        ? IncusFact.troubled(trouble)
                        : new IncusFact(
                                null, version, cluster, project, new ArrayList<>(profiles.values()), rootDisk, nic),
                bridge,
                new OllamaFact(binary, lan, loopback),
                hermes,
                root("/home/dev/repos", FolderFact.Kind.EMPTY, "/"),
                backup,
                launchers,
                program,
                boundary,
                gitHelper,
                null,
                proxy);
    }

    SetupPlan plan(SetupRequest request) {
        SetupChoices choices = SetupChoices.resolve(request, registry(), binary != null);
        return new SetupPlanner(TEMPLATE).plan(facts(), choices, registry());
    }

    static List<String> warnings(SetupPlan plan) {
        return plan.plan().notes();
    }

    static List<String> said(SetupPlan plan) {
        return plan.stages().stream()
                .flatMap(s -> s.findings().stream())
                .map(Finding::text)
                .toList();
    }

    static Object written(SetupPlan plan, String key) {
        return plan.plan().actions().stream()
                .filter(Action.EditRegistry.class::isInstance)
                .map(a -> (RegistryEdit.Set) ((Action.EditRegistry) a).edit())
                .filter(set -> set.dottedKey().equals("defaults." + key))
                .map(set -> SettingView.plain(set.value()))
                .findFirst()
                .orElse(null);
    }

    void apply(Action action) {
        switch (action) {
            case Action.CreateIncusProject create -> {
                project = create.config();
                put(profile("default", Map.of(), Map.of()));
            }
            case Action.AddProfileDevices add -> {
                Profile old = profiles.get(add.profile());
                TreeMap<String, Device> devices = new TreeMap<>(old.devices());
                devices.putAll(add.devices());
                put(new Profile(old.name(), old.description(), old.config(), devices, ""));
            }
            case Action.CreateProfile create -> put(create.profile());
            case Action.ReplaceProfile replace -> {
                if (!replace.etag()
                        .equals(profiles.get(replace.profile().name()).etag())) {
                    throw new AssertionError("stale ETag in " + replace);
                }
                put(replace.profile());
            }
            case Action.LinkProgram _ -> gitHelper = null;
            case Action.WriteProxy write ->
                proxy = new ProxyFact(proxy.configHome(), proxy.program(), proxy.systemd(), write.files(), true);
            case Action.MarkBackupRoot _ -> backup = new RootFact(backup.folder(), true, backup.mount(), true);
            case Action.EditRegistry edit -> apply((RegistryEdit.Set) edit.edit());
            default -> throw new AssertionError("not of setup: " + action);
        }
    }

    private void apply(RegistryEdit.Set set) {
        Defaults d = defaults;
        Llm l = d.llm();
        switch (set.dottedKey()) {
            case "defaults.repos_root", "defaults.backup_root", "defaults.incus_project", "defaults.default_image" -> {}
            case "defaults.profiles" -> d = with(d, texts(set), d.claudeShareProfile(), d.bridge(), l);
            case "defaults.claude_share_profile" -> d = with(d, d.profiles(), text(set), d.bridge(), l);
            case "defaults.bridge" -> d = with(d, d.profiles(), d.claudeShareProfile(), text(set), l);
            case "defaults.llm.enabled" ->
                l = new Llm(
                        ((Value.Flag) set.value()).value(),
                        false,
                        l.ollamaUrl(),
                        l.wiring(),
                        l.hermesSeed(),
                        List.of());
            case "defaults.llm.ollama_url" ->
                l = new Llm(l.enabled(), false, text(set), l.wiring(), l.hermesSeed(), List.of());
            case "defaults.llm.wiring" ->
                l = new Llm(
                        l.enabled(),
                        false,
                        l.ollamaUrl(),
                        Wiring.valueOf(text(set).toUpperCase(Locale.ROOT)),
                        l.hermesSeed(),
                        List.of());
            case "defaults.llm.hermes_default", "defaults.llm.hermes_seed" -> {}
            default -> throw new AssertionError("no such key: " + set);
        }
        defaults = with(d, d.profiles(), d.claudeShareProfile(), d.bridge(), l);
        written.add(set.dottedKey());
    }

    static Defaults with(Defaults d, List<String> profiles, String claudeShare, String bridge, Llm llm) {
        return new Defaults(
                "",
                d.reposRoot(),
                d.backupRoot(),
                d.incusProject(),
                d.defaultImage(),
                profiles,
                claudeShare,
                bridge,
                d.containment(),
                d.allowed(),
                Checkpoints.BUILT_IN,
                llm);
    }

    private static String text(RegistryEdit.Set set) {
        return ((Value.Text) set.value()).value();
    }

    private static List<String> texts(RegistryEdit.Set set) {
        return ((Value.Texts) set.value()).value();
    }
}
