package dev.repoman.incus;

import java.io.IOException;
import java.time.Duration;

/// The way to a daemon of another host.
record RemoteTransport(String remote, RemoteProxies proxies) implements Transport {
    /// A proxy first asks the daemon, over the network and with TLS.
    private static final Duration PROXY = Duration.ofSeconds(10);

    @Override
    public Connection connect(Duration timeout) throws IOException {
        return UnixChannel.connect(proxies.socket(remote, PROXY), timeout);
    }

    @Override
    public IncusException unreachable(IOException e) {
        return IncusErrors.remoteUnreachable(remote, e);
    }
}
