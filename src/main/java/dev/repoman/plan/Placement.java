package dev.repoman.plan;

import dev.repoman.project.Cluster;
import dev.repoman.project.Cluster.Member;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// On which member of a cluster a new container is created.
public final class Placement {
    /// As a target: this host, where Incus is a cluster, or where the volume is.
    public static final String HERE = "";

    private static final String LIST = "incus cluster list shows the members";

    private Placement() {}

    /// @param wanted a member, `@` and a group, [#HERE], or null for none
    /// @param volume the member that has the project's volume; null without one
    /// @param hasVolume whether it shows no repository of this host, but a volume, which is on one member
    /// @return the member or group to ask Incus for; empty where there is no choice
    /// @throws RepomanException if there is no such member or group, it is gone, or the repository is elsewhere
    public static String target(Cluster cluster, @Nullable String wanted, boolean hasVolume, @Nullable String volume) {
        if (!cluster.isOne()) {
            if (wanted == null || wanted.equals(HERE)) {
                return "";
            }
            throw refused("Incus on this host is not a cluster, so it has no member " + wanted, "leave out --target");
        }
        if (wanted == null && !hasVolume) {
            throw refused(
                    "Incus is a cluster, and the repository is on this host only",
                    "choose this host: --target " + cluster.here()
                            + "; with --containment sealed the container can be on any member");
        }
        List<Member> candidates = online(cluster, wanted);
        if (volume != null) {
            if (wanted != null
                    && !wanted.equals(HERE)
                    && candidates.stream().noneMatch(member -> member.name().equals(volume))) {
                throw refused(
                        "the volume with the repository is on " + volume + ", and no other member has it",
                        "leave out --target, or name that one: --target " + volume);
            }
            return online(cluster, volume).getFirst().name();
        }
        if (wanted != null && wanted.startsWith("@") && !hasVolume) {
            return wanted;
        }
        return candidates.stream()
                .map(Member::name)
                .filter(name -> name.equals(cluster.here()))
                .findFirst()
                .orElse(candidates.getFirst().name());
    }

    private static List<Member> online(Cluster cluster, @Nullable String wanted) {
        if (wanted != null && wanted.startsWith("@")) {
            String group = wanted.substring(1);
            List<Member> members = cluster.members().stream()
                    .filter(member -> member.groups().contains(group))
                    .toList();
            if (members.isEmpty()) {
                throw failed(
                        "no member of the cluster is in the group " + group,
                        "its groups are "
                                + cluster.members().stream()
                                        .flatMap(member -> member.groups().stream())
                                        .distinct()
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
            return online(members, "no member of the group " + group + " is online");
        }
        String name = Objects.equals(wanted, HERE) ? cluster.here() : wanted;
        List<Member> members = cluster.members().stream()
                .filter(member -> name == null || member.name().equals(name))
                .toList();
        if (members.isEmpty()) {
            throw failed(
                    "the cluster has no member " + name,
                    "its members are "
                            + cluster.members().stream().map(Member::name).collect(Collectors.joining(", ")));
        }
        return online(
                members,
                members.getFirst().name() + " is " + members.getFirst().status().toLowerCase(Locale.ROOT));
    }

    private static List<Member> online(List<Member> members, String otherwise) {
        List<Member> online = members.stream().filter(Member::isOnline).toList();
        if (online.isEmpty()) {
            throw failed(otherwise, LIST);
        }
        return online;
    }

    private static RepomanException refused(String what, String hint) {
        return new RepomanException(Fault.REFUSED, what, hint);
    }

    private static RepomanException failed(String what, String hint) {
        return new RepomanException(Fault.FAILED, what, hint);
    }
}
