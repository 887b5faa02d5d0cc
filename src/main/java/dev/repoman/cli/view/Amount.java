package dev.repoman.cli.view;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Numbers in readable form.
public final class Amount {
    private Amount() {}

    /// @return for example `12 B`, `3.4 MB`; decimal, as disks are sold
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < 4) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %sB" : "%.0f %sB", value, "kMGTP".charAt(unit));
    }

    /// @return with commas, for example `20,034`
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// @return `1 file`, `2 files`
    static String files(long number) {
        return count(number) + (number == 1 ? " file" : " files");
    }

    /// @return `2 files and folders`: what rsync counts, folders and links too
    static String entries(long number) {
        return number == 1 ? "1 file or folder" : count(number) + " files and folders";
    }

    /// @return for example `0.3 s`, `42 s`, `3 min 20 s`, `2 h 5 min`
    public static String seconds(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /// @param time RFC 3339
    /// @return how long ago that was, in one unit: `40s`, `5m`, `3h`, `2d`, `6w`; the text itself if it is
    ///     not a time
    static String age(String time, Instant now) {
        Duration age;
        try {
            age = Duration.between(Instant.parse(time), now);
        } catch (DateTimeException _) {
            return time;
        }
        long s = Math.max(0, age.toSeconds());
        if (s < 60) {
            return s + "s";
        }
        if (s < 3600) {
            return s / 60 + "m";
        }
        if (s < 48 * 3600) {
            return s / 3600 + "h";
        }
        return s < 14 * 86400 ? s / 86400 + "d" : s / (7 * 86400) + "w";
    }
}
