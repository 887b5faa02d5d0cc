"""Runs a command at a pseudo-terminal of 80 columns and answers its questions.

type.py ANSWERS COMMAND...   ANSWERS: one a line; ENTER is an empty one, EOF is Ctrl-D, as is whatever comes after the last one
A question for a text, which ends with its default as [TEXT], gets that default.
"""
import fcntl, os, pty, struct, sys, termios

answers = sys.argv[1].split("\n") if sys.argv[1] else []
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
unanswered = b""
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:  # the other side is closed
        break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    unanswered += data
    if unanswered.endswith((b" [Y/n] ", b" [y/N] ")):
        answer = answers.pop(0) if answers else "EOF"
        os.write(terminal, b"\x04" if answer == "EOF" else answer.replace("ENTER", "").encode() + b"\n")
        unanswered = b""
    elif unanswered.endswith(b"] "):
        os.write(terminal, b"\n")
        unanswered = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
