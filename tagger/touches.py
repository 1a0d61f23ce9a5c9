"""Which of an issue's words in a statement count: in context, not excluded, none inside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from store.model.words import Stance
from tagger.clauses import Clause
from tagger.conditions import Condition
from tagger.issues import Issue, Kind
from tagger.patterns import Hit

SAYS = frozenset(stance.value for stance in Stance)
"""Kinds of phrases that say the stance by themselves."""
_SIDES = frozenset({"support", "oppose"})
_ASIDE = frozenset({"not", "context", "elsewhere"})
"""Kinds of phrases that touch no issue by themselves."""
_RANKS = {"mention": 0, "target": 1, "opposite": 2}
"""How much the kinds of phrases say that say no stance by themselves; others say more."""

MOST = 24
"""Words of one issue, and conditions, that are looked at in one statement: more than any sentence holds, and a bound
against text that repeats itself."""


class Touch(NamedTuple):
    """Words of an issue, and what kind of its phrases they are."""

    hit: Hit
    kind: str
    loose: bool = False
    """Two parts that stand in the clause in whatever order: any word of attitude between them counts."""

    @property
    def names(self) -> bool:
        """Whether the words name what the question proposes, or its contrary."""
        return not self.loose and (self.kind == "target" or self.kind == "opposite")  # noqa: PLR1714 - asked often

    @property
    def sign(self) -> int:
        """-1 where the words name the contrary of what the issue proposes."""
        return -1 if self.kind == "opposite" else 1


def by_issue(hits: Iterable[Hit], kinds: Mapping[str, Kind]) -> dict[str, list[Touch]]:
    """The hits of each issue, in order of place; `kinds` tells what their tags mean."""
    found: dict[str, list[Touch]] = {}
    for hit in hits:
        issue, kind, loose = kinds[hit.tag]
        touch = Touch(hit, kind, loose)
        if issue in found:
            found[issue].append(touch)
        else:
            found[issue] = [touch]
    return found


def counting(
    issue: Issue, mine: Sequence[Touch], around: Callable[[], frozenset[str]], ifs: Sequence[Condition]
) -> list[Touch]:
    """The issue's words that count; `around` tells the issues whose context words stand round about.

    Words that reach into a condition give way to those that end before it.
    """
    kinds = {t.kind for t in mine}
    barred = [t.hit for t in mine if t.kind == "not"] if "not" in kinds else ()
    counted = [t for t in mine if t.kind not in _ASIDE and not any(b.start <= t.hit.start < b.end for b in barred)]
    counted = counted[:MOST]
    if not counted:
        return []
    if issue.has_context and "context" not in kinds and ("elsewhere" in kinds or issue.id not in around()):
        return []
    if ifs:
        counted = [t for t in counted if t.kind in SAYS or not straddles(t.hit, ifs)] or counted
    if len(counted) == 1:
        return counted
    return [t for t in counted if not any(_says_less(t, other) for other in counted)]


def exact(
    touched: dict[str, list[Touch]], ifs: Sequence[Condition], clause_of: Callable[[Hit], Clause]
) -> dict[str, list[Touch]]:
    """Loose words count within one clause, outside its conditions, where nothing more exact of any issue stands."""
    if not any(t.loose for touches in touched.values() for t in touches):
        return touched
    rivals = [(name, t.hit) for name, ts in touched.items() for t in ts if not t.loose and t.kind != "mention"]

    def counts(issue: str, hit: Hit) -> bool:
        clause = clause_of(hit)
        here = [(name, h) for name, h in rivals if clause.start <= h.start < clause.end]
        rival = any(name == issue or _meet(h, hit) for name, h in here)
        return hit.end <= clause.end and not rival and not straddles(hit, ifs)

    return {name: [t for t in touches if not t.loose or counts(name, t.hit)] for name, touches in touched.items()}


def straddles(hit: Hit, ifs: Sequence[Condition]) -> bool:
    """Whether a condition begins within the hit."""
    return any(hit.start < c.start < hit.end for c in ifs)


def holds(outer: Hit, inner: Hit) -> bool:
    """Whether one hit lies within another, longer one."""
    longer = outer.end - outer.start > inner.end - inner.start
    return longer and outer.start <= inner.start and inner.end <= outer.end


def _meet(one: Hit, other: Hit) -> bool:
    """Whether two hits have words in common."""
    return one.start < other.end and other.start < one.end


def _says_less(touch: Touch, other: Touch) -> bool:
    """Whether one says no more than another: inside it, or the same words with less said.

    A phrase that says the stance by itself is not lost in a longer one that only names the matter.
    """
    _, start, end = touch.hit
    _, first, last = other.hit
    if first == start and last == end:
        return _RANKS.get(touch.kind, 3) < _RANKS.get(other.kind, 3)
    if touch.loose != other.loose or (touch.kind in _SIDES and other.kind not in SAYS):
        return False
    if touch.kind == "target" and other.kind == "opposite" and not touch.loose and first < start:
        return start < last
    return first <= start and end <= last
