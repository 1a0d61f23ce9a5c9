"""Any directory of feeds, served over HTTP and read as the poller reads them, beside what feedparser makes of them.

Every file is answered by a loopback server, fetched within the limits and parsed in a worker process. What comes is
compared, entry by entry and field by field, with feedparser's own reading at its default settings, cleaned in the same
way. `fast` counts the documents that the fast reader took; each of those is read by feedparser as well, and what is
kept must be the same to the letter.
"""

from __future__ import annotations

import argparse
import asyncio
import calendar
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import NotAFeed, WorkerError
from feeds.fetch import Fetched, Fetcher
from feeds.parse import ParsedFeed, parse
from feeds.workers import Pool
from store.model.polling import Entry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = ("id", "link", "title", "author", "published", "text")
_KINDS = frozenset((".xml", ".rss", ".atom", ".rdf", ".json", ".cdf", ".html", ".z", ".gz", ""))
_TYPE = re.compile(rb"^\s*Header:\s*Content-type:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_WEB = re.compile(r"https?://[^\s<>\"]*")

Row = tuple[str, str, str, str, str, str]
"""What is compared of an entry, in the order of `FIELDS`."""


@dataclass
class Tally:
    """What is counted in one folder."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Read every file below the directories and print a table; 1 where something crashed, hung or was unclean."""
    parser = argparse.ArgumentParser(prog="python -m bench corpus", description=__doc__)
    parser.add_argument("directories", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--differences", action="store_true", help="name every file that differs, and how")
    options = parser.parse_args(arguments)
    if not options.directories:
        print("Name a directory of feeds: python -m bench corpus DIR …")
        return 0
    tallies = asyncio.run(_run(options.directories))
    heads = ("folder", "files", "no feed", "entries", "fast", "same", "differ", *FIELDS, "count", "killed", "bad")
    print("  ".join(f"{head:>9}" if number else f"{head:<28}" for number, head in enumerate(heads)))
    total = Counter[str]()
    for name, tally in sorted(tallies.items()):
        _print(name, tally.counts, heads)
        total.update(tally.counts)
    _print("all", total, heads)
    for name, tally in sorted(tallies.items()):
        for note in tally.notes if options.differences else ():
            print(f"{name}: {note}")
    return int(bool(total["bad"]))


def _print(name: str, counts: Counter[str], heads: tuple[str, ...]) -> None:
    print("  ".join([f"{name[-28:]:<28}", *(f"{counts[head]:>9,}" for head in heads[1:])]))


def files_below(folder: Path) -> Iterator[Path]:
    """Everything that may be a feed."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix.lower() in _KINDS)


async def _run(folders: list[Path]) -> dict[str, Tally]:
    """Read all, two at a time."""
    listed = [(folder, path) for folder in folders for path in files_below(folder)]
    tallies: dict[str, Tally] = {}
    server = await asyncio.start_server(_server(listed), "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    pool = Pool(2)
    turn = asyncio.Semaphore(2)

    async def one(number: int, folder: Path, path: Path) -> None:
        tally = tallies.setdefault(str(path.parent.relative_to(folder.parent)), Tally())
        async with turn:
            await _read(fetcher, pool, f"http://127.0.0.1:{port}/{number}", path, tally)

    async with aclosing(Fetcher((f"127.0.0.1:{port}",), per_host=2)) as fetcher, AsyncExitStack() as ending:
        ending.push_async_callback(pool.close)
        await asyncio.gather(*(one(number, *pair) for number, pair in enumerate(listed)))
    server.close()
    return tallies


def _server(
    listed: list[tuple[Path, Path]],
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
        path = listed[int(line[1:])][1]
        body = path.read_bytes()
        told = _TYPE.search(body[:4096])
        kind = told[1].strip() if told else b"application/json" if path.suffix == ".json" else b"application/xml"
        packed = b"Content-Encoding: deflate\r\n" if path.suffix == ".z" else b""
        packed = b"Content-Encoding: gzip\r\n" if path.suffix == ".gz" else packed
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
        writer.write(head % (kind, packed, len(body)) + body)
        await writer.drain()
        writer.close()

    return serve


async def _read(fetcher: Fetcher, pool: Pool, url: str, path: Path, tally: Tally) -> None:
    tally.counts["files"] += 1
    answer = await fetcher.get(url)
    if not isinstance(answer, Fetched):
        tally.counts["no feed"] += 1
        tally.notes.append(f"{path.name}: {answer.error}")
        return
    try:
        ours, fast, alike = await pool.run(read_twice, answer.body, answer.content_type, answer.url)
        theirs = await pool.run(reference, answer.body, answer.content_type, answer.url)
    except NotAFeed as error:
        tally.counts["no feed"] += 1
        tally.notes.append(f"{path.name}: {error}")
        return
    except WorkerError as error:
        tally.counts["killed" if "seconds" in str(error) else "bad"] += 1
        tally.notes.append(f"{path.name}: {error}")
        return
    tally.counts["entries"] += len(ours.entries)
    tally.counts["fast"] += fast
    if not alike or any(_unclean(entry) for entry in ours.entries):
        tally.counts["bad"] += 1
        tally.notes.append(f"{path.name}: {'unclean' if alike else 'the fast reader differs'}")
    _compare(path, [_row(entry) for entry in ours.entries], theirs, tally)


def _compare(path: Path, ours: list[Row], theirs: list[Row], tally: Tally) -> None:
    if len(ours) != len(theirs):
        tally.counts.update(("differ", "count"))
        tally.notes.append(f"{path.name}: {len(ours)} entries, feedparser {len(theirs)}")
        return
    different = {
        name: (mine, its)
        for own, other in zip(ours, theirs, strict=True)
        for name, mine, its in zip(FIELDS, own, other, strict=True)
        # Where the feed gives no id we make one.
        if mine != its and (name != "id" or its)
    }
    tally.counts.update(("differ", *different) if different else ("same",))
    tally.notes.extend(
        f"{path.name}: {name} {mine[:150]!r}, feedparser {its[:150]!r}" for name, (mine, its) in different.items()
    )


def _unclean(entry: Entry) -> bool:
    """Whether anything is left that acts on a terminal, or an address that is none of the web."""
    texts = (entry.guid, entry.url, entry.title, entry.text, entry.author, entry.outlet, entry.published_raw)
    return any(_ACTS.search(text) for text in texts) or not (entry.url == "" or _WEB.fullmatch(entry.url))


def _row(entry: Entry) -> Row:
    published = entry.published.isoformat() if entry.published else ""
    return (entry.guid, entry.url, entry.title, entry.author, published, entry.text)


# --- run in the workers


def read_twice(body: bytes, content_type: str, url: str) -> tuple[ParsedFeed, bool, bool]:
    """Give what the poller would keep, whether the fast reader gave it, and whether feedparser gives the same."""
    from feeds import quick  # noqa: PLC0415
    from feeds.parse import of_record  # noqa: PLC0415

    ours = parse(body, content_type, url, NOW)
    if quick.read(body, content_type, url) is None:
        return ours, False, True
    return ours, True, replace(of_record(body, content_type, url, NOW), cut_off=False) == ours


def reference(body: bytes, content_type: str, url: str) -> list[Row]:
    """Give feedparser's reading at its default settings, cleaned as ours is."""
    import io  # noqa: PLC0415

    import feedparser  # noqa: PLC0415

    from feeds.clean import believable, canonical_url, html_to_text, safe_text, title_text  # noqa: PLC0415

    headers = {"content-type": content_type, "content-location": url}
    rows: list[Row] = []
    for item in feedparser.parse(io.BytesIO(body), response_headers=headers).entries:
        values = [item.get("summary", ""), *(part.get("value", "") for part in item.get("content", ()))]
        moments = (dict.get(item, f"{name}_parsed") for name in ("published", "created", "updated"))
        parsed = next((one for one in moments if isinstance(one, time.struct_time)), None)
        at = believable(datetime.fromtimestamp(calendar.timegm(parsed), UTC), NOW) if parsed else None
        rows.append(
            (
                safe_text(item.get("id", "")),
                canonical_url(item.get("link", ""), url),
                safe_text(title_text(item.get("title", "")), 500),
                safe_text(title_text(item.get("author", "")), 200),
                at.isoformat() if at else "",
                max((html_to_text(value) for value in values), key=len),
            )
        )
    return rows
