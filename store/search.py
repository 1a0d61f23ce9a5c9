"""The one place that turns a `Query` into SQL: where a list is walked, what it is narrowed to, and how it goes on.

Full-text search looks at the newest matches only (`NEWEST_MATCHES`, by the order in which articles were stored):
sorting all that a common word matches took 160 ms on 100,000 articles, taking the newest by rowid 0.2 ms.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from store import conditions, wording
from store.db import QUERY_SECONDS
from store.folding import fold
from store.model.record import record
from store.model.rows import Condition, Query
from store.rows import NUMBER, after_order, first_instant, first_order, instant, stamp
from store.sqlite import sqlite3

FEW = 5_000
"""Rows that came lately of which all may be sorted."""
NEWEST_MATCHES = 5_000
"""How many of the newest matching articles a search goes through."""
_TERM = re.compile(r'-?"[^"]*"?|[^\s"]+')

_NAMES = f"""(w.id IN (SELECT f.article_id FROM article_names f WHERE f.article_id = w.id AND +f.actor = {NUMBER})
    OR w.id IN (SELECT t.article_id FROM corrections k JOIN statements t ON t.fingerprint = k.fingerprint
        WHERE k.actor = ?))"""  # noqa: S608 - own words only
"""Articles that name an actor, or in which an analyst found it to speak."""
_HOLDS = "holds_phrase(CAST(lower({0}.title) AS BLOB), CAST(lower({0}.text) AS BLOB), ?)"
_MATCHES = "(SELECT rowid AS id FROM article_words WHERE article_words MATCH ? ORDER BY rowid DESC LIMIT ?) w"


@record(frozen=True)
class Term:
    """One word or phrase of a search."""

    words: str
    excluded: bool = False
    prefix: bool = False

    @property
    def pieces(self) -> tuple[str, ...]:
        """As the index of words holds them."""
        return wording.tokens(self.words)

    @property
    def single(self) -> bool:
        """Whether the index alone tells who holds it; else it must be looked for in the texts."""
        return len(self.pieces) < 2


@record()
class Select:
    """A select that is being put together: what follows FROM, and its parameters in order."""

    source: str
    order: tuple[str, str]
    """The sort key's column and the id's: descending, and the keyset compares both."""
    clauses: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)
    words: str = ""
    """What the full-text search that leads is asked; empty where an index leads."""

    def where(self, clause: str, *parameters: object) -> None:
        """Narrow it."""
        self.clauses.append(clause)
        self.parameters.extend(parameters)

    def sql(self, columns: str) -> str:
        """The whole select, newest first, without a limit."""
        narrowed = f" WHERE {' AND '.join(self.clauses)}" if self.clauses else ""
        key, number = self.order
        return f"SELECT {columns} FROM {self.source}{narrowed} ORDER BY {key} DESC, {number} DESC"  # noqa: S608 - own words only

    def portion(self, columns: str) -> str:
        """What a select that words lead finds among some of the articles that match: their ids are its first parameter,
        `narrowed` the others.
        """
        source = self.source.replace(_MATCHES, "(SELECT value AS id FROM json_each(?)) w")
        clauses = f" WHERE {' AND '.join(self.clauses)}" if self.clauses else ""
        return f"SELECT {columns} FROM {source}{clauses}"  # noqa: S608 - own words only

    @property
    def narrowed(self) -> list[object]:
        """The parameters of a select that words lead, without those of the search."""
        return self.parameters[2:]


def terms(text: str) -> tuple[Term, ...]:
    """The words and "phrases" of a search; -word excludes, word* finds what begins so. Bare marks are dropped."""
    found = []
    for raw in _TERM.findall(text):
        excluded = raw.startswith("-")
        words = raw.lstrip("-").strip('"')
        if fold(words):
            found.append(Term(words.rstrip("*"), excluded, words.endswith("*")))
    return tuple(found)


def match(wanted: tuple[Term, ...]) -> str:
    """The terms as FTS5 reads them (sqlite.org/fts5.html, 3), all quoted; empty where none is wanted."""
    have = [_quoted(term) for term in wanted if not term.excluded]
    if not have:
        return ""
    return " AND ".join(have) + "".join(f" NOT {_quoted(term)}" for term in wanted if term.excluded and term.single)


def _quoted(term: Term) -> str:
    return " AND ".join(f'"{piece}"' for piece in term.pieces or ("",)) + ("*" if term.prefix else "")


def seconds(query: Query) -> float | None:
    """How long the query may take: searches have a deadline, lists walk an index and need none."""
    return QUERY_SECONDS if query.text else None


def _matches(select: Select, text: str, number: str) -> bool:
    """Let the full-text search lead; False where the text holds no word to search for."""
    wanted = terms(text)
    for term in wanted:
        if not term.single:
            _hold_phrase(select, term, number)
    expression = match(wanted)
    if expression:
        select.words = expression
        select.parameters[:0] = [expression, NEWEST_MATCHES]
        return True
    for term in (one for one in wanted if one.single):
        select.where(
            f"{number} NOT IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)",  # noqa: S608
            _quoted(term),
        )
    return False


Order = Literal["moment", "said", "stamp", "day"]
"""What a list is in the order of: `rows.instant`, `rows.said_order`, `rows.stamp`, or an ISO day."""


def _hold_phrase(select: Select, term: Term, number: str) -> None:
    """Look a phrase up in the texts. Statements that hold one are in articles that do, so for them only its absence."""
    wanted = wording.phrase(term.pieces, prefix=term.prefix)
    if number == "a.id":
        select.where(
            f"{'NOT ' if term.excluded else ''}{_HOLDS.format('a')}",
            wanted,
        )
    elif term.excluded:
        select.where(
            f"NOT EXISTS (SELECT 1 FROM articles h WHERE h.id = {number} AND {_HOLDS.format('h')})",  # noqa: S608
            wanted,
        )


def _page(select: Select, query: Query, order: Order) -> None:
    """Narrow by time and go on after the last row seen."""
    column = select.order[0]
    if query.since is not None:
        select.where(f"{column} >= ?", _first(query.since, order))
    if query.until is not None:
        if order == "day":
            select.where(f"{column} <= ?", query.until.isoformat())
        else:
            select.where(f"{column} < ?", _after(query.until, order))
    if query.before is not None:
        select.where(f"({column}, {select.order[1]}) < (?, ?)", *query.before)


def _first(since: date, order: Order) -> int | str:
    """Where the days from one on begin; a statement's order knows no moments, nor do days."""
    day = since.date() if isinstance(since, datetime) else since
    if order == "said":
        return first_order(day)
    if order == "moment":
        return instant(since) if isinstance(since, datetime) else first_instant(day)
    return stamp(since) if isinstance(since, datetime) and order == "stamp" else day.isoformat()


