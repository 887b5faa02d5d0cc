#!/bin/sh
# A stand-in for hermes as older versions lay it out: a checkout with a venv, whose interpreter is named by its absolute
# path, and a link to it.
set -e
d=/usr/local/lib/hermes-agent
mkdir -p $d/venv/bin /usr/local/bin
printf '#!/bin/sh\nexec /bin/sh "$@"\n' >$d/venv/bin/python
cat >$d/venv/bin/hermes <<'H'
#!/usr/local/lib/hermes-agent/venv/bin/python
home=${HERMES_HOME:-$HOME/.hermes}
case $1 in
    --version) echo "Hermes Agent v0.16.0 (2026.6.5)" ;;
    *) mkdir -p "$home/sessions" && echo "$*" >"$home/sessions/1.json" ;;
esac
H
chmod 755 $d/venv/bin/*
ln -sf $d/venv/bin/hermes /usr/local/bin/hermes
echo "older layout installed"
