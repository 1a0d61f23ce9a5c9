"""Who utters each statement: the sieves of the design, first hit wins, and never a guess.

    full-name, surname (with title+ before them)   a name on the watchlist
    not-on-watchlist                               another name: kept in its own words
    role, role-nobody-listed, description          "the Turkish foreign minister"; "the minister"
    office, government, state, body                "the Foreign Office"; "the Turkish government"; "Islamabad"; "Hamas"
    unnamed, unnamed-inherited, unnamed-alone      "a senior Turkish official"; "another official"; "sources"
    group, joint                                   "the foreign ministers"; "both leaders"
    document                                       "the statement": whoever issued it
    media                                          "a Reuters report claimed": the outlet's unnamed sources
    pronoun                                        "he", by gender, number and distance
    transcript                                     "A:" in an interview: whom it is with
    carried                                        no source of its own: the statement before goes on

A speaker that none of them resolves has no voice; the statement keeps the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from store.model.reading import Span, Voice
from tagger import descriptions, groups, sieves
from tagger.course import Course
from tagger.credits import is_media
from tagger.phrase import Phrase
from tagger.pronouns import PLURAL, gender_of
from tagger.scene import Scene
from tagger.utterance import Utterance
from tagger.voices import unnamed, voice
from tagger.watchlist import Watchlist
from tagger.words import words

_OF_HOME = words("official officials authorities spokesmen")
_SPOKESMEN = words("spokesman spokeswoman spokesperson")
_ONE_OF = re.compile(
    r"(?:one|two|some|another|others) of (?:them|the (?:officials|sources|diplomats|people|mediators))$"
)
_PLURAL_HEAD = re.compile(r"(?:s|people|others|some|many|most|both)$")
_ANSWERING = words("a answer")
_SPEAKS_ON = words("i we my our who that which")

Sieve = Callable[[Phrase], tuple[Voice, ...]]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who utters one statement."""

    voices: tuple[Voice, ...]
    about: str | None = None
    """Id of the actor whose stance a statement of hearsay reports."""
    key: str = ""
    """Equal for the same speaker within the article."""
    possible: bool = True
    """False where the words that stand as the source can be nobody: a meeting, a bombing."""