def _after(until: date, order: Order) -> int | str:
    """Where the days up to one end."""
    if order == "said":
        return after_order(until)
    if order == "moment":
        return first_instant(until) + 86_400_000_000
    return "9999-12-32" if until == date.max else (until + timedelta(days=1)).isoformat()


def _came(select: Select, query: Query, column: str, *, kept: Literal["moment", "stamp"] = "moment") -> None:
    """Narrow to what was stored after a moment."""
    if query.came is not None:
        select.where(f"{column} > ?", instant(query.came) if kept == "moment" else stamp(query.came))


def few_came(
    connection: sqlite3.Connection, query: Query, way: Literal["articles_fetched", "statements_created"]
) -> bool:
    """Whether a query asks for what was stored lately, and that is little enough to sort all of it.

    Else the walk in the list's own order meets enough of it soon.
    """
    if query.came is None:
        return False
    table, column = way.split("_")
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} INDEXED BY {way} WHERE {column} > ? LIMIT ?)",  # noqa: S608
        (instant(query.came), FEW),
    ).fetchone()
    return bool(count < FEW)


def articles(query: Query, *, stories: bool, lately: bool = False) -> Select:
    """Articles `a`; for `stories` one a cluster, unless the query asks for single ones by words or outlet.

    `lately` is what `few_came` says of it.
    """
    select = Select("articles a", ("a.sort_key", "a.id"))
    if query.text and _matches(select, query.text, "a.id"):
        select.source = f"{_MATCHES} CROSS JOIN articles a ON a.id = w.id"
        if query.actor:
            select.where(
                f"EXISTS (SELECT 1 FROM article_names f WHERE f.article_id = a.id AND f.actor = {NUMBER})",  # noqa: S608
                query.actor,
            )
    elif query.actor:
        select.source = "article_names f CROSS JOIN articles a ON a.id = f.article_id"
        select.order = ("f.sort_key", "f.article_id")
        select.where(f"f.actor = {NUMBER}", query.actor)
    if stories and not query.text and not query.outlet:
        select.where("a.is_lead = 1")
    if query.on_story is not None:
        # As a literal, so that the partial indexes of what is on the story are found.
        select.where(f"a.on_story = {int(query.on_story)}")
    if query.outlet:
        select.where("a.outlet = ?", query.outlet)
    if query.unread:
        select.where("a.is_read = 0")
    if query.starred:
        select.where("a.starred = 1")
    if select.source == "articles a":
        select.source = "articles a INDEXED BY articles_fetched" if lately else _few(select, query)
    if query.topic:
        select.where("EXISTS (SELECT 1 FROM article_topics t WHERE t.article_id = a.id AND t.topic = ?)", query.topic)
    if query.principal:
        select.where(
            "EXISTS (SELECT 1 FROM article_names x WHERE x.article_id = a.id AND x.actor IN ("
            "SELECT h.id FROM phrases h WHERE h.words = ? "
            "UNION ALL SELECT h.id FROM actors n JOIN phrases h ON h.words = n.id WHERE n.principal = ?))",
            query.principal,
            query.principal,
        )
    _hold(select, "article", query)
    _came(select, query, "a.fetched")
    _page(select, query, "moment")
    return select


