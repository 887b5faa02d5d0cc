package dev.repoman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.TestJson;
import dev.repoman.apply.Applier;
import dev.repoman.apply.ApplyListener;
import dev.repoman.cli.console.Capture;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Session.ColorMode;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PlanView;
import dev.repoman.cli.view.SetupView;
import dev.repoman.host.HostEnvironment;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.setup.SetupChoices;
import dev.repoman.plan.setup.SetupPlan;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.SetupHost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stage after stage: looked at, asked about, done. The host is a stand-in, and so is whoever answers.
class SetupWizardTest {
    private static final SetupRequest REQUEST = new SetupRequest(null, null, null, null, false);

    private final Session session = new Session();
    private final Map<Step, Stage> stages = new EnumMap<>(Step.class);
    private final Deque<Boolean> answers = new ArrayDeque<>();

    /// Everything that happened, in order.
    private final List<String> log = new ArrayList<>();

    private final Deque<String> texts = new ArrayDeque<>();
    private final List<String> written =
            new ArrayList<>(List.of("defaults.repos_root", "defaults.backup_root", "defaults.default_image"));
    private boolean asksForModels;
    private Capture streams;

    @BeforeEach
    void aBareHost() {
        session.color(ColorMode.NEVER);
        streams = Capture.start();
        stage(Step.ENVIRONMENT);
        stage(Step.PROJECT, new Action.CreateIncusProject(IncusProject.here("repoman"), new TreeMap<>()));
        stage(Step.CLAUDE_SHARE);
        stage(Step.REGISTRY, new Action.MarkBackupRoot("/backup", false));
    }

    @AfterEach
    void release() {
        streams.close();
    }

    private void stage(Step step, Action... actions) {
        stages.put(step, new Stage(step, step.name(), List.of(), List.of(actions), null));
    }

    private void blocked(Step step) {
        stages.put(
                step,
                new Stage(
                        step,
                        step.name(),
                        List.of(),
                        List.of(),
                        RepomanException.withoutHint(Fault.ENVIRONMENT, "no bridge")));
    }

