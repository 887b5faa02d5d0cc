package dev.repoman.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.console.Style;
import dev.repoman.plan.Action;
import dev.repoman.project.HostUser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    @Test
    void aLongStepIsWrappedAndItsTimeStaysWhole() {
        StringWriter text = new StringWriter();
        ProgressView view = new ProgressView(
                new PlanView(new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh")),
                new PrintWriter(text),
                Style.PLAIN,
                () -> 32,
                false,
                " ");
        view.done(new Action.MarkBackupRoot("/srv/a-rather-long-folder", true), Duration.ofMillis(1234));
        assertThat(text.toString().replaceAll("\\r\\033\\[K", "")).isEqualTo("""
                 ✓ mark
                   /srv/a-rather-long-folder as
                   the backup root
                   (.repoman-backup)  1.2 s
                """);
    }
}
