"""Definite descriptions of somebody named elsewhere: "the minister", "the Israeli envoy", "the general"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from store.model.reading import Voice
from tagger.course import Course
from tagger.phrase import Phrase
from tagger.pronouns import PARAGRAPHS, Candidate
from tagger.sieves import country, head_title
from tagger.voices import voice
from tagger.watchlist import Actor
from tagger.words import words

_BY_TITLE: dict[str, tuple[str, ...]] = {
    "minister": ("minister", "secretary of state"),
    "ambassador": ("ambassador", "envoy"),
    "special envoy": ("envoy", "ambassador"),
    "spokesperson": ("spokesperson", "press secretary"),
    "adviser": ("adviser",),
    "party leader": ("president", "prime minister", "king", "leader", "emir"),
}
"""Titles that stand for a sort of bearer: what must stand in one of the person's roles."""
_BY_WORD: dict[str, tuple[str, ...]] = {
    "diplomat": ("ambassador", "foreign minister", "envoy", "diplomatic"),
    "secretary": ("secretary of state", "secretary-general", "press secretary"),
    "general": ("army chief", "military", "commander", "chief of defence forces"),
    "negotiator": ("negotiator",),
    "leader": ("president", "prime minister", "king", "leader"),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
}
_BODY_WORDS = {
    **dict.fromkeys(("group", "movement", "organisation", "organization", "party", "faction", "militants"), ("body",)),
    **dict.fromkeys(("country", "kingdom", "emirate", "nation"), ("state",)),
}
"""Nouns for bodies and states, and the kinds of actor that they can mean."""
_OWN_WORDS = words("committee board council authority assembly league")
_OF_COUNTRIES = ("diplomat", "envoy")
_OF_BODIES = ("party leader", "senior official")
_SOMEBODY = words(
    "general diplomat politician cleric lawmaker legislator senator congressman congresswoman veteran lawyer academic "
    "scholar professor analyst expert writer author activist maulana mufti businessman strategist statesman "
    "parliamentarian commander lieutenant colonel brigadier admiral economist historian researcher columnist leader "
    "man woman minister politician spokesman spokeswoman spokesperson adviser aide envoy"
)
"""Nouns that say nothing of an office: who is meant spoke before."""
_WITHIN = re.compile(r"\b(?:within|inside|in|from|of|at)\s+(the (?:group|movement|party|faction|organi[sz]ation))\b")
_INDEFINITE = words("its their his her my our a an one another some any several two three many most senior")
_CANDIDATES_BACK = 400


