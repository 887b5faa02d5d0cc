package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import java.util.Locale;

/// Whether there is room for containers, repositories and backups.
public final class Room {
    private static final long GB = 1_000_000_000;
    private static final long LEAST = 5 * GB;

    private Room() {}

    /// @param code of the finding
    /// @param where for example `the storage pool default`
    /// @param free in bytes
    public static Diagnosis of(String code, String where, long free) {
        String what = where + " has " + String.format(Locale.ROOT, "%.1f GB", (double) free / GB) + " free";
        return Diagnosis.of(
                free < LEAST
                        ? Finding.warn(code, what, "delete what you no longer need there, or make it larger")
                        : Finding.good(code, what));
    }

    /// What a copy of a container costs in a pool.
    ///
    /// @param driver of the pool, as Incus names it
    public static Diagnosis pool(String name, String driver) {
        String what = switch (driver) {
            case "btrfs", "zfs", "ceph" -> "a snapshot or a copy of a container is made at once, and shares its blocks";
            case "lvm" -> "a snapshot is made at once if the pool is thin";
            default -> "each snapshot and each copy of a container is a whole copy";
        };
        return Diagnosis.of(Finding.info("pool", "the storage pool " + name + " is of type " + driver + ": " + what));
    }
}
