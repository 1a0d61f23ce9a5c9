"""Near-duplicate articles: which are copies of one text, and which of them stands for all.

Copies are found by shared shingles among the articles on the story, of the same month where both have a date. A cluster
is everything that is joined by such pairs, so it does not depend on the order of arrival, with one exception: when an
article's text is replaced, it leaves its cluster, and the others stay together even where it alone had joined them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from store import sketches
from store.rows import ids
from store.similar import same_text, shingles, sketch, worth_comparing
from store.sqlite import sqlite3

_CANDIDATES = 12


def leave(connection: sqlite3.Connection, articles: Sequence[int]) -> None:
    """Take articles whose text is about to change out of their clusters."""
    touched = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT cluster_id FROM articles WHERE cluster_id IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?))",
            (ids(articles),),
        )
    ]
    for row in connection.execute(
        "SELECT id, title || char(10) || text AS words, sort_key, date_approximate FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?)) AND sketched",
        (ids(articles),),
    ).fetchall():
        sketches.remove(connection, row["id"], sketch(shingles(row["words"])), _month(row))
    for article in articles:
        connection.execute("UPDATE articles SET cluster_id = NULL, is_lead = 1, sketched = 0 WHERE id = ?", (article,))
    _settle(connection, touched)


def join(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Find the copies of those of these articles that are on the story and were not compared before."""
    listed = sorted(articles)
    if not listed:
        return
    rows = connection.execute(
        "SELECT id, title || char(10) || text AS words, sort_key, date_approximate FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?)) AND on_story = 1 AND NOT sketched ORDER BY id",
        (ids(listed),),
    ).fetchall()
    hashes = {row["id"]: shingles(row["words"]) for row in rows}
    marks = {article: sketch(found) for article, found in hashes.items() if found}
    months = {row["id"]: _month(row) for row in rows}
    undated = sketches.NONE in months.values()
    every = {*months.values(), *sketches.months(connection)} if undated else set()
    looked = {
        article: sketches.places(found, sketches.around(months[article], every)) for article, found in marks.items()
    }
    known = sketches.found(connection, chain.from_iterable(looked.values()))
    touched: set[int] = set()
    entered: list[tuple[int, int]] = []
    for row in rows:
        article = int(row["id"])
        shared = Counter(chain.from_iterable(known.get(place, ()) for place in looked.get(article, ())))
        near = _candidates(connection, shared, len(marks.get(article, ())), row)
        copies = [other for other, text in near if same_text(hashes[article], text)]
        for place in sketches.places(marks.get(article, ()), (months[article],)):
            known[place].append(article)
            entered.append((place, article))
        if copies:
            touched.add(_unite(connection, [article, *copies]))
    sketches.enter(connection, entered)
    connection.execute("UPDATE articles SET sketched = 1 WHERE id IN (SELECT value FROM json_each(?))", (ids(marks),))
    _settle(connection, touched)


def _month(row: sqlite3.Row) -> int:
    return sketches.month(row["sort_key"], approximate=bool(row["date_approximate"]))


def _candidates(
    connection: sqlite3.Connection, shared: Counter[int], of: int, new: sqlite3.Row
) -> list[tuple[int, frozenset[int]]]:
    """The articles of about the same day that share enough of the sketch of `of` hashes, with their shingles."""
    most = sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_CANDIDATES]
    found = [article for article, count in most if worth_comparing(count, of)]
    if not found:
        return []
    rows = connection.execute(
        "SELECT id, title || char(10) || text AS words FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?1)) AND (?4 OR date_approximate OR sort_key BETWEEN ?2 AND ?3)",
        (ids(found), new["sort_key"] - sketches.MONTH, new["sort_key"] + sketches.MONTH, new["date_approximate"]),
    )
    return [(row["id"], shingles(row["words"])) for row in rows]


def _unite(connection: sqlite3.Connection, articles: Sequence[int]) -> int:
    """Put the articles, and all that are in a cluster with one of them, into one cluster; return its id."""
    clusters = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT cluster_id FROM articles WHERE cluster_id IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?)) ORDER BY cluster_id",
            (ids(articles),),
        )
    ]
    if clusters:
        kept = int(clusters[0])
    else:
        kept = int(connection.execute("INSERT INTO clusters (lead_id, size) VALUES (0, 0) RETURNING id").fetchone()[0])
    connection.execute(
        "UPDATE articles SET cluster_id = ? WHERE id IN (SELECT value FROM json_each(?))", (kept, ids(articles))
    )
    for other in clusters[1:]:
        connection.execute("UPDATE articles SET cluster_id = ? WHERE cluster_id = ?", (kept, other))
        connection.execute("DELETE FROM clusters WHERE id = ?", (other,))
    return kept


def _settle(connection: sqlite3.Connection, clusters: Iterable[int]) -> None:
    """Choose the article that stands for each cluster: no digest if it can be helped, then the earliest."""
    for cluster in sorted(set(clusters)):
        members = connection.execute(
            "SELECT id FROM articles WHERE cluster_id = ? ORDER BY body_source = 'digest', sort_key, outlet, url, id",
            (cluster,),
        ).fetchall()
        if len(members) < 2:
            connection.execute("UPDATE articles SET cluster_id = NULL, is_lead = 1 WHERE cluster_id = ?", (cluster,))
            connection.execute("DELETE FROM clusters WHERE id = ?", (cluster,))
            continue
        lead = members[0]["id"]
        connection.execute("UPDATE articles SET is_lead = (id = ?) WHERE cluster_id = ?", (lead, cluster))
        connection.execute("UPDATE clusters SET lead_id = ?, size = ? WHERE id = ?", (lead, len(members), cluster))
