package dev.repoman.plan.setup;

import static dev.repoman.plan.setup.SetupWorld.PLAIN;
import static dev.repoman.plan.setup.SetupWorld.WITHOUT;
import static dev.repoman.plan.setup.SetupWorld.profile;
import static dev.repoman.plan.setup.SetupWorld.warnings;
import static dev.repoman.plan.setup.SetupWorld.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Finding.Level;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.setup.SetupFacts.GitHelperFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm.Wiring;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SetupPlannerTest {
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
