# Sourced by with-incus inside the new namespaces, where it is process 1.

shadow() {      # DIR: an own, writable DIR that shows everything of the machine's; the machine's stays as it is
    local dir=$1 e own=$state/shadow$1
    mkdir -p "$own" "$dir"
    for e in "$dir"/* "$dir"/.[!.]*; do
        if [ -L "$e" ]; then cp -a "$e" "$own/"
        elif [ -d "$e" ]; then mkdir "$own/${e##*/}"; mount --rbind "$e" "$own/${e##*/}"
        elif [ -e "$e" ]; then : > "$own/${e##*/}"; mount --bind "$e" "$own/${e##*/}"; fi
    done
    mount --rbind "$own" "$dir"
}

private_etc() {     # a copy of /etc in memory: a rename of the machine's passwd would drop a mount on that file
    mkdir "$state/etc"
    mount -t tmpfs -o mode=755 tmpfs "$state/etc"
    cp -a /etc/. "$state/etc/"
    mount --bind "$state/etc" /etc
    local f
    for f in passwd shadow group gshadow subuid subgid hosts; do [ ! -L /etc/$f ] || rm /etc/$f; [ -e /etc/$f ] || : > /etc/$f; done
    # uid and gid 1000 may be somebody else's on this machine, and `dev` another number
    sed -i -E '/^(dev|guest):/d; /^[^:]*:[^:]*:(1000|1001):/d' /etc/passwd
    sed -i -E '/^(dev|guest):/d; /^[^:]*:[^:]*:(1000|1001):/d; s/([:,])(dev|guest)(,|$)/\1\3/g' /etc/group
    sed -i -E '/^(dev|guest):/d' /etc/shadow /etc/gshadow
    printf '%s:x:%d:%d::/home/%s:/bin/bash\n' dev 1000 1000 dev guest 1001 1001 guest >> /etc/passwd
    printf '%s:*:19000:0:99999:7:::\n' dev guest >> /etc/shadow
    printf '%s:x:%d:\n' dev 1000 guest 1001 >> /etc/group
    local gid
    gid=$(awk -F: '$1=="incus-admin"{print $3}' /etc/group)
    [ -n "$gid" ] || for ((gid = 990; gid > 100; gid--)); do grep -q "^[^:]*:[^:]*:$gid:" /etc/group || break; done
    sed -i '/^incus-admin:/d' /etc/group /etc/gshadow
    echo "incus-admin:x:$gid:dev" >> /etc/group
    printf 'dev:!::\nguest:!::\nincus-admin:!::dev\n' >> /etc/gshadow
    echo root:1000000:1000000000 | tee /etc/subuid > /etc/subgid
    grep -q '[[:space:]]lab$' /etc/hosts || echo "127.0.0.1 lab" >> /etc/hosts
    mkdir -p /etc/profile.d
    echo 'PATH=$HOME/.local/bin:/opt/repoman:$PATH' > /etc/profile.d/repoman-lab.sh
}

private_places() {
    shadow /home
    "$lab/home" dev; "$lab/home" guest
    install -d -m 700 -o dev -g dev /home/.cache-dev; install -d -m 700 -o guest -g guest /home/.cache-guest
    shadow /opt
    mkdir -p /opt/repoman
    if [ -d "$dist" ]; then
        ln -sfn repoman "$dist/git-remote-repoman"      # as a release has it
        mount --bind "$dist" /opt/repoman
        mount -o remount,bind,ro /opt/repoman
    fi
    # a JDK below a closed home folder is out of an ordinary user's reach
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        mkdir -p /opt/jdk
        mount --bind "$JAVA_HOME" /opt/jdk
    fi
    mount -t tmpfs -o mode=755 tmpfs /run           # hides the machine's /run
    mkdir -m 1777 /run/lock
}

network() {
    ip link set lo up
    ip link add br0 type bridge
    ip addr add "$br4" dev br0
    ip link set br0 up
    [ "${LAB_DHCP:-0}" != 1 ] || dnsmasq --conf-file=/dev/null --interface=br0 --bind-interfaces --except-interface=lo --port=0 \
        --dhcp-range="${br4%.*}.100,${br4%.*}.200,1h" --dhcp-authoritative --no-ping \
        --dhcp-leasefile="$state/leases" --pid-file= --user=root </dev/null >"$state/dnsmasq.log" 2>&1 3<&-
}

