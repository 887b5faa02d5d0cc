package dev.repoman.plan.setup;

import static dev.repoman.plan.setup.SetupWorld.WITHOUT;
import static dev.repoman.plan.setup.SetupWorld.profile;
import static dev.repoman.plan.setup.SetupWorld.warnings;
import static dev.repoman.plan.setup.SetupWorld.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import dev.repoman.project.Device;
import dev.repoman.project.RepomanException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The profile that shares the programs of agents: what it must share, and what it must not let an agent replace.
class ClaudeShareStageTest {
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
}
