# Sourced by with-incus: what the lab needs of the distribution, and one lock.
# The machine's own apt set-up is not touched: sources and lists lie in the lab's folder.

# The archive this machine is set up with. apt-get tells only once it has lists, so the sources are read too.
mirror() {
    {
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
            sed -nE 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]].*/\2/p; s/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p'
    } | awk '/\/debian\/?$/ && !/security/ { print; exit }'
}
codename() { . /etc/os-release; echo "${VERSION_CODENAME:-}"; }
# Incus is in bookworm's backports, and in main from trixie on
can_install() { command -v apt-get >/dev/null && case $(codename) in bookworm|trixie|forky|sid) ;; *) false ;; esac; }

with_lock() {    # FILE FUNCTION [ARG...]: one lab at a time; the kernel frees the lock of a dead one
    (
        flock -w 1 9 || { say "waiting for another lab that sets up"; flock 9; }
        shift; "$@" 9>&-
    ) 9>"$1"
}

missing_packages() {     # prints the packages whose program is not here
    local p want="incus-base:/usr/libexec/incus/incusd incus-client:incus busybox-static:busybox iproute2:ip
        uidmap:newuidmap rsync:rsync git:git hyperfine:hyperfine acl:setfacl attr:getfattr openssl:openssl
        bubblewrap:bwrap nftables:nft tinyproxy-bin:tinyproxy bindfs:bindfs zsh:zsh fish:fish man-db:man groff-base:groff openssh-client:ssh ${LAB_PACKAGES:-}"
    [ "$pool" != btrfs ] || want+=" btrfs-progs:btrfs"
    [ "${LAB_DHCP:-0}" != 1 ] || want+=" dnsmasq-base:dnsmasq"
    case " $images " in *" debian "*|*" cloud "*) want+=" debootstrap:debootstrap squashfs-tools:mksquashfs" ;; esac
    for p in $want; do PATH=/usr/local/sbin:/usr/sbin:/sbin:$PATH command -v "${p#*:}" >/dev/null || echo "${p%%:*}"; done
}

install_packages() {
    local want a=$root/apt code o
    want=$(missing_packages)
    [ -n "$want" ] || return 0
    can_install || die "not installed: $(echo $want)"
    say "installing" $want
    [ -n "$(mirror)" ] || die "not installed: $(echo $want); and apt has no Debian archive to get them from"
    mkdir -p "$a/lists/partial"
    code=$(codename)
    local suites="$code $code-updates"
    [ "$code" != bookworm ] || suites+=" $code-backports"
    [ "$code" != sid ] || suites=sid
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
        "$(mirror)" "$suites" > "$a/debian.sources"
    o=(-qq -o Dir::Etc::sourcelist="$a/debian.sources" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$a/lists"
       -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
    # keeps the packages from starting daemons on the machine itself
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
    fi
    { apt-get "${o[@]}" update && DEBIAN_FRONTEND=noninteractive apt-get "${o[@]}" install -y --no-install-recommends \
        -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=300 $want; } </dev/null >"$a/install.log" 2>&1 \
        || { tail -30 "$a/install.log" >&2; die "apt-get failed"; }
}
