package dev.repoman.incus;

import java.io.IOException;
import java.time.Duration;

/// The way to a daemon of another host.
record RemoteTransport(String remote, RemoteProxies proxies) implements Transport {
    @Override
    public Connection connect(Duration timeout) throws IOException {
        return UnixChannel.connect(proxies.socket(remote, timeout), timeout);
    }

    @Override
    public IncusException unreachable(IOException e) {
        return IncusErrors.remoteUnreachable(remote, e);
    }
}
