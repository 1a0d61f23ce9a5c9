"""The measurements: `python -m bench` lists them, `python -m bench NAME …` runs one, `python -m bench small` most."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SMALL: tuple[tuple[str, ...], ...] = (
    ("generate", "--articles", "2000"),
    ("reading", "--articles", "2000", "--turns", "2"),
    ("linear",),
    ("queries", "--articles", "3000", "-n", "10"),
    ("insert", "-n", "3"),
    ("scale", "-n", "8", "--polls", "3"),
    ("startup", "-n", "3"),
    ("keys", "-n", "6"),
    ("soak", "--minutes", "0.3"),
    ("memory", "--feeds", "40", "--rounds", "2"),
    ("retag", "--articles", "1500"),
    ("week", "--feeds", "30", "--days", "0.25"),
    ("storage", "polling", "--rounds", "2"),
    ("timelines",),
    ("accuracy",),
)
"""What `small` runs: a few minutes on an idle machine, and enough to see that each works and what its table looks like.
The figures that count want larger stores and more turns; docs/performance.md has their commands."""


def measurements() -> dict[str, str]:
    """Every module here that is a program with a line about itself, by its name; nothing is imported for it."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = ast.get_docstring(tree)
        runs = any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)
        if runs and told and path.stem not in ("__main__", "costed", "made_polls"):
            found[path.stem] = " ".join(told.split("\n\n")[0].split()).partition(": `python -m")[0]
    return found


def main(arguments: list[str]) -> int:
    """List, or run what is named."""
    known = measurements()
    if not arguments or arguments[0] in ("-h", "--help"):
        for name, told in known.items():
            print(f"{name:<12}{told}")
        print(f"{'small':<12}Most of these, each in a small size, one after the other.")
        return 0
    if arguments[0] == "small":
        return _small()
    if arguments[0] not in known:
        print(f"There is no measurement {arguments[0]!r}; there are: {', '.join(known)}, small.", file=sys.stderr)
        return 2
    return _run(arguments)


def _small() -> int:
    failed: list[str] = []
    taken: list[str] = []
    for words in SMALL:
        print(f"\n== python -m bench {' '.join(words)}", flush=True)
        began = time.perf_counter()
        # In a process of its own: none inherits the memory of those before it, or ends with one that fails.
        if subprocess.run([sys.executable, "-m", "bench", *words], check=False).returncode:
            failed.append(words[0])
        taken.append(f"{words[0]} {time.perf_counter() - began:.0f} s")
    print(f"\n{', '.join(taken)}")
    if failed:
        print(f"Failed, or missed what they want: {', '.join(failed)}.")
    return int(bool(failed))


def _run(words: Sequence[str]) -> int:
    """Run one in this process; what else the machine does stands above its figures."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"load {load} on {os.cpu_count()} processors", flush=True)
    measure: Callable[[list[str]], int] = importlib.import_module(f"bench.{words[0]}").main
    return int(measure(list(words[1:])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
