package dev.repoman.incus;

import static dev.repoman.incus.SocketIncus.escape;
import static dev.repoman.incus.SocketIncus.in;
import static dev.repoman.incus.SocketIncus.path;

import dev.repoman.incus.api.InstanceInfo;
import dev.repoman.project.Device;
import dev.repoman.project.IncusProject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// If a start fails, the daemon reports only that `forkstart` failed. The cause is in the image or in the instance's
/// log.
record FailedStart(Rest rest, IncusProject project, String name) {
    /// @param e what the daemon says
    /// @return what happened
    IncusException cause(IncusException e) {
        if (!e.what().contains("forkstart")) {
            return e;
        }
        return linkInTheWay(e).or(() -> logged(e)).orElse(e);
    }

    /// liblxc mounts on no link, and says so in a different way for each place of it.
    private Optional<IncusException> linkInTheWay(IncusException e) {
        try {
            return firstLink(e);
        } catch (IncusException _) {
            // its log has the cause
            return Optional.empty();
        }
    }

    private Optional<IncusException> firstLink(IncusException e) {
        // without its state, which the daemon cannot always tell right after a failed start
        SortedMap<String, Device> devices = IncusJson.instance(
                        rest.get(path(name) + "?" + in(project), InstanceInfo.class))
                .expandedDevices();
        for (Map.Entry<String, Device> device : devices.entrySet()) {
            String target = device.getValue().option("path");
            if (!device.getValue().type().equals("disk") || target == null || !target.startsWith("/")) {
                continue;
            }
            Path at = Path.of("/");
            for (Path step : Path.of(target)) {
                at = at.resolve(step);
                String kind = rest.kind(path(name) + "/files?path=" + escape(at.toString()) + "&" + in(project));
                if (kind.equals("symlink")) {
                    return Optional.of(new IncusException(
                            e.reason(),
                            "the device " + device.getKey() + " cannot be mounted at " + target + ": " + at
                                    + " is a symbolic link in the image",
                            "use another path for the device, or another image",
                            e));
                }
                if (kind.isEmpty()) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<IncusException> logged(IncusException e) {
        try {
            return StartLog.cause(rest.text(path(name) + "/logs/lxc.log?" + in(project)))
                    .map(cause -> new IncusException(
                            e.reason(),
                            "Incus: " + cause,
                            "incus info " + project.instance(name) + " --show-log " + project.option()
                                    + " shows all of it (new --keep-failed keeps the container)",
                            e));
        } catch (IncusException _) {
            return Optional.empty();
        }
    }
}