class Resolver:
    """Resolves the speakers of one article's utterances. Holds the watchlist alone."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist

    def resolve(self, scene: Scene, utterances: Sequence[Utterance]) -> tuple[Resolved, ...]:
        """One result for each utterance, in the order given."""
        return _Article(self._watchlist, scene).run(utterances)


class _Article:
    """One article on its way."""

    def __init__(self, watchlist: Watchlist, scene: Scene) -> None:
        self.watchlist = watchlist
        self.scene = scene
        self.course = Course(scene)
        self.last = Resolved((), key="")
        self.answers = Resolved((), key="")
        self.by_span: dict[tuple[int, int], Resolved] = {}
        self.content: tuple[Span, ...] = ()
        self.sieves: tuple[Sieve, ...] = (
            _outlet,
            partial(groups.together, self.course),
            partial(descriptions.described, self.course),
            sieves.role,
            sieves.office,
            partial(descriptions.same_again, self.course),
            self._nameless,
            self._paper,
            sieves.states,
        )

    def run(self, utterances: Sequence[Utterance]) -> tuple[Resolved, ...]:
        """Resolve in the order of the text, answer in the order given."""
        found: dict[int, Resolved] = {}
        for index in sorted(range(len(utterances)), key=lambda i: _place(utterances[i])):
            found[index] = self._one(utterances[index])
        return tuple(
            replace(found[i], about=self._about(u)) if u.about_span else found[i] for i, u in enumerate(utterances)
        )

    def _one(self, utterance: Utterance) -> Resolved:
        span = utterance.antecedent or utterance.speaker_span
        if span is None:
            return self.last
        self.content = utterance.spans
        resolved = self.by_span.get((span.start, span.end))
        if resolved is None:
            self.course.walk_to(span.start)
            phrase = self._relative_head(span) if utterance.antecedent else groups.whole_list(self.scene, span)
            resolved = self._resolve(phrase)
            self.by_span[span.start, span.end] = resolved
            plural = bool(_PLURAL_HEAD.search(phrase.head_word)) and _nobody(resolved)
            self.course.remember(resolved.key, resolved.voices, span.start, plural=plural)
        self.last = resolved
        return resolved

    # --- the sieve ---------------------------------------------------------------------------------------------------

    def _resolve(self, phrase: Phrase) -> Resolved:
        if phrase.low in _SPEAKS_ON:
            return self._relative(phrase) if phrase.low in ("who", "that", "which") else self.last
        gender = gender_of(phrase.low)
        if gender or phrase.low in _ANSWERING:
            return self._pronoun(phrase, gender) if gender else self._answerer(phrase)
        phrase = groups.members(phrase)
        found = sieves.named(phrase)
        if found:
            return Resolved(found, key=_key(found))
        known = self._stranger(phrase)
        if known:
            return known
        for sieve in self.sieves:
            found = sieve(phrase)
            if found:
                return Resolved(found, key=_key(found))
        return Resolved((), key=phrase.low, possible=sieves.could_speak(phrase))

    def _stranger(self, phrase: Phrase) -> Resolved | None:
        found = sieves.stranger(phrase)
        if found:
            name, own = found
            key = name.split()[-1].lower()
            self.course.strangers[key] = own
            return Resolved((own,), key=key)
        earlier = self.course.strangers.get(phrase.head_word)
        return Resolved((earlier,), key=phrase.head_word) if earlier else None

    def _relative(self, phrase: Phrase) -> Resolved:
        """ "Rubio, who revealed": what stands before the relative pronoun in its sentence."""
        start, _ = self.course.layout.bounds(phrase.start)
        end = phrase.start
        while end > start and self.scene.text[end - 1] in " ,\t":
            end -= 1
        if end - start < 3:
            return Resolved((), key=phrase.low, possible=False)
        return self._resolve(self._relative_head(Span(start, end)))

    def _relative_head(self, span: Span) -> Phrase:
        """The end of what stands before "who": a name, where one ends there."""
        name = next((n for n in self.course.people if n.end == span.end), None)
        return Phrase(self.scene, name.start if name else span.start, span.end)

    def _pronoun(self, phrase: Phrase, gender: str) -> Resolved:
        if gender == PLURAL and self.course.pair and self._pair_is_near(phrase.start):
            spoke = self.course.meant(PLURAL, phrase.start, self.content)
            if spoke is None or spoke.at < self._pair_at():
                pair = tuple(replace(v, rule="joint") for v in self.course.pair)
                return Resolved(pair, key=_key(pair))
        found = self.course.meant(gender, phrase.start, self.content)
        if found is None:
            return Resolved((), key=phrase.low)
        return Resolved(tuple(replace(v, rule="pronoun") for v in found.voices), key=found.key)

    def _answerer(self, phrase: Phrase) -> Resolved:
        """ "A: …" in an interview: who was named last before the first answer."""
        if not self.answers.key:
            name = next((n for n in self.scene.names_before(phrase.start) if n in self.course.people), None)
            own = (voice(self.scene.actor(name), self.scene.day, "transcript"),) if name else ()
            self.answers = Resolved(own, key=_key(own) or phrase.low)
        return self.answers

    def _pair_at(self) -> int:
        ids = {v.actor for v in self.course.pair}
        return max((c.at for c in self.course.candidates if c.key in ids), default=-1)

    def _pair_is_near(self, at: int) -> bool:
        return self.course.layout.paragraph(at) - self.course.layout.paragraph(max(0, self._pair_at())) <= 2

    def _nameless(self, phrase: Phrase) -> tuple[Voice, ...]:
        """An unnamed voice; "another official" speaks for the last one's principal, "officials" for the home state."""
        if _ONE_OF.match(phrase.low):
            return (unnamed(self.course.unnamed, "unnamed-inherited"),)
        found = sieves.nameless(phrase)
        if found and not found[0].principal:
            body = descriptions.of_body(self.course, phrase)
            if body:
                return (unnamed(body, "unnamed"),)
        if not found or found[0].principal or found[0].rule == "unnamed":
            return found
        if sieves.of_a_region(phrase):
            return found
        inherited = self.course.unnamed
        if phrase.head_word in _SPOKESMEN and self.course.issuer:
            inherited = self.course.issuer[0].principal
        if inherited is None and phrase.head_word in _OF_HOME:
            inherited = self.scene.sure_home if sieves.inside_talks(phrase) else self.scene.clear_home
        return (unnamed(inherited, "unnamed-inherited"),) if inherited else found

    def _paper(self, phrase: Phrase) -> tuple[Voice, ...]:
        """A statement or report speaks for the office that issued it."""
        own = sieves.document(phrase)
        if own is None:
            return ()
        return own or tuple(replace(v, rule="document") for v in self.course.issuer)

    def _about(self, utterance: Utterance) -> str | None:
        if utterance.about_span is None:
            return None
        phrase = Phrase(self.scene, utterance.about_span.start, utterance.about_span.end)
        names = [n for n in phrase.names if n.start < phrase.core_end or sieves.lends_its_state(phrase)]
        return names[0].actor if names and names[0].actor not in self.watchlist.matters else None


def _place(utterance: Utterance) -> int:
    span = utterance.antecedent or utterance.speaker_span
    return min(utterance.start, span.start) if span else utterance.start


def _key(voices: tuple[Voice, ...]) -> str:
    return "+".join(v.actor or f"unnamed:{v.principal}" for v in voices)


def _outlet(phrase: Phrase) -> tuple[Voice, ...]:
    """ "A Reuters report": what the outlet's sources say, and they are not named."""
    return (unnamed(None, "media"),) if is_media(phrase.text) else ()


def _nobody(resolved: Resolved) -> bool:
    return bool(resolved.voices) and resolved.voices[0].actor is None
