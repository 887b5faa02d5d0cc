package dev.repoman.incus;

import java.nio.file.Path;
import java.time.Duration;

/// Makes the daemon of another host answer on a unix socket of this one, with the certificates of the user.
@FunctionalInterface
public interface RemoteProxies {
    /// @param remote as the user's `incus` configuration names it
    /// @param timeout how long to wait for it
    /// @return the socket; only this user can open it
    /// @throws dev.repoman.project.RepomanException if there is no such remote, or it does not answer
    Path socket(String remote, Duration timeout);
}
