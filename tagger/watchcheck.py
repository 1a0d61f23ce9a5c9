"""What may stand in a watchlist, and where in the file something does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from tagger.errors import Problem, WatchlistError
from tagger.folding import fold
from tagger.issues import problems as issue_problems

Table = Mapping[str, Any]

KINDS = ("person", "office", "state", "body")
ALIAS_TYPES = ("full", "surname", "known", "metonym", "adjective", "belongs", "context")
"""`full` is the name wherever it stands; `surname` wants the full name or a title beside it; `known` is a surname or
short name that needs neither; `metonym` a capital that stands for its state; `adjective` "Turkish" and "Turks";
`belongs` an adjective that tells whose somebody is and is no mention ("Palestinian officials");
`context` a name that counts only where a word of the actor's `needs` stands in the article."""

STORY_KEYS = ("id", "name", "since", "topics", "terms", "context")
TOPIC_KEYS = ("id", "name", "strong", "weak", "context", "needs", "topic", "exclusions")
ACTOR_KEYS = ("id", "name", "kind", "principal", "gender", "aliases", "needs", "decoys", "office", "members", "role")
ROLE_KEYS = ("title", "country", "from", "to", "rank")
TOP_KEYS = ("story", "topic", "actor", "issue")
GENDERS = ("m", "f")

_HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_DUPLICATE_OR_SYNTAX = re.compile(r"\(at line (\d+)")


@dataclass(slots=True)
class Source:
    """The lines of a file, so that a problem can name one."""

    lines: list[str]
    headers: dict[str, list[int]] = field(default_factory=dict)
    """Line numbers of `[x]` and `[[x]]`, by x, in order."""

    @classmethod
    def of(cls, text: str) -> Source:
        """Index the table headers of a TOML text."""
        source = cls(text.splitlines())
        for number, line in enumerate(source.lines, start=1):
            match = _HEADER.match(line)
            if match:
                source.headers.setdefault(match.group(1), []).append(number)
        return source

    def line(self, table: str, index: int, word: str = "") -> int:
        """Line of `word` in the index-th `[[table]]`; that table's first line where the word is not found."""
        starts = self.headers.get(table, [])
        if index >= len(starts):
            return 0
        start = starts[index]
        if not word:
            return start
        end = starts[index + 1] if index + 1 < len(starts) else self._next_header(table, start)
        found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        return next((n for n in range(start, end) if found.search(self.lines[n - 1])), start)

    def role(self, actor: int, number: int) -> int:
        """Place, among all `[[actor.role]]`, of an actor's role; -1 where the roles are written inline."""
        start = self.line("actor", actor)
        starts = self.headers.get("actor", [])
        end = starts[actor + 1] if actor + 1 < len(starts) else len(self.lines) + 1
        roles = [place for place, line in enumerate(self.headers.get("actor.role", [])) if start < line < end]
        return roles[number] if number < len(roles) else -1

    def _next_header(self, table: str, start: int) -> int:
        later = [
            n for name, lines in self.headers.items() if not name.startswith(f"{table}.") for n in lines if n > start
        ]
        return min(later, default=len(self.lines) + 1)


def read_table(raw: bytes, name: str) -> tuple[dict[str, Any], Source]:
    """The file's table and its lines. Raises WatchlistError where it is no UTF-8 or no TOML."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise WatchlistError((Problem(name, line, "This is no UTF-8.", "Save the file as UTF-8."),)) from error
    try:
        return tomllib.loads(text), Source.of(text)
    except tomllib.TOMLDecodeError as error:
        found = _DUPLICATE_OR_SYNTAX.search(str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        said = str(error).split(" (at ", 1)[0]
        raise WatchlistError((Problem(name, line, f"This is no TOML: {said}."),)) from error


def nearest(word: str, names: Iterable[str]) -> str:
    """ "Did you mean …?" for the closest of the names, or all of them where there are few and none is close."""
    known = list(names)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Known are {', '.join(known)}." if len(known) <= 12 else ""  # a longer list helps nobody


def check_table(table: Table, source: Source, name: str) -> tuple[Problem, ...]:
    """All that is wrong in a watchlist's table, in the order of its lines."""
    checker = _Checker(table, source, name)
    checker.run()
    return tuple(sorted(checker.problems, key=lambda problem: problem.line))


