"""Hours at the desk in short: articles come in, and the cursor stays on its row: `python -m bench soak`."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

import pyte

from bench.keys import COLUMNS, LINES, given, inserting
from bench.terminal import Terminal

_TITLE = re.compile(r"[\w’'“”.,:-]+(?: [\w’'“”.,:-]+){3,}")
_DOWN = 6


def main(arguments: list[str]) -> int:
    """Watch the row under the cursor and the memory; 1 where the row moved or the memory grew by more than a tenth."""
    parser = argparse.ArgumentParser(prog="python -m bench soak", description=__doc__)
    parser.add_argument("database", nargs="?", type=Path, metavar="DB", help="keeps what is inserted: name a copy")
    parser.add_argument("--minutes", type=float, default=0.5, help="how long (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=2_000, help="of the made database, where no DB is named")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between polls that come in")
    asked = parser.parse_args(arguments)
    with given(asked.database, asked.articles) as (path, environ), inserting(path, asked.every, 2):
        command = [sys.executable, "-m", "tui", "--db", str(path), "--offline"]
        with Terminal(command, environ, columns=COLUMNS, lines=LINES) as terminal:
            screen = pyte.Screen(COLUMNS, LINES)
            stream = pyte.ByteStream(screen)
            terminal.shown("Changed positions", 60)
            terminal.rest(3.0)
            for key in ("4", *"j" * _DOWN):
                terminal.press(key)
                terminal.rest(0.5)
            terminal.rest(2.0)
            seen = _feed(stream, terminal, 0)
            start, memory = selected(screen), [terminal.memory()]
            print(f"the cursor is on: {start}\nminute    MiB  row")
            end, moved = time.monotonic() + 60 * asked.minutes, 0
            while time.monotonic() < end:
                terminal.rest(min(15.0, max(end - time.monotonic(), 0.1)))
                seen = _feed(stream, terminal, seen)
                memory.append(terminal.memory())
                now = selected(screen)
                moved += now != start
                minute = asked.minutes - (end - time.monotonic()) / 60
                print(
                    f"{minute:6.1f} {memory[-1]:6d}  {'the same' if now == start else f'moved to: {now}'}", flush=True
                )
    settled = memory[len(memory) // 3]
    print(f"moved {moved} times; {memory[0]} MiB at the start, {settled} after a third, {memory[-1]} at the end")
    return int(moved > 0 or memory[-1] > 1.1 * settled)


def _feed(stream: pyte.ByteStream, terminal: Terminal, seen: int) -> int:
    for _, chunk in terminal.chunks[seen:]:
        stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]", b"", chunk))
    return len(terminal.chunks)


def selected(screen: pyte.Screen) -> str:
    """The title of the story under the cursor: the words of the line with the pointer in the lowest pane."""
    lines = [line for line in screen.display if "▸" in line]
    found = max((match[0] for match in _TITLE.finditer(lines[-1])), key=len, default="") if lines else ""
    return found.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