_OF_REVIEWED_WORDS = (
    "(SELECT DISTINCT fingerprint FROM verdicts) d CROSS JOIN statements s ON s.fingerprint = d.fingerprint"
)
_OF_REVIEWED_ARTICLES = (
    "(SELECT DISTINCT t.article_id AS id FROM verdicts d CROSS JOIN statements t ON t.fingerprint = d.fingerprint) d "
    "CROSS JOIN articles a ON a.id = d.id"
)
"""Verdicts are few: what bears one is found from them, not by looking for it through the whole list."""


def _reviewed(query: Query) -> bool:
    return any(one.field == "is" and "reviewed" in one.values and not one.negated for one in query.conditions)


def _few(select: Select, query: Query) -> str:
    """Where the articles are walked if only the few marked ones are wanted: SQLite does not know that they are few."""
    if _reviewed(query):
        return _OF_REVIEWED_ARTICLES
    if query.starred:
        return "articles a INDEXED BY articles_starred"
    if query.unread and query.on_story and "a.is_lead = 1" in select.clauses:
        return "articles a INDEXED BY articles_unread"
    return "articles a"


def _hold(select: Select, kind: conditions.Kind, query: Query) -> None:
    """Narrow to rows with a position on the issues and with the stances asked for, and by all further conditions."""
    held = conditions.positions(query)
    if held is not None:
        select.where(*_flat(conditions.lifted(kind, "position", held)))
    for clause in conditions.left_out(query):
        select.where(*_flat(conditions.lifted(kind, "position", clause).negated(True)))  # noqa: FBT003
    for clause in conditions.clauses(kind, query):
        select.where(*_flat(clause))


def _flat(clause: conditions.Clause) -> tuple[str, *tuple[object, ...]]:
    return clause.sql, *clause.parameters


def statements(query: Query, *, lately: bool = False) -> Select:
    """Statements `s`. Only those that stand for their utterance, unless the query asks for what others may have too;
    then several of one utterance may come, and the caller keeps the first. `lately` is what `few_came` says of it.
    """
    select = Select("statements s", ("s.sort_key", "s.id"))
    _lead_statements(select, query)
    if select.source == "statements s" and _reviewed(query):
        select.source = _OF_REVIEWED_WORDS
    if lately and select.source == "statements s":
        select.source += " INDEXED BY statements_created"
    if query.on_story is not None:
        select.where("s.on_story = ?", int(query.on_story))
    _hold(select, "statement", query)
    _came(select, query, "s.created")
    _narrow_by_article(select, query)
    # A statement's sort key begins with the day it was said, so the walk through the index ends where the days do.
    _page(select, query, "said")
    return select


def _lead_statements(select: Select, query: Query) -> None:
    """Choose the index to walk: the words, the speaker, the principal, or all by the day said."""
    any_of_utterance = bool(
        query.text or query.outlet or query.topic or query.issue or query.stance or query.conditions or query.came
    )
    if query.text and _matches(select, query.text, "s.article_id"):
        select.source = f"{_MATCHES} CROSS JOIN statements s ON s.article_id = w.id"
        for term in terms(query.text):
            select.where(
                "instr(' ' || s.content_key || ' ' || lower(s.speaker_text) || ' ', ?) "
                + ("= 0" if term.excluded else "> 0"),
                f" {fold(term.words)}" if term.prefix else f" {fold(term.words)} ",
            )
        if query.actor or query.principal:
            column = "actor" if query.actor else "principal"
            # The plus keeps SQLite from walking all that the actor ever said for each statement.
            select.where(
                f"EXISTS (SELECT 1 FROM voices v WHERE v.statement_id = s.id AND +v.{column} = {NUMBER})",  # noqa: S608
                query.actor or query.principal,
            )
        if query.actor:
            # Asked of the articles first, before any of their statements is read.
            select.where(_NAMES, query.actor, query.actor)
        return
    if query.actor or query.principal:
        column = "actor" if query.actor else "principal"
        select.source = "voices v CROSS JOIN statements s ON s.id = v.statement_id"
        select.order = ("v.sort_key", "v.statement_id")
        select.where(f"v.{column} = {NUMBER}", query.actor or query.principal)
        if query.actor and query.principal:
            select.where(f"v.principal = {NUMBER}", query.principal)
    if not any_of_utterance:
        select.where("v.is_lead = 1" if " v " in select.source else "s.is_lead = 1")


