"""The pattern language of the watchlist's issues and of the stance grammar: phrases over folded words.

    ready            that word; case, accents and quotation marks do not matter, "don't" reads as "do not"
    disarm*          any word that begins so
    (send|put out)   one of these; `(a|b)?` and `word?` may be missing
    {force}          one of the phrases listed under that name
    ..               up to three words between
    ...              up to six words between
    this & that      both, whichever comes first, with up to nine words between

`?` makes the whole word before it optional: "weapon*", not "weapons?". No match reaches over a dash or the end of a
sentence. A pattern is followed from each place as a set of positions, so the time is bounded by words times pattern
length: there is no backtracking, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from tagger.errors import PatternError
from tagger.folding import fold
from tagger.wording import Words, parts

NEAR, FAR, WIDE = 3, 6, 9
"""Words that `..`, `...` and `&` reach over: a noun phrase's modifiers, a short phrase, and a short clause."""
EITHER_WAY = " & "
"""What stands between two phrases whose order does not matter."""
_SHIFTS = {-NEAR: (1, 2), -FAR: (1, 2, 3), -WIDE: (1, 2, 3, 3)}
"""Shifts that reach over so many words in few steps."""


class Hit(NamedTuple):
    """A pattern found: its tag and the words from `start` to `end`, the end not included."""

    tag: str
    start: int
    end: int


