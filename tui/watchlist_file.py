"""The watchlist as the desk shows and edits it: comments and order of the file are kept, and nothing false is saved.

A user who has no watchlist gets a copy of the one in use when the first edit is saved; the packaged file is never
written to. All methods block: the desk calls them in threads.
"""
# ruff: noqa: PLC0415  # tomlkit and the tagger are loaded when somebody looks at the watchlist, not when the desk starts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.model.record import record
from tui import written
from tui.errors import NotWritten

if TYPE_CHECKING:
    from tui.wiring import Wiring

ALIAS_TYPES: Mapping[str, str] = {
    "full": "counts wherever it stands",
    "surname": "counts beside the full name or a title",
    "known": "counts alone, as a surname that needs neither",
    "metonym": "a capital that stands for its state",
    "adjective": "the adjective, and the people",
    "belongs": "an adjective that is no mention",
    "context": "counts where one of its `needs` stands in the article",
}
"""Each type of alias with its meaning, in the order in which they are asked for."""
KINDS = ("person", "office", "state", "body")
_NO_WORD = re.compile(r"[^a-z0-9]+")


@record(frozen=True)
class Watched:
    """An actor as the file has it."""

    id: str
    name: str
    kind: str
    principal: str | None
    aliases: Mapping[str, tuple[str, ...]]
    roles: tuple[str, ...] = ()


@record(frozen=True)
class WatchedIssue:
    """An issue as the file has it."""

    id: str
    question: str


@record(frozen=True)
class WatchlistView:
    """A watchlist as it was read."""

    path: Path
    """Where it lies."""
    target: Path
    """Where an edit would be saved."""
    story: str
    actors: tuple[Watched, ...]
    issues: tuple[WatchedIssue, ...]

    @property
    def packaged(self) -> bool:
        """True for one that ships: an edit makes a copy."""
        return self.path != self.target


def id_for(name: str) -> str:
    """Make an id of a name: "Hakan Fidan" → hakan-fidan; accents go. Empty where the name has no Latin letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_WORD.sub("-", plain).strip("-")


class WatchlistFile:
    """Reads and edits the watchlist in use."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    @property
    def target(self) -> Path:
        """Where an edit is saved: the file in use, unless it ships; else the user's own, which is then begun."""
        wiring = self._wiring
        path = wiring.watchlist_path
        if path is None:
            return wiring.places.watchlist
        ships = path.resolve().is_relative_to(wiring.packaged_folder.resolve())
        return wiring.places.stories / path.name if ships else path

    def view(self) -> WatchlistView:
        """Read the watchlist. Raises WatchlistError."""
        from tagger.watchlist import load

        wiring = self._wiring
        found = load(wiring.watchlist_path)
        actors = tuple(
            Watched(
                one.id,
                one.name,
                one.kind,
                one.principal,
                dict(one.aliases),
                tuple(f"{role.title} ({role.country})" for role in one.roles),
            )
            for one in found.actors
        )
        issues = tuple(WatchedIssue(str(one["id"]), str(one.get("question", ""))) for one in found.issues)
        return WatchlistView(wiring.watchlist_file, self.target, found.story.name, actors, issues)

    def set_aliases(self, actor_id: str, aliases: Mapping[str, Sequence[str]]) -> None:
        """Give an actor these aliases by type; types that are not named stay. Raises WatchlistError, NotWritten."""

        def edit(document: Any) -> None:
            actor = next((one for one in document.get("actor", ()) if one.get("id") == actor_id), None)
            if actor is None:
                raise NotWritten(f"There is no actor {actor_id} in the watchlist any more; it was not changed.")
            _put_aliases(actor, aliases)

        self._edit(edit)

    def add_actor(self, one: Watched) -> None:
        """Put an actor at the end of the actors. Raises WatchlistError, NotWritten."""
        import tomlkit

        def edit(document: Any) -> None:
            if any(other.get("id") == one.id for other in document.get("actor", ())):
                raise NotWritten(f"There is an actor {one.id} already; edit its aliases instead.")
            table = tomlkit.table()
            table["id"], table["name"], table["kind"] = one.id, one.name, one.kind
            if one.principal:
                table["principal"] = one.principal
            _put_aliases(table, one.aliases)
            if "actor" not in document:
                document["actor"] = tomlkit.aot()
            document["actor"].append(table)

        self._edit(edit)

    def _edit(self, edit: Callable[[Any], None]) -> None:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        from tagger.watchlist import parse

        wiring, target = self._wiring, self.target
        try:
            document = tomlkit.parse(wiring.watchlist_file.read_text(encoding="utf-8"))
            edit(document)
            text = tomlkit.dumps(document)
        except (OSError, ValueError, TOMLKitError) as error:
            raise NotWritten(f"The watchlist could not be edited: {error}. Its file is as it was.") from error
        parse(text.encode(), path=target)
        try:
            written.put(target, text)
        except OSError as error:
            raise NotWritten(f"{target} could not be written: {error.strerror or error}.") from error
        wiring.forget_watchlist()


def _put_aliases(actor: Any, aliases: Mapping[str, Sequence[str]]) -> None:
    import tomlkit

    held = actor.get("aliases")
    for kind, names in aliases.items():
        before = list(held.get(kind, ())) if held is not None else []
        if list(names) == before:
            continue
        if held is None:
            actor["aliases"] = tomlkit.inline_table()
            held = actor["aliases"]
        if names:
            held[kind] = list(names)
        else:
            del held[kind]
