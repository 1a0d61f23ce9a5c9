"""The watchlist's issues, compiled: which words touch an issue, and from which side.

An issue's table holds, beside `id` and `question`:

    role         true where the question is whether one takes part oneself, false where it is what ought to be
    answerable   ids of those who are to do it: a word against what they do is a complaint, and wants the thing
    lists        named lists of phrases; those of the issues above may be used too
    target       phrases that name what the question proposes
    opposite     phrases that name the contrary: its violation, its refusal
    mention      phrases that name the matter only: they count right beside a word of will, worth or duty
    support, oppose, conditional, undecided, none
                 phrases that say the stance all by themselves
    not          phrases in which a target does not count
    context      words of which one must stand in the statement or around it
    elsewhere    words of other places: with one of them and no context in the statement, nothing counts
    anaphor      true where "that", "the decision" and the like may refer back to it
    examples     {text, stance} and, where needed, cue, by, before: tests run them

The phrases are in the language of `tagger.patterns`. One of two parts joined by "&" counts where nothing more exact of
the issue stands in the same clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from store.model.words import Stance
from tagger.errors import PatternError
from tagger.patterns import EITHER_WAY, PatternSet, compile_sets
from tagger.phrasing import Node

PHRASES = ("target", "opposite", "mention", "not", "context", "elsewhere", *(stance.value for stance in Stance))
_NAMING = ("target", "opposite")
LOOSE = "~"
"""What a kind's tag begins with where the phrase is of two parts whose order does not matter."""
TOUCHING = ("target", "opposite", "mention", *(stance.value for stance in Stance))
"""The kinds of phrases that touch an issue."""
KEYS = ("id", "question", "role", "answerable", "lists", "anaphor", "examples", *PHRASES)
EXAMPLE_KEYS = ("text", "stance", "cue", "by", "before", "context")


@dataclass(frozen=True, slots=True)
class IssueProblem:
    """One thing that is wrong in the index-th issue's table."""

    index: int
    word: str
    """What to look for in the table to name a line."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the stance reader asks about it; its phrases are in the book's pattern set."""

    id: str
    role: bool
    anaphor: bool
    has_context: bool
    answerable: frozenset[str]


class Kind(NamedTuple):
    """What the tag of an issue's phrase means."""

    issue: str
    kind: str
    """One of `PHRASES`."""
    loose: bool
    """Of two parts whose order does not matter."""


@dataclass(slots=True)
class IssueBook:
    """All issues of a watchlist and one pattern set that finds them all, tagged "issue-id kind".

    `contexts` and `naming` hold the part of it that is asked of whole articles: tagged with the issue alone.
    """

    issues: dict[str, Issue] = field(default_factory=dict)
    patterns: PatternSet = field(default_factory=PatternSet)
    contexts: PatternSet = field(default_factory=PatternSet)
    naming: PatternSet = field(default_factory=PatternSet)
    kinds: dict[str, Kind] = field(default_factory=dict)
    """By the tags of `patterns`."""


def compile_issues(tables: Sequence[Mapping[str, Any]]) -> IssueBook:
    """The issues of a checked watchlist. Raises `PatternError` where a phrase cannot be read."""
    book = IssueBook()
    lists: dict[str, Sequence[str]] = {}
    sets: dict[str, Node] = {}
    for table in tables:
        own = table.get("lists", {})
        again = not lists.keys().isdisjoint(own)
        lists |= own
        sets = compile_sets(lists) if again else compile_sets(own, sets)
        name = str(table["id"])
        for kind in PHRASES:
            for phrase in table.get(kind, ()):
                loose = EITHER_WAY in phrase
                tag = f"{name} {LOOSE if loose else ''}{kind}"
                book.kinds[tag] = Kind(name, kind, loose)
                book.patterns.add(tag, phrase, sets)
                if kind == "context":
                    book.contexts.add(name, phrase, sets)
                elif kind in _NAMING and not loose:
                    book.naming.add(name, phrase, sets)
        book.issues[name] = Issue(
            id=name,
            role=bool(table.get("role", False)),
            anaphor=bool(table.get("anaphor", False)),
            has_context=bool(table.get("context")),
            answerable=frozenset(table.get("answerable", ())),
        )
    return book


