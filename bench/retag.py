"""Reading a whole store again after edits of the watchlist, the desk's keys meanwhile, and a kill: in a copy of DB.

Each edit is one more change of the watchlist file, and is followed by `standpoint retag --json`, which tells of its
progress. Made articles hold other statements than the tagger would read in them: the first line is the worst case, in
which nearly every article is written anew. From the second line on the store is what a poller would have made it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit

from bench.copies import given_copy
from bench.costed import left_in, wrapped
from bench.generate import SEED
from bench.keys import PLACES, felt, surroundings
from bench.made_rows import END
from bench.made_texts import Texts
from store.library import Library
from tagger.watchlist import load, packaged
from tui.watch import GIVES_WAY

_PAGE = 2_000
_KEYS = 12
"""Keys at each place of the desk."""
_BEFORE = ("statements pane", "stories pane", "from pane to pane")


class Run(NamedTuple):
    """What one re-tag took."""

    name: str
    done: int
    read: int
    changed: int
    wall: float
    cpu: float
    silent: float
    """The longest time without a word of progress."""
    memory: float
    """MiB that the largest of its processes held at most."""


Edit = Callable[[Any], None]


def edits() -> dict[str, Edit]:
    """What is done to the watchlist, one after the other; made texts hold the names that come in."""
    names = Texts(SEED, sentences=1, halves=1).names

    def remark(book: Any) -> None:
        book.add(tomlkit.comment("Looked over."))

    def alias(book: Any) -> None:
        _of(book, "actor", "ishaq-dar")["aliases"].setdefault("full", []).append(names[4_000])

    def actor(book: Any) -> None:
        people = [one for one in book["actor"] if one["kind"] == "person"]
        book["actor"].remove(people[len(people) // 2])

    def phrase(book: Any) -> None:
        _of(book, "issue", "humanitarian-aid")["target"].append("convoy ... corridor")

    def whole(book: Any) -> None:
        book["story"]["since"] = book["story"]["since"].replace(day=2)

    def again(book: Any) -> None:
        book["story"]["since"] = book["story"]["since"].replace(day=3)

    return {
        "everything, once": whole,
        "a remark": remark,
        "an alias more": alias,
        "an actor less": actor,
        "a phrase of an issue": phrase,
        "everything, again": again,
    }


def _of(book: Any, table: str, name: str) -> Any:
    return next(one for one in book[table] if one["id"] == name)


def main(arguments: list[str]) -> int:
    """Print a line an edit; 1 where a kill left something half."""
    parser = argparse.ArgumentParser(prog="python -m bench retag", description=__doc__)
    parser.add_argument("database", nargs="?", type=Path, metavar="DB", help="stays as it is")
    parser.add_argument("--articles", type=int, default=3_000, help="of the made one, where no DB is named")
    parser.add_argument("--only", default="", help="edits whose name holds these words; the last of them with keys")
    parser.add_argument("--no-keys", action="store_true", help="without the desk")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        path, book = given_copy(asked.database, asked.articles, Path(folder)), Path(folder) / "watchlist.toml"
        environ = surroundings(Path(folder))
        text = packaged().decode()
        _as_read_by_it(path, text)
        parsed = tomlkit.parse(text)
        chosen = {name: edit for name, edit in edits().items() if asked.only in name}
        print("edit                   articles     read  changed   wall    CPU  silent   MiB")
        for number, (name, edit) in enumerate(chosen.items(), start=1):
            edit(parsed)
            book.write_text(tomlkit.dumps(parsed), encoding="utf-8")
            command = [sys.executable, "-m", "tui", "--db", str(path), "--watchlist", str(book)]
            if number < len(chosen):
                _line(_whole(name, command, environ, path.with_name("cost")))
                continue
            return _last(name, command, environ, path, keys=not asked.no_keys)
    return 0


def _last(name: str, command: list[str], environ: Mapping[str, str], path: Path, *, keys: bool) -> int:
    """One that is killed after a third and goes on, with the desk open beside what is left."""
    with _Started(command, environ) as killed:
        while killed.runs and killed.last.get("done", 0) * 3 <= killed.last.get("of", 1):
            killed.told.wait(0.5)
            killed.told.clear()
        killed.process.send_signal(signal.SIGKILL)
    with Library.open(path, clock=lambda: END) as library:
        library.check()
        wrong = [found.detail for found in library.doctor() if found.level == "error"]
        left = library.rereading.count(load(Path(command[-1])).fingerprint)
    told = killed.last
    print(f"killed after {told['done']:,} of {told['of']:,}; {left:,} left; damage: {'; '.join(wrong) or 'none'}")
    with _Started(command, environ, path.with_name("cost")) as rest:
        if keys:
            _beside(command, environ)
    _line(rest.run(f"{name}, the rest"))
    return int(bool(wrong))


def _beside(command: list[str], environ: Mapping[str, str]) -> None:
    """Keys of the desk while articles are read again."""
    for place in PLACES:
        if place.name in _BEFORE:
            one = felt([*command, "--offline"], environ, place, _KEYS)
            figures = " · ".join(f"{one.at(share):.0f}" for share in (0.5, 0.95, 1.0))
            print(f"  meanwhile, {place.name}: key to frame {figures} ms (p50, p95, most), {one.lost} lost", flush=True)


def _whole(name: str, command: list[str], environ: Mapping[str, str], result: Path) -> Run:
    with _Started(command, environ, result) as started:
        pass
    return started.run(name)


class _Started:
    """A re-tag on its way; waited for at the end of the context."""

    def __init__(self, command: list[str], environ: Mapping[str, str], result: Path | None = None) -> None:
        """With `result`, a file to leave the cost in."""
        whole = [*command, "retag", "--json"]
        self._begun = self._heard = time.perf_counter()
        self._result = result
        self.process = subprocess.Popen(
            wrapped(whole, result) if result else whole,
            env=dict(environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # As the desk starts it.
        os.setpriority(os.PRIO_PROCESS, self.process.pid, GIVES_WAY)
        self.last: dict[str, int] = {}
        self.told = threading.Event()
        """Set with each word of progress."""
        self._silent = 0.0
        self._complaints = ""
        self._threads = [threading.Thread(target=self._listen), threading.Thread(target=self._hear_complaints)]
        for thread in self._threads:
            thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            now = time.perf_counter()
            self._silent, self._heard = max(self._silent, now - self._heard), now
            self.last = json.loads(line)
            self.told.set()

    def _hear_complaints(self) -> None:
        assert self.process.stderr is not None
        self._complaints = self.process.stderr.read()

    def run(self, name: str) -> Run:
        """What it took, once the context has ended."""
        assert self._result is not None
        done, read, changed = (self.last.get(key, 0) for key in ("done", "read", "changed"))
        cost = left_in(self._result)
        if cost.code:
            print(f"{name} ended with {cost.code}: {self._complaints.strip()[-400:]}")
        return Run(name, done, read, changed, cost.wall, cost.cpu, self._silent, cost.memory)

    @property
    def runs(self) -> bool:
        """Whether more may be told."""
        return self._threads[0].is_alive()

    def __enter__(self) -> _Started:
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()
        self.process.wait()
        self._silent = max(self._silent, time.perf_counter() - self._heard)


def _as_read_by_it(path: Path, text: str) -> None:
    """Mark every article as read by the watchlist that ships, and keep its text, as the poller does."""
    watchlist = load(None)
    with Library.open(path, clock=lambda: END) as library:
        for other in library.rereading.others(watchlist.fingerprint):
            while some := library.rereading.waiting(other, below=None, limit=_PAGE):
                library.rereading.confirm(some, watchlist.fingerprint)
        library.names.sync(watchlist.facts())
        library.rereading.keep_watchlist(watchlist.fingerprint, text)


def _line(run: Run) -> None:
    print(
        f"{run.name:<22} {run.done:8,} {run.read:8,} {run.changed:8,} {run.wall:6.1f} {run.cpu:6.1f} {run.silent:7.1f}"
        f" {run.memory:5.0f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
