package dev.repoman.plan.life;

import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.stream.Collectors;

/// The ssh server that serves one connection inside a container, on its standard streams: nothing listens.
public final class SshServer {
    /// As root, with the user's name $1 and home $2, the only key $3 that may log in, and the variables $4 of a
    /// session. The server's own key is made once. Where systemd runs, logins are refused until it has started, and
    /// PAM gives a session its folder in `/run`.
    private static final String SERVE = """
            user=$1 home=$2 key=$3 variables=$4 path=$PATH
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            sshd=$(command -v sshd) || {
                echo "repoman: the container NAME has no ssh server" >&2
                echo "hint: repoman exec NAME --root -- apt-get install -y openssh-server" >&2
                exit 1
            }
            case $(readlink -f /sbin/init) in
                */systemd)
                    tries=0
                    until systemctl -q start systemd-user-sessions.service 2>/dev/null || [ "$tries" = 100 ]; do
                        tries=$((tries + 1))
                        sleep 0.2
                    done
                    ;;
            esac </dev/null
            umask 022
            folder=/var/lib/repoman/ssh
            mkdir -p "$folder" /run/sshd
            if [ ! -s "$folder/host_key" ]; then
                ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/host_key.$$" </dev/null >&2 || exit
                ln "$folder/host_key.$$" "$folder/host_key" 2>/dev/null
                rm -f "$folder/host_key.$$" "$folder/host_key.$$.pub"
            fi
            [ "$(cat "$folder/authorized_keys" 2>/dev/null)" = "$key" ] || {
                echo "$key" >"$folder/authorized_keys.$$" && mv "$folder/authorized_keys.$$" "$folder/authorized_keys"
            }
            ZONE_AND_LANGUAGE
            set --
            [ ! -e /etc/pam.d/sshd ] || set -- -o UsePAM=yes
            exec "$sshd" -i -e -f /dev/null -h "$folder/host_key" "$@" \\
                -o LogLevel=ERROR -o "AllowUsers=$user" -o "AuthorizedKeysFile=$folder/authorized_keys" \\
                -o AuthenticationMethods=publickey -o PasswordAuthentication=no -o PermitRootLogin=no \\
                -o "Subsystem=sftp internal-sftp" -o PrintMotd=no -o AcceptEnv=COLORTERM \\
                -o "SetEnv=\\"PATH=$home/.local/bin:$path\\" LANG=${LANG:-C.UTF-8} ${TZ:+\\"TZ=$TZ\\"} $variables"
            """.replace("ZONE_AND_LANGUAGE\n", Entry.ZONE_AND_LANGUAGE);

    private SshServer() {}

    /// @param key the public key, one line
    public static List<String> words(ProjectName project, Instance instance, HostUser user, String key) {
        return List.of(
                "/bin/sh",
                "-c",
                SERVE.replace("NAME", project.value()),
                "repoman",
                user.name(),
                user.home(),
                key,
                variables(instance));
    }

    /// A server gives its sessions none of its own environment, where Incus puts `environment.*`; PATH is in $PATH.
    private static String variables(Instance instance) {
        return instance.environment().entrySet().stream()
                .filter(entry -> !entry.getValue().contains("\n"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .map(variable -> "\"" + variable.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
