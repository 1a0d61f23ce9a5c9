"""How patterns are written: text to nodes. `tagger.patterns` says what the language is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tagger.errors import PatternError
from tagger.folding import fold
from tagger.wording import parts

NEAR, FAR, WIDE = 3, 6, 9
"""Words that `..`, `...` and `&` reach over: a noun phrase's modifiers, a short phrase, and a short clause."""


@dataclass(frozen=True, slots=True)
class One:
    """One word out of a set, or one that begins with a stem."""

    literals: frozenset[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several sequences; an empty one may be left out."""

    choices: tuple[tuple[Node, ...], ...]
    gapped: bool
    """Whether a gap stands in one of them."""
    empty: bool
    """Whether one of them can match nothing."""
    longest: int
    """How many words a match of one of them has at most."""

    @classmethod
    def of(cls, choices: Iterable[tuple[Node, ...]]) -> Choice:
        """Choose among `choices`."""
        these = tuple(choices)
        return cls(these, any(map(has_gap, these)), any(map(can_be_empty, these)), max(map(longest, these)))


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Up to so many words, whatever they are."""

    width: int


Node: TypeAlias = One | Choice | Gap
Sets: TypeAlias = Mapping[str, Node]
"""Named lists of phrases, each as the choice that it stands for."""

_EMPTY: tuple[Node, ...] = ()
_LEX = re.compile(r"\s*(\.{2,3}|[()|?]|\{[a-z0-9_-]+\}|[^\s()|?{}.*]+\*?|.)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def can_be_empty(nodes: Iterable[Node]) -> bool:
    """Whether a sequence can match nothing at all."""
    return all(isinstance(node, Choice) and node.empty for node in nodes)


def has_gap(nodes: Iterable[Node]) -> bool:
    """Whether there is a gap anywhere in a sequence."""
    return any(isinstance(node, Gap) or (isinstance(node, Choice) and node.gapped) for node in nodes)


def longest(nodes: Iterable[Node]) -> int:
    """How many words a match of a sequence has at most."""
    return sum(1 if isinstance(n, One) else n.width if isinstance(n, Gap) else n.longest for n in nodes)


def parse(pattern: str, sets: Sets) -> tuple[Node, ...]:
    """The nodes of a pattern. Raises `PatternError`, a sentence that says what to do."""
    return _Parser(pattern, sets).parse()


def compile_sets(lists: Mapping[str, Sequence[str]], above: Sets | None = None) -> dict[str, Node]:
    """Named lists of phrases, in order, behind those `above`: a list may use the ones before it.

    Raises `PatternError`.
    """
    sets: dict[str, Node] = dict(above or {})
    for name, phrases in lists.items():
        sets[name] = _merge([parse(phrase, sets) for phrase in phrases])
    return sets


class _Parser:
    """Recursive descent over one pattern."""

    def __init__(self, pattern: str, sets: Sets) -> None:
        self.pattern = pattern
        self.sets = sets
        self.lexemes = [lexeme for lexeme in _LEX.findall(pattern) if lexeme.strip()]
        self.at = 0

    def parse(self) -> tuple[Node, ...]:
        nodes = self.sequence()
        if self.at < len(self.lexemes):
            raise PatternError(
                f"“{self.lexemes[self.at]}” closes nothing in “{self.pattern}”; take it out or open a group before it."
            )
        if not nodes or isinstance(nodes[0], Gap) or isinstance(nodes[-1], Gap):
            raise PatternError(f"“{self.pattern}” must begin and end with a word, not with a gap.")
        last = nodes[-1]
        if len(nodes) > 1 and isinstance(nodes[-2], Gap) and isinstance(last, Choice) and _EMPTY in last.choices:
            raise PatternError(f"“{self.pattern}” could end with its gap; write (.. word)? for what may be missing.")
        return nodes

    def sequence(self) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.at < len(self.lexemes) and self.lexemes[self.at] not in {"|", ")"}:
            node = self.item(self.lexemes[self.at])
            if self.at < len(self.lexemes) and self.lexemes[self.at] == "?":
                self.at += 1
                node = Choice.of(((node,), _EMPTY))
            nodes.append(node)
        return tuple(nodes)

    def item(self, lexeme: str) -> Node:
        self.at += 1
        if lexeme == "(":
            return self.group()
        if lexeme in {"..", "..."}:
            return Gap(NEAR if lexeme == ".." else FAR)
        if lexeme.startswith("{"):
            return self.named(lexeme[1:-1])
        body = lexeme.removesuffix("*")
        if not _WORD.fullmatch(body):
            raise PatternError(
                f"“{lexeme}” is no word in “{self.pattern}”; write words, (a|b), word*, word?, {{name}}, .. or ..."
            )
        if lexeme.endswith("*"):
            return One(frozenset(), (fold(body),))
        written = parts(body)
        ones: tuple[Node, ...] = tuple(One(frozenset({p}), ()) for p in written)
        return ones[0] if len(ones) == 1 else Choice.of((ones,))

    def group(self) -> Node:
        choices = [self.sequence()]
        while self.at < len(self.lexemes) and self.lexemes[self.at] == "|":
            self.at += 1
            choices.append(self.sequence())
        if self.at >= len(self.lexemes) or self.lexemes[self.at] != ")":
            raise PatternError(f"A group is not closed in “{self.pattern}”; add “)”.")
        self.at += 1
        if not all(choices):
            raise PatternError(
                f"A group has an empty choice in “{self.pattern}”; write (a|b)? for what may be missing."
            )
        return _merge(choices)

    def named(self, name: str) -> Node:
        if name not in self.sets:
            raise PatternError(f"“{{{name}}}” in “{self.pattern}” names no list; define it above, under [issue.lists].")
        return self.sets[name]


def _merge(choices: Iterable[tuple[Node, ...]]) -> Node:
    """Choices of one word each become one set: the common case, and the fast one."""
    literals: set[str] = set()
    stems: list[str] = []
    rest: list[tuple[Node, ...]] = []
    for choice in choices:
        first = choice[0] if len(choice) == 1 else None
        if isinstance(first, One):
            literals |= first.literals
            stems.extend(first.stems)
        elif isinstance(first, Choice) and all(first.choices):
            rest.extend(first.choices)
        else:
            rest.append(choice)
    one = One(frozenset(literals), tuple(stems))
    if not rest:
        return one
    if literals or stems:
        rest.insert(0, (one,))
    return Choice.of(rest)
