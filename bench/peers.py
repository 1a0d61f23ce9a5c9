"""Polling many feeds, beside newsboat and lemon24/reader: wall and CPU of three reloads each, in one run.

Wants a server of synthetic feeds (`--server`), newsboat on the path, and a Python that has `reader` (`--reader`);
`make bench-peers` brings both. What is missing is said and left out.

Before the second and the third reload a fifth of the feeds get something new. newsboat forgets the validators of a
feed's first reload, so its second brings every body again: the third is the one that repeats. The last column says how
many entries each program has stored in the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bench.costed import Cost, costed
from bench.served import SERVER, addresses
from bench.served import Served as _Served

ROOT = Path(__file__).parents[1]
STANDPOINT = Path(sys.executable).parent / "standpoint"

NEWSBOAT, READERS = "newsboat, 32 threads", "reader, 32 workers"
RELOADS = 3

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
# Whether they are due or not: the others are not asked twice in an hour either.
for _ in reader.update_feeds_iter(workers=int(workers), scheduled=False):
    pass
"""


class Program(NamedTuple):
    """One that polls."""

    reload: Callable[[], Cost]
    stored: Callable[[], int]
    """How many entries it has stored."""


class Round(NamedTuple):
    """What a program took in one round."""

    reloads: tuple[Cost, ...]
    stored: int


def main(arguments: list[str]) -> int:
    """Run every program that is there, in turn, `-n` times; print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench peers", description=__doc__)
    parser.add_argument("--server", type=Path, default=SERVER, help="the server of synthetic feeds")
    parser.add_argument("--reader", type=Path, help="a Python interpreter that has lemon24/reader")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--port", type=int, default=8097)
    parser.add_argument("-n", type=int, default=3, help="runs of each (default: %(default)s)")
    parser.add_argument("--reader-n", type=int, default=1, help="of reader, which takes minutes (default: %(default)s)")
    asked = parser.parse_args(arguments)
    if not asked.server.exists():
        print(f"No server of synthetic feeds at {asked.server}: name one with --server.")
        return 0
    rounds: dict[str, list[Round]] = {}
    for turn in range(max(asked.n, asked.reader_n if asked.reader else 0)):
        for name, one in _one_round(asked, turn).items():
            rounds.setdefault(name, []).append(one)
    _print(rounds, asked.feeds)
    return 0


def _one_round(asked: argparse.Namespace, turn: int) -> dict[str, Round]:
    taken = {}
    with tempfile.TemporaryDirectory(prefix="standpoint-peers-") as folder:
        for name, program in _programs(Path(folder), asked, turn).items():
            # A server of its own for each: all meet the same rounds.
            with _Served(asked.server, asked.feeds, asked.port) as served:
                reloads = []
                for number in range(RELOADS):
                    if number:
                        served.next_round()
                    reloads.append(program.reload())
                taken[name] = Round(tuple(reloads), program.stored())
    return taken


def _programs(folder: Path, asked: argparse.Namespace, turn: int) -> dict[str, Program]:
    urls = folder / "urls"
    urls.write_text("\n".join(addresses(asked.server, asked.feeds, asked.port)) + "\n", encoding="utf-8")
    found: dict[str, Program] = {}
    ours = turn < asked.n
    if shutil.which("newsboat") and ours:
        found[NEWSBOAT] = _newsboat(folder, urls)
    elif ours:
        print("newsboat is not installed: left out.")
    if asked.reader and turn < asked.reader_n:
        found[READERS] = _reader(folder, urls, asked.reader)
    elif not asked.reader:
        print("no --reader: left out.")
    if ours:
        # As installing a wheel does; a checkout would be compiled during the first measure.
        folders = [str(ROOT / name) for name in ("feeds", "seeds", "store", "tagger", "tui")]
        subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], check=True)
        found["ours, fetch + parse + store"] = _ours(folder / "plain", urls, asked.port, QUIET_STORY)
        found["ours, everything on"] = _ours(folder / "all", urls, asked.port, None)
    return found


def _reader(folder: Path, urls: Path, python: Path) -> Program:
    database = folder / "reader.db"
    command = [str(python), "-c", READER, str(database), str(urls), "32"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return Program(lambda: _run(command, environ), lambda: _rows(database, "entries"))


def _newsboat(folder: Path, urls: Path) -> Program:
    config = folder / "newsboat.config"
    config.write_text("reload-threads 32\ndownload-timeout 30\n", encoding="utf-8")
    database = folder / "newsboat.db"
    command = ["newsboat", "-u", str(urls), "-c", str(database), "-C", str(config), "-x", "reload"]
    return Program(
        lambda: _run(command, {**os.environ, "HOME": str(folder)}),
        lambda: _rows(database, "rss_item"),
    )


def _ours(folder: Path, urls: Path, port: int, watchlist: str | None) -> Program:
    folder.mkdir()
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("STANDPOINT_", "XDG_", "PYTHON"))
    }
    environ |= {
        "HOME": str(folder),
        "STANDPOINT_NETWORK_ALLOW_HOSTS": f"127.0.0.0/8:{port}",
        "STANDPOINT_FEEDS_FULL_TEXT": "false",
    }
    database = folder / "standpoint.db"
    command = [str(STANDPOINT), "--db", str(database)]
    if watchlist:
        (folder / "watchlist.toml").write_text(watchlist, encoding="utf-8")
        command += ["--watchlist", str(folder / "watchlist.toml")]
    opml = folder / "feeds.opml"
    lines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls.read_text(encoding="utf-8").split())
    opml.write_text(f'<opml version="2.0"><body>{lines}</body></opml>', encoding="utf-8")
    subprocess.run([*command, "feeds", "import", str(opml)], env=environ, check=True, capture_output=True)
    return Program(
        lambda: _run([*command, "poll", "--once", "--all"], environ),
        lambda: _rows(database, "carriers"),
    )


def _run(command: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """What a process and all that it starts took."""
    cost = costed(command, environ)
    if cost.code not in ENDINGS:
        print(f"{command[0]} ended with {cost.code}: its figures mean nothing.")
    return cost


def _rows(database: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _print(rounds: Mapping[str, Sequence[Round]], feeds: int) -> None:
    print(f"{feeds} feeds, seconds, medians     first: wall  cpu   second: wall  cpu    third: wall  cpu    stored")
    medians = {}
    for name, these in rounds.items():
        cells = [
            statistics.median(getattr(one.reloads[number], part) for one in these)
            for number in range(RELOADS)
            for part in ("wall", "cpu")
        ]
        medians[name] = cells
        stored = ", ".join(sorted({f"{one.stored:,}" for one in these}))
        print(f"{name + f' ({len(these)})':<34} {_columns(cells)}   {stored:>7}")
    for peer in (NEWSBOAT, READERS):
        for name in rounds:
            if peer in medians and name.startswith("ours"):
                ratios = [own / other for own, other in zip(medians[name], medians[peer], strict=True)]
                print(f"{name + ' / ' + peer.split(',')[0]:<34} {_columns(ratios)}")


def _columns(cells: Sequence[float]) -> str:
    return "   ".join(f"{wall:8.2f} {cpu:7.2f}" for wall, cpu in zip(cells[::2], cells[1::2], strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
