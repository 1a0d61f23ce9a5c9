"""newsboat's start with the same articles in its cache, for `bench startup` to stand beside.

newsboat makes its cache itself, by one run with nothing to fetch; then the articles are written into its tables, a
feed an outlet: letting it fetch a hundred thousand entries takes minutes and leaves the same rows. They are analysed
for SQLite too, which newsboat does for an empty cache alone: without that it reads the whole cache once a feed, and
takes a minute.
It opens at the list of feeds with the count of their articles, for which it reads them all; that is its first screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from bench.made_texts import Texts
from store.library import Library
from store.model.articles import Article
from store.model.rows import Query
from store.sqlite import sqlite3

_TEXT = 1_600
"""Characters of an article's text, as in the made databases. newsboat reads no text before an article is opened."""
_BATCH = 5_000


class Cached(NamedTuple):
    """How newsboat is started on its cache, and what its first screen shows."""

    command: list[str]
    environ: dict[str, str]
    shows: str
    articles: int


def cached(folder: Path, library: Library) -> Cached | None:
    """Fill a cache in `folder` with all articles of a library; None where newsboat is not installed."""
    if not shutil.which("newsboat"):
        return None
    folder.mkdir()
    urls, cache, config = folder / "urls", folder / "cache.db", folder / "config"
    outlets = library.names.outlets()
    urls.write_text("".join(f"{_feed(outlet)}\n" for outlet in outlets), encoding="utf-8")
    config.write_text("auto-reload no\n", encoding="utf-8")
    environ = {**os.environ, "HOME": str(folder)}
    command = ["newsboat", "-q", "-u", str(urls), "-c", str(cache), "-C", str(config)]
    subprocess.run([*command, "-x", "print-unread"], env=environ, check=True, capture_output=True)
    count = _fill(cache, outlets, library)
    return Cached(command, environ, outlets[0], count)


def _feed(outlet: str) -> str:
    return f"http://127.0.0.1:9/{quote(outlet)}.xml"


def _fill(cache: Path, outlets: tuple[str, ...], library: Library) -> int:
    text = " ".join(Texts(1, sentences=60, halves=10, names=100).sentences)[:_TEXT]
    connection = sqlite3.connect(cache)
    try:
        connection.executemany(
            "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(_feed(outlet), _feed(outlet), outlet) for outlet in outlets],
        )
        connection.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _items(library, text),
        )
        connection.execute("ANALYZE")
        connection.commit()
        (count,) = connection.execute("SELECT count(*) FROM rss_item").fetchone()
    finally:
        connection.close()
    return int(count)


def _items(library: Library, text: str) -> Iterator[tuple[object, ...]]:
    articles: Iterator[Article] = library.articles.rows(Query(limit=0))
    for one in articles:
        moment = int((one.published or one.fetched).timestamp())
        yield one.url, one.title, one.author, one.url, _feed(one.outlet), moment, text, int(not one.read)
