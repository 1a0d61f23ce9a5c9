"""A database of made articles with statements, positions and a ledger: `python -m bench generate --articles N PATH`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.made_rows import END, INSERTS, Maker, Row
from bench.made_texts import Texts
from store.db import connect
from store.library import Library
from store.rows import stamp
from store.schema_counts import RECOUNT
from store.sqlite import sqlite3
from tagger.watchlist import load
from tui.firststart import SEEDED

SEED = 20_260_101
_BATCH = 4_000
_LOG_LINES = 50_000


def generate(path: Path, articles: int, *, seed: int = SEED) -> None:
    """Make a database at `path`, which must not exist yet. The same seed and watchlist make the same one.

    It is written through the real schema, its secondary indexes, triggers and full-text index made anew at the end.
    """
    facts = load(None).facts()
    with Library.open(path, clock=lambda: END) as library:
        library.names.sync(facts)
        library.set_meta(SEEDED, stamp(END))
        library.set_meta("last_visit", stamp(END - timedelta(days=1)))
    maker = Maker(seed, facts, Texts(seed), articles)
    connection = connect(path, "rw")
    try:
        _fill(connection, maker, articles)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, maker: Maker, articles: int) -> None:
    for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    late = _put_aside(connection)
    _insert(
        connection, "feeds", "id, url, title, outlet, state, next_due, last_polled, last_status, added", maker.feeds()
    )
    _insert(connection, "phrases", "id, words", maker.phrases())
    lines = maker.poll_log(min(_LOG_LINES, articles))
    _insert(connection, "poll_log", "at, feed_id, url, status, http, entries, new, changed, error, seconds", lines)
    for start in range(0, articles, _BATCH):
        maker.make(min(_BATCH, articles - start))
        _write(connection, maker)
    maker.finish()
    _write(connection, maker)
    columns = "principal, issue, stance, since, last_said, confidence, position_id, actor, statements"
    _insert(connection, "states", columns, list(maker.states.values()))
    columns = f"day, {columns}, said_basis, dateless"
    _insert(connection, "state_days", columns, [maker.days[key] for key in sorted(maker.days)])
    for sql in (*late, *RECOUNT):
        connection.execute(sql)
    # The words of a big batch are merged once in memory instead of often on the disk.
    connection.execute("INSERT INTO article_words (article_words, rank) VALUES ('hashsize', 200000000)")
    connection.execute("INSERT INTO article_words (article_words) VALUES ('rebuild')")
    connection.execute("INSERT INTO article_words (article_words, rank) VALUES ('hashsize', 1048576)")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _put_aside(connection: sqlite3.Connection) -> list[str]:
    """Drop the triggers and the indexes of the filled tables; what makes them again, the indexes first."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
        "AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY type, name",
        ('["' + '","'.join(INSERTS) + '"]',),
    ).fetchall()
    for row in rows:
        connection.execute(f"DROP {row['type']} {row['name']}")
    return [row["sql"] for row in rows]


def _write(connection: sqlite3.Connection, maker: Maker) -> None:
    for table, columns in INSERTS.items():
        _insert(connection, table, columns, maker.rows[table])
        maker.rows[table].clear()
    connection.executemany("UPDATE articles SET cluster_id = ? WHERE id = ?", maker.late)
    maker.late.clear()


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: list[Row]) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def main(arguments: list[str]) -> int:
    """Make one and say how long it took and how large it is."""
    parser = argparse.ArgumentParser(prog="python -m bench generate", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("path", nargs="?", type=Path, help="the new file; without one it is made and thrown away")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        path = asked.path or Path(folder) / "made.db"
        if path.exists():
            print(f"{path} is there already: remove it, or name another.", file=sys.stderr)
            return 2
        started, worked = time.perf_counter(), time.process_time()
        generate(path, asked.articles, seed=asked.seed)
        wall, cpu = time.perf_counter() - started, time.process_time() - worked
        print(f"{asked.articles:,} articles in {wall:.0f} s ({cpu:.0f} s of CPU), {path.stat().st_size / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
