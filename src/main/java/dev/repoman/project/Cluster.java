package dev.repoman.project;

import java.util.List;

/// The members of a cluster of Incus.
///
/// @param here the member that answers repoman: this host; empty where Incus is a single daemon
/// @param members none where Incus is a single daemon
public record Cluster(String here, List<Member> members) {
    public static final Cluster NONE = new Cluster("", List.of());

    public Cluster {
        members = List.copyOf(members);
    }

    /// @param status `Online`, `Offline`, `Evacuated` …, the daemon's word
    /// @param groups without `@`
    public record Member(String name, String status, List<String> groups) {
        public Member {
            groups = List.copyOf(groups);
        }

        public boolean isOnline() {
            return status.equals("Online");
        }
    }

    public boolean isOne() {
        return !members.isEmpty();
    }
}