# --- compiled patterns ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class One:
    """One word out of a set, or one that begins with a stem."""

    literals: frozenset[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    choices: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to so many words, whatever they are."""

    width: int


Node = One | Choice | Gap
_EMPTY: tuple[Node, ...] = ()

_LEX = re.compile(r"\s*(\.{2,3}|[()|?]|\{[a-z0-9_-]+\}|[^\s()|?{}.*]+\*?|.)")


class _Parser:
    """Recursive descent over one pattern."""

    def __init__(self, pattern: str, sets: Mapping[str, tuple[tuple[Node, ...], ...]]) -> None:
        self.pattern = pattern
        self.sets = sets
        self.lexemes = [m.group(1) for m in _LEX.finditer(pattern) if m.group(1).strip()]
        self.at = 0

    def parse(self) -> tuple[Node, ...]:
        nodes = self.sequence()
        if self.at < len(self.lexemes):
            raise PatternError(
                f"“{self.lexemes[self.at]}” closes nothing in “{self.pattern}”; take it out or open a group before it."
            )
        if not nodes or isinstance(nodes[0], Gap) or isinstance(nodes[-1], Gap):
            raise PatternError(f"“{self.pattern}” must begin and end with a word, not with a gap.")
        if (
            len(nodes) > 1
            and isinstance(nodes[-2], Gap)
            and isinstance(nodes[-1], Choice)
            and _EMPTY in nodes[-1].choices
        ):
            raise PatternError(f"“{self.pattern}” could end with its gap; write (.. word)? for what may be missing.")
        return nodes

    def sequence(self) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.at < len(self.lexemes) and self.lexemes[self.at] not in {"|", ")"}:
            node = self.item(self.lexemes[self.at])
            if self.at < len(self.lexemes) and self.lexemes[self.at] == "?":
                self.at += 1
                node = Choice(((node,), _EMPTY))
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
        if not re.fullmatch(r"[^\W_]+(?:['’][^\W_]+)?", body):
            raise PatternError(
                f"“{lexeme}” is no word in “{self.pattern}”; write words, (a|b), word*, word?, {{name}}, .. or ..."
            )
        if lexeme.endswith("*"):
            return One(frozenset(), (fold(body),))
        written = parts(body)
        ones: tuple[Node, ...] = tuple(One(frozenset({p}), ()) for p in written)
        return ones[0] if len(ones) == 1 else Choice((ones,))

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
        return _merge(self.sets[name])


def _merge(choices: Iterable[tuple[Node, ...]]) -> Node:
    """Choices of one word each become one set: the common case, and the fast one."""
    literals: set[str] = set()
    stems: list[str] = []
    rest: list[tuple[Node, ...]] = []
    for choice in choices:
        if len(choice) == 1 and isinstance(choice[0], One):
            literals |= choice[0].literals
            stems.extend(choice[0].stems)
        elif len(choice) == 1 and isinstance(choice[0], Choice) and all(choice[0].choices):
            rest.extend(choice[0].choices)
        else:
            rest.append(choice)
    one = One(frozenset(literals), tuple(stems))
    if not rest:
        return one
    if literals or stems:
        rest.insert(0, (one,))
    return Choice(tuple(rest))


def parse(pattern: str, sets: Mapping[str, tuple[tuple[Node, ...], ...]]) -> tuple[Node, ...]:
    """The nodes of a pattern. Raises `PatternError`, a sentence that says what to do."""
    return _Parser(pattern, sets).parse()


def compile_sets(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[Node, ...], ...]]:
    """Named lists of phrases, in order: a list may use the ones above it. Raises `PatternError`."""
    sets: dict[str, tuple[tuple[Node, ...], ...]] = {}
    for name, phrases in lists.items():
        sets[name] = tuple(_Parser(phrase, sets).parse() for phrase in phrases)
    return sets


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern with its words numbered: a word is an int, a gap a negative int, a choice a tuple of sequences."""

    tag: str
    place: int
    """Its number in its set."""
    steps: tuple[_Step, ...]
    first: tuple[int, ...]
    """The words that a match can begin with."""
    required: int
    """The words that every match holds, as bits."""
    choices: tuple[int, ...]
    """Sets of words, as bits, of each of which every match holds one."""


_Step = int | tuple[tuple[int, tuple["_Step", ...]], ...]
"""Each choice as the word that it begins with and what follows; -1 and all of it where it begins with no word."""


def _choice(steps: tuple[_Step, ...]) -> tuple[int, tuple[_Step, ...]]:
    first = steps[0] if steps else -1
    return (first, steps[1:]) if isinstance(first, int) and first >= 0 else (-1, steps)


class _Fit(NamedTuple):
    """What is known of a written word."""

    numbers: tuple[int, ...]
    """The words of the patterns that it is one of."""
    bits: int
    """The same as bits."""
    rules: tuple[tuple[int, tuple[int, ...], _Rule], ...]
    """The patterns that are filed under these, with what they require and their choices."""


class PatternSet:
    """Many tagged patterns, matched together.

    Each text becomes one bit row per word of the patterns (where does it stand?), so that following a pattern is a few
    shifts. Each pattern is filed under its rarest words, all of which every match needs one of: where none of them
    stands in the text it is not even looked at.
    """

    def __init__(self) -> None:
        self._by_rarest: dict[int, list[_Rule]] = {}
        self._costs: list[int] = []
        """For each word of the patterns, how many written words it stands for; the commonest count as many."""
        self._rules: list[_Rule] = []
        self._numbers: dict[One, int] = {}
        self._literals: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._known: dict[str, _Fit] = {}

    def add(self, tag: str, pattern: str, sets: Mapping[str, tuple[tuple[Node, ...], ...]] | None = None) -> None:
        """Add one pattern. Raises `PatternError`, a sentence that says what to do."""
        one, both, other = pattern.partition(EITHER_WAY)
        if both:
            left, right = (_Parser(part, sets or {}).parse() for part in (one, other))
            self._file(tag, pattern, (*left, Gap(WIDE), *right))
            self._file(tag, pattern, (*right, Gap(WIDE), *left))
        else:
            self._file(tag, pattern, _Parser(pattern, sets or {}).parse())
        self._known.clear()

    def _file(self, tag: str, pattern: str, nodes: Sequence[Node]) -> None:
        """Put one order of a pattern where its rarest words are looked for."""
        steps = tuple(self._numbered(node) for node in nodes)
        first, empty = _first(steps)
        if empty:
            raise PatternError(f"“{pattern}” can match nothing at all; let at least one word be required.")
        required = sum(1 << step for step in {step for step in steps if isinstance(step, int) and step >= 0})
        choices = _choices(steps)
        rule = _Rule(tag, len(self._rules), steps, tuple(sorted(first)), required, tuple(_bits(c) for c in choices))
        self._rules.append(rule)
        needed = [{step} for step in steps if isinstance(step, int) and step >= 0] + choices
        for number in min(needed or [first], key=lambda numbers: sum(self._costs[n] for n in numbers)):
            self._by_rarest.setdefault(number, []).append(rule)

    def find(self, words: Words) -> list[Hit]:
        """Every place where a pattern matches, the longest match from each place.

        In order of place; of those that begin together, the pattern that was added first.
        """
        fits = [self._known.get(word) or self._fitting(word) for word in words.words]
        rules = _candidates(fits)
        if not rules:
            return []
        rows = self._rows(fits)
        hits: list[tuple[int, int, Hit]] = []
        for rule in rules:
            starts = 0
            for number in rule.first:
                starts |= rows[number]
            ends = _follow(rule.steps, starts, rows) if starts else 0
            if ends:
                hits.extend((hit.start, rule.place, hit) for hit in _matches(rule, starts, ends, rows, words.reach))
        return [hit for _, _, hit in sorted(hits, key=_PLACE)]

    def _rows(self, fits: Iterable[_Fit]) -> list[int]:
        """For each word of the patterns where it stands."""
        rows = [0] * len(self._numbers)
        bit = 1
        for fit in fits:
            for number in fit.numbers:
                rows[number] |= bit
            bit <<= 1
        return rows

    def _fitting(self, word: str) -> _Fit:
        found = set(self._literals.get(word, ()))
        for length in range(1, len(word) + 1):
            found.update(self._stems.get(word[:length], ()))
        if len(self._known) >= _VOCABULARY:
            self._known.clear()
        filed = (rule for number in found for rule in self._by_rarest.get(number, ()))
        fit = _Fit(tuple(found), _bits(found), tuple((rule.required, rule.choices, rule) for rule in filed))
        self._known[word] = fit
        return fit

    def _numbered(self, node: Node) -> _Step:
        if isinstance(node, Gap):
            return -node.width
        if isinstance(node, Choice):
            return tuple(_choice(tuple(self._numbered(part) for part in choice)) for choice in node.choices)
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._numbers)
            self._costs.append(len(node.literals) + 2 * len(node.stems) + _COMMON * len(node.literals & _COMMONEST))
            for literal in node.literals:
                self._literals.setdefault(literal, []).append(number)
            for stem in node.stems:
                self._stems.setdefault(stem, []).append(number)
        return number


