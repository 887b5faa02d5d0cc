#!/bin/bash
# What docs/commands.md finds on its host: run as root in the lab, $1 is `begin` or `end`.
set -euo pipefail
if [ "$1" = end ]; then
    kill "$(cat "$LAB_STATE/ollama.pid")"
    umount /home/backup
    exit
fi
mkdir -p /home/backup
mount -t tmpfs backup /home/backup
chown dev: /home/backup

# a model daemon
setsid python3 - <<'E' >/dev/null 2>&1 &
import http.server, json
class Ollama(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"/api/version": {"version": "0.9.1"}}.get(self.path, {"models": [{"name": "qwen3:8b"}]})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("192.0.2.1", 11434), Ollama).serve_forever()
E
echo $! >"$LAB_STATE/ollama.pid"

"$LAB_DIR/as" dev bash -euc '
    incus project create repoman -c features.images=false
    incus profile show default --project default | incus profile edit default --project repoman
    incus profile create claude-share --project repoman </dev/null
    incus profile device add claude-share local-bin disk source=$HOME/.local/bin path=$HOME/.local/bin readonly=true shift=true \
        --project repoman
    git init -q --bare upstream.git
    git init -q work && cd work && echo tools >README && git add README
    git -c user.name=dev -c user.email=dev@example.org commit -qm first
    git push -q ../upstream.git HEAD && cd .. && rm -rf work
    mkdir -p .hermes/skills/review && cd .hermes
    echo "You are terse." >SOUL.md; echo "Read, then run." >skills/review/SKILL.md
    echo "model: {default: qwen3:8b}" >config.yaml; echo "OPENAI_API_KEY=x" >.env
' >/dev/null
