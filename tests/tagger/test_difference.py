"""What a change of the watchlist cannot touch is read alike by both; the sieve may let too much through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.loader import documents
from store.model.reading import Draft, Reading
from tagger import watchlist
from tagger.difference import difference
from tagger.reader import Reader
from tagger.wanted import words
from tagger.watchlist import Actor, Watchlist
from tagger.wording import read

Edit = Callable[[Watchlist], Watchlist]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(watchlist.load(None))


@pytest.fixture(scope="module")
def read_before(reader: Reader) -> tuple[tuple[Draft, Reading], ...]:
    drafts = [Draft(d.text, d.title, d.outlet, published=d.published) for d in documents()]
    return tuple((draft, reader.read(draft)) for draft in drafts)


def actor(name: str, **told: Any) -> Edit:
    """Tell something else of an actor."""

    def edit(book: Watchlist) -> Watchlist:
        return replace(book, actors=tuple(replace(a, **told) if a.id == name else a for a in book.actors))

    return edit


def without(name: str) -> Edit:
    return lambda book: replace(book, actors=tuple(a for a in book.actors if a.id != name))


def issue(name: str, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> Edit:
    def edit(book: Watchlist) -> Watchlist:
        return replace(book, issues=tuple(change(dict(i)) if i["id"] == name else i for i in book.issues))

    return edit


def with_one_more(book: Watchlist) -> Watchlist:
    """A second foreign minister of Pakistan: nobody is meant by the title alone any more."""
    dar = book.by_id["ishaq-dar"]
    other = Actor("other", "Aaa Bbb", "person", dar.principal, gender="m", roles=dar.roles)
    return replace(book, actors=(*book.actors, other))


EDITS: dict[str, Edit] = {
    "one more who holds an office": with_one_more,
    "a state that is a body": actor("turkey", kind="body"),
    "an alias of small letters": actor("azerbaijan", aliases={"full": ("troops",)}),
    "an issue less of its phrases": issue("disarm-hamas", lambda i: {**i, "target": i["target"][3:]}),
    "a phrase of an issue": issue("ceasefire", lambda i: {**i, "target": [*i["target"], "do .. more"]}),
    "a topic's word": lambda b: replace(b, topics=(replace(b.topics[0], weak=b.topics[0].weak[1:]), *b.topics[1:])),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_not_touched_is_read_alike(
    edit: Edit, reader: Reader, read_before: tuple[tuple[Draft, Reading], ...]
) -> None:
    new = edit(reader.watchlist)
    assert new != reader.watchlist
    lies_between = difference(reader.watchlist, new)
    assert lies_between is not None
    changed = Reader(new)
    for draft, before in read_before:
        longest = max((s.end - s.start for s in before.statements), default=0)
        if not lies_between.touches(draft, on_story=before.on_story, longest=longest):
            assert changed.read(draft) == before


def test_an_actor_less_leaves_those_alone_who_do_not_name_him(
    reader: Reader, read_before: tuple[tuple[Draft, Reading], ...]
) -> None:
    lies_between = difference(reader.watchlist, without("hakan-fidan")(reader.watchlist))
    assert lies_between is not None
    touched = [lies_between.touches(draft, on_story=before.on_story) for draft, before in read_before]
    assert 0 < sum(touched) < len(touched)


def test_another_story_or_order_may_touch_anything(reader: Reader) -> None:
    book = reader.watchlist
    assert difference(book, replace(book, story=replace(book.story, since=None))) is None
    assert difference(book, replace(book, actors=book.actors[::-1])) is None
    assert difference(book, replace(book, issues=book.issues[::-1])) is None


@given(st.text(alphabet="aéʼ’'.-– \n1,Uusndtoß\u0303İ", max_size=40), st.data())
def test_all_words_of_any_stretch_are_among_the_words_of_the_text(text: str, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(text)))
    there = words(text)
    cut = text[low:]
    if low and text[low - 1].isalnum() and cut[:1].isalnum():
        cut = ""  # statements begin and end between words
    assert {word for word in read(cut).words if word.isalpha()} <= there
