"""Who utters each statement: the sieves of the design, first hit wins, and never a guess.

full-name, surname (with title+ before them)   a name on the watchlist
not-on-watchlist                               another name: kept in its own words
role, description                              "the Turkish foreign minister"; "the minister"
office, government, state, body                "the Foreign Office"; "the Turkish government"; "Islamabad"; "Hamas"
unnamed, unnamed-inherited, unnamed-alone      "a senior Turkish official"; "another official"; "sources"
group, joint                                   "the two ministers"; "both leaders"
document                                       "the statement": whoever issued it
pronoun                                        "he", by gender, number and distance
carried                                        no source of its own: the statement before goes on
unknown                                        none of these: the words are kept
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from store.model import Span, Voice
from tagger import sieves
from tagger.dates import sentence_around
from tagger.phrase import Phrase
from tagger.pronouns import NEUTER, PLURAL, SINGULAR, Candidate, best
from tagger.scene import Scene
from tagger.utterance import Utterance
from tagger.voices import voice
from tagger.watchlist import Actor, Watchlist

_DESCRIPTIONS: dict[str, tuple[str, ...]] = {
    "minister": ("minister", "secretary of state"),
    "ambassador": ("ambassador", "envoy"),
    "spokesperson": ("spokesperson", "press secretary"),
    "adviser": ("adviser",),
    "party leader": ("president", "prime minister", "king", "leader", "emir"),
    "army chief": ("army chief", "field marshal"),
    "special envoy": ("envoy", "ambassador"),
    "prime minister": ("prime minister",),
}
"""Titles that stand for a sort of bearer: what must stand in one of the person's roles."""
_WORDS_FOR: dict[str, tuple[str, ...]] = {
    "diplomat": ("ambassador", "foreign minister", "envoy"),
    "secretary": ("secretary of state", "secretary-general", "press secretary"),
    "general": ("army chief", "military", "commander", "chief of defence forces"),
    "commander": ("commander",),
    "negotiator": ("negotiator",),
    "leader": ("president", "prime minister", "king", "leader"),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
    "spokesperson": ("spokesperson",),
}
_DEFINITE = re.compile(r"^(?:the|this|that|he,? the)\b")
_JOINT = re.compile(
    r"^(?:both|the two|both the|they both)(?: (?:foreign |prime |defence |top )?(?:ministers|leaders|sides|officials|diplomats|men|"
    r"countries|premiers|dignitaries|presidents|fms))?$|^the (?:ministers|leaders)$"
)
_GROUP = re.compile(r"^(?:the )?(?:foreign |arab |islamic )*(?:ministers|participants|delegates)$")
_SINGLE_OFFICIAL = re.compile(
    r"^(?:the|one|another|a second|the same|this|that) (?:\w+ )?(?:official|source|diplomat|insider)$"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who utters one statement."""

    voices: tuple[Voice, ...]
    about: str | None = None
    """Id of the actor whose stance a statement of hearsay reports."""
    key: str = ""
    """Equal for the same speaker within the article."""


@dataclass(slots=True)
class _Course:
    """What the article has said so far."""

    candidates: list[Candidate] = field(default_factory=list)
    strangers: dict[str, Voice] = field(default_factory=dict)
    last: Resolved | None = None
    last_paragraph: int = -9
    unnamed: str | None = None
    """Principal of the last unnamed voice that had one."""
    pair: tuple[Voice, ...] = ()
    """The last two different persons of different principals that stood in one sentence."""
    issuer: tuple[Voice, ...] = ()
    """The last office or body that spoke."""


class Resolver:
    """Resolves the speakers of one article's utterances. Holds the watchlist alone."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist

    def resolve(self, scene: Scene, utterances: Sequence[Utterance]) -> tuple[Resolved, ...]:
        """One result for each utterance, in the order given."""
        return _Reading(self._watchlist, scene).run(utterances)


class _Reading:
    def __init__(self, watchlist: Watchlist, scene: Scene) -> None:
        self.watchlist = watchlist
        self.scene = scene
        self.course = _Course()
        self.breaks = [m.start() for m in re.finditer(r"\n\s*\n|\n", scene.text)]
        self.persons = [n for n in scene.names if scene.actor(n).kind == "person"]
        self.seen = 0
        self.by_span: dict[Span, Resolved] = {}

    def run(self, utterances: Sequence[Utterance]) -> tuple[Resolved, ...]:
        order = sorted(range(len(utterances)), key=lambda i: _place(utterances[i]))
        found: dict[int, Resolved] = {}
        for index in order:
            utterance = utterances[index]
            found[index] = self._one(utterance)
        return tuple(replace(found[i], about=self._about(utterances[i])) for i in range(len(utterances)))

    def _one(self, utterance: Utterance) -> Resolved:
        span = utterance.antecedent or utterance.speaker_span
        if span is None:
            return self.course.last or Resolved((), key="")
        if span in self.by_span:
            resolved = self.by_span[span]
        else:
            self._walk_to(span.start)
            resolved = self._resolve(Phrase(self.scene, span.start, span.end))
            self.by_span[span] = resolved
        self._remember(resolved, span)
        return resolved

    # --- the sieve ---------------------------------------------------------------------------------------------------

    def _resolve(self, phrase: Phrase) -> Resolved:
        if phrase.low in SINGULAR or phrase.low in PLURAL or phrase.low in NEUTER or phrase.low in ("i", "who"):
            return self._pronoun(phrase)
        voices = sieves.named(phrase)
        if voices:
            return Resolved(voices, key=_key(voices))
        known = self._known_stranger(phrase)
        if known:
            return known
        for sieve in (
            self._together,
            self._description,
            sieves.role,
            sieves.office,
            self._nameless,
            self._paper,
            sieves.states,
        ):
            voices = sieve(phrase)
            if voices:
                return Resolved(voices, key=_key(voices))
        return Resolved((), key=phrase.low)

    def _known_stranger(self, phrase: Phrase) -> Resolved | None:
        found = sieves.stranger(phrase)
        if found:
            words, own = found
            self.course.strangers[words.split()[-1].lower()] = own
            return Resolved((own,), key=words.split()[-1].lower())
        earlier = self.course.strangers.get(phrase.head_word)
        return Resolved((earlier,), key=phrase.head_word) if earlier else None

    def _pronoun(self, phrase: Phrase) -> Resolved:
        word = phrase.low
        if word in ("i", "who", "we"):
            return self.course.last or Resolved((), key="")
        paragraph = self._paragraph(phrase.start)
        found = best(word, phrase.start, paragraph, self.course.candidates)
        if found is None:
            return Resolved((), key=word)
        voices = tuple(replace(v, rule="pronoun") for v in found.voices)
        return Resolved(voices, key=found.key)

    def _together(self, phrase: Phrase) -> tuple[Voice, ...]:
        """ "The two ministers", "both leaders"; ministers in the plural are the meeting's where the text names it."""
        low = phrase.scene.text[phrase.start : phrase.core_end].lower().strip()
        if _GROUP.match(low):
            body = self.watchlist.by_id.get("arab-islamic-foreign-ministers")
            if body and any(n.actor == body.id for n in self.scene.names):
                return (voice(body, self.scene.day, "group"),)
        if _JOINT.match(low) and self.course.pair:
            return tuple(replace(v, rule="joint") for v in self.course.pair)
        return ()

    def _description(self, phrase: Phrase) -> tuple[Voice, ...]:
        """A definite description of somebody named elsewhere: "the minister", "the Israeli envoy"."""
        head = sieves.head_title(phrase)
        sorts = _DESCRIPTIONS.get(head.sort, ()) if head else _WORDS_FOR.get(phrase.head_word, ())
        if not sorts or (head and head.end < phrase.core_end - 1):
            return ()
        country = sieves._country(phrase)
        if not (_DEFINITE.match(phrase.low) or country) or phrase.low.startswith(("a ", "an ", "one ", "another ")):
            return ()
        actor = self._described(phrase.start, sorts, country)
        return (voice(actor, self.scene.day, "description"),) if actor else ()

    def _described(self, at: int, sorts: tuple[str, ...], country: str | None) -> Actor | None:
        def fits(actor: Actor) -> bool:
            roles = [r for r in actor.roles if r.holds(self.scene.day)]
            return country in (None, actor.principal) and any(s in r.title for r in roles for s in sorts)

        fitting = [n for n in self.persons if fits(self.scene.actor(n))]
        before = [n for n in fitting if n.start < at]
        speaking = [
            c for c in self.course.candidates if c.speaking and len(c.voices) == 1 and c.voices[0].actor and c.at < at
        ]
        for candidate in reversed(speaking):
            actor = self.watchlist.by_id[candidate.voices[0].actor or ""]
            if fits(actor) and actor.kind == "person":
                return actor
        if before:
            return self.scene.actor(before[-1])
        ids = {n.actor for n in fitting}
        return self.watchlist.by_id[ids.pop()] if country and len(ids) == 1 else None

    def _nameless(self, phrase: Phrase) -> tuple[Voice, ...]:
        voices = sieves.nameless(phrase)
        if not voices or voices[0].principal or voices[0].rule == "unnamed":
            return voices
        inherited = self.course.unnamed
        if inherited is None and phrase.head_word in ("official", "officials", "authorities"):
            inherited = self.scene.home
        if inherited is None:
            return voices
        return (sieves.unnamed(inherited, "unnamed-inherited"),)

    def _paper(self, phrase: Phrase) -> tuple[Voice, ...]:
        """A statement or report speaks for the office that issued it."""
        if not sieves.is_document(phrase):
            return ()
        own = sieves.office(phrase) or sieves.states(phrase)
        if own:
            return own
        return tuple(replace(v, rule="document") for v in self.course.issuer)

    # --- what the article has said so far -----------------------------------------------------------------------------

    def _walk_to(self, at: int) -> None:
        """Take up the persons named before `at`."""
        while self.seen < len(self.persons) and self.persons[self.seen].start < at:
            name = self.persons[self.seen]
            self.seen += 1
            actor = self.scene.actor(name)
            start, _ = sentence_around(self.scene.text, name.start)
            own = voice(actor, self.scene.day, "pronoun")
            subject = name.start - start < 70 and not Phrase(self.scene, start, name.end + 2).owns(name.end)
            self.course.candidates.append(
                Candidate(
                    actor.id,
                    (own,),
                    actor.gender,
                    name.start,
                    self._paragraph(name.start),
                    speaking=False,
                    subject=subject,
                )
            )
            self._pair_up(name.start, start)

    def _pair_up(self, at: int, sentence_start: int) -> None:
        people: dict[str, Voice] = {}
        for candidate in reversed(self.course.candidates):
            if candidate.at < sentence_start or candidate.speaking:
                break
            people.setdefault(candidate.key, candidate.voices[0])
        principals = {v.principal for v in people.values()}
        if len(people) == 2 and len(principals) == 2:
            self.course.pair = tuple(reversed(people.values()))
        elif people and self.course.pair and at:
            self._repair(people)

    def _repair(self, people: dict[str, Voice]) -> None:
        """A new counterpart in a later sentence makes a new pair with the one who stays."""
        if len(people) == 2:
            self.course.pair = tuple(reversed(people.values()))

    def _remember(self, resolved: Resolved, span: Span) -> None:
        self.course.last = resolved
        voices = resolved.voices
        if not voices:
            return
        first = voices[0]
        if first.unnamed and first.principal:
            self.course.unnamed = first.principal
        actor = self.watchlist.by_id.get(first.actor or "")
        if actor and actor.kind in ("office", "body"):
            self.course.issuer = voices
        gender = _gender(voices, actor)
        self.course.candidates.append(
            Candidate(
                resolved.key, voices, gender, span.start, self._paragraph(span.start), speaking=True, subject=True
            )
        )

    def _paragraph(self, at: int) -> int:
        from bisect import bisect_right

        return bisect_right(self.breaks, at)

    def _about(self, utterance: Utterance) -> str | None:
        if utterance.about_span is None:
            return None
        names = self.scene.names_in(utterance.about_span.start, utterance.about_span.end)
        return names[0].actor if names else None


def _place(utterance: Utterance) -> int:
    span = utterance.antecedent or utterance.speaker_span
    return min(utterance.start, span.start) if span else utterance.start


def _key(voices: tuple[Voice, ...]) -> str:
    return "+".join(v.actor or f"unnamed:{v.principal}" for v in voices)


def _gender(voices: tuple[Voice, ...], actor: Actor | None) -> str:
    if len(voices) > 1:
        return "p"
    if voices[0].unnamed:
        return ""
    if actor is None:
        return ""
    return actor.gender if actor.kind == "person" else "n"
