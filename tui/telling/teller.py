"""Looks after each poll at what feeds brought, bundles what the rules ask for, and hands it on.

Whoever holds the poller's lock does this, and nobody else: so a thing is told once however many desks are open, and
also where none is.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store.errors import NotFound
from store.model.rows import Query
from store.model.telling import Telling, Waiting
from store.model.words import Clock
from store.rows import moment, stamp
from tui.asking.errors import QueryError
from tui.asking.known import book_of, views_of, when_of
from tui.errors import SettingsError
from tui.telling import hook
from tui.telling.bundle import Bundle, body, bundled, headline, lines
from tui.telling.finding import Found, News, Words, brought, keys, lately
from tui.telling.rules import DEFAULT_RULES, TellRule, hours

if TYPE_CHECKING:
    from store.library import Library
    from tui.settings import Tell

LOG = logging.getLogger(__name__)

_LOOKED = "told_at"
"""The database's note when it was last looked."""
_FLOOD = 5
"""From so many changes on that no feed brought, their number alone is told; a few are what the user just did."""


class Teller:
    """Tells by the rules of the settings. All methods block.

    `settings` are read again at each look; `aliases` gives names for queries, `settle` brings the ledger up to date;
    of `environ` the command gets a part.
    """

    def __init__(
        self,
        library: Library,
        settings: Callable[[], Tell],
        clock: Clock,
        environ: Mapping[str, str],
        aliases: Callable[[], Mapping[str, Sequence[str]]],
        settle: Callable[[], None],
    ) -> None:
        self._library = library
        self._read = settings
        self._settings = settings()
        self._clock = clock
        self._environ = environ
        self._aliases = aliases
        self._settle = settle
        self._troubled: set[str] = set()

    @property
    def rules(self) -> tuple[TellRule, ...]:
        """The rules that hold."""
        return self._settings.rule or DEFAULT_RULES

    def ways(self, rule: TellRule) -> tuple[str, ...]:
        """How a rule tells: what it asks for, as far as it is switched on."""
        return self._settings.ways(rule)

    def words(self) -> Words:
        """What a query needs to be understood now. Raises WatchlistError."""
        book = book_of(self._library, aliases=self._aliases())
        return Words(book, when_of(self._library, self._clock()), views_of(self._library))

    # --- looking

    def look(self) -> Telling | None:
        """Bundle what came since the last look and keep it; None where nothing is to be told.

        In quiet hours nothing is looked at: what comes in them is one bundle afterwards. Raises StoreError.
        """
        now = self._clock()
        self._read_settings()
        if self._is_quiet(now):
            return None
        tellings = self._library.tellings
        waiting = tellings.waiting()
        # Other processes write too: what is told of is settled, whoever stored it.
        self._settle()
        last = self._library.meta(_LOOKED)
        if not waiting.upto and last is not None and not self._moved(moment(last)):
            return None
        asking = [rule for rule in self.rules if self.ways(rule)]
        found, told = self._found(asking, waiting)
        apart = self._apart(asking, told, moment(last)) if last is not None else []
        telling = self._telling(found, apart, now)
        marks = [(rule, key) for rule, key in (*told, *apart)]
        kept = tellings.keep(waiting.upto, telling, marks)
        self._library.set_meta(_LOOKED, stamp(now))
        return kept

    def _read_settings(self) -> None:
        """Take what the file says by now: a rule that was just written holds."""
        try:
            self._settings = self._read()
        except SettingsError as error:
            LOG.warning("What is told stays as it was: %s", error)

    def _is_quiet(self, now: datetime) -> bool:
        quiet = hours(self._settings.quiet)
        return quiet is not None and quiet.hold(now)

    def _moved(self, since: datetime) -> bool:
        """Whether changes were found since, by whatever way."""
        return bool(self._library.ledger.changes(Query(came=since, limit=1)))

    def _found(self, asking: Sequence[TellRule], waiting: Waiting) -> tuple[list[Found], list[tuple[str, str]]]:
        """What each rule finds and has not told yet, and the marks that it is told now."""
        found: list[Found] = []
        marks: list[tuple[str, str]] = []
        if not asking or not waiting.articles:
            return found, marks
        words = self.words()
        for rule in asking:
            try:
                news = brought(self._library, rule, words, waiting.articles)
            except QueryError as error:
                self._complain(rule, error)
                continue
            fresh, told = self._fresh(rule, news)
            marks += told
            if fresh:
                found.append(Found(rule, fresh))
        return found, marks

    def _fresh(self, rule: TellRule, news: Sequence[News]) -> tuple[tuple[News, ...], list[tuple[str, str]]]:
        known = keys(self._library, news)
        told = set(self._library.tellings.told(rule.name, [key for one in known for key in one]))
        fresh: list[News] = []
        marks: list[tuple[str, str]] = []
        for one, names in zip(news, known, strict=True):
            if told.isdisjoint(names):
                fresh.append(one)
            # Two articles of one cluster, or two reports of one utterance, are one thing in one bundle too.
            told.update(names)
            marks += [(rule.name, name) for name in names]
        return tuple(fresh), marks

    def _apart(
        self, asking: Sequence[TellRule], told: Sequence[tuple[str, str]], since: datetime
    ) -> list[tuple[str, str]]:
        """The marks of changes that came since by other ways than feeds: importing, reading again, verdicts."""
        marks: list[tuple[str, str]] = []
        now_told = set(told)
        words = None
        for rule in asking:
            if rule.of not in ("changes", "divergences"):
                continue
            words = words or self.words()
            try:
                news = lately(self._library, rule, words, since)
            except QueryError as error:
                self._complain(rule, error)
                continue
            _, all_marks = self._fresh(rule, news)
            before = self._library.tellings.told(rule.name, [key for _, key in all_marks])
            marks += [mark for mark in all_marks if mark not in now_told and mark[1] not in before]
        return marks

    def _complain(self, rule: TellRule, error: QueryError) -> None:
        if rule.name not in self._troubled:
            self._troubled.add(rule.name)
            LOG.warning("The rule %r tells nothing: %s", rule.name, error.told())

    def _telling(self, found: Sequence[Found], apart: Sequence[tuple[str, str]], now: datetime) -> Telling | None:
        number = len({key for _, key in apart})
        bundle = bundled(found, number)
        if not bundle.count and number < _FLOOD:
            return None
        asked = {one.rule.name for one in found} | {rule for rule, _ in apart}
        rules = [rule for rule in self.rules if rule.name in asked]
        # A number alone is for the desk: no bell rings for what the user did.
        ways = tuple(dict.fromkeys(way for one in found for way in self.ways(one.rule))) or ("desk",)
        for_command = [one for one in found if "command" in self.ways(one.rule)]
        given = self._body(bundled(for_command, number), [one.rule for one in for_command], now)
        seen = [one for one in found if set(self.ways(one.rule)) - {"command"}]
        shown = bundled(seen or found, number)
        names = tuple(rule.name for rule in rules)
        return Telling(0, now, headline(shown), lines(shown), names, bundle.count, ways, body=given)

    def _body(self, bundle: Bundle, rules: Sequence[TellRule], now: datetime) -> str:
        if not bundle.count:
            return ""
        try:
            return body(self._library, bundle, rules, now)
        except NotFound:
            LOG.info("A statement went while it was being told; the command is told of what comes next")
            return ""

    # --- handing on

    def deliver(self) -> list[str]:
        """Give the user's command all that waits for it, one after the other; what went wrong, in sentences.

        Each is given once: what a crash interrupts is not given again. Raises StoreError.
        """
        troubles: list[str] = []
        if not self._settings.command or self._is_quiet(self._clock()):
            return troubles
        while (one := self._library.tellings.next_for_command()) is not None:
            trouble = self.run_command(json.dumps({"telling": one.id, **json.loads(one.body)}, ensure_ascii=False))
            if trouble:
                LOG.warning("Telling %d: %s", one.id, trouble)
                self._library.tellings.note(one.id, trouble)
                troubles.append(trouble)
        return troubles

    def run_command(self, given: str) -> str:
        """Run the user's command on a JSON text; empty, or a sentence on what went wrong."""
        return hook.run(self._settings.command, given, self._environ, self._settings.command_seconds)

    # --- trying

    def would(self, rule: TellRule, since: datetime) -> tuple[News, ...]:
        """What a rule finds of what was stored since a moment, told or not. Raises QueryError, WatchlistError."""
        return lately(self._library, rule, self.words(), since)
