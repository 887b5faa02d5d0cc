package dev.repoman.cli.command;

import dev.repoman.cli.console.LiveLine;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.view.DoctorView;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.backup.DrillRestore;
import dev.repoman.usecase.doctor.Examination;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the checks of doctor; its page grows as they end.
@ApplicationScoped
class DoctorPage {
    private static final String WAITING = "checking";

    private final Examination examination;
    private final DrillRestore drills;
    private final Session session;
    private final Terminal terminal;

    DoctorPage(Examination examination, DrillRestore drills, Session session, Terminal terminal) {
        this.examination = examination;
        this.drills = drills;
        this.session = session;
        this.terminal = terminal;
    }

    /// As of [Examination#run].
    List<Section> run(@Nullable ProjectName project, boolean container) {
        return during(live -> examination.run(project, container, section -> show(section, live)));
    }

    /// Only whether the backup of a project can be restored.
    List<Section> drill(ProjectName project) {
        return during(live -> {
            Section section = new Section("backup", "Backup of " + project, drills.run(project));
            show(section, live);
            return List.of(section);
        });
    }

    private List<Section> during(Function<LiveLine, List<Section>> checks) {
        boolean quiet = session.quiet() || session.json();
        try (LiveLine live = new LiveLine(
                Streams.drawing(),
                () -> quiet ? 0 : terminal.liveColumns(Stream.ERR),
                terminal.style(Stream.ERR),
                "")) {
            live.begin(WAITING);
            return checks.apply(live);
        }
    }

    private void show(Section section, LiveLine live) {
        if (session.json()) {
            return;
        }
        live.end();
        PrintWriter out = Streams.out();
        DoctorView.lines(section, !session.quiet(), terminal.style(Stream.OUT)).forEach(out::println);
        out.flush();
        live.begin(WAITING);
    }
}