def described(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """The person whom a description means, or nothing."""
    head = head_title(phrase)
    of_body = head.sort in _OF_BODIES if head else phrase.head_word in _OF_COUNTRIES
    if of_body and phrase.low.startswith("the ") and country(phrase):
        actor = _last_of(course, phrase.start, country(phrase))
        if actor:
            return (voice(actor, course.scene.day, "description"),)
    if head is None and phrase.low.startswith("the ") and phrase.head_word in _BODY_WORDS:
        return _last_body(course, phrase)
    if head is None and phrase.low.startswith("the ") and phrase.head_word in _OWN_WORDS:
        return _named_so(course, phrase)
    sorts = _BY_TITLE.get(head.sort, ()) if head else _BY_WORD.get(phrase.head_word, ())
    if not sorts or (head and head.end < phrase.core_end - 1) or phrase.low.split()[0] in _INDEFINITE:
        return ()
    actor = _who(course, phrase.start, _fitting(course, sorts, country(phrase)))
    return (voice(actor, course.scene.day, "description"),) if actor else ()


def same_again(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """ "The former general", "Aliyev's aide": the last one who spoke or was spoken of, a single person near by."""
    owner = next((n for n in phrase.names if phrase.owns(n.end) and course.scene.actor(n).kind == "person"), None)
    if phrase.head_word not in _SOMEBODY or (owner is None and not phrase.low.startswith("the ")):
        return ()
    candidate = _last_one(course, phrase, owner.actor if owner else None)
    if candidate is None or len(candidate.voices) > 1 or candidate.voices[0].unnamed:
        return ()
    first = candidate.voices[0]
    side = course.scene.actor(owner).principal if owner else country(phrase)
    if side not in (None, first.principal) and "former" not in phrase.low:
        return ()
    return (replace(first, rule="description"),)


def _last_one(course: Course, phrase: Phrase, owner: str | None) -> Candidate | None:
    """The last person, other than `owner`, who spoke or headed a sentence, in this paragraph or the one before."""
    paragraph = course.layout.paragraph(phrase.start)
    for candidate in reversed(course.candidates[-_CANDIDATES_BACK:]):
        if paragraph - candidate.paragraph > 1:
            return None
        actor = course.scene.watchlist.by_id.get(candidate.voices[0].actor or "")
        person = actor is None or actor.kind == "person"
        heads = candidate.speaking or candidate.subject
        if candidate.at < phrase.start and heads and person and candidate.key != owner:
            return candidate
    return None


def of_body(course: Course, phrase: Phrase) -> str | None:
    """ "Sources within the movement": the principal of the body that the words behind the head mean."""
    found = _WITHIN.search(phrase.text)
    if found is None:
        return None
    inner = Phrase(course.scene, phrase.start + found.start(1), phrase.start + found.end(1))
    voices = _last_body(course, inner)
    return voices[0].principal if voices else None


def _last_of(course: Course, at: int, body: str | None) -> Actor | None:
    """ "The Hamas leader", "the Turkish official": who spoke last for it, where that was somebody named."""
    for candidate in reversed(course.candidates[-_CANDIDATES_BACK:]):
        first = candidate.voices[0]
        if not candidate.speaking or candidate.at >= at or len(candidate.voices) > 1 or first.principal != body:
            continue
        actor = course.scene.watchlist.by_id.get(first.actor or "")
        return actor if actor and actor.kind == "person" else None
    return None


def _last_body(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """ "The group", "the kingdom": the body or state named last, where it is near."""
    kinds = _BODY_WORDS[phrase.head_word]
    paragraph = course.layout.paragraph(phrase.start)
    for candidate in reversed(course.candidates):
        if paragraph - candidate.paragraph > PARAGRAPHS:
            return ()
        actor = course.scene.watchlist.by_id.get(candidate.voices[0].actor or "")
        if actor and candidate.at < phrase.start and actor.kind in kinds and actor.principal == actor.id:
            return (voice(actor, course.scene.day, "description"),)
    return ()


def _named_so(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """ "The committee": the body named last whose name has the word."""
    for name in course.scene.names_before(phrase.start):
        actor = course.scene.actor(name)
        if actor.kind == "body" and any(phrase.head_word in other.lower().split() for other in actor.names()):
            return (voice(actor, course.scene.day, "description"),)
    return ()


def _fitting(course: Course, sorts: tuple[str, ...], state: str | None) -> Callable[[Actor], bool]:
    """Whether a person of that country holds a role of those sorts."""

    def fits(actor: Actor) -> bool:
        if actor.kind != "person" or state not in (None, actor.principal):
            return False
        held = [r.title for r in actor.roles if r.holds(course.scene.day)]
        return any(sort in title for title in held for sort in sorts)

    return fits


def _who(course: Course, at: int, fits: Callable[[Actor], bool]) -> Actor | None:
    """Of those who fit the last who spoke, else the last named, else the only one of the article."""
    scene = course.scene
    for candidate in reversed(course.candidates[-_CANDIDATES_BACK:]):
        actor = scene.watchlist.by_id.get(candidate.voices[0].actor or "") if len(candidate.voices) == 1 else None
        if candidate.speaking and candidate.at < at and actor and fits(actor):
            return actor
    before = next((n for n in scene.names_before(at) if n.start < at and fits(scene.actor(n))), None)
    if before:
        return scene.actor(before)
    ids = {n.actor for n in scene.people if fits(scene.actor(n))}
    return scene.watchlist.by_id[ids.pop()] if len(ids) == 1 else None
