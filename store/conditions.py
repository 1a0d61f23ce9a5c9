"""What a `Condition` asks of an article `a`, a statement `s`, a position `p` or a change `c`, as SQL of our own words.

A list shows one kind of record; a condition may be about another. It is then lifted: an article meets what one of its
statements meets, a statement what its article meets, a change what a piece of its evidence meets.
"""
# All that is put together here are our own words; what a user wrote is a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from store.model.rows import Condition, Query
from store.rows import ids

Kind = Literal["article", "statement", "change"]
"""What a list holds."""


class Clause(NamedTuple):
    """A piece of a WHERE, and its parameters in order."""

    sql: str
    parameters: tuple[object, ...] = ()

    def negated(self, wanted: bool) -> Clause:  # noqa: FBT001  # the one thing it is about
        """The opposite, where that is wanted."""
        return Clause(f"NOT ({self.sql})", self.parameters) if wanted else self


_LISTED = "(SELECT value FROM json_each(?))"

_ARTICLE_FLAGS: Mapping[str, str] = {
    "unread": "a.is_read = 0",
    "starred": "a.starred = 1",
    "story": "a.on_story = 1",
    "digest": "a.body_source = 'digest'",
}
_STATEMENT_FLAGS: Mapping[str, str] = {
    "direct": "s.kind = 'direct'",
    "unnamed": "EXISTS (SELECT 1 FROM statement_voices v WHERE v.statement_id = s.id AND v.unnamed = 1)",
}
_CHANGE_FLAGS: Mapping[str, str] = {
    "possible": "c.status = 'possible'",
    "changed": "c.status = 'changed' AND c.kind = 'change'",
    "divergence": "c.kind = 'divergence'",
}
_REVIEWED = "r.verdict IS NOT NULL"
_POSITION_FIELDS = ("issue", "stance")

FLAGS = tuple(sorted((*_ARTICLE_FLAGS, *_STATEMENT_FLAGS, *_CHANGE_FLAGS, "reviewed")))
"""The words that a condition of the field "is" may hold."""

_POSITIONS = (
    "positions p JOIN statements s ON s.id = p.statement_id "
    "LEFT JOIN verdicts r ON r.fingerprint = s.fingerprint AND r.issue = p.issue"
)
_EVIDENCE = "change_evidence e JOIN changes c ON c.id = e.change_id JOIN positions p ON p.id = e.position_id"

_THROUGH_EVIDENCE = (
    f"EXISTS (SELECT 1 FROM change_evidence e JOIN {_POSITIONS} JOIN articles a ON a.id = s.article_id "
    "WHERE e.change_id = c.id AND p.id = e.position_id AND {})"
)

_LIFTS: Mapping[tuple[str, str], str] = {
    ("article", "statement"): "EXISTS (SELECT 1 FROM statements s WHERE s.article_id = a.id AND {})",
    ("article", "position"): f"EXISTS (SELECT 1 FROM {_POSITIONS} WHERE s.article_id = a.id AND {{}})",
    ("article", "change"): f"a.id IN (SELECT s.article_id FROM {_EVIDENCE} JOIN statements s ON s.id = p.statement_id "
    "WHERE {})",
    ("statement", "article"): "EXISTS (SELECT 1 FROM articles a WHERE a.id = s.article_id AND {})",
    ("statement", "position"): "EXISTS (SELECT 1 FROM positions p LEFT JOIN verdicts r "
    "ON r.fingerprint = s.fingerprint AND r.issue = p.issue WHERE p.statement_id = s.id AND {})",
    ("statement", "change"): f"s.id IN (SELECT p.statement_id FROM {_EVIDENCE} WHERE {{}})",
    **dict.fromkeys((("change", "article"), ("change", "statement"), ("change", "position")), _THROUGH_EVIDENCE),
}
"""By what a list holds and what a condition is about: how the one meets it through the other."""


def clauses(kind: Kind, query: Query) -> Iterable[Clause]:
    """What the conditions of a query ask of the rows of a list, their positions left to `positions`."""
    for one in query.conditions:
        if one.field == "is":
            for word in one.values:
                if word != "reviewed" or kind == "change":
                    yield _flag(kind, word).negated(one.negated)
        elif one.field not in _POSITION_FIELDS or kind == "change":
            yield _field(kind, one).negated(one.negated)


