"""Types command lines at a real shell on a pseudo-terminal, presses TAB at each, and tells what became of it.

tab.py SHELL SCRIPT LINE...   SCRIPT: repoman's completion for that shell. A line may end in more tabs.
Prints a JSON array: for each line what stood on the line then, and all that was on the screen.
"""
import fcntl, json, os, pty, re, select, struct, sys, termios, time

shell, script, lines = sys.argv[1], sys.argv[2], sys.argv[3:]
setup = {
    "bash": r'''
        PS1='READY''> '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; bind 'set page-completions off'
        bind 'set completion-query-items 0'
        show() { printf '\n<<%s>''>\n' "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }
        bind -x '"\C-xq": show'; source SCRIPT
        ''',
    "zsh": r'''
        PROMPT='READY''> '; unsetopt beep prompt_sp; setopt no_list_beep; autoload -U compinit; compinit -D -u
        show() { zle -I; print -r -- $'\n'"<<$BUFFER>"">"; BUFFER= }
        zle -N show; bindkey '^Xq' show; bindkey '^I' complete-word; source SCRIPT
        ''',
    "fish": r'''
        function fish_prompt; echo -n READY'> '; end; function fish_right_prompt; end; set -g fish_autosuggestion_enabled 0
        function show; printf '\n<<%s>''>\n' (commandline | string collect); commandline ''; commandline -f repaint; end
        bind \cxq show; source SCRIPT
        ''',
}[shell].replace("SCRIPT", script)
argv = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"], "fish": ["fish", "--no-config", "-i"]}[shell]

child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")
    os.execvp(argv[0], argv)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))


def until(pattern):
    seen, end = "", time.monotonic() + 60
    while not re.search(pattern, seen):
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            sys.exit(f"{shell}: no {pattern} in time, but {seen!r}")
        data = os.read(terminal, 65536).decode(errors="replace")
        if re.search(r"\x1b\[0?c", data):  # what are you? newer fishes wait for an answer
            os.write(terminal, b"\x1b[?62;22c")
        seen += re.sub(r"\x1b(\[[0-9;?>=]*[A-Za-z]|[()][A-Z0-9]|[=>]|\][^\a]*\a)|\r", "", data)
    return seen


# one line, so that nothing of it is taken for an answer
with open(os.path.join(os.environ["HOME"], ".tab-setup"), "w") as file:
    file.write(setup)
os.write(terminal, b" source ~/.tab-setup\r")
until(r"READY> ")
told = []
for line in lines:
    os.write(terminal, line.encode() + b"\t\x18q")
    seen = until(r"(?s)<<.*>>")
    told.append({"line": re.search(r"(?s)<<(.*)>>", seen).group(1), "screen": seen})
print(json.dumps(told))
os.kill(child, 9)
