# Run as root inside a new container: gives it the host's user, so that what is made on either side of the shared
# repository belongs to the same person. Idempotent: a second run changes nothing.
#
# Environment: U name, I uid, G gid, H home, S shell of the host, CLOUD (not empty: wait for cloud-init first),
#              PARENTS folders below the home that Incus made for mount points, one a line,
#              SUDO (not empty: without a password, where the image has it).
#
# It edits /etc/passwd and its kin by itself: useradd, adduser and usermod differ from image to image, the files do not.
set -eu
fail() { echo "$*" >&2; exit 1; }
for f in /etc/passwd /etc/group; do [ -f "$f" ] || fail "the image has no $f"; done
for c in awk cp mv chown id; do command -v "$c" >/dev/null || fail "the image has no $c"; done

# ids MAP ID: whether the container has that id, and which it has
ids() { awk -v id="$2" '{ r = r sprintf("%s%.0f-%.0f", NR > 1 ? ", " : "", $1, $1 + $3 - 1) } $1 <= id && id < $1 + $3 { has = 1 } END { print r; exit !has }' "/proc/self/$1"; }
if ! ids uid_map "$I" >/dev/null || ! ids gid_map "$G" >/dev/null; then
    fail "uid $I or gid $G is outside of the container's ranges (uids $(ids uid_map 0), gids $(ids gid_map 0)); give root larger ones in /etc/subuid and /etc/subgid of the host, and restart Incus"
fi

if [ -n "$CLOUD" ] && command -v cloud-init >/dev/null; then
    # it makes users at first boot, and would overwrite ours
    timeout 300 cloud-init status --wait >/dev/null 2>&1 || :
fi

# first FIELD VALUE WANTED FILE: field WANTED of the first line whose field FIELD is VALUE
first() { awk -F: -v f="$1" -v v="$2" -v w="$3" '$f == v { print $w; exit }' "$4"; }

# rewrite FILE PROGRAM: the file through awk, replaced whole, owner and mode kept
rewrite() {
    [ -f "$1" ] || return 0
    cp -p "$1" "$1.repoman"
    awk -F: -v OFS=: -v u="$U" -v i="$I" -v g="$G" -v h="$H" -v s="$shell" -v old="$old" -v oldg="$oldg" "$2" "$1" >"$1.repoman"
    if cmp -s "$1" "$1.repoman"; then rm "$1.repoman"; else mv "$1.repoman" "$1"; fi
}

old=$(first 3 "$I" 1 /etc/passwd)       # who has our uid
oldg=$(first 3 "$G" 1 /etc/group)       # which group has our gid
oldhome=$(first 3 "$I" 6 /etc/passwd)
other=$(awk -F: -v u="$U" -v i="$I" '$1 == u && $3 != i { print $3; exit }' /etc/passwd)
if [ -n "$other" ] && [ "$other" -lt 1000 ]; then
    fail "the image has a system account named $U (uid $other)"
fi
if [ -n "$old" ] && [ "$old" != "$U" ] && [ "$I" -lt 1000 ]; then
    fail "the image's system account $old has our uid $I"
fi

shell=$(first 3 "$I" 7 /etc/passwd)
case $shell in */nologin | */false | '') shell= ;; esac
for s in "$shell" "$S" /bin/bash /bin/sh; do
    if [ -n "$s" ] && [ -x "$s" ]; then shell=$s; break; fi
done

# the group: ours by gid, renamed where it was the old user's own
if [ -z "$oldg" ]; then
    if [ -n "$(first 1 "$U" 3 /etc/group)" ]; then
        rewrite /etc/group '$1 == u { $3 = g } 1'
    else
        echo "$U:x:$G:" >>/etc/group
    fi
elif [ "$oldg" != "$U" ] && [ "$oldg" = "$old" ] && [ -z "$(first 1 "$U" 3 /etc/group)" ]; then
    rewrite /etc/group '$1 == oldg { $1 = u } 1'
    rewrite /etc/gshadow '$1 == oldg { $1 = u } 1'
fi

# mounts PATH: is something mounted at it or below it? What is mounted may be the host's
mounts() {
    awk -v p="$1" '{ gsub(/\\040/, " ", $2) } $2 == p || index($2, p "/") == 1 { found = 1 } END { exit !found }' /proc/self/mounts
}

# the home, with copies of what the old user or /etc/skel has for it; nothing that is there is overwritten, and nothing
# of the old home is deleted: it stays where it is. It comes before the user: passwd is what tells where the old home
# is, also to a run after one that was killed here
[ ! -L "$H" ] || fail "the image has a link in the place of the home $H"
mkdir -p "$H"
from=/etc/skel
if [ -n "$oldhome" ] && [ "$oldhome" != "$H" ] && [ "$oldhome" != / ] && [ -d "$oldhome" ] && [ ! -L "$oldhome" ]; then
    from=$oldhome
fi
if [ -d "$from" ]; then
    for f in "$from"/.[!.]* "$from"/*; do
        [ -e "$f" ] || continue
        to=$H/${f##*/}
        [ ! -e "$to" ] && [ ! -L "$to" ] || continue
        ! mounts "$f" || continue
        rm -rf "$to.repoman"
        cp -Rp "$f" "$to.repoman"
        chown -Rh "$I:$G" "$to.repoman"
        mv "$to.repoman" "$to"
    done
fi
chown "$I:$G" "$H"
echo "$PARENTS" | while IFS= read -r d; do
    [ -z "$d" ] || [ ! -d "$d" ] || chown "$I:$G" "$d"
done

# the user: a namesake with another uid goes, then the one with our uid is renamed, or a new one is added
members='{ n = split($4, m, ","); r = ""; for (k = 1; k <= n; k++) { if (m[k] == old) m[k] = u; r = r (k > 1 ? "," : "") m[k] } $4 = r } 1'
if [ -n "$other" ]; then
    rewrite /etc/passwd '!($1 == u && $3 != i)'
    [ -z "$old" ] || rewrite /etc/shadow '$1 != u'
fi
if [ -n "$old" ]; then
    rewrite /etc/passwd '$3 == i && !seen++ { $1 = u; $4 = g; $6 = h; $7 = s } 1'
    if [ "$old" != "$U" ]; then
        rewrite /etc/shadow '$1 == old { $1 = u } 1'
        rewrite /etc/group "NF < 4 { print; next } $members"
        rewrite /etc/gshadow "NF < 4 { print; next } $members"
        rewrite /etc/subuid '$1 == old { $1 = u } 1'
        rewrite /etc/subgid '$1 == old { $1 = u } 1'
    fi
else
    echo "$U:x:$I:$G:$U:$H:$shell" >>/etc/passwd
fi
if [ -f /etc/shadow ] && [ -z "$(first 1 "$U" 1 /etc/shadow)" ]; then
    echo "$U:*:20000:0:99999:7:::" >>/etc/shadow
fi

if [ -z "$SUDO" ]; then
    rm -f /etc/sudoers.d/90-repoman
elif command -v sudo >/dev/null && [ -d /etc/sudoers.d ]; then
    (umask 337; echo "#$I ALL=(ALL:ALL) NOPASSWD: ALL" >/etc/sudoers.d/.repoman)
    mv /etc/sudoers.d/.repoman /etc/sudoers.d/90-repoman
fi
