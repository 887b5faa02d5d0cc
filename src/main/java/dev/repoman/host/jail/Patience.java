package dev.repoman.host.jail;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How long a job is waited for.
///
/// @param limit the longest that it may run, or null
/// @param silence how long it may print nothing before `alive` is called
/// @param alive whether what it works on still answers
public record Patience(@Nullable Duration limit, Duration silence, BooleanSupplier alive) {
    public static Patience atMost(Duration limit) {
        return new Patience(limit, limit, () -> true);
    }

    public static Patience whileAlive(Duration silence, BooleanSupplier alive) {
        return new Patience(null, silence, alive);
    }
}