class _Checker:
    def __init__(self, table: Table, source: Source, name: str) -> None:
        self.table = table
        self.source = source
        self.name = name
        self.problems: list[Problem] = []
        self.actor_ids = [str(a["id"]) for a in self._tables("actor") if "id" in a]
        self.topic_ids = [str(t["id"]) for t in self._tables("topic") if "id" in t]

    def run(self) -> None:
        self._unknown_top()
        story = self.table.get("story")
        if isinstance(story, Mapping):
            self._check("story", 0, story, STORY_KEYS, ("id", "name"))
            self._check_dates("story", 0, story, ("since",))
            self._known_ids("story", 0, story.get("topics", ()), self.topic_ids, "topic")
        else:
            self._say(1, "There is no [story].", "Begin with [story], id and name.")
        for index, topic in enumerate(self._tables("topic")):
            self._topic(index, topic)
        for index, actor in enumerate(self._tables("actor")):
            self._actor(index, actor)
        for problem in issue_problems(self._tables("issue")):
            self._say(self.source.line("issue", problem.index, problem.word), problem.message, problem.hint)
        for kind in ("topic", "actor", "issue"):
            self._unique(kind)
        self._unique_aliases()

    # --- the parts ---------------------------------------------------------------------------------------------------

    def _topic(self, index: int, topic: Table) -> None:
        self._check("topic", index, topic, TOPIC_KEYS, ("id", "name"))
        for key in ("strong", "weak", "context", "exclusions"):
            self._check_words("topic", index, topic, key)
        if not topic.get("strong") and not topic.get("weak"):
            self._say(self.source.line("topic", index), "This topic has neither strong nor weak terms.", "Give it one.")
        if topic.get("topic"):
            self._known_ids("topic", index, (topic["topic"],), self.topic_ids, "topic")

    def _actor(self, index: int, actor: Table) -> None:
        self._check("actor", index, actor, ACTOR_KEYS, ("id", "name", "kind"))
        self._one_of("actor", index, actor, "kind", KINDS)
        self._one_of("actor", index, actor, "gender", GENDERS)
        for key in ("needs", "decoys"):
            self._check_words("actor", index, actor, key)
        self._known_ids("actor", index, actor.get("members", ()), self.actor_ids, "actor")
        if actor.get("principal"):
            self._known_ids("actor", index, (actor["principal"],), self.actor_ids, "actor")
        aliases = actor.get("aliases", {})
        if isinstance(aliases, Mapping):
            self._unknown("actor", index, aliases, ALIAS_TYPES, "type of alias")
            for key in aliases:
                self._check_words("actor", index, aliases, key)
            if aliases.get("context") and not actor.get("needs"):
                line = self.source.line("actor", index, "context")
                self._say(line, "Aliases that want a context need words for it.", "Add needs = [...].")
        else:
            self._say(self.source.line("actor", index, "aliases"), "aliases is a table of lists, by type.")
        roles = actor.get("role", [])
        if not isinstance(roles, list) or not all(isinstance(role, Mapping) for role in roles):
            self._say(self.source.line("actor", index, "role"), "role is a list of tables.", "Write [[actor.role]].")
            return
        for number, role in enumerate(roles):
            place = self.source.role(index, number)
            self._role(*(("actor.role", place) if place >= 0 else ("actor", index)), role)

    def _role(self, kind: str, index: int, role: Table) -> None:
        self._unknown(kind, index, role, ROLE_KEYS, "key of a role")
        for key in ("title", "country"):
            if not isinstance(role.get(key), str):
                self._say(self.source.line(kind, index), f"A role has no {key}.", f'Add {key} = "…".')
        rank = role.get("rank")
        if rank is not None and (not isinstance(rank, int) or rank not in range(6)):
            self._say(self.source.line(kind, index, "rank"), f"{rank} is no rank.", "Write a whole number from 0 to 5.")
        self._check_dates(kind, index, role, ("from", "to"))
        if isinstance(role.get("country"), str):
            self._known_ids(kind, index, (role["country"],), self.actor_ids, "actor")

    # --- the checks --------------------------------------------------------------------------------------------------

    def _tables(self, kind: str) -> list[Table]:
        found = self.table.get(kind, [])
        return [t for t in found if isinstance(t, Mapping)] if isinstance(found, list) else []

    def _say(self, line: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.name, line, message, hint))

    def _unknown_top(self) -> None:
        for key in self.table:
            if key not in TOP_KEYS:
                line = next(iter(self.source.headers.get(key, [])), 0) or self._first_line(key)
                self._say(line, f'There is no "{key}" in a watchlist.', nearest(key, TOP_KEYS))

    def _first_line(self, word: str) -> int:
        return next((n for n, line in enumerate(self.source.lines, 1) if line.lstrip().startswith(word)), 0)

    def _check(self, kind: str, index: int, table: Table, keys: tuple[str, ...], required: tuple[str, ...]) -> None:
        self._unknown(kind, index, table, keys, f"key of a [[{kind}]]" if kind != "story" else "key of [story]")
        for key in required:
            value = table.get(key)
            if value is None:
                self._say(self.source.line(kind, index), f"This {kind} has no {key}.", f'Add {key} = "…".')
            elif not isinstance(value, str) or not value.strip():
                self._say(self.source.line(kind, index, key), f"The {key} of this {kind} is no text.")

    def _unknown(self, kind: str, index: int, table: Table, known: tuple[str, ...], what: str) -> None:
        for key in table:
            if key not in known:
                self._say(self.source.line(kind, index, key), f'"{key}" is no {what}.', nearest(key, known))

    def _one_of(self, kind: str, index: int, table: Table, key: str, known: tuple[str, ...]) -> None:
        value = table.get(key)
        if value is not None and value not in known:
            self._say(self.source.line(kind, index, key), f'"{value}" is no {key}.', nearest(str(value), known))

    def _check_words(self, kind: str, index: int, table: Table, key: str) -> None:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and fold(word).strip() for word in value):
            self._say(self.source.line(kind, index, key), f"{key} is a list of texts.", f'Write {key} = ["…"].')

    def _check_dates(self, kind: str, index: int, table: Table, keys: tuple[str, ...]) -> None:
        for key in keys:
            value = table.get(key)
            if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
                line = self.source.line(kind, index, str(value)) if isinstance(value, str) else 0
                line = line or self.source.line(kind, index, key)
                self._say(line, f'"{value}" is no date.', f"Write {key} = 2025-09-29, without quotation marks.")
        start, end = table.get("from"), table.get("to")
        if isinstance(start, date) and isinstance(end, date) and start > end:
            self._say(self.source.line(kind, index, str(start)), f"This role ends ({end}) before it begins ({start}).")

    def _known_ids(self, kind: str, index: int, ids: Iterable[object], known: list[str], what: str) -> None:
        for wanted in ids:
            if wanted not in known:
                line = self.source.line(kind, index, str(wanted))
                self._say(line, f'There is no {what} "{wanted}".', nearest(str(wanted), known))

    def _unique(self, kind: str) -> None:
        self._once(kind, lambda table: [str(table["id"])] if "id" in table else [], "the id")

    def _unique_aliases(self) -> None:
        def full_names(actor: Table) -> list[str]:
            aliases = actor.get("aliases", {})
            full = aliases.get("full", []) if isinstance(aliases, Mapping) else []
            names = [actor.get("name"), *(full if isinstance(full, list) else [])]
            return list({fold(n): n for n in names if isinstance(n, str)}.values())

        self._once("actor", full_names, "the name")

    def _once(self, kind: str, words: Callable[[Table], list[str]], what: str) -> None:
        seen: dict[str, tuple[int, str]] = {}
        for index, table in enumerate(self._tables(kind)):
            for word in words(table):
                if fold(word) in seen:
                    first = self.source.line(kind, *seen[fold(word)])
                    line = self.source.line(kind, index, word)
                    self._say(line, f'{what.capitalize()} "{word}" stands twice.', f"It is taken in line {first}.")
                seen.setdefault(fold(word), (index, word))
