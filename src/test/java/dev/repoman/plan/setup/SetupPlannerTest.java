package dev.repoman.plan.setup;

import static dev.repoman.plan.setup.SetupWorld.not;
import static dev.repoman.plan.setup.SetupWorld.ok;
import static dev.repoman.plan.setup.SetupWorld.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.view.SettingView;
import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Finding.Level;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.setup.SetupFacts.BridgeFact;
import dev.repoman.plan.setup.SetupFacts.GitHelperFact;
import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.RegistryEdit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SetupPlannerTest {
    private static final SetupRequest PLAIN = new SetupRequest(null, null, null, null, false);
    private static final SetupRequest WITH = new SetupRequest(true, null, null, null, false);
    private static final SetupRequest WITHOUT = new SetupRequest(false, null, null, null, false);

    private static List<String> warnings(SetupPlan plan) {
        return plan.plan().notes();
    }

    private static List<String> said(SetupPlan plan) {
        return plan.stages().stream()
                .flatMap(s -> s.findings().stream())
                .map(Finding::text)
                .toList();
    }

    private static Object written(SetupPlan plan, String key) {
        return plan.plan().actions().stream()
                .filter(Action.EditRegistry.class::isInstance)
                .map(a -> (RegistryEdit.Set) ((Action.EditRegistry) a).edit())
                .filter(set -> set.dottedKey().equals("defaults." + key))
                .map(set -> SettingView.plain(set.value()))
                .findFirst()
                .orElse(null);
    }

    @Test
    void everythingOnABareHostWithAModelDaemon() {
        SetupWorld world = new SetupWorld().prepared();
        world.profiles.clear();
        world.project = null;
        SetupPlan stopped = world.plan(PLAIN);
        assertThat(stopped.plan().actions())
                .containsExactly(
                        new Action.CreateIncusProject(
                                IncusProject.here("repoman"), new TreeMap<>(Map.of("features.images", "false"))),
                        new Action.AddProfileDevices(
                                IncusProject.here("repoman"),
                                "default",
                                new TreeMap<>(Map.of("root", SetupWorld.ROOT, "eth0", SetupWorld.NIC))));
        assertThat(stopped.blocker())
                .hasMessage("the profile \"claude-share\" does not exist in the Incus project \"repoman\"");
    }

    @Test
    void whoIsPreparedGetsModelsAndDefaults() {
        SetupPlan plan = new SetupWorld().prepared().plan(PLAIN);
        assertThat(plan.blocker()).isNull();
        assertThat(plan.plan().actions().getFirst())
                .isEqualTo(new Action.CreateProfile(
                        IncusProject.here("repoman"), SetupWorld.TEMPLATE.fill(Wiring.LAN, "192.0.2.1")));
        assertThat(written(plan, "profiles")).isEqualTo(List.of("default", "claude-share", "llm-share"));
        assertThat(written(plan, "llm.enabled")).isEqualTo(true);
        assertThat(written(plan, "llm.hermes_default")).isEqualTo(false);
        assertThat(written(plan, "llm.ollama_url")).isEqualTo("http://192.0.2.1:11434");
        assertThat(written(plan, "repos_root")).isEqualTo("~/repos");
        assertThat(List.of("llm.wiring", "bridge")).allMatch(key -> written(plan, key) == null);
    }

    @Test
    void modelsAreTheDefaultWhereOllamaIsInstalledOrTheRegistryHasThem() {
        SetupWorld world = new SetupWorld().prepared();
        world.binary = null;
        assertThat(written(world.plan(PLAIN), "llm.enabled")).isNull();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), false).asksLlm())
                .isTrue();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).llm()).isTrue();
        assertThat(SetupChoices.resolve(WITHOUT, world.registry(), true).asksLlm())
                .isFalse();
        world.plan(WITH).plan().actions().forEach(world::apply);
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), false))
                .returns(true, SetupChoices::llm)
                .returns(false, SetupChoices::asksLlm);
    }

    @Test
    void leavingModelsOutAfterwardsSwitchesThemOff() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        SetupPlan plan = world.plan(WITHOUT);
        assertThat(written(plan, "llm.enabled")).isEqualTo(false);
        assertThat(written(plan, "profiles")).isEqualTo(List.of("default", "claude-share"));
        assertThat(plan.plan().actions()).hasSize(2);
    }

    @Test
    void incusThatCannotBeUsedEndsItAtOnce() {
        SetupWorld world = new SetupWorld();
        world.trouble = new RepomanException(Fault.ENVIRONMENT, "no Incus", "install it");
        assertThat(world.plan(PLAIN).stages()).hasSize(1);
        assertThat(world.plan(PLAIN).blocker()).isSameAs(world.trouble);
        world.trouble = null;
        world.version = "0.7";
        assertThat(world.plan(PLAIN).blocker()).hasMessageContaining("Incus 0.7 is too old");
        for (String fine : List.of("6.0.4", "6.21", "7.0", "6", "unknown")) {
            world.version = fine;
            assertThat(world.plan(PLAIN).blocker()).hasMessageContaining("claude-share");
        }
    }

    @Test
    void aDefaultProfileGetsOnlyWhatItLacks() {
        SetupWorld world = new SetupWorld().prepared();
        world.put(
                profile("default", Map.of(), Map.of("eth0", Device.of(Map.of("type", "none")), "x", SetupWorld.ROOT)));
        assertThat(world.plan(WITHOUT).plan().actions().getFirst())
                .isEqualTo(new Action.AddProfileDevices(
                        IncusProject.here("repoman"), "default", new TreeMap<>(Map.of("eth0-2", SetupWorld.NIC))));
        world.nic = null;
        assertThat(warnings(world.plan(WITHOUT))).anyMatch(w -> w.startsWith("there is no network for containers"));
        world.put(profile("default", Map.of(), Map.of("eth0", SetupWorld.NIC)));
        world.rootDisk = null;
        assertThat(world.plan(WITHOUT).blocker()).hasMessage("Incus has no storage pool for containers");
        assertThat(world.plan(WITHOUT).blocker().fault()).isEqualTo(Fault.ENVIRONMENT);
    }

    @Test
    void imagesOfItsOwnAreWarnedAbout() {
        SetupWorld world = new SetupWorld().prepared();
        world.project = Map.of("features.images", "true");
        assertThat(warnings(world.plan(WITHOUT))).anyMatch(w -> w.contains("features.images=true"));
    }

    @Test
    void claudeShareMayShareMoreOrBeCalledOtherwise() {
        SetupWorld world = new SetupWorld().prepared();
        world.put(profile("claude-share", Map.of(), Map.of("home", Device.shared("/home/dev"))));
        assertThat(world.plan(WITHOUT).blocker()).isNull();
        world.profiles.remove("claude-share");
        world.put(profile("agents", Map.of(), Map.of("bin", SetupWorld.BIN)));
        assertThat(world.plan(WITHOUT).blocker()).hasMessageContaining("claude-share");
        SetupPlan plan = world.plan(new SetupRequest(false, null, "agents", null, false));
        assertThat(plan.blocker()).isNull();
        assertThat(written(plan, "claude_share_profile")).isEqualTo("agents");
        assertThat(written(plan, "profiles")).isEqualTo(List.of("default", "agents"));
        plan.plan().actions().forEach(world::apply);
        assertThat(world.plan(WITHOUT).plan().actions()).isEmpty();
    }

    @Test
    void programsThatAgentsCanReplaceAreWarnedAbout() {
        SetupWorld world = new SetupWorld().prepared();
        world.launchers = List.of(new LauncherFact(
                "claude", "/home/dev/.local/bin/claude", "/home/dev/.local/share/claude/versions/2.0"));
        world.put(profile(
                "claude-share",
                Map.of(),
                Map.of("bin", SetupWorld.WRITABLE_BIN, "code", Device.shared("/home/dev/.local/share/claude"))));
        assertThat(warnings(world.plan(WITHOUT)))
                .containsExactly(
                        "it shares ~/.local/bin writable: an agent can replace the programs that you start; to share it"
                                + " read-only: incus profile device set claude-share bin readonly=true --project repoman\n"
                                + "repoman restart --all",
                        "it shares ~/.local/share/claude writable: an agent can replace the programs that you start; to"
                                + " share it read-only: incus profile device set claude-share code readonly=true"
                                + " --project repoman\nrepoman restart --all");
        world.put(profile("claude-share", Map.of(), Map.of("bin", SetupWorld.BIN)));
        assertThat(world.plan(WITHOUT).blocker()).isNull();
        assertThat(warnings(world.plan(WITHOUT))).noneMatch(w -> w.contains("writable"));
    }

    /// An agent that replaces repoman acts as a member of incus-admin at its next start.
    @Test
    void repomanWhereAgentsCanWriteIsRefused() {
        SetupWorld world = new SetupWorld().prepared();
        world.program = "/home/dev/.local/bin/repoman";
        assertThat(world.plan(WITHOUT).blocker()).isNull();
        world.put(profile("claude-share", Map.of(), Map.of("bin", SetupWorld.WRITABLE_BIN)));
        assertThat(world.plan(WITHOUT).blocker())
                .hasMessage("repoman itself is at ~/.local/bin/repoman, which the profile claude-share shares writable:"
                        + " an agent could replace it and act as you");
        assertThat(world.plan(WITHOUT.trustingAgents(true)).blocker()).isNull();
    }

    @Test
    void theSnippetAddsToWhatIsThere() {
        SetupWorld world = new SetupWorld().prepared();
        world.put(profile("claude-share", Map.of(), Map.of("local-bin", Device.shared("/home/dev/.claude"))));
        world.launchers = List.of(new LauncherFact(
                "claude", "/home/dev/.local/bin/claude", "/home/dev/.local/share/claude/versions/2.0"));
        RepomanException blocker = world.plan(WITHOUT).blocker();
        assertThat(blocker).hasMessage("the profile \"claude-share\" does not share ~/.local/bin");
        assertThat(blocker.hint().lines().skip(1))
                .containsExactly(
                        "mkdir -p /home/dev/.local/bin",
                        "incus profile device add claude-share local-bin-2 disk source=/home/dev/.local/bin"
                                + " path=/home/dev/.local/bin readonly=true shift=true --project repoman",
                        "incus profile device add claude-share claude-program disk"
                                + " source=/home/dev/.local/share/claude path=/home/dev/.local/share/claude readonly=true shift=true"
                                + " --project repoman");
    }

    @Test
    void launchersThatLeadOutOfWhatIsSharedAreWarnedAbout() {
        SetupWorld world = new SetupWorld().prepared();
        world.launchers = List.of(
                new LauncherFact("claude", "/home/dev/.local/bin/claude", "/opt/claude/bin/claude"),
                new LauncherFact("hermes", "/home/dev/.local/bin/hermes", null));
        assertThat(warnings(world.plan(WITHOUT)))
                .anyMatch(w -> w.startsWith("~/.local/bin/claude leads to /opt/claude/bin/claude, which no profile"))
                .anyMatch(w -> w.equals("~/.local/bin/hermes is a broken link"));
        world.put(profile("mine", Map.of(), Map.of("c", Device.shared("/opt/claude"))));
        assertThat(warnings(world.plan(WITHOUT))).noneMatch(w -> w.contains("~/.local/bin/claude"));
    }

    @Test
    void ofSeveralAddressesTheKnownOneStays() {
        SetupWorld world = new SetupWorld().prepared();
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.7", "192.0.2.1"), false);
        world.lan = List.of(ok("192.0.2.7"), ok("192.0.2.1"));
        assertThat(written(world.plan(WITH), "llm.ollama_url")).isEqualTo("http://192.0.2.7:11434");
        assertThat(said(world.plan(WITH))).anyMatch(t -> t.startsWith("br0 has several addresses"));
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.1", "192.0.2.7"), false);
        world.lan = List.of(ok("192.0.2.1"), ok("192.0.2.7"));
        assertThat(world.plan(WITH).plan().actions()).isEmpty();
    }

    @Test
    void aBridgeThatIsOfNoUse() {
        SetupWorld world = new SetupWorld().prepared();
        world.lan = List.of();
        world.bridge = BridgeFact.absent("br0");
        assertThat(world.plan(WITH).blocker()).hasMessage("there is no bridge br0");
        world.bridge = new BridgeFact("br0", true, false, List.of("192.0.2.1"), false);
        assertThat(world.plan(WITH).blocker()).hasMessage("the bridge br0 is down");
        world.bridge = new BridgeFact("br0", true, true, List.of(), true);
        assertThat(world.plan(WITH).blocker())
                .hasMessage("the bridge br0 has no IPv4 address, only IPv6 ones")
                .extracting(e -> ((RepomanException) e).hint())
                .asString()
                .contains("--llm-wiring proxy");
        assertThat(world.plan(WITHOUT).blocker()).isNull();
        assertThat(world.plan(new SetupRequest(true, null, null, Wiring.PROXY, false))
                        .blocker())
                .isNull();
    }

    @Test
    void anotherBridgeIsRemembered() {
        SetupWorld world = new SetupWorld().prepared();
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).bridge())
                .as("the one that containers use")
                .isNull();
        world.bridge = new BridgeFact("lan0", true, true, List.of("192.0.2.1"), false);
        SetupPlan plan = world.plan(WITH);
        assertThat(written(plan, "bridge")).isEqualTo("lan0");
        plan.plan().actions().forEach(world::apply);
        assertThat(SetupChoices.resolve(PLAIN, world.registry(), true).bridge()).isEqualTo("lan0");
    }

    @Test
    void aDaemonOnLoopbackAloneGetsTheSnippet() {
        SetupWorld world = new SetupWorld().prepared();
        world.lan = List.of(not("192.0.2.1", State.NOTHING));
        RepomanException blocker = world.plan(WITH).blocker();
        assertThat(blocker).hasMessage("ollama answers on loopback only, not at http://192.0.2.1:11434 (br0)");
        assertThat(blocker.hint())
                .contains("printf '[Service]\\nEnvironment=\"OLLAMA_HOST=0.0.0.0:11434\"\\n' | sudo tee")
                .contains("sudo systemctl daemon-reload\nsudo systemctl restart ollama");
    }

    @Test
    void changesOfAHandEditAreNamed() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.put(profile(
                "llm-share",
                Map.of("environment.OLLAMA_HOST", "http://192.0.2.9:11434", "limits.cpu", "2"),
                Map.of(
                        "ollama-bin",
                        Device.of(Map.of(
                                "type", "disk", "source", "/x", "path", "/usr/local/bin/ollama", "shift", "true")),
                        "mine",
                        Device.shared("/srv"))));
        SetupPlan plan = world.plan(PLAIN);
        assertThat(plan.plan().actions())
                .singleElement()
                .extracting(a -> ((Action.ReplaceProfile) a).changes())
                .isEqualTo(List.of(
                        "environment.OLLAMA_HOST: http://192.0.2.9:11434 → http://192.0.2.1:11434",
                        "limits.cpu: removed",
                        "device mine: removed",
                        "ollama-bin.source: /x → /usr/local/bin/ollama"));
    }

    @Test
    void theBackupRootIsMarkedWhereAShareIsMounted() {
        SetupWorld world = new SetupWorld().prepared();
        world.backup = SetupWorld.root("/nfs/repos", FolderFact.Kind.EMPTY, "/nfs");
        assertThat(world.plan(WITHOUT).plan().actions()).contains(new Action.MarkBackupRoot("/nfs/repos", false));
        for (RootFact unmarked : List.of(
                SetupWorld.root("/nfs/repos", FolderFact.Kind.EMPTY, "/"),
                SetupWorld.root("/home/backup", FolderFact.Kind.EMPTY, "/home"),
                SetupWorld.root("/nfs/repos", FolderFact.Kind.MISSING, "/nfs"),
                new RootFact(world.backup.folder(), false, "/nfs", false),
                new RootFact(world.backup.folder(), true, "/nfs", true))) {
            world.backup = unmarked;
            assertThat(world.plan(WITHOUT).plan().actions()).doesNotHaveAnyElementsOfTypes(Action.MarkBackupRoot.class);
        }
    }

    @Test
    void refreshNeedsSomethingToRefresh() {
        SetupRequest refresh = new SetupRequest(null, null, null, null, true);
        SetupWorld world = new SetupWorld();
        assertThat(world.plan(refresh).blocker().hint()).isEqualTo("repoman setup");
        world.prepared();
        assertThat(world.plan(refresh).blocker().hint()).isEqualTo("repoman setup --with-llm");
        world.plan(WITH).plan().actions().forEach(world::apply);
        world.bridge = new BridgeFact("br0", true, true, List.of("192.0.2.8"), false);
        world.lan = List.of(ok("192.0.2.8"));
        SetupPlan plan = world.plan(refresh);
        assertThat(plan.plan().actions()).hasSize(2);
        assertThat(written(plan, "llm.ollama_url")).isEqualTo("http://192.0.2.8:11434");
        world.bridge = new BridgeFact("br1", true, true, List.of("192.0.2.8"), false);
        assertThat(written(world.plan(refresh), "bridge")).isEqualTo("br1");
    }

    @Test
    void theHelperForGitIsLinkedWhereTheUserMayAndNoAgentSeesIt() {
        SetupWorld world = new SetupWorld().prepared();
        assertThat(world.plan(WITHOUT).plan().actions()).doesNotHaveAnyElementsOfTypes(Action.LinkProgram.class);
        world.gitHelper = new GitHelperFact("/home/dev/bin/git-remote-repoman", "/home/dev/bin/repoman", true);
        assertThat(world.plan(WITHOUT).plan().actions())
                .contains(new Action.LinkProgram("/home/dev/bin/git-remote-repoman", "repoman"));
        for (GitHelperFact closed : List.of(
                new GitHelperFact("/opt/re po/git-remote-repoman", "/opt/re po/repoman", false),
                new GitHelperFact("/home/dev/.local/bin/git-remote-repoman", "/home/dev/.local/bin/repoman", true))) {
            world.gitHelper = closed;
            SetupPlan plan = world.plan(WITHOUT);
            assertThat(plan.plan().actions()).doesNotHaveAnyElementsOfTypes(Action.LinkProgram.class);
            assertThat(plan.stages().getFirst().findings())
                    .extracting(Finding::fix)
                    .contains(
                            "sudo ln -s " + ShellText.command(closed.program()) + " /usr/local/bin/git-remote-repoman");
        }
    }

    @Test
    void whatCannotBeSharedIsWarnedAbout() {
        SetupWorld world = new SetupWorld().prepared();
        SetupFacts facts = world.facts();
        for (String bad : List.of("overlay", "fuse.sshfs", "nfs4")) {
            RootFact root = new RootFact(
                    new FolderFact("/home/dev/repos", "/home/dev/repos", FolderFact.Kind.FOLDER, bad, null),
                    true,
                    "/",
                    false);
            SetupFacts changed = new SetupFacts(
                    facts.user(),
                    facts.registryFile(),
                    facts.incus(),
                    facts.bridge(),
                    facts.ollama(),
                    facts.hermes(),
                    root,
                    facts.backupRoot(),
                    List.of(),
                    null,
                    facts.boundary(),
                    null,
                    null,
                    null);
            SetupPlan plan = new SetupPlanner(SetupWorld.TEMPLATE)
                    .plan(changed, SetupChoices.resolve(WITHOUT, world.registry(), false), world.registry());
            assertThat(plan.stages().getFirst().findings())
                    .anyMatch(f -> f.level() == Level.WARN && f.text().contains("on " + bad));
        }
    }

    /// Stage 4.3: the host's hermes, its data and the image, each there or not.
    @Test
    void whatNewHermesStillNeedsIsSaid() {
        SetupWorld world = new SetupWorld().prepared();
        String home = "/home/dev/.hermes";
        String program = "/home/dev/.local/bin/hermes";
        world.hermes = new SetupFacts.HermesFact(home, false, null, "", null);
        assertThat(said(world.plan(WITH)))
                .anyMatch(text -> text.startsWith("hermes is not installed; its guide: https://"))
                .noneMatch(text -> text.contains("image build"));
        world.hermes = new SetupFacts.HermesFact(home, false, program, "a checkout", null);
        assertThat(said(world.plan(WITH)))
                .anyMatch(text -> text.startsWith("hermes has no data folder yet; its guide: "))
                .anyMatch(text -> text.endsWith("repoman image build hermes"));
        world.hermes = new SetupFacts.HermesFact(home, true, program, "a checkout", "0.21.0");
        assertThat(said(world.plan(WITH)))
                .contains(
                        "hermes keeps its data in ~/.hermes; new --hermes gives a container a copy",
                        "the image repoman-hermes has hermes 0.21.0 in it")
                .noneMatch(text -> text.contains("image build"));
        world.hermes = new SetupFacts.HermesFact(home, true, null, "", "");
        assertThat(said(world.plan(WITH))).contains("the image repoman-hermes has hermes in it");
        assertThat(said(world.plan(WITHOUT))).noneMatch(text -> text.contains("image repoman-hermes"));
    }

    @Test
    void backupRootsThatAreNoFolderOfOurs() {
        SetupWorld world = new SetupWorld().prepared();
        world.backup = SetupWorld.root("/nfs/repos", FolderFact.Kind.UNREADABLE, "/nfs");
        assertThat(warnings(world.plan(WITHOUT)))
                .containsExactly("the backup root /nfs/repos cannot be read: permission denied: see ls -ld /nfs/repos");
        world.backup = SetupWorld.root("/nfs/repos", FolderFact.Kind.NOT_A_FOLDER, "/nfs");
        assertThat(warnings(world.plan(WITHOUT))).containsExactly("the backup root /nfs/repos is a file, not a folder");
        world.backup = RootFact.silent("/nfs/repos");
        assertThat(warnings(world.plan(WITHOUT)))
                .containsExactly("the backup root /nfs/repos does not answer: is its server down?");
    }

    @Test
    void whereIncusCannotBeAskedNothingIsSaidOfItsBridge() {
        SetupWorld world = new SetupWorld();
        world.trouble = new RepomanException(Fault.ENVIRONMENT, "no Incus", "install it");
        world.bridge = BridgeFact.absent("br0");
        assertThat(said(world.plan(PLAIN))).noneMatch(text -> text.contains("br0"));
    }

    @Test
    void theSameInAnotherOrderIsLeftAlone() {
        SetupWorld world = new SetupWorld().prepared();
        world.plan(WITH).plan().actions().forEach(world::apply);
        TreeMap<String, Device> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(world.profiles.get("llm-share").devices());
        world.put(new Profile("llm-share", "", world.profiles.get("llm-share").config(), reversed, ""));
        assertThat(world.plan(WITH).plan().actions()).isEmpty();
    }

    /// Each with its lines for root, and nothing that repoman itself would do.
    @Test
    void whatOnlyRootCanCloseIsShownUntilItIs() {
        SetupWorld world = new SetupWorld();
        assertThat(boundary(world)).isEmpty();
        world.boundary = new SetupFacts.BoundaryFact(false, "other rules");
        assertThat(boundary(world)).extracting(Finding::code).containsExactly("setuid", "guard");
        assertThat(boundary(world).getFirst().fix()).isEqualTo("""
                        sudo mount --bind /home/dev/repos /home/dev/repos
                        sudo mount -o remount,bind,nosuid,nodev /home/dev/repos
                        echo '/home/dev/repos /home/dev/repos none bind,nosuid,nodev 0 0' | sudo tee -a /etc/fstab""");
        assertThat(boundary(world).getLast().fix())
                .startsWith("repoman setup --guard-rules | sudo tee /etc/repoman-guard.nft >/dev/null\n"
                        + "sudo nft -f /etc/repoman-guard.nft\n");
    }

    private static List<Finding> boundary(SetupWorld world) {
        return new SetupPlanner(SetupWorld.TEMPLATE)
                        .plan(world.facts(), SetupChoices.resolve(WITHOUT, world.registry(), false), world.registry())
                        .stages()
                        .getFirst()
                        .findings()
                        .stream()
                        .filter(f -> List.of("setuid", "guard").contains(f.code()))
                        .toList();
    }
}
