"""settings.toml and its overrides from the environment, checked key by key.

Every setting is a field of one of the section classes here, with the rule that it is checked by; the environment
variable `STANDPOINT_SECTION_KEY` overrides it. An unknown key is a warning with its line and the nearest right name; a
value that a key cannot hold is a `SettingsError`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any

from store.model.record import record
from tui.errors import SettingsError
from tui.rules import Flag, Rule, Seconds, Table, Text, Whole, Words
from tui.telling.rules import Quiet, Rules, TellRule

PREFIX = "STANDPOINT_"
NOT_SECTIONS = frozenset({"DB", "CONFIG", "WATCHLIST", "OFFLINE"})
"""Environment variables with our prefix that stand for global options of the command line, not for settings."""


def _setting(rule: Rule, *, default: Any) -> Any:
    return field(default=default, metadata={"rule": rule})


@record(frozen=True)
class Network:
    """[network]: how feeds are asked for."""

    allow_hosts: tuple[str, ...] = _setting(Words(), default=())
    """`host:port`, `address:port` or `network/prefix:port` that may be reached though they are not public."""
    per_host: int = _setting(Whole(1, 64), default=1)
    """Requests at a time to one host."""
    host_gap: float = _setting(Seconds(-1, 3600), default=-1.0)
    """Seconds between two requests to one host; below 0 for 1 where a host sees one request at a time, else none."""
    user_agent: str = _setting(Text(), default="")
    """What to call ourselves; empty for Standpoint, its version and the contact."""
    contact: str = _setting(Text(), default="")
    """A page or mail address that publishers find in our User-Agent, to say what troubles them."""
    connect_seconds: int = _setting(Whole(1, 120), default=10)
    """Until a connection stands, or the host counts as away."""
    total_seconds: int = _setting(Whole(1, 600), default=30)
    """For one feed, redirects included."""
    article_seconds: int = _setting(Whole(1, 600), default=45)
    """For one article page, redirects included."""

    @property
    def gap(self) -> float:
        """Seconds between two requests to one host."""
        if self.host_gap >= 0:
            return self.host_gap
        # Who lets a host see several requests at once knows that it can bear them.
        return 1.0 if self.per_host == 1 else 0.0


@record(frozen=True)
class Poll:
    """[poll]: when and how many."""

    concurrency: int = _setting(Whole(1, 64), default=48)
    """Feeds under way at a time. More than 64 are not taken: a round gets slower by it, not faster."""
    workers: int = _setting(Whole(0, 32), default=0)
    """Processes that parse and read; 0 for one a core, four at most."""


@record(frozen=True)
class Feeds:
    """[feeds]: what is taken of them."""

    full_text: bool = _setting(Flag(), default=True)
    """Fetch the page of a short entry that is on a topic of the story, where its site's robots.txt allows; each feed
    may say otherwise (`standpoint feeds fulltext`)."""


@record(frozen=True)
class Desk:
    """[desk]: what the screen looks like and which keys do what."""

    theme: str = _setting(Text(), default="")
    """A theme's name; empty for our own."""
    no_color: bool = _setting(Flag(), default=False)
    """Colours off, as `NO_COLOR` in the environment says too."""
    ascii: bool = _setting(Flag(), default=False)
    """Draw with ASCII alone."""
    welcome: bool = _setting(Flag(), default=True)
    """Greet whoever opens a new database, once."""
    keys: Mapping[str, str] = field(default_factory=dict, metadata={"rule": Table()})
    """Action → keys, comma-separated; see the help screen for the actions' names."""


@record(frozen=True)
class Retention:
    """[retention]: what is removed after the daily backup; 0 for nothing, which is the default."""

    articles_days: int = _setting(Whole(0, 36_500), default=0)
    """Age from which articles off the ledger go; starred, imported and judged ones and all evidence stay."""
    poll_log_days: int = _setting(Whole(0, 36_500), default=0)
    """Age from which lines of the poll log go."""


@record(frozen=True)
class Tell:
    """[tell]: what is told as it comes, and how."""

    desk: bool = _setting(Flag(), default=True)
    """A note on the desk."""
    bell: bool = _setting(Flag(), default=False)
    """The terminal's bell, beside the note."""
    osc9: bool = _setting(Flag(), default=False)
    """The terminal's own notification (OSC 9), which iTerm2, kitty, WezTerm and others show outside their window."""
    command: tuple[str, ...] = _setting(Words(), default=())
    """A program and its arguments, run without a shell; it gets JSON on standard input (docs/telling.md)."""
    command_seconds: int = _setting(Whole(1, 300), default=10)
    """After which the command is killed."""
    quiet: str = _setting(Quiet(), default="")
    """Hours in which nothing is told, such as 22:00-07:00; what comes in them is told afterwards, in one."""
    rule: tuple[TellRule, ...] = _setting(Rules(), default=())
    """[[tell.rule]], each with name, query, of and by; none: sure changes, on the desk. `standpoint tell add` writes
    one."""

    def ways(self, rule: TellRule) -> tuple[str, ...]:
        """How a rule tells: what it asks for, as far as it is switched on."""
        able = {"desk": self.desk, "bell": self.bell, "osc9": self.osc9, "command": bool(self.command)}
        return tuple(way for way in rule.by if able[way])