def _narrow_by_article(select: Select, query: Query) -> None:
    wanted: list[str] = []
    parameters: list[object] = []
    if query.outlet:
        wanted.append("a.outlet = ?")
        parameters.append(query.outlet)
    if query.unread:
        wanted.append("a.is_read = 0")
    if query.starred:
        wanted.append("a.starred = 1")
    if wanted:
        select.where(
            f"EXISTS (SELECT 1 FROM articles a WHERE a.id = s.article_id AND {' AND '.join(wanted)})",  # noqa: S608
            *parameters,
        )
    if query.topic:
        select.where(
            "EXISTS (SELECT 1 FROM article_topics t WHERE t.article_id = s.article_id AND t.topic = ?)", query.topic
        )


def positions(query: Query) -> Select:
    """Positions `p` of statements `s`, with the review in force as `r`; rejected ones too."""
    of_statements = tuple(
        one for one in query.conditions if one.field not in ("issue", "stance") and "reviewed" not in one.values
    )
    select = statements(replace(query, issue=None, stance=None, conditions=of_statements))
    select.clauses = [clause for clause in select.clauses if not clause.endswith("is_lead = 1")]
    select.source += (
        " JOIN positions p ON p.statement_id = s.id "
        "LEFT JOIN verdicts r ON r.fingerprint = s.fingerprint AND r.issue = p.issue"
    )
    held = conditions.positions(query)
    if held is not None:
        select.where(held.sql.partition(" AND ")[2], *held.parameters)
    for clause in conditions.left_out(query):
        select.where(*_flat(clause.negated(True)))  # noqa: FBT003
    return select


def changes(query: Query) -> Select:
    """Changes `c`, by the later date."""
    select = Select("changes c", ("c.to_date", "c.id"))
    if query.actor:
        select.where(
            "(c.actor = ? OR c.principal = ? OR c.principal = (SELECT n.principal FROM actors n WHERE n.id = ?))",
            query.actor,
            query.actor,
            query.actor,
        )
    if query.principal:
        select.where("c.principal = ?", query.principal)
    if query.issue:
        select.where("c.issue = ?", query.issue)
    if query.stance:
        select.where("c.to_stance = ?", query.stance.value)
    if query.unread:
        select.where("c.seen = 0")
    _hold_change(select, query)
    _came(select, query, "c.found", kept="stamp")
    for term in terms(query.text):
        select.where(f"instr(lower(c.why), ?) {'=' if term.excluded else '>'} 0", fold(term.words))
    _page(select, query, "day")
    return select


def _hold_change(select: Select, query: Query) -> None:
    """Narrow by what a change's evidence must be."""
    flags = [
        Condition("is", ("starred",) if query.starred else ()),
        Condition("outlet", (query.outlet,) if query.outlet else ()),
        Condition("topic", (query.topic,) if query.topic else ()),
    ]
    wanted = (*query.conditions, *(one for one in flags if one.values))
    for clause in conditions.clauses("change", replace(query, conditions=wanted)):
        select.where(*_flat(clause))


def edits(query: Query) -> Select:
    """Edited quotations `e` with their articles `a`, by the moment they were found."""
    select = Select("edits e JOIN articles a ON a.id = e.article_id", ("e.found", "e.id"))
    if query.actor:
        select.where("e.actor = ?", query.actor)
    if query.principal:
        select.where(
            "(e.actor = ? OR e.actor IN (SELECT n.id FROM actors n WHERE n.principal = ?))",
            query.principal,
            query.principal,
        )
    if query.outlet:
        select.where("a.outlet = ?", query.outlet)
    _came(select, query, "e.found", kept="stamp")
    _page(select, query, "stamp")
    return select
