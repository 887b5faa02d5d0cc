package dev.repoman.plan.checkpoint;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often Incus takes the container's half of a checkpoint by itself.
///
/// @param cron as of `snapshots.schedule` (`crontab(5)`)
public record Schedule(String cron) {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]?)([mhd])");
    /// The name that [Checkpoint#name] would give it; the daemon's own language for templates.
    private static final String PATTERN = Checkpoint.snapshot("{{ creation_date|date:'20060102-150405' }}");

    /// @param text minutes that divide an hour, hours that divide a day, or a day: `30m`, `1h`, `1d`
    /// @throws RepomanException USAGE if it is none of these
    public static Schedule parse(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            int count = Integer.parseInt(time.group(1));
            String unit = time.group(2);
            if (unit.equals("m") && 60 % count == 0) {
                return new Schedule("*/" + count + " * * * *");
            }
            if (unit.equals("h") && 24 % count == 0) {
                return new Schedule("0 */" + count + " * * *");
            }
            if (unit.equals("d") && count == 1) {
                return new Schedule("0 0 * * *");
            }
        }
        throw new RepomanException(
                Fault.USAGE,
                "\"" + text + "\" is not a time between checkpoints",
                "minutes that divide an hour, hours that divide a day, or a day: 30m, 1h, 6h, 1d");
    }

    /// @return the keys of an instance
    public Map<String, String> config() {
        return Map.of("snapshots.schedule", cron, "snapshots.pattern", PATTERN, "snapshots.expiry", "7d");
    }
}