@record(frozen=True)
class Places:
    """[paths]: where things live; empty for the XDG folders."""

    database: str = _setting(Text(), default="")
    watchlist: str = _setting(Text(), default="")
    log: str = _setting(Text(), default="")


@record(frozen=True)
class Settings:
    """All settings, and what was odd about the file."""

    network: Network = Network()
    poll: Poll = Poll()
    feeds: Feeds = Feeds()
    desk: Desk = Desk()
    paths: Places = Places()
    retention: Retention = Retention()
    tell: Tell = Tell()
    warnings: tuple[str, ...] = ()
    """Sentences about keys that mean nothing, in the order of the file."""


SECTIONS: tuple[str, ...] = tuple(name for name in Settings.__match_args__ if name != "warnings")


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read the settings file, where there is one, and put the environment's overrides over it.

    Raises SettingsError naming file and line, or the variable, of a value that its key cannot hold.
    """
    settings = _from_file(path)
    return _from_environment(settings, environ)


def _from_file(path: Path) -> Settings:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"{path} cannot be read: {reason}. Mend it or name another with --config.") from error
    import tomllib  # noqa: PLC0415  # most users have no settings file, and the desk's start is counted in milliseconds

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}. Mend that place and start again.") from error
    return _checked(path, text, table)


def _checked(path: Path, text: str, table: dict[str, Any]) -> Settings:
    lines = key_lines(text)
    warnings: list[str] = []
    built: dict[str, Any] = {}

    def unknown(name: str, shown: str, known: tuple[str, ...]) -> None:
        warnings.append(f"{path}:{lines.get(name, 1)}: {shown} means nothing here{_nearest(shown, known)}")

    for section, content in table.items():
        if section not in SECTIONS:
            unknown(section, f"[{section}]" if isinstance(content, dict) else section, SECTIONS)
            continue
        if not isinstance(content, dict):
            raise SettingsError(f"{path}:{lines.get(section, 1)}: {section} is a section; write [{section}].")
        rules = _rules(section)
        values: dict[str, Any] = {}
        for key, value in content.items():
            name = f"{section}.{key}"
            if key not in rules:
                unknown(name, key, tuple(rules))
                continue
            try:
                values[key] = rules[key].from_toml(value)
            except ValueError as error:
                raise SettingsError(f"{path}:{lines.get(name, 1)}: {name} must be {error}.") from error
        built[section] = replace(getattr(Settings(), section), **values)
    return Settings(**built, warnings=tuple(warnings))


def _from_environment(settings: Settings, environ: Mapping[str, str]) -> Settings:
    warnings = list(settings.warnings)
    for variable in sorted(environ):
        rest = variable.removeprefix(PREFIX)
        if rest == variable or rest in NOT_SECTIONS or not environ[variable]:
            continue
        section, _, key = rest.lower().partition("_")
        if section not in SECTIONS:
            if close := _misspelt(rest):
                warnings.append(f"{variable} means nothing here; did you mean {PREFIX}{close}?")
            continue
        rules = _rules(section)
        if key not in rules:
            known = tuple(f"{PREFIX}{section}_{one}".upper() for one in rules)
            warnings.append(f"{variable} means nothing here{_nearest(variable, known)}")
            continue
        try:
            value = rules[key].from_env(environ[variable])
        except ValueError as error:
            raise SettingsError(f"{variable} must be {error}.") from error
        changed = replace(getattr(settings, section), **{key: value})
        settings = replace(settings, **{section: changed})
    return replace(settings, warnings=tuple(warnings)) if warnings else settings


def _rules(section: str) -> dict[str, Rule]:
    return {one.name: one.metadata["rule"] for one in fields(getattr(Settings(), section))}


def _misspelt(rest: str) -> str:
    """Give the variable, without our prefix, that one of no section of ours was meant for; "" where it is another's."""
    import difflib  # noqa: PLC0415  # only for what is misspelt

    known = [f"{section}_{key}".upper() for section in SECTIONS for key in _rules(section)]
    return next(iter(difflib.get_close_matches(rest, known, n=1, cutoff=0.85)), "")


def _nearest(name: str, known: tuple[str, ...]) -> str:
    import difflib  # noqa: PLC0415  # only for what is misspelt

    close = difflib.get_close_matches(name.strip("[]"), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f". Known are {', '.join(known)}."


_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*([\w.\-]+)[ \t]*\]")
_KEY = re.compile(r"[ \t]*([\w.\-]+|\"[^\"\n]+\"|'[^'\n]+')[ \t]*=")


def key_lines(text: str) -> dict[str, int]:
    """The line, from 1, on which each section and each `section.key` of a TOML text first stands."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = header[1]
            found.setdefault(section, number)
        elif key := _KEY.match(line):
            name = key[1].strip("\"'")
            found.setdefault(f"{section}.{name}" if section else name, number)
    return found
