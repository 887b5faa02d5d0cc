package dev.repoman.host.jail;

import java.util.List;
import java.util.Map;

/// A program, and everything that it sees.
///
/// @param label what `-v` shows of it
/// @param folders beside the system's own programs and libraries
/// @param command found in the system's folders
/// @param environment all of it, but for PATH and LC_ALL (`C.UTF-8`)
/// @param out takes its standard output
/// @param err takes its standard error, on another thread than `out`
public record Job(
        String label,
        List<Folder> folders,
        List<String> command,
        Map<String, String> environment,
        Sink out,
        Sink err,
        Patience patience) {
    public Job {
        folders = List.copyOf(folders);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
