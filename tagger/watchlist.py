"""The watchlist: one TOML file that says what story is followed, by which names, on which issues.

The file has one `[story]` and any number of `[[topic]]`, `[[actor]]` and `[[issue]]`. What each key means stands at the
record below that holds it; `tagger.watchcheck` names the line of whatever is wrong. Issues are kept as they stand:
`tagger.stance` compiles them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from store.model.story import ActorFact, IssueFact, StoryFacts
from tagger.errors import Problem, WatchlistError

PACKAGED = "gaza-isf.toml"
TAGGER_VERSION = "7"
"""Part of every fingerprint: raised when the rules change so much that stored articles should be read again."""


@dataclass(frozen=True, slots=True)
class Role:
    """An office that a person holds, from one day to another (both included; None where open)."""

    title: str
    """One of `tagger.titles` ("foreign minister"), or any other words as the press writes them."""
    country: str
    """Id of the state or body whose office it is."""
    start: date | None = None
    end: date | None = None
    rank: int | None = None
    """Overrides the rank that goes with the title (see `store.model.reading.Voice.rank`)."""

    def holds(self, day: date | None) -> bool:
        """Whether the role is held on that day; without a day, whether it is held still."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, office, state or body on the watchlist."""

    id: str
    name: str
    kind: str
    principal: str | None
    """Id of the actor that it speaks for: itself for a state, party or world body, None for one that speaks alone."""
    gender: str = ""
    """`m` or `f` for persons, else empty."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By type (`tagger.watchcheck.ALIAS_TYPES`)."""
    needs: tuple[str, ...] = ()
    """Words of which one must stand in the article for a `context` alias to count."""
    decoys: tuple[str, ...] = ()
    """Longer names in which an alias does not count: "Dar es Salaam", "Jordan River"."""
    office: str = ""
    """For an office: its sort in `tagger.titles` ("foreign ministry"), for "the Turkish foreign ministry"."""
    members: tuple[str, ...] = ()
    """For a body of states: their ids. Ministers of three or more of them together are this body."""
    roles: tuple[Role, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Its name and all aliases, each once."""
        return tuple(dict.fromkeys((self.name, *(alias for group in self.aliases.values() for alias in group))))


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article can be about; `tagger.topics` says how the words are weighed."""

    id: str
    name: str
    strong: tuple[str, ...] = ()
    """Phrases of which one is enough."""
    weak: tuple[str, ...] = ()
    """Phrases that count where words of `context` stand beside them."""
    context: tuple[str, ...] = ()
    needs: int = 2
    """How many different words of `context` a weak phrase wants."""
    topic: str = ""
    """Id of another topic that must hold too."""
    exclusions: tuple[str, ...] = ()
    """Phrases that show that the weak ones mean something else."""


@dataclass(frozen=True, slots=True)
class Story:
    """The story that is followed."""

    id: str
    name: str
    since: date | None = None
    """Articles before this day are about the topics, but not on the story."""
    topics: tuple[str, ...] = ()
    """Ids of the topics of which one makes an article a candidate; empty for all."""
    terms: tuple[str, ...] = ()
    """Phrases that belong to the story alone: one of them tells an undated article from an older one."""
    context: tuple[str, ...] = ()
    """Phrases of which one must stand in a dated article."""


@dataclass(frozen=True)
class Watchlist:
    """A checked watchlist. Immutable; compiled forms are built by those who need them."""

    story: Story
    topics: tuple[Topic, ...]
    actors: tuple[Actor, ...]
    issues: tuple[Mapping[str, Any], ...]
    """The `[[issue]]` tables as they stand in the file."""
    fingerprint: str
    """Of the file's bytes and the tagger's version."""
    path: Path | None = None
    """None for the packaged one."""

    @cached_property
    def by_id(self) -> dict[str, Actor]:
        """Actors by their ids."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def bearers(self) -> dict[str, tuple[Actor, ...]]:
        """Actors with a role in a country or body, by its id."""
        found: dict[str, list[Actor]] = {}
        for actor in self.actors:
            for country in {role.country for role in actor.roles}:
                found.setdefault(country, []).append(actor)
        return {country: tuple(actors) for country, actors in found.items()}

    @cached_property
    def offices(self) -> dict[tuple[str | None, str], Actor]:
        """Offices by principal and sort."""
        return {(actor.principal, actor.office): actor for actor in self.actors if actor.office}

    @cached_property
    def matters(self) -> frozenset[str]:
        """Ids of the actors that a topic or an issue is about: what is said of them is no report of their stance."""
        told = {*(t.name for t in self.topics), *(t.id for t in self.topics), *(str(i["id"]) for i in self.issues)}
        return frozenset(a.id for a in self.actors if not told.isdisjoint((a.id, a.name)))

    @cached_property
    def groups(self) -> tuple[Actor, ...]:
        """Bodies with members."""
        return tuple(actor for actor in self.actors if actor.members)

    def facts(self) -> StoryFacts:
        """What the store keeps of it."""
        return StoryFacts(
            story=self.story.name,
            actors=tuple(ActorFact(a.id, a.name, a.kind, a.principal) for a in self.actors),
            issues=tuple(IssueFact(str(i["id"]), str(i.get("question", ""))) for i in self.issues),
            topics=tuple((t.id, t.name) for t in self.topics),
            fingerprint=self.fingerprint,
        )

    def as_json(self) -> dict[str, Any]:
        """What `watchlist show --json` prints."""
        return {
            "story": {"id": self.story.id, "name": self.story.name},
            "actors": [
                {"id": a.id, "name": a.name, "kind": a.kind, "principal": a.principal, "aliases": _shown_aliases(a)}
                for a in self.actors
            ],
            "topics": [{"id": t.id, "name": t.name} for t in self.topics],
            "issues": [{"id": str(i["id"]), "question": str(i.get("question", ""))} for i in self.issues],
        }


def _shown_aliases(actor: Actor) -> list[str]:
    hidden = {actor.name, *actor.aliases.get("adjective", ())}
    return [alias for alias in actor.names() if alias not in hidden]


def packaged() -> bytes:
    """The default watchlist as it ships."""
    return resources.files("tagger").joinpath("data/gaza-isf.toml").read_bytes()


def load(path: Path | None = None) -> Watchlist:
    """Read and check a watchlist; without a path the packaged one, which the tests have checked.

    Raises WatchlistError, whose problems name file, line and the nearest right name.
    """
    # Only here: it brings half the tagger, and a poller mostly wants the fingerprint alone.
    from tagger.watchcheck import read_table  # noqa: PLC0415

    if path is None:
        raw = packaged()
        return _build(read_table(raw, PACKAGED)[0], raw, None)
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        problem = Problem(str(path), 0, f"The watchlist cannot be read: {reason}.", "Check --watchlist.")
        raise WatchlistError((problem,)) from error
    return parse(raw, path=path)


def check(path: Path | None = None) -> tuple[Problem, ...]:
    """All that is wrong with a watchlist; empty where nothing is."""
    try:
        if path:
            load(path)
        else:
            parse(packaged(), path=None)
    except WatchlistError as error:
        return error.problems
    return ()


def parse(raw: bytes, *, path: Path | None) -> Watchlist:
    """A checked watchlist from the bytes of its file. Raises WatchlistError."""
    from tagger.watchcheck import check_table, read_table  # noqa: PLC0415 - as in `load`

    name = str(path) if path else PACKAGED
    table, source = read_table(raw, name)
    problems = check_table(table, source, name)
    if problems:
        raise WatchlistError(problems)
    return _build(table, raw, path)


def fingerprint(raw: bytes) -> str:
    """What marks the readings by a watchlist file of these bytes, made by the tagger as it is now."""
    return hashlib.sha256(raw + b"\0" + TAGGER_VERSION.encode()).hexdigest()[:16]


def _build(table: Mapping[str, Any], raw: bytes, path: Path | None) -> Watchlist:
    return Watchlist(
        story=_story(table["story"]),
        topics=tuple(_topic(t) for t in table.get("topic", ())),
        actors=tuple(_actor(a) for a in table.get("actor", ())),
        issues=tuple(table.get("issue", ())),
        fingerprint=fingerprint(raw),
        path=path,
    )


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(table.get(key, ()))


def _story(table: Mapping[str, Any]) -> Story:
    return Story(
        id=table["id"],
        name=table["name"],
        since=table.get("since"),
        topics=_words(table, "topics"),
        terms=_words(table, "terms"),
        context=_words(table, "context"),
    )


def _topic(table: Mapping[str, Any]) -> Topic:
    return Topic(
        id=table["id"],
        name=table["name"],
        strong=_words(table, "strong"),
        weak=_words(table, "weak"),
        context=_words(table, "context"),
        needs=table.get("needs", 2),
        topic=table.get("topic", ""),
        exclusions=_words(table, "exclusions"),
    )


def _actor(table: Mapping[str, Any]) -> Actor:
    principal = table.get("principal")
    return Actor(
        id=table["id"],
        name=table["name"],
        kind=table["kind"],
        principal=principal or None,
        gender=table.get("gender", ""),
        aliases={kind: tuple(group) for kind, group in table.get("aliases", {}).items()},
        needs=_words(table, "needs"),
        decoys=_words(table, "decoys"),
        office=table.get("office", ""),
        members=_words(table, "members"),
        roles=tuple(_role(r) for r in table.get("role", ())),
    )


def _role(table: Mapping[str, Any]) -> Role:
    return Role(table["title"], table["country"], table.get("from"), table.get("to"), table.get("rank"))
