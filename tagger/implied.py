"""Mentions by title or office alone: "the field marshal", "his Turkish counterpart", "the Foreign Ministry"."""

from __future__ import annotations

from collections.abc import Iterator

from tagger.match import Name, Noun
from tagger.offices import NAME_AFTER
from tagger.scene import Scene
from tagger.titles import NATIONAL, SINGLE

_MINISTRIES = ("foreign ministry", "ministry", "defence ministry")
_REACH = 80
"""No name is longer."""


def implied(scene: Scene) -> Iterator[Name]:
    """Persons and offices whom the article means without naming them."""
    for title in scene.titles:
        counts = title.sort in NATIONAL or title.sort in SINGLE or title.sort == "counterpart"
        if counts and not NAME_AFTER.match(scene.text, title.end):
            actor = scene.bearer(title)
            if actor:
                yield Name(actor.id, "title", title.start, title.end)
    for noun in scene.offices:
        if noun.sort in _MINISTRIES and not _is_name(scene, noun):
            office = scene.office(noun)
            if office:
                yield Name(office.id, "office", noun.start, noun.end)


def _is_name(scene: Scene, noun: Noun) -> bool:
    """Whether the words are part of a name found already."""
    near = scene.names_in(noun.start - _REACH, noun.end + _REACH)
    return any(noun.start < name.end and name.start < noun.end for name in near)
