package dev.repoman.plan.life;

import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The socket of the caller's ssh agent inside a container: a device of Incus, for the user alone.
public final class SshAgent {
    public static final String DEVICE = "ssh-agent";

    /// The variable that names the socket, on the host and inside.
    public static final String VARIABLE = "SSH_AUTH_SOCK";

    /// Inside. There is a `/dev` before the container's first process starts, unlike `/run` or `/tmp`, which systemd
    /// mounts over what was there.
    public static final String SOCKET = "/dev/repoman-ssh-agent";

    private static final String CONNECT = "connect";
    private static final String UNIX = "unix:";

    private SshAgent() {}

    /// Before the first `shell` it is connected to where the agent of a session usually listens.
    static Device device(HostUser user) {
        return Device.of(Map.of(
                "type",
                "proxy",
                "bind",
                "instance",
                "listen",
                UNIX + SOCKET,
                CONNECT,
                UNIX + "/run/user/" + user.uid() + "/openssh_agent",
                "uid",
                Long.toString(user.uid()),
                "gid",
                Long.toString(user.gid()),
                "mode",
                "0600"));
    }

    /// @param is the device that there is, or null
    /// @return the device as it should be, connected to the same agent: only a `shell` knows which one it should be
    static Device following(Device device, @Nullable Device is) {
        String connect = is == null ? null : is.option(CONNECT);
        return connect != null && connect.startsWith(UNIX) ? device.with(CONNECT, connect) : device;
    }

    /// @param socket of the host, an absolute path
    public static Device connected(Device device, String socket) {
        return device.with(CONNECT, UNIX + socket);
    }

    /// @return the socket of the host that it is connected to
    public static String socket(Device device) {
        return device.options().getOrDefault(CONNECT, "").replaceFirst("^" + UNIX, "");
    }
}
