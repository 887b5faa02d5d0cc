package dev.repoman.incus;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.project.IncusProject;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns the daemon's error texts, and the socket's exceptions, into typed reasons with a message and a hint.
/// The texts are those measured on Incus 6.0 (`docs/incus-facts.md`); an unknown one is kept as it is, with
/// [Reason#OTHER].
final class IncusErrors {
    private static final String LOG = "sudo journalctl -u incus -n 50";

    private static final String MEMBERS = "incus cluster list shows which member is gone";

    private static final String JOIN =
            "add yourself to its group: sudo usermod -aG incus-admin \"$USER\", then log in again";

    private IncusErrors() {}

    private static String log(String remote) {
        return "its log may say more" + (remote.isEmpty() ? ": " : ", on that machine: ") + LOG;
    }

    /// A piece of the daemon's text (lower case), and what it means.
    private record Row(String piece, Reason reason) {}

    /// Searched in order: the more specific one first, because a text can contain several.
    private static final List<Row> ROWS = List.of(
            new Row("profile change still saved", Reason.SAVED_BUT_NOT_APPLIED),
            new Row("operation not found", Reason.OUTCOME_UNKNOWN), // Incus forgets one 5 s after its end
            new Row("project not found", Reason.PROJECT_NOT_FOUND),
            new Row("instance not found", Reason.INSTANCE_NOT_FOUND),
            new Row("requested profile", Reason.PROFILE_NOT_FOUND),
            new Row("profile not found", Reason.PROFILE_NOT_FOUND),
            // an image server has no such path
            new Row("/1.0/instances", Reason.MEMBER_GONE),
            new Row("missing event connection", Reason.MEMBER_GONE),
            new Row("server isn't ready", Reason.MEMBER_GONE),
            new Row("network is unreachable", Reason.IMAGE_SERVER_UNREACHABLE),
            new Row("no such host", Reason.IMAGE_SERVER_UNREACHABLE),
            new Row("dial tcp", Reason.IMAGE_SERVER_UNREACHABLE),
            new Row("server misbehaving", Reason.IMAGE_SERVER_UNREACHABLE),
            new Row("image not provided", Reason.IMAGE_NOT_FOUND),
            new Row("image alias not found", Reason.IMAGE_NOT_FOUND),
            new Row("requested image couldn't be found", Reason.IMAGE_NOT_FOUND),
            new Row("failed getting remote image", Reason.IMAGE_NOT_FOUND),
            new Row("no fingerprint prefix", Reason.IMAGE_NOT_FOUND), // a cluster
            new Row("unique constraint failed: instances", Reason.NAME_TAKEN),
            new Row("unique constraint failed: projects", Reason.NAME_TAKEN),
            new Row("already exists", Reason.NAME_TAKEN),
            new Row("instance is busy", Reason.BUSY),
            new Row("invalid instance name", Reason.INVALID_NAME),
            new Row("no root device", Reason.NO_ROOT_DISK),
            new Row("idmapping abilities", Reason.NO_IDMAPPED_MOUNTS),
            new Row("failed loading custom volume", Reason.MISSING_VOLUME),
            new Row("missing source path", Reason.MISSING_SOURCE),
            new Row("etag doesn't match", Reason.CHANGED_MEANWHILE),
            new Row("instance is running", Reason.IS_RUNNING),
            new Row("already running", Reason.ALREADY_RUNNING),
            new Row("already stopped", Reason.ALREADY_STOPPED),
            new Row("instance is frozen", Reason.FROZEN),
            new Row("is not running", Reason.NOT_RUNNING),
            new Row("command not found", Reason.COMMAND_NOT_FOUND),
            new Row("currently in use", Reason.IN_USE),
            new Row("still in use", Reason.IN_USE),
            new Row("instance storage pool not found", Reason.HALF_MADE),
            new Row("instance is protected", Reason.PROTECTED),
            new Row("only empty projects", Reason.IN_USE),
            new Row("context deadline exceeded", Reason.WAIT_TIMED_OUT),
            new Row("permission denied", Reason.SOURCE_DENIED),
            new Row("does not have permissions", Reason.NOT_TRUSTED),
            new Row("not authorized", Reason.NOT_TRUSTED));

