"""Two subscriptions that are one made one, on the user's word, and parted again: nothing of either is lost."""

from __future__ import annotations

import json
from datetime import datetime

from store.errors import NotFound
from store.rows import ids, stamp
from store.sqlite import sqlite3


def merge(connection: sqlite3.Connection, kept: sqlite3.Row, gone: sqlite3.Row, now: datetime) -> int:
    """Give `kept` all that `gone` has, inside the caller's transaction; the merge's number, for `part`.

    What `gone` carried is carried by `kept`, its addresses are aliases of it; a carrier that both have stays with the
    address it came from. Where `kept` has moved for good to `gone`'s address, that address is taken.
    """
    carriers = [
        int(row[0]) for row in connection.execute("SELECT id FROM carriers WHERE feed_id = ?", (gone["id"],)).fetchall()
    ]
    aliases = [row[0] for row in connection.execute("SELECT url FROM feed_aliases WHERE feed_id = ?", (gone["id"],))]
    number = connection.execute(
        "INSERT INTO feed_merges (at, kept_id, kept_url, gone, aliases, carriers) VALUES (?, ?, ?, ?, ?, ?)",
        (stamp(now), kept["id"], kept["url"], json.dumps(dict(gone)), json.dumps(aliases), json.dumps(carriers)),
    ).lastrowid
    connection.execute(
        "UPDATE carriers SET feed_url = ?, feed_name = ? WHERE feed_id = ?",
        (gone["url"], gone["outlet"] or gone["title"] or gone["url"], gone["id"]),
    )
    connection.execute("UPDATE OR IGNORE carriers SET feed_id = ? WHERE feed_id = ?", (kept["id"], gone["id"]))
    connection.execute("UPDATE feed_aliases SET feed_id = ? WHERE feed_id = ?", (kept["id"], gone["id"]))
    connection.execute("DELETE FROM feeds WHERE id = ?", (gone["id"],))
    moved = kept["moved_to"] == gone["url"]
    alias, url = (kept["url"], gone["url"]) if moved else (gone["url"], kept["url"])
    connection.execute("INSERT OR REPLACE INTO feed_aliases (url, feed_id) VALUES (?, ?)", (alias, kept["id"]))
    connection.execute(
        "UPDATE feeds SET url = ?, same_as = NULL, moved_to = NULL, moved_seen = 0, folder = coalesce(nullif(folder, "
        "''), ?), outlet = coalesce(nullif(outlet, ''), ?), state = CASE WHEN 'active' IN (state, ?) THEN 'active' "
        "ELSE state END WHERE id = ?",
        (url, gone["folder"], gone["outlet"], gone["state"], kept["id"]),
    )
    return int(number or 0)


def part(connection: sqlite3.Connection, number: int, now: datetime) -> int:
    """Undo a merge; the number of the feed that is back, as it was. Raises NotFound where there is none to undo."""
    row = connection.execute("SELECT * FROM feed_merges WHERE id = ? AND undone IS NULL", (number,)).fetchone()
    if row is None:
        raise NotFound(f"There is no merge number {number} that could be undone.")
    gone = json.loads(row["gone"])
    names = [column["name"] for column in connection.execute("PRAGMA table_info(feeds)") if column["name"] in gone]
    urls = [gone["url"], *json.loads(row["aliases"])]
    connection.execute("DELETE FROM feed_aliases WHERE url IN (SELECT value FROM json_each(?))", (json.dumps(urls),))
    connection.execute("DELETE FROM feed_aliases WHERE url = ?1 AND feed_id = ?2", (row["kept_url"], row["kept_id"]))
    connection.execute("UPDATE feeds SET url = ? WHERE id = ?", (row["kept_url"], row["kept_id"]))
    gone["same_as"] = row["kept_id"] if _there(connection, row["kept_id"]) else None
    connection.execute(
        f"INSERT INTO feeds ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})",  # noqa: S608 - the table's own
        [gone[name] for name in names],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO feed_aliases (url, feed_id) VALUES (?, ?)",
        [(url, gone["id"]) for url in json.loads(row["aliases"])],
    )
    connection.execute(
        "UPDATE carriers SET feed_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (gone["id"], ids(json.loads(row["carriers"]))),
    )
    connection.execute("UPDATE feed_merges SET undone = ? WHERE id = ?", (stamp(now), number))
    return int(gone["id"])


def last(connection: sqlite3.Connection) -> int | None:
    """The latest merge that is in force."""
    row = connection.execute("SELECT max(id) FROM feed_merges WHERE undone IS NULL").fetchone()
    return None if row[0] is None else int(row[0])


def _there(connection: sqlite3.Connection, feed: int) -> bool:
    return connection.execute("SELECT 1 FROM feeds WHERE id = ?", (feed,)).fetchone() is not None
