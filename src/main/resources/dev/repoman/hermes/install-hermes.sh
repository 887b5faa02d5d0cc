#!/bin/sh
# The built-in recipe of `repoman image build hermes`: run as root inside a fresh container, at the paths that hermes
# will have in every container of the image. For another one: --installer FILE.
#
# All that is asked of a recipe: after it `hermes --version` runs for every user, with any HERMES_HOME.
set -eu

# the network may need a moment
n=0
until getent hosts hermes-agent.nousresearch.com >/dev/null 2>&1; do
    n=$((n + 1))
    [ "$n" -le 30 ] || { echo "the container has no network, or no name server" >&2; exit 1; }
    sleep 1
done

if command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends bash ca-certificates curl git ripgrep xz-utils
fi

# root's home is closed to others: what the interpreter needs goes where all can read it
export UV_PYTHON_INSTALL_DIR=/usr/local/share/uv/python
installer=$(mktemp)
curl -fsSL https://hermes-agent.nousresearch.com/install.sh -o "$installer"
bash "$installer" --dir /usr/local/lib/hermes-agent --hermes-home /usr/local/share/hermes-build \
    --skip-setup --non-interactive
rm -f "$installer"

if [ ! -x /usr/local/bin/hermes ]; then
    for there in /usr/local/lib/hermes-agent/venv/bin/hermes /root/.local/bin/hermes; do
        [ -x "$there" ] || continue
        printf '#!/bin/sh\nexec %s "$@"\n' "$(readlink -f "$there")" >/usr/local/bin/hermes
        chmod 755 /usr/local/bin/hermes
        break
    done
fi
chmod -R a+rX /usr/local/lib/hermes-agent /usr/local/share/uv 2>/dev/null || :
# data is each container's own
rm -rf /usr/local/share/hermes-build