    /// @param remote the daemon; empty for the one of this host
    /// @param request `METHOD PATH?QUERY`, as sent
    /// @param code the envelope's `error_code`
    static IncusException refused(String remote, String request, int code, String text) {
        String low = text.toLowerCase(Locale.ROOT);
        Reason reason = ROWS.stream()
                .filter(row -> low.contains(row.piece()))
                .map(Row::reason)
                .findFirst()
                .orElse(
                        code == 412
                                ? Reason.CHANGED_MEANWHILE
                                : code == 403 ? Reason.NOT_TRUSTED : code == 404 ? Reason.NOT_FOUND : Reason.OTHER);
        return new IncusException(
                reason, message(reason, text, request), hint(reason, new IncusProject(remote, project(request))), null);
    }

    /// For an operation that has ended: the deadline is its own, not that of our wait.
    static IncusException failed(String remote, String request, int code, String text) {
        IncusException e = refused(remote, request, code, text);
        return e.reason() == Reason.WAIT_TIMED_OUT
                ? new IncusException(Reason.OTHER, "Incus: " + text, log(remote), null)
                : e;
    }

    /// @param absent the reason that means "does not exist"; a missing project is still an error
    static <T> Optional<T> found(Supplier<T> read, Reason absent) {
        try {
            return Optional.of(read.get());
        } catch (IncusException e) {
            if (e.reason() == absent || e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String message(Reason reason, String text, String request) {
        return switch (reason) {
            case PROJECT_NOT_FOUND -> "the Incus project \"" + project(request) + "\" does not exist";
            case NO_ROOT_DISK -> "none of the profiles gives the container a root disk";
            case NO_IDMAPPED_MOUNTS -> "a folder is on a file system without idmapped mounts (Incus: " + text + ")";
            case IMAGE_NOT_FOUND -> "the image does not exist (Incus: " + text + ")";
            case IMAGE_SERVER_UNREACHABLE -> "Incus cannot reach the image server: " + text;
            case OUTCOME_UNKNOWN -> "there was no connection to Incus while it ended " + request;
            case MEMBER_GONE -> "a member of the cluster does not answer (Incus: " + text + ")";
            case HALF_MADE -> "the container is incomplete: Incus was killed while it created it (Incus: " + text + ")";
            case NOT_TRUSTED -> "Incus does not allow this: " + text;
            default -> "Incus: " + text;
        };
    }

    private static String hint(Reason reason, IncusProject project) {
        boolean here = project.remote().isEmpty();
        return switch (reason) {
            case PROJECT_NOT_FOUND -> "create it: repoman setup" + (here ? "" : " --host " + project.remote());
            case NO_ROOT_DISK -> "repoman setup gives the default profile one";
            case PROFILE_NOT_FOUND -> project.command("profile list") + " lists what exists";
            case IMAGE_NOT_FOUND ->
                "incus image list" + (here ? "" : " " + project.remote() + ":")
                        + ", or incus image list images:, lists what exists";
            case NO_IDMAPPED_MOUNTS ->
                "move the repository to ext4, xfs, btrfs, tmpfs or a recent ZFS; overlayfs and FUSE cannot be shared"
                        + " with a container's user";
            case BUSY -> "another command is working on it; run this again in a moment";
            case CHANGED_MEANWHILE -> "someone else just changed it; run this again";
            case MISSING_SOURCE ->
                "create the folder, or fix the profile that shares it: " + project.command("profile list");
            case MISSING_VOLUME ->
                "incus storage volume list " + project.instance("POOL") + " " + project.option()
                        + " shows whether it is gone, or on another member of a cluster than the container";
            case SOURCE_DENIED ->
                "root cannot read a folder that is shared; a FUSE file system has to be mounted with -o allow_other";
            case IMAGE_SERVER_UNREACHABLE -> "is this host online? a local image works without: --image ALIAS";
            case OUTCOME_UNKNOWN -> "run the same command again: it goes on from what is there";
            case MEMBER_GONE -> MEMBERS;
            case FROZEN -> "incus resume " + project.instance("NAME") + " " + project.option();
            case HALF_MADE -> "repoman remove NAME deletes what is there of it; then create it again";
            case PROTECTED ->
                "incus config set " + project.instance("NAME") + " security.protection.delete=false "
                        + project.option();
            case INSTANCE_NOT_FOUND, NOT_FOUND -> "repoman list lists what exists";
            case NAME_TAKEN -> project.command("list") + " shows what uses the name";
            case NOT_TRUSTED ->
                here ? JOIN : "on that machine, incus config trust list shows what your certificate may use";
            default -> log(project.remote());
        };
    }

    /// @return the project that the request's query names
    private static String project(String request) {
        int at = request.indexOf("project=");
        if (at < 0) {
            return request.substring(request.lastIndexOf('/') + 1);
        }
        int end = request.indexOf('&', at);
        return request.substring(at + 8, end < 0 ? request.length() : end);
    }

    /// The text of the exception comes from the C library, in the user's language: so its class and the file
    /// system decide what is wrong.
    static IncusException unreachable(Path socket, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof BindException) { // EACCES and EPERM, for the JDK
            return new IncusException(
                    Reason.SOCKET_FORBIDDEN,
                    "no permission to talk to Incus at " + socket,
                    joined(socket, Path.of("/etc"))
                            .map(group ->
                                    "you are in its group since after you logged in. Log in again, or: newgrp " + group)
                            .orElse(JOIN),
                    e);
        }
        if (e instanceof ConnectException) {
            return new IncusException(
                    Reason.SOCKET_STALE,
                    "Incus does not answer at " + socket + ": its daemon is not running",
                    "sudo systemctl start incus",
                    e);
        }
        if (e instanceof SocketException && !Files.exists(socket)) {
            return new IncusException(
                    Reason.SOCKET_MISSING,
                    "Incus is not reachable: there is no socket at " + socket,
                    "install Incus or start it (sudo systemctl start incus), or set INCUS_SOCKET to its path",
                    e);
        }
        if (e instanceof ProtocolException) {
            return new IncusException(
                    Reason.NOT_UNDERSTOOD,
                    "what answers at " + socket + " is not Incus: " + text,
                    "see which program listens there: sudo ss -xlp; INCUS_SOCKET names another socket",
                    e);
        }
        return new IncusException(
                Reason.CONNECTION_LOST, "the connection to Incus failed: " + text, "sudo systemctl status incus", e);
    }

    static IncusException remoteUnreachable(String remote, IOException e) {
        return new IncusException(
                Reason.CONNECTION_LOST,
                "the connection to the host " + remote + " failed: " + e.getMessage(),
                asks(remote),
                e);
    }

    /// What a proxy says of a host that it cannot reach.
    static IncusException silent(String remote) {
        return new IncusException(
                Reason.CONNECTION_LOST, "the host " + remote + " does not answer", asks(remote), null);
    }

    private static String asks(String remote) {
        return "is it up, and is the network? incus list " + remote + ": asks it without repoman";
    }

    /// A session has the groups that its user had at login.
    ///
    /// @param etc the folder of `passwd` and `group`
    /// @return the socket's group, if the user is in it by now
    static Optional<String> joined(Path socket, Path etc) {
        try {
            String uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
            String gid = Files.getAttribute(socket, "unix:gid").toString();
            List<String> names =
                    named(etc.resolve("passwd"), uid).map(user -> user[0]).toList();
            return named(etc.resolve("group"), gid)
                    .filter(group -> Stream.of(group[3].split(",")).anyMatch(names::contains))
                    .map(group -> group[0])
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Stream<String[]> named(Path file, String id) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 3 && fields[2].equals(id));
    }

    /// An answer that cannot be understood: it is not one of Incus, or of another version.
    static IncusException unexpected(String request, String why) {
        return new IncusException(
                Reason.NOT_UNDERSTOOD,
                "the answer of Incus to " + request + " is not understood: " + why,
                "check its version: incus version; docs/install.md lists the supported ones",
                null);
    }

    /// @return which member of an answer is missing, or of another type
    static String misfit(IOException e) {
        if (!(e instanceof JsonMappingException mapping) || e.getCause() instanceof StreamReadException) {
            return "it is not JSON";
        }
        String member = mapping.getPath().stream()
                .map(at -> at.getFieldName() == null ? String.valueOf(at.getIndex()) : at.getFieldName())
                .collect(Collectors.joining("."));
        return member.isEmpty() ? "it is not an answer of Incus" : member + " is missing, or of another type";
    }

    static IncusException stalled(String remote, String request, long seconds) {
        boolean here = remote.isEmpty();
        return new IncusException(
                Reason.STALLED,
                (here ? "Incus did not answer" : "the host " + remote + " does not answer") + " within " + seconds
                        + " s (" + request + ")",
                here ? "see what it is doing: " + LOG + "; in a cluster, " + MEMBERS : asks(remote),
                null);
    }
}
