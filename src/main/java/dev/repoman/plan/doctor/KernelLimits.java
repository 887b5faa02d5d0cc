package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import dev.repoman.project.HostUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Limits of the host's kernel that containers share, and the ids that they run as.
public final class KernelLimits {
    public static final String INSTANCES = "/proc/sys/fs/inotify/max_user_instances";

    /// What systemd, udev, logind and the like take in one container.
    private static final int EACH = 10;

    /// What Incus takes where there is no such file.
    private static final String DEFAULT = "root:1000000:1000000000";

    /// What a container needs.
    private static final long FEWEST_IDS = 65_536;

    private KernelLimits() {}

    /// The containers share one limit: root inside each of them is the same user of the host.
    ///
    /// @param limit the content of [#INSTANCES]; null where it cannot be read
    /// @param running how many containers run
    public static Diagnosis inotify(@Nullable String limit, int running) {
        if (limit == null || !limit.strip().matches("[0-9]{1,9}")) {
            return Diagnosis.skipped("inotify", INSTANCES + " cannot be read");
        }
        int most = Integer.parseInt(limit.strip());
        String what = "fs.inotify.max_user_instances is " + most + ": enough for about " + most / EACH
                + " running containers, and " + running + (running == 1 ? " is" : " are") + " running";
        return running * EACH <= most
                ? Diagnosis.good("inotify", what)
                : Diagnosis.of(Finding.warn("inotify", what, """
                        echo fs.inotify.max_user_instances=1024 | sudo tee /etc/sysctl.d/60-repoman.conf
                        sudo sysctl --system"""));
    }

    /// @param subuid the content of `/etc/subuid`; null where it cannot be read
    /// @param subgid the same of `/etc/subgid`
    public static List<Diagnosis> ids(@Nullable String subuid, @Nullable String subgid, HostUser user) {
        List<Diagnosis> all = new ArrayList<>();
        ids("/etc/subuid", subuid, user.uid(), all);
        ids("/etc/subgid", subgid, user.gid(), all);
        return all.isEmpty()
                ? List.of(Diagnosis.good("subordinate-ids", "containers run as ids that no user of this host has"))
                : all;
    }

    private static void ids(String file, @Nullable String content, long own, List<Diagnosis> all) {
        long most = 0;
        for (String line : Objects.requireNonNullElse(content, DEFAULT).lines().toList()) {
            String[] fields = line.strip().split(":");
            if (fields.length != 3
                    || !(fields[0].equals("root") || fields[0].equals("0"))
                    || !fields[1].matches("[0-9]{1,10}")
                    || !fields[2].matches("[0-9]{1,10}")) {
                continue;
            }
            long first = Long.parseLong(fields[1]);
            long count = Long.parseLong(fields[2]);
            most = Math.max(most, count);
            if (count >= FEWEST_IDS && own >= first && own < first + count) {
                all.add(Diagnosis.error(
                        "subordinate-ids",
                        "your id " + own + " is among those that containers run as (" + first + "-"
                                + (first + count - 1) + "): a program in any container can act as you",
                        "give root another range in " + file + ", and restart Incus"));
            }
        }
        if (most == 0) {
            all.add(Diagnosis.error(
                    "subordinate-ids",
                    "root has no ids for containers in " + file + ": Incus creates none once it is started again",
                    "echo " + DEFAULT + " | sudo tee -a " + file + "\nsudo systemctl restart incus"));
        } else if (most < FEWEST_IDS) {
            all.add(Diagnosis.error(
                    "subordinate-ids",
                    "root has only " + most + " ids for containers in " + file + ", and each needs 65536",
                    "give root a range of 1000000000 ids in " + file + ", and restart Incus"));
        }
    }
}