_VOCABULARY = 50_000
"""Words whose rows are remembered: more than the story's vocabulary, and a bound against hostile text."""


_PLACE = itemgetter(0, 1)

_COMMON = 40
"""How many rare words one of the commonest weighs: they stand in nearly every sentence."""
_COMMONEST = frozenset(
    (
        *("the", "a", "an", "of", "to", "in", "on", "for", "and", "is", "are", "be", "it", "that", "not", "no", "with"),
        *("by", "as", "at", "has", "have", "will", "would", "was", "were", "its", "we", "our", "this", "from"),
    )
)


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _choices(steps: Sequence[_Step]) -> list[set[int]]:
    """For each choice that may not be left out, the words that it can begin with, the fewest first."""
    sets: list[set[int]] = []
    for step in steps:
        if not isinstance(step, int):
            found, empty = _first((step,))
            if not empty:
                sets.append(found)
    return sorted(sets, key=len)


def _candidates(fits: Iterable[_Fit]) -> list[_Rule]:
    """The patterns of which all needed words stand in the text."""
    there = 0
    for fit in fits:
        there |= fit.bits
    absent = ~there
    found: dict[int, _Rule] = {}
    for fit in fits:
        for required, choices, rule in fit.rules:
            if required & absent:
                continue
            for choice in choices:
                if not choice & there:
                    break
            else:
                found[rule.place] = rule
    return list(found.values())


def _matches(rule: _Rule, starts: int, ends: int, rows: Sequence[int], reach: Sequence[int]) -> Iterator[Hit]:
    """The longest match from each of the places `starts`, from all of which together it ends at `ends`."""
    alone = not starts & (starts - 1)
    while starts:
        bit = starts & -starts
        starts ^= bit
        at = bit.bit_length() - 1
        own = ends if alone else _follow(rule.steps, bit, rows)
        own &= (1 << (reach[at] + 1)) - (bit << 1)
        if own:
            yield Hit(rule.tag, at, own.bit_length() - 1)


def _first(steps: Sequence[_Step]) -> tuple[set[int], bool]:
    """Words that a match can begin with, and whether it can be empty."""
    found: set[int] = set()
    for step in steps:
        if isinstance(step, int):
            return found | ({step} if step >= 0 else set()), False
        skips = False
        for word, rest in step:
            more, empty = ({word}, False) if word >= 0 else _first(rest)
            found |= more
            skips = skips or empty
        if not skips:
            return found, False
    return found, True


def _follow(steps: Sequence[_Step], places: int, rows: Sequence[int]) -> int:
    """The places after a match of `steps` from any of `places`; both are sets of bits."""
    for step in steps:
        if isinstance(step, int):
            if step >= 0:
                places = (places & rows[step]) << 1
            else:
                for shift in _SHIFTS[step]:
                    places |= places << shift
        else:
            ends = 0
            for word, rest in step:
                if word < 0:
                    ends |= _follow(rest, places, rows)
                else:
                    here = places & rows[word]
                    if here:
                        ends |= _follow(rest, here << 1, rows) if rest else here << 1
            places = ends
        if not places:
            return 0
    return places
