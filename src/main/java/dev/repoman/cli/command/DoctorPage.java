package dev.repoman.cli.command;

import dev.repoman.cli.console.LiveLine;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.view.DoctorView;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.doctor.Examination;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the checks of doctor; its page grows as they end.
@ApplicationScoped
class DoctorPage {
    private static final String WAITING = "checking";

    private final Examination examination;
    private final Session session;
    private final Terminal terminal;

    DoctorPage(Examination examination, Session session, Terminal terminal) {
        this.examination = examination;
        this.session = session;
        this.terminal = terminal;
    }

    /// As of [Examination#run].
    List<Section> run(@Nullable ProjectName project, boolean container) {
        boolean quiet = session.quiet() || session.json();
        try (LiveLine live = new LiveLine(
                Streams.drawing(),
                () -> quiet ? 0 : terminal.liveColumns(Stream.ERR),
                terminal.style(Stream.ERR),
                "")) {
            live.begin(WAITING);
            return examination.run(project, container, section -> show(section, live));
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
