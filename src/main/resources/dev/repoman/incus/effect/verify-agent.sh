# Run as an ordinary user inside a builder: hermes has to start without anything of root's, and with no data yet.
d=$(mktemp -d) || exit 1
export HOME="$d" HERMES_HOME="$d/data"
mkdir "$HERMES_HOME" && cd "$d" || exit 1
hermes --version </dev/null
code=$?
cd / && rm -rf "$d"
exit $code
