package dev.repoman.incus;

import dev.repoman.incus.api.MemberInfo;
import dev.repoman.project.Cluster;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/// The members of the cluster that Incus is, if it is one.
@ApplicationScoped
public class Clusters {
    private final Incus incus;
    private final Daemons daemons;

    public Clusters(Incus incus, Daemons daemons) {
        this.incus = incus;
        this.daemons = daemons;
    }

    /// @param remote of the daemon; empty for the one of this host
    public Cluster of(String remote) {
        return of(remote, incus.server(remote));
    }

    /// @param server what the daemon says of itself
    Cluster of(String remote, Incus.Server server) {
        if (server.member().isEmpty()) {
            return Cluster.NONE;
        }
        return new Cluster(
                server.member(),
                daemons.rest(remote).list("/1.0/cluster/members?recursion=1", MemberInfo.class).stream()
                        .map(member -> new Cluster.Member(
                                member.name(), member.status(), Objects.requireNonNullElse(member.groups(), List.of())))
                        .toList());
    }
}