    private SetupWizard wizard() {
        Terminal terminal = new Terminal(new HostEnvironment(Map.of("TERM", "dumb")), session, null);
        PlanView plans = new PlanView(new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh"));
        return new SetupWizard(
                new Json(TestJson.mapper()),
                new Host(),
                new SetupView(plans),
                plans,
                new Applier(null, null, null, null, null, null, null, null, null, null, null, null, null, null) {
                    @Override
                    public void apply(Plan plan, OnFailure onFailure, ApplyListener listener) {
                        assertThat(onFailure).isEqualTo(OnFailure.KEEP);
                        plan.actions()
                                .forEach(a -> log.add("did " + a.getClass().getSimpleName()));
                    }
                },
                new Prompt(terminal, session) {
                    @Override
                    public boolean confirm(String question, String flag, boolean otherwise) {
                        log.add("asked:" + question.strip());
                        return answers.pop();
                    }

                    @Override
                    public boolean canAsk() {
                        return true;
                    }

                    @Override
                    public String text(String question, String flag, String otherwise) {
                        log.add("asked:" + question + " [" + otherwise + "]");
                        return texts.pop();
                    }
                },
                session,
                terminal,
                new Waiting(session, terminal));
    }

    private final class Host extends SetupHost {
        Host() {
            super(null, null, null);
        }

        @Override
        public Survey look(SetupRequest request, boolean changesNothing) {
            log.add("looked");
            return new Survey(
                    null,
                    new Registry(Defaults.BUILT_IN, List.of(), List.of(), Set.copyOf(written), List.of(), List.of()),
                    new SetupChoices(
                            Defaults.BUILT_IN,
                            false,
                            asksForModels,
                            "br0",
                            "claude-share",
                            Wiring.PROXY,
                            false,
                            false));
        }

        @Override
        public Survey with(Survey survey, SetupRequest.Basics basics) {
            log.add("looked with " + basics);
            return survey;
        }

        @Override
        public boolean hasHermes(Survey survey) {
            return false;
        }

        @Override
        public void check(String key, String value) {
            if (value.equals("relative")) {
                throw RepomanException.withoutHint(Fault.USAGE, key + " is not an absolute path");
            }
        }

        @Override
        public Survey again(Survey survey) {
            log.add("looked again");
            return survey;
        }

        @Override
        public SetupPlan plan(Survey survey) {
            return new SetupPlan(stages.values().stream()
                    .map(s -> s.step() == Step.LLM && !survey.choices().llm()
                            ? new Stage(Step.LLM, "no models", List.of(), List.of(), null)
                            : s)
                    .toList());
        }
    }

    @Test
    void eachStageThatChangesSomethingIsAskedForAndDoneBeforeTheNext() {
        answers.addAll(List.of(true, true));
        assertThat(wizard().run(REQUEST, true, List::of)).isZero();
        assertThat(log)
                .containsExactly(
                        "looked",
                        "asked:Do this?",
                        "did CreateIncusProject",
                        "looked again",
                        "asked:Do this?",
                        "did MarkBackupRoot");
        assertThat(streams.err()).contains("+ create Incus project repoman");
        assertThat(streams.out()).contains("This host is ready");
    }

    @Test
    void foldersAndImageAreAskedForOnce() {
        written.removeAll(List.of("defaults.repos_root", "defaults.backup_root"));
        texts.addAll(List.of("~/src", "relative", "/backup"));
        answers.addAll(List.of(true, true));
        wizard().run(REQUEST, true, List::of);
        assertThat(log)
                .containsSubsequence(
                        "looked again",
                        "asked:   Where are your repositories? [~/repos]",
                        "asked:   Where do backups go (a mounted share or disk)? [/nfs/repos]",
                        "asked:   Where do backups go (a mounted share or disk)? [/nfs/repos]",
                        "looked with " + new SetupRequest.Basics("~/src", "/backup", null),
                        "asked:Do this?");
        assertThat(streams.err()).contains("defaults.backup_root is not an absolute path");
    }

    @Test
    void whatWasPassedIsNotAskedFor() {
        written.clear();
        answers.addAll(List.of(true, true));
        wizard().run(REQUEST.with(new SetupRequest.Basics("/src", "/backup", "tiny")), true, List::of);
        assertThat(log).noneMatch(line -> line.startsWith("asked: "));
    }

    @Test
    void whoSaidYesBeforehandIsNotAsked() {
        wizard().run(REQUEST, false, List::of);
        assertThat(log).containsExactly("looked", "did CreateIncusProject", "looked again", "did MarkBackupRoot");
    }

    @Test
    void aNoStopsThereAndWhatWasDoneStays() {
        answers.addAll(List.of(true, false));
        assertThatThrownBy(() -> wizard().run(REQUEST, true, List::of))
                .isInstanceOfSatisfying(
                        RepomanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageContaining("stage 5");
        assertThat(log).contains("did CreateIncusProject").doesNotContain("did MarkBackupRoot");
        assertThat(streams.out()).isEmpty();
    }

    @Test
    void aStageThatCannotBePassedStopsAfterTheOnesBefore() {
        blocked(Step.CLAUDE_SHARE);
        assertThatThrownBy(() -> wizard().run(REQUEST, false, List::of)).hasMessage("no bridge");
        assertThat(log).containsExactly("looked", "did CreateIncusProject", "looked again");
    }

    @Test
    void modelsAreWiredWhereTheUserSaysSo() {
        asksForModels = true;
        stage(Step.PROJECT);
        stage(Step.LLM, new Action.AddProfileDevices(IncusProject.here("repoman"), "llm-share", new TreeMap<>()));
        answers.addAll(List.of(true, true));
        wizard().run(REQUEST, true, List::of);
        assertThat(log)
                .as("the answer is the agreement")
                .containsExactly(
                        "looked",
                        "asked:Connect containers to local models?",
                        "did AddProfileDevices",
                        "asked:Do this?",
                        "did MarkBackupRoot");

        log.clear();
        answers.addAll(List.of(false, true));
        wizard().run(REQUEST, true, List::of);
        assertThat(log).doesNotContain("did AddProfileDevices").endsWith("did MarkBackupRoot");
    }

    @Test
    void showingChangesNothing() {
        assertThat(wizard().show(REQUEST, true)).isEqualTo(6);
        assertThat(wizard().show(REQUEST, false)).isZero();
        assertThat(log).containsExactly("looked", "looked");
        assertThat(streams.out()).contains("+ create Incus project repoman", "nothing was changed");
        stage(Step.PROJECT);
        stage(Step.REGISTRY);
        assertThat(wizard().show(REQUEST, true)).as("nothing to change").isZero();
    }
}
