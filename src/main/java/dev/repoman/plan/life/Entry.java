package dev.repoman.plan.life;

import dev.repoman.plan.Inside;
import dev.repoman.project.HostUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words that `shell` and `exec` start inside a container: scripts for `/bin/sh`, each of which ends by
/// becoming the next program. Incus ignores a working folder that does not exist, knows no login shells, and gives
/// a program no supplementary groups, so the scripts do all this, without further requests.
public final class Entry {
    /// LANG and TZ, which are the caller's, as far as the image knows them.
    static final String ZONE_AND_LANGUAGE = """
            case ${LANG:-C} in
                C | C.* | POSIX) ;;
                *) [ -z "$(LC_ALL=$LANG locale charmap 2>&1 >/dev/null)" ] || LANG=C.UTF-8 ;;
            esac
            [ -z "$REPOMAN_ZONE_RULE" ] || [ -f "/usr/share/zoneinfo/$TZ" ] || TZ=$REPOMAN_ZONE_RULE
            """;

    /// As root, with uid $1, gid $2 and the next script $3: becomes the user, with the groups that the image gives
    /// him, and with the terminal, which is root's. Where systemd runs, it is asked for the user's folder in
    /// `/run`. The setpriv of busybox, a link, cannot change the user; its su keeps the environment.
    private static final String BECOME_USER = """
            uid=$1 gid=$2 next=$3
            shift 3
            while IFS=: read -r name _ id _ _ _ SHELL; do [ "$id" != "$uid" ] || break; name= SHELL=; done </etc/passwd
            [ -n "$name" ] || {
                echo "repoman: the container has no user with the uid $uid" >&2
                echo "hint: run on the host: repoman repair NAME" >&2
                exit 1
            }
            [ -x "$SHELL" ] || SHELL=/bin/sh
            export SHELL
            if [ -d /run/systemd/system ]; then
                [ -e "/run/user/$uid/systemd" ] || timeout 10 systemctl -q start "user@$uid.service" 2>/dev/null </dev/null
                [ ! -d "/run/user/$uid" ] || export XDG_RUNTIME_DIR="/run/user/$uid"
            fi
            [ ! -t 0 ] || chown "$uid" "$(tty)"
            if [ -x /usr/bin/setpriv ] && [ ! -L /usr/bin/setpriv ]; then
                exec /usr/bin/setpriv --reuid "$uid" --regid "$gid" --init-groups /bin/sh -c "$next" repoman "$@"
            fi
            exec su -m -s /bin/sh -c "$next" -- "$name" repoman "$@"
            """;

    /// As the user: changes to the folder $2, which is no longer the repository if it is not $3 of the host, and
    /// to $4 in it if that is there. Then it becomes what $1 says: `login`, a login shell; `line`, one that runs
    /// the line $5; `words`, one that runs the command $5 …; `program`, the program $5 ….
    private static final String ENTER = """
            how=$1 repo=$2 identity=$3 subfolder=$4
            shift 4
            cd -- "$repo" 2>/dev/null || {
                echo "repoman: the repository $repo does not exist inside the container" >&2
                [ "$how" = login ] || exit 1
            }
            shown=$(stat -c %d:%i "$repo" 2>/dev/null)
            [ -z "$shown" ] || [ -z "$identity" ] || [ "$shown" = "$identity" ] || {
                echo "repoman: $repo was deleted or moved on the host: this is the old folder" >&2
                echo "hint: run on the host: repoman repair NAME" >&2
            }
            [ -z "$subfolder" ] || cd -- "$subfolder" 2>/dev/null
            ZONE_AND_LANGUAGE
            entry=${TERM%"${TERM#?}"}/$TERM
            known() {
                for folder in "$HOME/.terminfo" /etc/terminfo /lib/terminfo /usr/share/terminfo /usr/lib/terminfo; do
                    [ ! -e "$folder/$entry" ] || return 0
                done
                return 1
            }
            bring() {
                [ -n "$REPOMAN_TERMINFO" ] && mkdir -p "$HOME/.terminfo/${entry%%/*}" &&
                    echo "$REPOMAN_TERMINFO" | base64 -d >"$HOME/.terminfo/$entry.$$" &&
                    mv "$HOME/.terminfo/$entry.$$" "$HOME/.terminfo/$entry"
            }
            case $TERM in
                '' | dumb) ;;
                *) known || bring 2>/dev/null || TERM=xterm-256color ;;
            esac
            unset REPOMAN_ZONE_RULE REPOMAN_TERMINFO
            case $how:$SHELL in
                login:*) exec "$SHELL" -l ;;
                line:*) exec "$SHELL" -lc "$1" ;;
                words:*/fish) exec "$SHELL" -lc 'exec $argv' "$@" ;;
                words:*) exec "$SHELL" -lc '"$@"' "$SHELL" "$@" ;;
                *) PATH=$HOME/.local/bin:$PATH; exec "$@" ;;
            esac
            """.replace("ZONE_AND_LANGUAGE\n", ZONE_AND_LANGUAGE);

    /// What the user's words are, which the scripts become in the end.
    public enum How {
        /// Nothing: a login shell.
        LOGIN,
        /// One line for the login shell.
        LINE,
        /// A program and its arguments, by way of the login shell.
        WORDS,
        /// A program and its arguments.
        PROGRAM
    }

    private Entry() {}

    /// @param root whether it stays root
    /// @param repoPath where it starts
    /// @param identity of that folder on the host; empty if any will do
    /// @param subfolder of it to start in, relative; may be empty
    public static List<String> words(
            How how,
            boolean root,
            List<String> words,
            HostUser user,
            String container,
            String repoPath,
            String identity,
            String subfolder) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c"));
        String enter = named(ENTER, container);
        if (root) {
            line.addAll(List.of(enter, "repoman"));
        } else {
            line.addAll(List.of(
                    Inside.WRITE_GIT_CONFIG + named(BECOME_USER, container),
                    "repoman",
                    Long.toString(user.uid()),
                    Long.toString(user.gid()),
                    enter));
        }
        line.addAll(List.of(how.name().toLowerCase(Locale.ROOT), repoPath, identity, subfolder));
        line.addAll(words);
        return line;
    }

    private static String named(String script, String container) {
        return script.replace("NAME", container);
    }
}
