package dev.repoman.cli.view;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.DoctorDocument;
import dev.repoman.cli.json.Document;
import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.usecase.doctor.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page of `doctor`, as text and as JSON.
public final class DoctorView {
    private DoctorView() {}

    /// @param all also what is as it should be
    public static List<String> lines(Section section, boolean all, Style style) {
        List<String> lines = new ArrayList<>();
        section.diagnoses().stream()
                .filter(d -> all || d.bad())
                .forEach(d -> SetupView.add(
                        lines, mark(d, style), words(d), d.finding().fix()));
        if (!lines.isEmpty()) {
            lines.addFirst(style.strong(section.title()));
        }
        return lines;
    }

    /// What `setup` ends with.
    ///
    /// @param shown the codes of what stands on its page already
    public static List<String> ending(List<Section> sections, List<String> shown, Style style) {
        List<Diagnosis> all =
                sections.stream().flatMap(s -> s.diagnoses().stream()).toList();
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        all.stream()
                .filter(d -> d.bad() && !shown.contains(d.finding().code()))
                .forEach(d -> SetupView.add(
                        lines, mark(d, style), words(d), d.finding().fix()));
        String good = "doctor: "
                + all.stream().filter(d -> d.grade() == Diagnosis.Grade.OK).count() + " checks ok";
        if (count(sections) == 0) {
            SetupView.add(lines, style.good("✓"), good, null);
        } else {
            SetupView.add(lines, style.warn("!"), good + ", " + summary(sections) + " (above)", null);
        }
        return lines;
    }

    public static String summary(List<Section> sections) {
        long bad = count(sections);
        return bad == 0 ? "all is well" : bad == 1 ? "one thing to fix" : bad + " things to fix";
    }

    public static DoctorDocument document(List<Section> sections) {
        List<DoctorDocument.Check> checks = new ArrayList<>();
        for (Section section : sections) {
            for (Diagnosis diagnosis : section.diagnoses()) {
                Finding finding = diagnosis.finding();
                Diagnosis.Who who = diagnosis.who();
                checks.add(new DoctorDocument.Check(
                        section.code(),
                        finding.code(),
                        diagnosis.grade().name().toLowerCase(Locale.ROOT),
                        finding.what(),
                        finding.fix(),
                        who == null ? null : who.name().toLowerCase(Locale.ROOT)));
            }
        }
        return new DoctorDocument(Document.FORMAT, count(sections) == 0, checks);
    }

    private static long count(List<Section> sections) {
        return sections.stream().mapToLong(s -> s.bad().size()).sum();
    }

    private static String words(Diagnosis diagnosis) {
        return diagnosis.grade() == Diagnosis.Grade.SKIPPED
                ? "skipped: " + diagnosis.finding().what()
                : diagnosis.finding().what();
    }

    private static String mark(Diagnosis diagnosis, Style style) {
        return switch (diagnosis.grade()) {
            case OK, WARNING -> SetupView.mark(diagnosis.finding(), style);
            case ERROR -> style.bad("✗");
            case SKIPPED -> style.faint("-");
        };
    }
}
