"""The pattern language: what matches, what does not, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tagger.errors import PatternError
from tagger.patterns import EITHER_WAY, PatternSet, compile_sets
from tagger.phrasing import WIDE, Gap, Node, One, parse
from tagger.wording import Words, read


def found(pattern: str, text: str, **lists: list[str]) -> list[str]:
    patterns = PatternSet()
    patterns.add("x", pattern, compile_sets(lists))
    words = read(text)
    return [text[words.starts[h.start] : words.ends[h.end - 1]] for h in patterns.find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("ready", "They are Ready.", ["Ready"]),
        ("disarm*", "disarming, disarmed, alarm", ["disarming", "disarmed"]),
        ("(send|put out) troops", "send troops; put out troops", ["send troops", "put out troops"]),
        ("no (final|formal)? decision", "no decision and no final decision", ["no decision", "no final decision"]),
        ("send .. gaza", "send men to Gaza", ["send men to Gaza"]),
        ("send .. gaza", "send many more armed men to Gaza", []),
        ("send ... gaza", "send many more armed men to Gaza", ["send many more armed men to Gaza"]),
        ("send ... gaza", "They send men. Gaza waits.", []),
        ("will not", "It won't, and it won’t.", ["won't", "won’t"]),
        ("can not", "It cannot.", ["cannot"]),
        ("pakistan army", "Pakistan's army", ["Pakistan's army"]),
        ("turkiye", "Türkiye", ["Türkiye"]),
        ("two state*", "a two-state solution", ["two-state"]),
        ("us", "The U.S. army and us", ["us"]),
        ("usa army", "the U.S. army", ["U.S. army"]),
    ],
)
def test_what_matches(pattern: str, text: str, wanted: list[str]) -> None:
    assert found(pattern, text) == wanted


def test_both_of_two_parts_in_either_order_with_a_short_clause_between() -> None:
    nine = " ".join("x" * 9)
    assert found("troops & gaza", f"troops {nine} gaza") == [f"troops {nine} gaza"]
    assert found("troops & gaza", f"gaza {nine} troops") == [f"gaza {nine} troops"]
    assert found("troops & gaza", f"troops {nine} x gaza") == []
    assert found("troops & gaza", "Our troops stay. Gaza burns.") == []


def test_a_list_stands_for_its_phrases_and_may_use_the_ones_above() -> None:
    lists = {"arms": ["guns", "heavy weapons"], "give": ["hand over .. {arms}"]}
    assert found("{give} now", "hand over all heavy weapons now", **lists) == ["hand over all heavy weapons now"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(a|b", "not closed"),
        ("a)", "closes nothing"),
        ("a ..", "begin and end with a word"),
        (".. a", "begin and end with a word"),
        ("", "begin and end with a word"),
        ("a?", "match nothing"),
        ("{nobody}", "names no list"),
        ("a|b", "closes nothing"),
        ("(a|)", "empty choice"),
        ("a&b", "is no word"),
        ("a & ", "begin and end with a word"),
        ("a .. b?", "could end with its gap"),
    ],
)
def test_what_is_refused_says_why(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says.replace("(", "\\(")):
        found(pattern, "a")


@given(st.text(max_size=300))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    words = read(text)
    assert all(0 <= s < e <= len(text) for s, e in zip(words.starts, words.ends, strict=True))
    assert list(words.starts) == sorted(words.starts)
    assert list(words.sentence) == sorted(words.sentence)


@given(st.lists(st.sampled_from(["a", "b", "c", ".", ",", "not"]), max_size=60))
def test_hits_stay_within_a_sentence(parts: list[str]) -> None:
    words = read(" ".join(parts))
    patterns = PatternSet()
    patterns.add("x", "a ... (b|not) ... (c|a b)? ... b")
    for hit in patterns.find(words):
        assert words.words[hit.start] == "a"
        assert words.words[hit.end - 1] == "b"
        assert words.sentence[hit.start] == words.sentence[hit.end - 1]


LETTERS = st.sampled_from(["a", "b", "ab", "a*", "b*", "c?", "(..)?", "..", "..."])
PHRASES = st.recursive(
    LETTERS,
    lambda inner: st.tuples(
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3), st.booleans()
    ).map(lambda made: f"({'|'.join(' '.join(one) for one in made[0])})" + ("?" if made[1] else "")),
    max_leaves=6,
)
PATTERNS = st.lists(PHRASES, min_size=1, max_size=4).map(" ".join)


def ends(nodes: tuple[Node, ...], words: Words, at: int, stop: int) -> set[int]:
    """Where a match of nodes from a place may end, found the plain way: one possibility after the other."""
    if not nodes:
        return {at}
    node, rest = nodes[0], nodes[1:]
    if isinstance(node, One):
        fits = at < stop and (words.words[at] in node.literals or words.words[at].startswith(node.stems))
        return ends(rest, words, at + 1, stop) if fits else set()
    if isinstance(node, Gap):
        return set().union(*(ends(rest, words, at + n, stop) for n in range(node.width + 1) if at + n <= stop))
    return set().union(*(ends((*choice, *rest), words, at, stop) for choice in node.choices))


@settings(max_examples=40)
@given(
    st.lists(st.one_of(PATTERNS, st.tuples(PATTERNS, PATTERNS).map(EITHER_WAY.join)), min_size=1, max_size=4),
    st.lists(st.sampled_from(["a", "b", "ab", "c", "abc", "x", "."]), max_size=14),
)
def test_what_the_plain_way_finds_is_found_and_nothing_else(written: list[str], parts: list[str]) -> None:
    words = read(" ".join(parts))
    patterns, wanted = PatternSet(), []
    for number, pattern in enumerate(written):
        try:
            patterns.add(str(number), pattern)
        except PatternError:
            reject()
        sides = [parse(side, {}) for side in pattern.split(EITHER_WAY)]
        orders = [sides[0]] if len(sides) == 1 else [(*a, Gap(WIDE), *b) for a, b in (sides, sides[::-1])]
        for nodes in orders:
            for at in range(len(words)):
                found = [
                    end for end in ends(nodes, words, at, words.reach[at]) if end > at and begins(nodes, words, at)
                ]
                wanted += [(at, max(found), str(number))] if found else []
    assert sorted((hit.start, hit.end, hit.tag) for hit in patterns.find(words)) == sorted(wanted)


def begins(nodes: tuple[Node, ...], words: Words, at: int) -> bool:
    """Whether a match may begin with the word: one of a set that stands before any gap."""
    for node in nodes:
        if isinstance(node, One):
            return words.words[at] in node.literals or words.words[at].startswith(node.stems)
        if isinstance(node, Gap):
            return False
        if any(begins(choice, words, at) for choice in node.choices):
            return True
        if not node.empty:
            return False
    return False
