"""Several speakers at once: "the two ministers", "both leaders", "the foreign ministers of A, B and C"."""

from __future__ import annotations

import re
from dataclasses import replace

from store.model.reading import Span, Voice
from tagger.course import Course
from tagger.phrase import Phrase
from tagger.pronouns import PARAGRAPHS
from tagger.scene import Scene
from tagger.voices import voice

_JOINT = re.compile(
    r"(?:both|the two|both the|they both)(?: of them)?(?: (?:foreign |prime |defence |defense |top )?"
    r"(?:ministers|leaders|sides|groups|movements|factions|parties|officials|diplomats|men|countries|premiers|dignitaries|presidents|"
    r"fms|counterparts))?|the (?:ministers|leaders)"
)
_MINISTERS = re.compile(
    r"(?:the )?(?:(?:foreign|prime|defence|defense|top|arab|islamic|muslim|arab-islamic|participating|visiting|and) )*"
    r"(?:ministers|presidents|participants|delegates)"
)
_GROUP_OF = re.compile(
    r"(?:a|the|one|another|some|several)?\s*(?:group|number|series|majority|delegation|coalition)s?\s+of\s+",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:[Tt]he )?(?:[a-z]+ )?(?:ministers|leaders|presidents) (?:of|from) "
    r"(?:(?:the )?[A-Z][^,.;:\n]{2,30}, (?:and )?)+$"
)
_MINISTERS_NEAR = re.compile(r"\b(?:ministers|counterparts)\b", re.IGNORECASE)
_LIST_REACH = 200
_ENOUGH_MEMBERS = 3
_PAIR = 2
_PLURALS = (
    ("prime minister", "prime ministers"),
    ("defence minister", "defence ministers"),
    ("foreign minister", "foreign ministers"),
    ("president", "presidents"),
)


def members(phrase: Phrase) -> Phrase:
    """ "A group of leading clerics" is about the clerics."""
    group = _GROUP_OF.match(phrase.text)
    return Phrase(phrase.scene, phrase.start + group.end(), phrase.end) if group else phrase


def whole_list(scene: Scene, span: Span) -> Phrase:
    """ "The ministers of A, B and C": a list that was cut at a comma is taken from its beginning."""
    low = max(0, span.start - _LIST_REACH)
    before = scene.text[low : span.start]
    opening = _LIST.search(before) if before.removesuffix("\n").endswith((", ", ", and ")) else None
    return Phrase(scene, low + opening.start() if opening else span.start, span.end)


def together(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """All who speak, or nothing; ministers in the plural are the meeting's where the text names it."""
    core = " ".join(course.scene.text[phrase.start : phrase.core_end].lower().split())
    if _MINISTERS.fullmatch(core):
        found = _ministers_of(phrase) or _meeting(course, phrase)
        if found:
            return found
    if _JOINT.fullmatch(core):
        return tuple(replace(v, rule="joint") for v in _last_several(course, phrase) or course.pair)
    return ()


def _last_several(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """Those who spoke together last, where that was near."""
    paragraph = course.layout.paragraph(phrase.start)
    for candidate in reversed(course.candidates):
        if paragraph - candidate.paragraph > PARAGRAPHS:
            return ()
        if candidate.speaking and candidate.at < phrase.start and len(candidate.voices) > 1:
            return candidate.voices
    return ()


def _ministers_of(phrase: Phrase) -> tuple[Voice, ...]:
    """ "The foreign ministers of A, B and C": the body whose members they are; of two, the holders."""
    scene = phrase.scene
    countries = list(dict.fromkeys(n.actor for n in phrase.names if scene.actor(n).kind == "state"))
    for group in scene.watchlist.groups:
        if len(set(countries) & set(group.members)) >= _ENOUGH_MEMBERS:
            return (voice(group, scene.day, "group"),)
    title = next((t for t, form in _PLURALS if form in phrase.low), "")
    if not title or len(countries) != _PAIR:
        return ()
    holders = [scene.holder(title, country) for country in countries]
    return tuple(voice(holder, scene.day, "joint") for holder in holders if holder)


def _present(course: Course, phrase: Phrase) -> set[str]:
    """States named in this paragraph or the one before, where it speaks of ministers."""
    here = course.layout.paragraph(phrase.start)
    found: set[str] = set()
    start = phrase.start
    for name in course.scene.names_before(phrase.start):
        if here - course.layout.paragraph(name.start) > 1:
            break
        start = name.start
        found.add(name.actor)
    return found if _MINISTERS_NEAR.search(course.scene.text, start, phrase.start) else set()


def _meeting(course: Course, phrase: Phrase) -> tuple[Voice, ...]:
    """The body whose ministers met: the text names it, or it spoke before, or its members stand just before."""
    named = {n.actor for n in course.scene.names}
    spoke = {c.voices[0].actor for c in course.candidates if c.speaking}
    present = _present(course, phrase)
    group = next(
        (
            g
            for g in course.scene.watchlist.groups
            if g.id in named or g.id in spoke or len(present & set(g.members)) >= _ENOUGH_MEMBERS
        ),
        None,
    )
    return (voice(group, course.scene.day, "group"),) if group else ()
