#!/bin/sh
# A stand-in for hermes as newer versions lay it out: an install below a key, and a wrapper.
set -e
d=/usr/local/lib/hermes/installs/4f2a
mkdir -p $d /usr/local/bin
cat >$d/hermes <<'H'
home=${HERMES_HOME:-$HOME/.hermes}
case $1 in
    --version) echo "Hermes Agent v0.21.0 (2026.9.1)" ;;
    *) mkdir -p "$home/sessions" && echo "$*" >"$home/sessions/1.json" ;;
esac
H
printf '#!/bin/sh\nexec /bin/sh %s/hermes "$@"\n' $d >/usr/local/bin/hermes
chmod 755 /usr/local/bin/hermes
echo "newer layout installed"
