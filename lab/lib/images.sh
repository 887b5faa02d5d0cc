# Sourced by with-incus: the images it offers. Each recipe makes OUT/meta.tar and OUT/rootfs.squashfs, or OUT/all.tar,
# in a folder whose name holds a digest of the recipe, so that a changed recipe is built again.

image_key() {
    local f="image_${1//-/_}" helpers="debian_tree debian_templates debian_pack"
    case $1 in tiny*) helpers=busybox_tree ;; esac
    declare -F "$f" >/dev/null || die "no image $1 (there are: tiny tiny-ubuntu debian cloud)"
    { declare -f "$f" metadata $helpers; uname -m; } | sha256sum | cut -c1-12
}
image_files() { local d=$root/cache/$1-$(image_key "$1"); if [ -e "$d/all.tar" ]; then echo "$d/all.tar"; else echo "$d/meta.tar" "$d/rootfs.squashfs"; fi; }

image() {       # NAME: build it unless it is in the cache
    local name=$1 key out tmp d
    key=$(image_key "$name"); out=$root/cache/$name-$key
    if [ -d "$out" ]; then touch "$out"; return 0; fi
    rm -rf --one-file-system "$root/cache/$name-"*.new
    # another checkout may have another recipe: only what nobody used for a week goes
    find "$root/cache" -maxdepth 1 -type d -name "$name-*" -mtime +7 -exec rm -rf --one-file-system {} +
    tmp=$out.new
    mkdir "$tmp" "$tmp/work"
    say "building image $name"
    bash "$lab/with-incus" --recipe "image_${name//-/_}" "$tmp/work" "$tmp" </dev/null >"$root/cache/$name.log" 2>&1 || { tail -20 "$root/cache/$name.log" >&2; die "image $name failed"; }
    rm -rf --one-file-system "$tmp/work"
    mv "$tmp" "$out"
}

metadata() {    # DESCRIPTION OS RELEASE [MORE-PROPERTIES]
    printf 'architecture: %s\ncreation_date: 1700000000\nproperties: {os: %s, release: %s, description: %s%s}\n' "$(uname -m)" "$2" "$3" "$1" "${4:-}"
}

# ------------------------------------------------------------------- tiny ----
busybox_tree() {     # ROOTFS USER: busybox and a shell script as init: 2 MB, boots at once
    local r=$1 user=$2 a
    mkdir -p "$r"/{bin,sbin,etc,proc,sys,dev,run,tmp,root,home,usr/bin,usr/sbin,etc/udhcpc,var,mnt} "$r/home/$user"
    install -m 755 /bin/busybox "$r/bin/busybox"
    for a in $("$r/bin/busybox" --list); do case $a in busybox|init) ;; *) ln -s busybox "$r/bin/$a" ;; esac; done
    cat > "$r/sbin/init" <<'I'
#!/bin/sh
# SIGPWR is what Incus sends for a clean stop
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
trap 'exit 0' PWR TERM INT
[ -s /etc/hostname ] && hostname -F /etc/hostname
ip link set lo up
if [ -e /sys/class/net/eth0 ]; then
    ip link set eth0 up
    if [ -n "$IP4" ]; then ip addr add "$IP4" dev eth0; else udhcpc -i eth0 -b -T 1 -A 1 >/dev/null 2>&1 & fi
fi
: > /run/booted
while :; do sleep 3600 & wait $!; done
I
    cat > "$r/etc/udhcpc/default.script" <<'I'
#!/bin/sh
case $1 in bound|renew) ip addr flush dev $interface; ip addr add $ip/${mask:-24} dev $interface ;; esac
I
    chmod 755 "$r/sbin/init" "$r/etc/udhcpc/default.script"
    mkdir -p "$r/usr/share/udhcpc"; ln -s /etc/udhcpc/default.script "$r/usr/share/udhcpc/default.script"
    printf 'root:x:0:0:root:/root:/bin/sh\n%s:x:1000:1000:%s:/home/%s:/bin/sh\n' "$user" "$user" "$user" > "$r/etc/passwd"
    printf 'root:x:0:\n%s:x:1000:\n' "$user" > "$r/etc/group"
    printf 'root:*:::::::\n%s:*:::::::\n' "$user" > "$r/etc/shadow"
    chmod 640 "$r/etc/shadow"; chown -R 1000:1000 "$r/home/$user"; chmod 1777 "$r/tmp"
}
image_tiny() {
    busybox_tree "$1/rootfs" dev
    metadata "tiny test image" busybox static > "$1/metadata.yaml"
    tar -C "$1" --numeric-owner --sort=name --mtime=@1700000000 -cf "$2/all.tar" metadata.yaml rootfs
}
image_tiny_ubuntu() {       # as cloud images of Ubuntu have it: uid 1000 taken by `ubuntu`, who is in groups
    local r=$1/rootfs
    busybox_tree "$r" ubuntu
    printf 'adm:x:4:ubuntu\nsudo:x:27:ubuntu\nplugdev:x:46:other,ubuntu\nlxd:x:105:ubuntu\n' >> "$r/etc/group"
    printf 'root:*::\nubuntu:!::\nadm:*::ubuntu\nsudo:*::ubuntu\nplugdev:*::other,ubuntu\nlxd:!::ubuntu\n' > "$r/etc/gshadow"
    chmod 640 "$r/etc/gshadow"
    echo '# made by the image' > "$r/home/ubuntu/.profile"; chown 1000:1000 "$r/home/ubuntu/.profile"; chmod 750 "$r/home/ubuntu"
    metadata "tiny test image with a user ubuntu" busybox ubuntu > "$1/metadata.yaml"
    tar -C "$1" --numeric-owner --sort=name --mtime=@1700000000 -cf "$2/all.tar" metadata.yaml rootfs
}

