package dev.repoman.host.jail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether a program and its children do anything, as the kernel counts it: they use the processor or wait
/// for a disk.
final class Activity {
    /// Fields of `/proc/PID/stat` behind the name, which is in parentheses (`proc_pid_stat(5)`).
    private static final int STATE = 0;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final ProcessHandle top;
    private long ticks = -1;
    private long last = System.nanoTime();

    Activity(ProcessHandle top) {
        this.top = top;
    }

    /// @return when they were last active, by [System#nanoTime]
    long last() {
        long now = 0;
        boolean waits = true;
        List<ProcessHandle> all = top.descendants().toList();
        for (ProcessHandle one : all) {
            String[] fields = fields(one.pid());
            if (fields.length > SYSTEM_TIME) {
                now += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
                waits &= fields[STATE].equals("S") || fields[STATE].equals("Z");
            }
        }
        if (now != ticks || !waits) {
            ticks = now;
            last = System.nanoTime();
        }
        return last;
    }

    private static String[] fields(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
            return text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
        } catch (IOException _) {
            return new String[0]; // it ended
        }
    }
}
