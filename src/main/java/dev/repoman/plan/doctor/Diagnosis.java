package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import org.jspecify.annotations.Nullable;

/// A finding, and how much it matters.
public record Diagnosis(Grade grade, Finding finding) {
    public enum Grade {
        OK,
        /// It works, and something should be changed.
        WARNING,
        /// It does not work.
        ERROR,
        /// It was not tried; the finding says why.
        SKIPPED
    }

    /// Who can do what the finding says.
    public enum Who {
        REPOMAN,
        YOU,
        ROOT
    }

    public static Diagnosis of(Finding finding) {
        return new Diagnosis(
                switch (finding.level()) {
                    case GOOD, INFO -> Grade.OK;
                    case WARN -> Grade.WARNING;
                },
                finding);
    }

    public static Diagnosis good(String code, String what) {
        return of(Finding.good(code, what));
    }

    public static Diagnosis error(String code, String what, @Nullable String fix) {
        return new Diagnosis(Grade.ERROR, Finding.warn(code, what, fix));
    }

    public static Diagnosis skipped(String code, String why) {
        return new Diagnosis(Grade.SKIPPED, Finding.info(code, why));
    }

    /// @return whether something is to be fixed
    public boolean bad() {
        return grade == Grade.WARNING || grade == Grade.ERROR;
    }

    /// @return null where there is nothing to do
    public @Nullable Who who() {
        String fix = finding.fix();
        if (fix == null) {
            return null;
        }
        return fix.contains("sudo ")
                ? Who.ROOT
                : fix.lines().allMatch(line -> line.startsWith("repoman ")) ? Who.REPOMAN : Who.YOU;
    }
}