# --- the checker ----------------------------------------------------------------------------------------------------


def problems(tables: Sequence[Mapping[str, Any]]) -> Iterator[IssueProblem]:
    """All that is wrong in the issues' tables, for the watchlist's checker to give lines to."""
    lists: dict[str, Sequence[str]] = {}
    for index, table in enumerate(tables):
        yield from _keys(index, table)
        yield from _lists(index, table, lists)
        yield from _phrases(index, table, lists)
        yield from _examples(index, table)


def _nearest(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(known)}."


def _keys(index: int, table: Mapping[str, Any]) -> Iterator[IssueProblem]:
    for key in table:
        if key not in KEYS:
            yield IssueProblem(index, key, f'"{key}" is no key of an [[issue]].', _nearest(key, KEYS))
    for key in ("id", "question"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield IssueProblem(index, key, f"This issue has no {key}.", f'Add {key} = "…".')
    for key in ("role", "anaphor"):
        if not isinstance(table.get(key, False), bool):
            yield IssueProblem(index, key, f"{key} is true or false.", f"Write {key} = true.")
    if not isinstance(table.get("answerable", []), list):
        yield IssueProblem(index, "answerable", "answerable is a list of actors' ids.", 'Write answerable = ["…"].')
    if not any(table.get(key) for key in ("target", "opposite", "mention", "support", "oppose")):
        yield IssueProblem(index, "id", "Nothing can touch this issue.", 'Give it target = ["…"].')


def _lists(index: int, table: Mapping[str, Any], lists: dict[str, Sequence[str]]) -> Iterator[IssueProblem]:
    own = table.get("lists", {})
    if not isinstance(own, Mapping):
        yield IssueProblem(
            index, "lists", "lists is a table of lists of phrases.", 'Write [issue.lists], then name = ["…"].'
        )
        return
    for name, phrases in own.items():
        if not _is_texts(phrases):
            yield IssueProblem(index, name, f'The list "{name}" is no list of texts.', f'Write {name} = ["…"].')
            continue
        try:
            compile_sets({**lists, name: phrases})
        except PatternError as error:
            yield IssueProblem(index, name, str(error), _known_list(str(error), lists))
        else:
            lists[name] = phrases


def _phrases(index: int, table: Mapping[str, Any], lists: dict[str, Sequence[str]]) -> Iterator[IssueProblem]:
    sets = compile_sets(lists)
    for key in PHRASES:
        phrases = table.get(key, [])
        if not _is_texts(phrases):
            yield IssueProblem(index, key, f"{key} is a list of texts.", f'Write {key} = ["…"].')
            continue
        for phrase in phrases:
            try:
                PatternSet().add(key, phrase, sets)
            except PatternError as error:
                yield IssueProblem(index, phrase, str(error), _known_list(str(error), lists))


def _known_list(message: str, lists: Mapping[str, Sequence[str]]) -> str:
    wanted = message.partition("{")[2].partition("}")[0]
    return _nearest(wanted, tuple(lists)) if "names no list" in message and lists else ""


def _examples(index: int, table: Mapping[str, Any]) -> Iterator[IssueProblem]:
    examples = table.get("examples", [])
    if not isinstance(examples, list) or not all(isinstance(e, Mapping) for e in examples):
        yield IssueProblem(
            index, "examples", "examples is a list of tables.", 'Write examples = [{text = "…", stance = "…"}].'
        )
        return
    stances = tuple(stance.value for stance in Stance)
    for example in examples:
        for key in example:
            if key not in EXAMPLE_KEYS:
                yield IssueProblem(index, key, f'"{key}" is no key of an example.', _nearest(key, EXAMPLE_KEYS))
        if not isinstance(example.get("text"), str):
            yield IssueProblem(index, "examples", "An example has no text.", 'Add text = "…".')
        if example.get("stance") not in stances:
            word = str(example.get("stance", "examples"))
            yield IssueProblem(index, word, f'"{word}" is no stance.', _nearest(word, stances))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