client_certificate() {
    export LAB_CLIENT_P12=$state/tls/client.p12 LAB_CLIENT_PASSWORD=lab LAB_URL=https://127.0.0.1:8443
    mkdir -m 700 "$state/tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lab \
        -addext basicConstraints=critical,CA:false -addext extendedKeyUsage=clientAuth \
        -keyout "$state/tls/client.key" -out "$state/tls/client.crt" &&
    openssl pkcs12 -export -inkey "$state/tls/client.key" -in "$state/tls/client.crt" -name lab \
        -passout "pass:$LAB_CLIENT_PASSWORD" -out "$LAB_CLIENT_P12"
}

fail() { [ ! -e "$LAB_LOG" ] || tail -20 "$LAB_LOG" >&2; die "$1"; }

inner() {
    local rc=0 i pids=() here=$PWD
    state=$1; shift
    export LAB_STATE=$state LAB_DIR=$lab LAB_LOG=$state/incusd.log
    export INCUS_DIR=$state/incus INCUS_CONF=$state/conf INCUS_SOCKET=$state/incus/unix.socket PATH=/usr/libexec/incus:/usr/sbin:/sbin:$PATH
    unset INCUS_PROJECT INCUS_REMOTE
    mount --make-rprivate /
    mount -t proc proc /proc
    umount -R /sys/fs/cgroup 2>/dev/null || true    # only in this namespace
    mount -t sysfs sysfs /sys                       # this netns's /sys/class/net
    mount -t cgroup2 cgroup2 /sys/fs/cgroup         # rooted at our cgroup namespace
    hostname lab 2>/dev/null || echo lab > /proc/sys/kernel/hostname
    private_etc
    private_places
    cd "$here" 2>/dev/null || cd /
    # lxcfs does not run here, and its post-stop hook sleeps 0.5 s at every stop
    [ ! -e /usr/share/lxc/config/common.conf.d/00-lxcfs.conf ] || mount --bind /dev/null /usr/share/lxc/config/common.conf.d/00-lxcfs.conf
    mkdir -p "$INCUS_DIR" "$INCUS_CONF" "$state/machines"
    [ "$pool" != tmpfs ] || { mount -t tmpfs -o mode=711 tmpfs "$INCUS_DIR"; mount -t tmpfs -o mode=755 tmpfs "$state/machines"; }
    network
    incusd --group incus-admin --verbose </dev/null >"$LAB_LOG" 2>&1 3<&- &
    [ "${LAB_HTTPS:-0}" != 1 ] || client_certificate 2>"$state/openssl.log" || { cat "$state/openssl.log" >&2; die "no client certificate"; }
    incusd waitready --timeout=60 || fail "the daemon did not start"
    incus admin init --preseed >&2 <<P || fail "the daemon refused its set-up"
config: {images.auto_update_interval: "0"$([ "${LAB_HTTPS:-0}" != 1 ] || echo ', core.https_address: "127.0.0.1:8443"')}
storage_pools:
- name: default
  driver: $([ "$pool" = btrfs ] && echo btrfs || echo dir)
  config: {$([ "$pool" != btrfs ] || echo 'size: 4GiB')}
profiles:
- name: default
  devices:
    root: {type: disk, path: /, pool: default}
    eth0: {type: nic, nictype: bridged, parent: br0, name: eth0}
P
    for i in $images; do
        incus image import -q $(image_files "$i") --alias "$i" </dev/null >/dev/null & pids+=($!)
    done
    [ "${LAB_HTTPS:-0}" != 1 ] || incus config trust add-certificate "$state/tls/client.crt" --name lab </dev/null >&2 || fail "the daemon refused the certificate"
    for i in ${pids[@]+"${pids[@]}"}; do wait "$i" || fail "an image could not be imported"; done
    "$@" <&3 3<&- || rc=$?
    exit "$rc"          # process 1 of the namespace ends: the kernel kills the rest
}