def positions(query: Query) -> Clause | None:
    """What one position `p`, with its review `r`, must be of all issues and stances that are asked for; None: nothing.

    A stance that is left out counts for the issue asked for, where there is one: `issue:a -stance:oppose` are the
    positions on it that do not oppose.
    """
    wanted, parameters = ["coalesce(r.verdict, '') <> 'rejected'"], []
    asked = [one for one in query.conditions if one.field in _POSITION_FIELDS]
    on_issue = bool(query.issue) or any(one.field == "issue" and not one.negated for one in asked)
    if query.issue:
        asked.append(Condition("issue", (query.issue,)))
    if query.stance:
        asked.append(Condition("stance", (query.stance.value,)))
    for one in asked:
        if one.negated and not (on_issue and one.field == "stance"):
            continue
        wanted.append(f"{_column(one.field)} {'NOT IN' if one.negated else 'IN'} {_LISTED}")
        parameters.append(ids(one.values))
    reviewed = [one.negated for one in query.conditions if one.field == "is" and "reviewed" in one.values]
    wanted += [f"NOT ({_REVIEWED})" if negated else _REVIEWED for negated in reviewed]
    return Clause(" AND ".join(wanted), tuple(parameters)) if len(wanted) > 1 else None


def left_out(query: Query) -> Iterable[Clause]:
    """What no position of a statement may be: issues, and stances where no issue is asked for."""
    on_issue = bool(query.issue) or any(one.field == "issue" and not one.negated for one in query.conditions)
    for one in query.conditions:
        if one.negated and (one.field == "issue" or (one.field == "stance" and not on_issue)):
            yield Clause(
                f"coalesce(r.verdict, '') <> 'rejected' AND {_column(one.field)} IN {_LISTED}", (ids(one.values),)
            )


def lifted(kind: Kind, level: str, clause: Clause) -> Clause:
    """The clause about `level` (article, statement, position, change) as one about the rows of the list."""
    if kind == level:
        return clause
    return Clause(_LIFTS[kind, level].format(clause.sql), clause.parameters)


def _column(field: str) -> str:
    return "coalesce(r.to_issue, p.issue)" if field == "issue" else "coalesce(r.stance, p.stance)"


def _flag(kind: Kind, word: str) -> Clause:
    if kind == "change" and word == "unread":
        return Clause("c.seen = 0")
    for level, flags in (("article", _ARTICLE_FLAGS), ("statement", _STATEMENT_FLAGS), ("change", _CHANGE_FLAGS)):
        if word in flags:
            return lifted(kind, level, Clause(flags[word]))
    return lifted(kind, "position", Clause(_REVIEWED))


def _field(kind: Kind, one: Condition) -> Clause:
    values = ids(one.values)
    if one.field == "article":
        return lifted(kind, "article", Clause(f"a.id IN {_LISTED}", (values,)))
    if one.field == "outlet":
        return lifted(kind, "article", Clause(f"a.outlet IN {_LISTED}", (values,)))
    if one.field == "topic":
        topic = f"EXISTS (SELECT 1 FROM article_topics t WHERE t.article_id = a.id AND t.topic IN {_LISTED})"
        return lifted(kind, "article", Clause(topic, (values,)))
    if kind == "change":
        return _of_change(one.field, values)
    if kind == "article":
        among = f"+x.actor IN {_LISTED}"
        if one.field == "principal":
            among += f" OR +x.actor IN (SELECT n.id FROM actors n WHERE n.principal IN {_LISTED})"
        found = f"EXISTS (SELECT 1 FROM article_actors x WHERE x.article_id = a.id AND ({among}))"
        return Clause(found, (values,) * (2 if one.field == "principal" else 1))
    # The plus keeps SQLite from walking all that they ever said for each statement.
    among = f"+v.principal IN {_LISTED}" + (f" OR +v.actor IN {_LISTED}" if one.field == "actor" else "")
    found = f"EXISTS (SELECT 1 FROM statement_voices v WHERE v.statement_id = s.id AND ({among}))"
    return Clause(found, (values,) * (2 if one.field == "actor" else 1))


def _of_change(field: str, values: str) -> Clause:
    if field == "actor":
        own = f"(SELECT n.principal FROM actors n WHERE n.id IN {_LISTED})"
        return Clause(
            f"(c.actor IN {_LISTED} OR c.principal IN {_LISTED} OR c.principal IN {own})", (values, values, values)
        )
    column = {"principal": "c.principal", "issue": "c.issue", "stance": "c.to_stance"}[field]
    return Clause(f"{column} IN {_LISTED}", (values,))