# ----------------------------------------------------------------- debian ----
debian_tree() {      # ROOTFS MORE-PACKAGES: minbase with systemd, sudo, git and bash; nobody has uid 1000
    local r=$1 more=$2
    mkdir -p "$root/cache/debs"
    debootstrap --variant=minbase --cache-dir="$root/cache/debs" \
        --include=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,iproute2,udev,sudo,git,ca-certificates$more \
        bookworm "$r" "$(mirror)" </dev/null
    rm -rf "$r"/var/cache/apt/* "$r"/var/lib/apt/lists/* "$r"/usr/share/{doc,man,locale,info}/* "$r"/var/log/*
    # the archive as this machine reaches it is nobody else's business
    rm -f "$r/etc/apt/sources.list"
    : > "$r/etc/machine-id"; rm -f "$r/var/lib/dbus/machine-id"; : > "$r/etc/resolv.conf"; : > "$r/etc/fstab"
    mkdir -p "$r/etc/systemd/network"
    chroot "$r" systemctl -q enable systemd-networkd.service
    chroot "$r" systemctl -q mask systemd-networkd-wait-online.service
}
debian_templates() {     # WORK: who and where the instance is; without /etc/hosts every sudo warns
    local t=$1/templates
    mkdir -p "$t"
    echo '{{ instance.name }}' > "$t/hostname.tpl"
    printf '127.0.0.1 localhost\n127.0.1.1 {{ instance.name }}\n::1 localhost ip6-localhost ip6-loopback\n' > "$t/hosts.tpl"
    printf 'templates:\n  /etc/hostname: {when: [create, copy], template: hostname.tpl}\n  /etc/hosts: {when: [create, copy], template: hosts.tpl}\n' >> "$1/metadata.yaml"
}
debian_pack() {      # WORK OUT: metadata.yaml, templates and the root file system of WORK
    tar -C "$1" --numeric-owner -cf "$2/meta.tar" metadata.yaml templates
    mksquashfs "$1/rootfs" "$2/rootfs.squashfs" -comp zstd -Xcompression-level 3 -noappend -no-progress -quiet
}
image_debian() {
    debian_tree "$1/rootfs" ,openssh-server,rsync
    chroot "$1/rootfs" systemctl -q disable ssh.service     # started per connection, by repoman ssh-config
    printf '[Match]\nName=eth0\n[Network]\nDHCP=ipv4\n' > "$1/rootfs/etc/systemd/network/eth0.network"
    metadata "Debian bookworm" debian bookworm > "$1/metadata.yaml"
    debian_templates "$1"
    debian_pack "$1" "$2"
}
image_cloud() {     # seeded for cloud-init from the instance's config, as the cloud variants of the images: server are
    local r=$1/rootfs t=$1/templates s=/var/lib/cloud/seed/nocloud-net
    debian_tree "$r" ,cloud-init,netbase,python3-cffi-backend
    # locale: the image has C.UTF-8 alone, and no program to make others
    printf 'datasource_list: [NoCloud, None]\nlocale: false\n' > "$r/etc/cloud/cloud.cfg.d/90-lab.cfg"
    metadata "Debian bookworm with cloud-init" debian bookworm ", variant: cloud" > "$1/metadata.yaml"
    debian_templates "$1"
    printf 'instance-id: {{ instance.name }}\nlocal-hostname: {{ instance.name }}\n' > "$t/meta-data.tpl"
    printf '{%% if config_get("cloud-init.user-data", "") == "" %%}{{ config_get("user.user-data", properties.default) }}{%% else %%}{{ config_get("cloud-init.user-data", "") }}{%% endif %%}\n' > "$t/user-data.tpl"
    printf '{%% if config_get("cloud-init.vendor-data", "") == "" %%}{{ config_get("user.vendor-data", properties.default) }}{%% else %%}{{ config_get("cloud-init.vendor-data", "") }}{%% endif %%}\n' > "$t/vendor-data.tpl"
    printf '{%% if config_get("cloud-init.network-config", "") == "" %%}version: 2\nethernets:\n  eth0:\n    dhcp4: true\n    optional: true\n{%% else %%}{{ config_get("cloud-init.network-config", "") }}{%% endif %%}\n' > "$t/network-config.tpl"
    local f extra
    for f in meta-data user-data vendor-data network-config; do
        case $f in user-data|vendor-data) extra=', properties: {default: "#cloud-config\n{}"}' ;; *) extra= ;; esac
        echo "  $s/$f: {when: [create, copy], template: $f.tpl$extra}"
    done >> "$1/metadata.yaml"
    debian_pack "$1" "$2"
}
