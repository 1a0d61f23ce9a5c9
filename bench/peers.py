"""Polling many feeds, beside newsboat and lemon24/reader: wall and CPU of a first and a further reload, in one run.

Wants a server of synthetic feeds (`--server`), newsboat on the path, and a Python that has `reader` (`--reader`);
`make bench-peers` brings both. What is missing is said and left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.served import SERVER, addresses
from bench.served import Served as _Served

ROOT = Path(__file__).parents[1]
STANDPOINT = Path(sys.executable).parent / "standpoint"

ENDINGS = (0, 6)
"""Exit codes of a reload that went well; ours says 6 where some feeds failed, and some are made to."""

QUIET_STORY = """
[story]
id = "nothing"
name = "A story that no feed tells"
[[topic]]
id = "nothing"
name = "Nothing"
strong = ["zyzzyva quaternion"]
[[actor]]
id = "nobody"
name = "Quaternion Zyzzyva"
kind = "body"
principal = "nobody"
[[issue]]
id = "none"
question = "Is it?"
target = ["zyzzyva quaternion"]
"""
"""Fetch, parse and store, and nothing to read: what the peers do."""

READER = """
import sys
from reader import make_reader
database, urls, workers = sys.argv[1:]
reader = make_reader(database)
if sum(1 for _ in reader.get_feeds()) == 0:
    for url in open(urls, encoding="utf-8").read().split():
        reader.add_feed(url)
for _ in reader.update_feeds_iter(workers=int(workers)):
    pass
"""


class Cost(NamedTuple):
    """Of one reload, in seconds."""

    wall: float
    cpu: float


Reload = Callable[[], Cost]


def main(arguments: list[str]) -> int:
    """Run every program that is there, in turn, `-n` times; print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench peers", description=__doc__)
    parser.add_argument("--server", type=Path, default=SERVER, help="the server of synthetic feeds")
    parser.add_argument("--reader", type=Path, help="a Python interpreter that has lemon24/reader")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--port", type=int, default=8097)
    parser.add_argument("-n", type=int, default=3, help="runs of each (default: %(default)s)")
    asked = parser.parse_args(arguments)
    if not asked.server.exists():
        print(f"No server of synthetic feeds at {asked.server}: name one with --server.")
        return 0
    costs: dict[str, list[tuple[Cost, Cost]]] = {}
    for _ in range(asked.n):
        for name, pair in _one_round(asked).items():
            costs.setdefault(name, []).append(pair)
    _print(costs, asked.feeds)
    return 0


def _one_round(asked: argparse.Namespace) -> dict[str, tuple[Cost, Cost]]:
    taken = {}
    with tempfile.TemporaryDirectory(prefix="standpoint-peers-") as folder:
        programs = _programs(Path(folder), asked)
        for name, reload in programs.items():
            # A server of its own for each: all meet the same first and second round.
            with _Served(asked.server, asked.feeds, asked.port) as served:
                first = reload()
                served.next_round()
                taken[name] = (first, reload())
    return taken


def _programs(folder: Path, asked: argparse.Namespace) -> dict[str, Reload]:
    urls = folder / "urls"
    urls.write_text("\n".join(addresses(asked.server, asked.feeds, asked.port)) + "\n", encoding="utf-8")
    found: dict[str, Reload] = {}
    if shutil.which("newsboat"):
        found["newsboat, 32 threads"] = _newsboat(folder, urls)
    else:
        print("newsboat is not installed: left out.")
    if asked.reader:
        command = [str(asked.reader), "-c", READER, str(folder / "reader.db"), str(urls), "32"]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        found["reader, 32 workers"] = lambda: _run(command, environ)
    else:
        print("no --reader: left out.")
    # As installing a wheel does; a checkout would be compiled during the first measure.
    folders = [str(ROOT / name) for name in ("feeds", "seeds", "store", "tagger", "tui")]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], check=True)
    found["ours, fetch + parse + store"] = _ours(folder / "plain", urls, asked.port, QUIET_STORY)
    found["ours, everything on"] = _ours(folder / "all", urls, asked.port, None)
    return found


def _newsboat(folder: Path, urls: Path) -> Reload:
    config = folder / "newsboat.config"
    config.write_text("reload-threads 32\ndownload-timeout 30\n", encoding="utf-8")
    files = ["-u", str(urls), "-c", str(folder / "newsboat.db"), "-C", str(config)]
    return lambda: _run(["newsboat", *files, "-x", "reload"], {**os.environ, "HOME": str(folder)})


def _ours(folder: Path, urls: Path, port: int, watchlist: str | None) -> Reload:
    folder.mkdir()
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("STANDPOINT_", "XDG_", "PYTHON"))
    }
    environ |= {
        "HOME": str(folder),
        "STANDPOINT_NETWORK_ALLOW_HOSTS": f"127.0.0.0/8:{port}",
        "STANDPOINT_FEEDS_FULL_TEXT": "false",
    }
    command = [str(STANDPOINT)]
    if watchlist:
        (folder / "watchlist.toml").write_text(watchlist, encoding="utf-8")
        command += ["--watchlist", str(folder / "watchlist.toml")]
    opml = folder / "feeds.opml"
    lines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls.read_text(encoding="utf-8").split())
    opml.write_text(f'<opml version="2.0"><body>{lines}</body></opml>', encoding="utf-8")
    subprocess.run([*command, "feeds", "import", str(opml)], env=environ, check=True, capture_output=True)
    return lambda: _run([*command, "poll", "--once", "--all"], environ)


def _run(command: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """What a process and all its children took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ENDINGS:
        print(f"{command[0]} ended with {process.returncode}: its figures mean nothing.")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime)


def _print(costs: Mapping[str, Sequence[tuple[Cost, Cost]]], feeds: int) -> None:
    print(f"{feeds} feeds, medians       first: wall     cpu   further: wall     cpu")
    medians = {}
    for name, rounds in costs.items():
        cells = [
            statistics.median(cost[part] for cost in which) for which in zip(*rounds, strict=True) for part in (0, 1)
        ]
        medians[name] = cells
        print(f"{name:<28} {cells[0]:8.2f} {cells[1]:7.2f} {cells[2]:15.2f} {cells[3]:7.2f}")
    for peer in ("newsboat, 32 threads", "reader, 32 workers"):
        for name in costs:
            if peer in medians and name.startswith("ours"):
                ratios = [own / other for own, other in zip(medians[name], medians[peer], strict=True)]
                print(
                    f"{name + ' / ' + peer.split(',')[0]:<28} {ratios[0]:6.2f} {ratios[1]:7.2f} "
                    f"{ratios[2]:15.2f} {ratios[3]:7.2f}"
                )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
