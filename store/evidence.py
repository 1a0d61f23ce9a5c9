"""The ledger's evidence: stored positions with who said them, when, and which sources are independent of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from store.model.ledger import Evidence
from store.model.words import Kind, SaidBasis, Stance
from store.outlets import publisher
from store.phrases import CORRECTED_VOICE
from store.rows import CORRECTED, NUMBER, REVIEWED, SAID_TEXT, order_day
from store.schema_verdicts import CORRECTED_RANK
from store.sqlite import sqlite3

_SELECT = f"""
    SELECT p.id AS position_id, s.id AS statement_id, s.article_id, s.about, s.kind,
           k.said_on IS NOT NULL OR s.stated AS stated, k.said_on, s.sort_key AS said_order,
           coalesce(k.text, {SAID_TEXT}) AS text,
           s.utterance_id, s.paragraph_key, s.ordinal,
           coalesce(r.to_issue, p.issue) AS issue, coalesce(r.stance, p.stance) AS stance,
           coalesce(r.condition, p.condition) AS condition, p.confidence, r.verdict,
           v.actor, v.principal, v.rank, v.unnamed, v.rule AS voice_rule,
           a.outlet, a.url, a.cluster_id, a.sort_key, a.date_approximate
    FROM {{source}} JOIN articles a ON a.id = s.article_id {REVIEWED} {CORRECTED}
    WHERE {{clauses}} AND coalesce(r.verdict, '') <> 'rejected' AND coalesce(r.stance, p.stance) <> 'none'
    ORDER BY coalesce(julianday(k.said_on) - 2451544.5, s.sort_key >> 42), a.sort_key,
        s.article_id, s.ordinal, p.id, v.rank DESC, v.ordinal
"""  # noqa: S608 - own words only
_RANK = f"SELECT max(rank) FROM voices WHERE actor = {NUMBER}"  # noqa: S608 - own words only
# Two indexes say which of a principal's many statements touch the issue; only those are read. What an analyst moved to
# the issue is found by the verdicts, which are few.
_OF_PAIR = """(
    SELECT p.id FROM voices v CROSS JOIN positions p ON p.statement_id = v.statement_id AND p.issue = ?2
    WHERE v.principal = (SELECT id FROM phrases WHERE words = ?1)
    UNION SELECT p.id FROM verdicts r CROSS JOIN statements s ON s.fingerprint = r.fingerprint
    CROSS JOIN positions p ON p.statement_id = s.id AND p.issue = r.issue WHERE r.to_issue = ?2
    ) these CROSS JOIN positions p ON p.id = these.id CROSS JOIN statements s ON s.id = p.statement_id
    CROSS JOIN statement_voices v ON v.statement_id = s.id"""


def of_pair(connection: sqlite3.Connection, principal: str, issue: str) -> tuple[Evidence, ...]:
    """All evidence of a principal on an issue, by the day said."""
    rows = connection.execute(
        _SELECT.format(
            source=_OF_PAIR,
            clauses="v.principal_number = (SELECT id FROM phrases WHERE words = ?1) "
            "AND coalesce(r.to_issue, p.issue) = ?2",
        ),
        (principal, issue),
    ).fetchall()
    return _records(connection, rows)


def _records(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[Evidence, ...]:
    """One record a position and principal: of several voices of one principal the highest ranks."""
    sources = source_keys(rows)
    ranks = _corrected_ranks(connection, rows)
    found: dict[tuple[int, str], Evidence] = {}
    for row in rows:
        actor, principal = row["actor"], row["principal"]
        rank = ranks[actor] if row["voice_rule"] == CORRECTED_VOICE else row["rank"]
        if principal is None or rank <= 0 or (row["about"] and row["about"] not in {actor, principal}):
            continue
        found.setdefault(
            (row["position_id"], principal),
            Evidence(
                position_id=row["position_id"],
                statement_id=row["statement_id"],
                article_id=row["article_id"],
                principal=principal,
                actor=actor,
                rank=rank,
                unnamed=bool(row["unnamed"]),
                issue=row["issue"],
                stance=Stance(row["stance"]),
                condition=row["condition"],
                confidence=row["confidence"],
                kind=Kind(row["kind"]),
                said_on=date.fromisoformat(row["said_on"]) if row["said_on"] else order_day(row["said_order"]),
                said_basis=SaidBasis.STATED if row["stated"] else SaidBasis.PUBLISHED,
                outlet=row["outlet"],
                source_key=sources[row["statement_id"]],
                utterance=str(row["utterance_id"]),
                text=row["text"],
                confirmed=row["verdict"] in {"confirmed", "corrected"},
                dateless=not row["stated"] and bool(row["date_approximate"]),
            ),
        )
    return tuple(found.values())


def _corrected_ranks(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[str, int]:
    """The ranks of the actors whom analysts put in others' places: the highest that any statement gave them."""
    found: dict[str, int] = {}
    for actor in sorted({row["actor"] for row in rows if row["voice_rule"] == CORRECTED_VOICE}):
        (rank,) = connection.execute(_RANK, (actor,)).fetchone()
        found[actor] = max(rank, CORRECTED_RANK)
    return found


def source_keys(rows: Sequence[sqlite3.Row]) -> dict[int, str]:
    """For each statement the source it counts for: its outlet, or for copies the outlet that had the text first.

    Copies are statements whose articles are near-duplicates or whose paragraphs are equal once folded, and what such
    pairs join. An article without an outlet is a source of its own.
    """
    folded = {outlet: publisher(outlet) for outlet in {row["outlet"] for row in rows}}
    own = {row["statement_id"]: folded[row["outlet"]] or f"article {row['article_id']}" for row in rows}
    parents: dict[object, object] = {}
    for row in rows:
        node = ("statement", row["statement_id"])
        parents.setdefault(node, node)
        for mark in (("cluster", row["cluster_id"]), ("paragraph", row["paragraph_key"])):
            if mark[1]:
                parents.setdefault(mark, mark)
                parents[_root(parents, mark)] = _root(parents, node)
    groups: dict[object, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        groups[_root(parents, ("statement", row["statement_id"]))].append(row)
    keys = {}
    for copies in groups.values():
        first = min(copies, key=lambda row: (row["sort_key"], own[row["statement_id"]]))
        keys.update({row["statement_id"]: own[first["statement_id"]] for row in copies})
    return keys


def _root(parents: dict[object, object], node: object) -> object:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node
