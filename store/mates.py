"""Which statements may be the same words by the same speaker: looked up by their words, not compared with all others.

Of two statements that `similar.may_be_same` the shorter shares so many words with the longer that the longer holds at
least one of any few of them, however these are chosen: so each is entered under all its words, and under its few rarest
ones as the shorter of a pair.

What is read once is remembered for later polls. It may hold too much, for statements go and are read anew; therefore
what is found is looked at in the database again. That it never holds too little is checked by a mark, which everybody
who places statements changes: with another's mark all is forgotten.
"""

from __future__ import annotations

import json
import math
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store.rows import after_order, first_order, order_day
from store.similar import DAYS_APART, Gist, gist, may_be_same
from store.sqlite import sqlite3

_MOST = 20_000
"""Statements that are remembered: what a busy story says in a week, some 15 MB."""
_MARK = "placed"
"""The key of the mark among the remarks of `meta`."""


class Said(NamedTuple):
    """What grouping asks of a statement. A tuple: a poll makes thousands."""

    id: int
    speaker: int
    day: date
    content: str
    gist: Gist
    utterance: int | None = None


class _Entry(NamedTuple):
    """What is remembered of a statement."""

    day: int
    """Its ordinal."""
    gist: Gist
    content: int
    """The hash of its words."""


class _Speaker:
    """The statements of one speaker by their words."""

    def __init__(self) -> None:
        self.entries: dict[int, _Entry] = {}
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_rare: dict[str, list[int]] = defaultdict(list)
        self.by_content: dict[int, list[int]] = defaultdict(list)

    def add(self, fresh: Sequence[Said]) -> None:
        """Enter statements: first all under all their words, for then it is known which ones are rare."""
        for said in fresh:
            content = hash(said.content)
            self.entries[said.id] = _Entry(said.day.toordinal(), said.gist, content)
            self.by_content[content].append(said.id)
            for word in said.gist.words:
                self.by_word[word].append(said.id)
        for said in fresh:
            for word in self._rarest(said.gist):
                self.by_rare[word].append(said.id)

    def holds(self, said: Said) -> bool:
        """Whether a statement is entered as it is now."""
        entry = self.entries.get(said.id)
        return entry is not None and (entry.day, entry.content) == (said.day.toordinal(), hash(said.content))

    def alike(self, said: Said) -> set[int]:
        """The statements near enough in time that may be the same words as an entered one."""
        found = set(self.by_content.get(hash(said.content), ()))
        equal = set(found)
        for word in self._rarest(said.gist):
            found.update(self.by_word[word])
        for word in said.gist.words:
            found.update(self.by_rare.get(word, ()))
        found.discard(said.id)
        day = said.day.toordinal()
        return {
            other
            for other in found
            if abs(self.entries[other].day - day) <= DAYS_APART
            and (other in equal or may_be_same(said.gist, self.entries[other].gist))
        }

    def _rarest(self, of: Gist) -> Iterable[str]:
        """So many of its words that one of them at least is among any `least` of its words."""
        needed = len(of.words) - math.ceil(of.least) + 1
        if needed <= 0:
            return ()
        # Equally rare ones by their letters, or what is done would depend on how sets happen to be ordered.
        return sorted(of.words, key=lambda word: (len(self.by_word[word]), word))[:needed]


class Mates:
    """Finds what may be said again; kept from poll to poll by whoever stores them. For one thread at a time."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._forget()

    def find(self, connection: sqlite3.Connection, loose: Sequence[Said]) -> dict[int, set[int]]:
        """For each of these stored statements the others, of these or of all that are stored, that may be the same.

        Inside the transaction that placed them.
        """
        self._look(connection)
        self._read(connection, loose)
        fresh: dict[int, list[Said]] = defaultdict(list)
        for said in loose:
            if not self._speakers[said.speaker].holds(said):
                fresh[said.speaker].append(said)
        for speaker, statements in fresh.items():
            self._speakers[speaker].add(statements)
        self._mark(connection)
        return {said.id: self._speakers[said.speaker].alike(said) for said in loose}

    def _forget(self) -> None:
        self._kept: str | None = None
        self._days: set[tuple[int, date]] = set()
        self._speakers: dict[int, _Speaker] = defaultdict(_Speaker)

    def _look(self, connection: sqlite3.Connection) -> None:
        """Forget everything where others placed statements since, or where it has become too much."""
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (_MARK,)).fetchone()
        held = sum(len(speaker.entries) for speaker in self._speakers.values())
        if row is None or row["value"] != self._kept or held > _MOST:
            self._forget()

    def _mark(self, connection: sqlite3.Connection) -> None:
        # By chance, not by counting: after a transaction that was taken back a count would be given again.
        self._kept = os.urandom(12).hex()
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_MARK, self._kept))

    def _read(self, connection: sqlite3.Connection, loose: Sequence[Said]) -> None:
        """Enter what is stored of the days around these statements, as far as it was not read before."""
        around = {(one.speaker, one.day) for one in loose}
        wanted = {
            (speaker, day + timedelta(days=days))
            for speaker, day in around
            for days in range(-DAYS_APART, DAYS_APART + 1)
        } - self._days
        if not wanted:
            return
        found: dict[int, list[Said]] = defaultdict(list)
        for row in connection.execute(
            "SELECT s.id, s.speaker_key, s.sort_key, s.content_key FROM json_each(?) w "
            "CROSS JOIN statements s ON s.speaker_key = w.value ->> 0 "
            "AND s.sort_key >= w.value ->> 1 AND s.sort_key < w.value ->> 2",
            (json.dumps(_stretches(wanted)),),
        ):
            number, speaker, order, content = tuple(row)
            found[speaker].append(Said(number, speaker, order_day(order), content, gist(content)))
        for speaker, statements in found.items():
            self._speakers[speaker].add(statements)
        self._days |= wanted


def _stretches(wanted: Iterable[tuple[int, date]]) -> list[list[int]]:
    """[speaker, first order, order after the last] of days that follow each other."""
    found: list[tuple[int, date, date]] = []
    for speaker, day in sorted(wanted):
        if found and found[-1][0] == speaker and day - found[-1][2] == timedelta(days=1):
            found[-1] = (speaker, found[-1][1], day)
        else:
            found.append((speaker, day, day))
    return [[speaker, first_order(first), after_order(last)] for speaker, first, last in found]
