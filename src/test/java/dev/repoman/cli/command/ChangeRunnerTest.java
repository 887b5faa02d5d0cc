package dev.repoman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.TestJson;
import dev.repoman.apply.Applier;
import dev.repoman.apply.ApplyListener;
import dev.repoman.apply.ProjectLocks;
import dev.repoman.cli.console.Capture;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Session.ColorMode;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PlanView;
import dev.repoman.host.HostEnvironment;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.ConfigureSsh;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lock, plan, ask, apply, in that order and no other.
class ChangeRunnerTest {
    private static final ProjectName DEMO = new ProjectName("demo");
    private static final Plan STOP =
            Plan.of(List.of(new Action.StopInstance(IncusProject.here("repoman"), "demo", false)));
    private static final Plan DELETE =
            Plan.of(List.of(new Action.DeleteInstance(IncusProject.here("repoman"), "demo", List.of())));

    @TempDir
    Path home;

    private final Session session = new Session();
    private final List<Plan> applied = new ArrayList<>();
    private boolean answer = true;
    private Capture streams;
    private ProjectLocks locks;

    @BeforeEach
    void capture() {
        session.color(ColorMode.NEVER);
        streams = Capture.start();
    }

    @AfterEach
    void release() {
        streams.close();
    }

    private int run(boolean dryRun, String question, Supplier<Plan> plan) {
        HostUser user = new HostUser("dev", 1000, 1000, home.toString(), "/bin/sh");
        HostEnvironment env = new HostEnvironment(Map.of("TERM", "dumb"));
        Terminal terminal = new Terminal(env, session, null);
        locks = new ProjectLocks(env, user);
        return new ChangeRunner(
                        new Json(TestJson.mapper()),
                        session,
                        terminal,
                        new Waiting(session, terminal),
                        new Prompt(terminal, session) {
                            @Override
                            public boolean confirm(String asked, String flag, Consumer<PrintWriter> before) {
                                // would wait, and fail, if the runner held the lock while the question stands
                                locks.hold(DEMO).close();
                                before.accept(new PrintWriter(System.err, true));
                                System.err.println(asked);
                                return answer;
                            }
                        },
                        new PlanView(user),
                        new Applier(
                                null, null, null, null, null, null, null, null, null, null, null, null, null, null) {
                            @Override
                            public void settle(ProjectName name) {}

                            @Override
                            public void apply(Plan plan, OnFailure onFailure, ApplyListener listener) {
                                applied.add(plan);
                            }
                        },
                        locks,
                        new ConfigureSsh(null, null, null, null, null) {
                            @Override
                            public void follow() {}
                        })
                .run(new ChangeRunner.Change(
                        "stop demo", DEMO, plan, Applier.OnFailure.UNDO, question, "demo has stopped", dryRun));
    }

    @Test
    void appliesAndSaysSo() {
        assertThat(run(false, null, () -> STOP)).isZero();
        assertThat(applied).containsExactly(STOP);
        assertThat(streams.out()).isEqualTo("demo has stopped\n");
    }

    @Test
    void aDryRunShowsThePlanOnly() {
        assertThat(run(true, "Really?", () -> STOP)).isZero();
        assertThat(applied).isEmpty();
        assertThat(streams.out()).isEqualTo("repoman stop demo would:\n  • stop container demo\n");
        assertThat(home).as("no lock was taken").isEmptyDirectory();
    }

    @Test
    void aNoChangesNothing() {
        answer = false;
        assertThatThrownBy(() -> run(false, "Really?", () -> STOP))
                .isInstanceOfSatisfying(
                        RepomanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
        assertThat(applied).isEmpty();
        assertThat(streams.err()).isEqualTo("stop demo:\n  • stop container demo\nReally?\n");
    }

    @Test
    void aYesIsForThePlanThatWasShown() {
        assertThat(run(false, "Really?", () -> STOP)).isZero();
        assertThat(applied).containsExactly(STOP);
        List<Plan> plans = new ArrayList<>(List.of(STOP, DELETE));
        assertThatThrownBy(() -> run(false, "Really?", plans::removeFirst))
                .isInstanceOfSatisfying(
                        RepomanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
        assertThat(applied).containsExactly(STOP);
    }

    @Test
    void theLockIsHeldWhilePlanning() {
        run(false, null, () -> {
            assertThat(home.resolve(".local/state/repoman/locks/demo.lock")).exists();
            return STOP;
        });
        locks.hold(DEMO).close();
        assertThatThrownBy(() -> run(false, null, () -> {
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        locks.hold(DEMO).close();
    }

    @Test
    void asDataThereIsNoTalk() {
        session.json(true);
        run(false, null, () -> STOP);
        assertThat(streams.out())
                .contains("\"dryRun\" : false", "\"stop-instance\"")
                .doesNotContain("has stopped");
        assertThat(streams.err()).isEmpty();
    }

    @Test
    void nothingToDoIsSaid() {
        run(false, null, () -> Plan.of(List.of()));
        assertThat(streams.out()).isEqualTo("nothing to do\n");
    }
}
