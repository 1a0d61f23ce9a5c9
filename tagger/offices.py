"""Persons whom an article brings up by their office alone: "his Turkish counterpart", "The prime minister demurred"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tagger.match import Name, Noun
from tagger.scene import Scene
from tagger.titles import NATIONAL, SINGLE

NAME_AFTER = re.compile(r"(?:[ ]+and[ ]+[\w ]{3,30})?[ ]+(?:\(\w+\)[ ]+)?(?:[A-Z][\w.]*[ ]+)?[A-Z][a-zé]")
"""What stands behind a title that belongs to a name."""
_HEAD = re.compile(r"(?:The|Its|Their) (?:[A-ZÀ-Þ]\w+ )?")
_HIS = re.compile(r"(?:His|Her) (?:\w+ )?")


def by_office(scene: Scene) -> Iterator[Name]:
    """Counterparts, and titles that head a sentence; of nobody (an empty actor) where "his minister" is not known."""
    for title in scene.titles:
        if NAME_AFTER.match(scene.text, title.end):
            continue
        if title.sort == "counterpart":
            actor = scene.bearer(title)
        elif title.sort in NATIONAL or title.sort in SINGLE:
            start, _ = scene.layout.bounds(title.start)
            if _HIS.fullmatch(scene.text, start, title.start) and not scene.country_beside(title.start, title.end):
                yield Name("", "title", title.start, title.end)
                continue
            actor = scene.bearer(title) if _heads(scene, start, title) else None
        else:
            continue
        if actor:
            yield Name(actor.id, "title", title.start, title.end)


def _heads(scene: Scene, start: int, title: Noun) -> bool:
    return bool(_HEAD.fullmatch(scene.text, start, title.start))
