"""What an article has said so far: who was named, who spoke, who issued a statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from store.model.reading import Span, Voice
from tagger.match import Name
from tagger.offices import by_office
from tagger.pronouns import NEUTER, PARAGRAPHS, PLURAL, Candidate, best
from tagger.scene import Scene
from tagger.voices import unknown, voice
from tagger.watchlist import Actor

_PREPOSITION = re.compile(
    r"\b(?:with|of|to|from|by|for|in|at|on|about|against|between|after)\s+(?:the\s+)?$", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+")
_TITLE_REACH = 40
_SUBJECT_REACH = 70
"""A name that begins within so many code points of its sentence is taken for its subject."""


class Course:
    """The memory of one article, up to the offset last walked to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.layout = scene.layout
        self.people = scene.people
        self.candidates: list[Candidate] = []
        self.strangers: dict[str, Voice] = {}
        """Voices of those who are not on the watchlist, by the last word of their names."""
        self.pair: tuple[Voice, ...] = ()
        """The last two persons of two principals that stood in one sentence."""
        self.issuer: tuple[Voice, ...] = ()
        """The last office or body that spoke."""
        self.unnamed: str | None = None
        """Principal of the last unnamed voice that had one."""
        self._stops = sorted((*scene.names, *by_office(scene)), key=lambda n: n.start)
        self._seen = 0
        self._voices: dict[str, tuple[Voice, ...]] = {}
        """Voices of those whom a pronoun may mean, by actor."""

    def walk_to(self, at: int) -> None:
        """Take up the persons and bodies named before `at`, by their names or by their offices."""
        while self._seen < len(self._stops) and self._stops[self._seen].start < at:
            name = self._stops[self._seen]
            self._seen += 1
            if not name.actor:
                self._take_up_nobody(name)
                continue
            actor = self.scene.actor(name)
            if actor.kind == "person":
                self._take_up(name, actor, actor.gender)
                self._pair_up(name.start)
            elif name.kind not in ("adjective", "belongs", "place"):
                self._take_up(name, actor, NEUTER)

    def _take_up(self, name: Name, actor: Actor, gender: str) -> None:
        start, _ = self.layout.bounds(name.start)
        if actor.id not in self._voices:
            self._voices[actor.id] = (voice(actor, self.scene.day, "pronoun"),)
        possessor = self.scene.text[name.end : name.end + 2] in ("'s", "’s")
        self._add(
            Candidate(
                key=actor.id,
                voices=self._voices[actor.id],
                gender=gender,
                at=name.start,
                sentence=self.layout.sentence(name.start),
                paragraph=self.layout.paragraph(name.start),
                speaking=False,
                subject=name.start - start < _SUBJECT_REACH and not possessor and not self._is_object(name.start),
                owner=possessor,
            )
        )

    def _take_up_nobody(self, name: Name) -> None:
        """ "Her defence minister demurred": whom nobody knows, and whom "he" in the next sentence means."""
        words = self.scene.text[name.start : name.end].lower()
        sentence, paragraph = self.layout.sentence(name.start), self.layout.paragraph(name.start)
        voices = (unknown(None, "", "role-nobody-listed"),)
        self._add(Candidate(words, voices, "", name.start, sentence, paragraph, speaking=False, subject=True))

    def _is_object(self, at: int) -> bool:
        """Whether a preposition stands before a name and its titles: "in a call with Foreign Minister Fidan"."""
        first = min((t.start for t in self.scene.titles_in(at - _TITLE_REACH, at)), default=at)
        return bool(_PREPOSITION.search(self.scene.text, max(0, first - 10), first))

    def _add(self, candidate: Candidate) -> None:
        self.candidates.append(candidate)

    def _pair_up(self, at: int) -> None:
        """Two persons of two principals in one sentence are a pair; a new counterpart joins the one before."""
        sentence = self.layout.sentence(at)
        near: dict[str, tuple[int, Voice]] = {}
        for candidate in reversed(self.candidates):
            if candidate.sentence < sentence or len(near) == 2:
                break
            if len(candidate.voices) == 1 and candidate.voices[0].actor and candidate.gender not in (NEUTER, PLURAL):
                near.setdefault(candidate.key, (candidate.at, candidate.voices[0]))
        ordered = [v for _, v in sorted(near.values(), key=lambda pair: pair[0])]
        if len(ordered) == 2 and (ordered[0].principal != ordered[1].principal or self._joined(near)):
            self.pair = tuple(ordered)

    def _joined(self, near: Mapping[str, tuple[int, Voice]]) -> bool:
        """Whether nothing but "and" and titles stand between two names."""
        first, second = sorted(at for at, _ in near.values())
        end = next((n.end for n in self.people if n.start == first), first)
        return bool(_AND.match(self.scene.text, end, second))

    def remember(self, key: str, voices: tuple[Voice, ...], at: int, *, plural: bool = False) -> None:
        """Somebody spoke: the source of a statement stands at `at`."""
        if not voices:
            return
        first = voices[0]
        if first.unnamed and first.principal:
            self.unnamed = first.principal
        actor = self.scene.watchlist.by_id.get(first.actor or "")
        if actor and actor.kind != "person":
            self.issuer = voices
        self._add(
            Candidate(
                key=key,
                voices=voices,
                gender=_gender(voices, actor, plural=plural),
                at=at,
                sentence=self.layout.sentence(at),
                paragraph=self.layout.paragraph(at),
                speaking=True,
                subject=True,
            )
        )

    def meant(self, gender: str, at: int, content: Sequence[Span] = ()) -> Candidate | None:
        """Whom a pronoun of that gender at `at` means: nobody whom its own words, the `content`, name."""
        paragraph = self.layout.paragraph(at)
        near: list[Candidate] = []
        for candidate in reversed(self.candidates):
            if paragraph - candidate.paragraph > PARAGRAPHS + 1:
                break
            own = not candidate.speaking and any(s.start <= candidate.at < s.end for s in content)
            if candidate.at < at and not own:
                near.append(candidate)
        return best(gender, self.layout.sentence(at), paragraph, near[::-1])


def _gender(voices: tuple[Voice, ...], actor: Actor | None, *, plural: bool) -> str:
    if len(voices) > 1 or plural:
        return PLURAL
    if actor is None:
        return ""
    return actor.gender if actor.kind == "person" else NEUTER
