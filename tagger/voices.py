"""A voice for an actor: whom it speaks for, and with what rank on a day."""

from __future__ import annotations

from datetime import date

from store.model.reading import Voice
from tagger.titles import rank_of
from tagger.watchlist import Actor

OFFICE_RANK = 2
STATE_RANK = 3
"""A state or party named as the speaker is its official line, by a voice that the text does not name."""


def voice(actor: Actor, day: date | None, rule: str) -> Voice:
    """The actor's own voice. A person without a role on that day has rank 0."""
    return Voice(actor.id, actor.principal, unnamed=False, rank=_rank(actor, day), rule=rule)


def unnamed(principal: str | None, rule: str) -> Voice:
    """An unnamed voice of a principal, or of nobody known."""
    return Voice(None, principal, unnamed=True, rank=1 if principal else 0, rule=rule)


def unknown(principal: str | None, title: str, rule: str) -> Voice:
    """Somebody named who is not on the watchlist; the principal by title and country, where the text gives them."""
    return Voice(None, principal, unnamed=False, rank=rank_of(title) if principal and title else 0, rule=rule)


def _rank(actor: Actor, day: date | None) -> int:
    if actor.kind == "office" or (actor.kind == "body" and actor.principal != actor.id):
        return OFFICE_RANK
    if actor.kind != "person":
        return STATE_RANK
    held = [role for role in actor.roles if role.holds(day)]
    return max((rank_of(r.title) if r.rank is None else r.rank for r in held), default=0)
