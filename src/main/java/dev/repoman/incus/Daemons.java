package dev.repoman.incus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.project.Trace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The daemons, by name of their remote; the one of this host has the empty name.
public final class Daemons {
    private final Function<String, Transport> transports;
    private final ObjectMapper mapper;
    private final Trace trace;
    private final Map<String, Rest> kept = new ConcurrentHashMap<>();

    /// @param remotes opens the way to a daemon of another host
    public Daemons(IncusLocation here, RemoteProxies remotes, ObjectMapper mapper, Trace trace) {
        this.transports = remote ->
                remote.isEmpty() ? UnixChannel.transport(here.socket()) : new RemoteTransport(remote, remotes);
        this.mapper = mapper;
        this.trace = trace;
    }

    /// @return over connections that are kept
    Rest rest(String remote) {
        return kept.computeIfAbsent(remote, this::open);
    }

    /// @return over a connection of its own
    Rest open(String remote) {
        return new Rest(transports.apply(remote), mapper, trace);
    }
}
