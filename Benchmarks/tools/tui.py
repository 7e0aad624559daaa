#!/usr/bin/env python3
"""Times `search tui`: from a key to the picture of its answer, on a pseudo-terminal.

Types words letter by letter, each letter when the answer to the one before it has been drawn. After a key the
tool draws twice or more: the letter, then the answer, then the passages of its first document. Reported are
the median and the 95th percentile of the times until the answer, and until the last of them.

  tui.py --search .build/release/search --index DIR [--words words.txt]
"""

import argparse
import fcntl
import os
import pathlib
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time

HERE = pathlib.Path(__file__).resolve()
WORDS = ["history of the world", "semiconductor", "the king and queen", "xylophone", "whale ship captain",
         "\"to be or not\"", "love letters", "appl*", "中国 历史", "東京"]
# Each picture ends so: the cursor is shown again.
END = b"\x1b[?25h"
SILENCE = 0.3


def start(command):
    """The tool on a terminal of 120 columns and 40 rows."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.kill(child, signal.SIGWINCH)
    return child, terminal


def pictures(terminal, longest):
    """The times of the pictures that come until nothing comes any more."""
    times, rest, begun = [], b"", time.perf_counter()
    while time.perf_counter() - begun < longest:
        ready, _, _ = select.select([terminal], [], [], SILENCE)
        if not ready:
            break
        rest += os.read(terminal, 1 << 16)
        now = time.perf_counter()
        times += [now] * rest.count(END)
        rest = rest[rest.rfind(END) + len(END):] if END in rest else rest
    return times


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--search", default=str(HERE.parents[2] / ".build/release/search"))
    parser.add_argument("--index", required=True)
    parser.add_argument("--words", help="a file of what to type, a line each")
    parser.add_argument("--all", action="store_true", help="all words are wanted")
    options = parser.parse_args()
    lines = pathlib.Path(options.words).read_text().splitlines() if options.words else WORDS
    command = [options.search, "tui", "--index", options.index] + (["--all"] if options.all else [])
    child, terminal = start(command)
    pictures(terminal, 10)
    answers, settled, slowest = [], [], []
    for line in lines:
        os.write(terminal, b"\x15")
        pictures(terminal, 5)
        for at, letter in enumerate(line):
            begun = time.perf_counter()
            os.write(terminal, letter.encode())
            times = pictures(terminal, 5)
            # One picture is the letter alone: the answer looks as the one before.
            if len(times) < 2:
                continue
            answers.append(times[1] - begun)
            settled.append(times[-1] - begun)
            slowest.append((times[1] - begun, line[:at + 1]))
    os.write(terminal, b"\x1b")
    time.sleep(0.3)
    os.close(terminal)
    os.waitpid(child, 0)
    for name, times in [("answer", answers), ("passages", settled)]:
        centiles = statistics.quantiles(times, n=20)
        print(f"{name}: {len(times)} keys, median {statistics.median(times) * 1000:.1f} ms, "
              f"95 % within {centiles[18] * 1000:.1f} ms, longest {max(times) * 1000:.1f} ms")
    for seconds, typed in sorted(slowest, reverse=True)[:8]:
        print(f"  {seconds * 1000:7.1f} ms  {typed}")


if __name__ == "__main__":
    sys.exit(main())
