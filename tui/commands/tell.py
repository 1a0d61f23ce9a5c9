"""tell: what the user wants to be told of, what was told, and trying it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from store.model.rows import ChangeRow, StatementRow
from tui import output, shapes
from tui.asking.errors import QueryError
from tui.commands.asking import Asks, asked_of, joined
from tui.commands.narrowing import write_table
from tui.commands.verb import ERROR, OK, Verb, pass_wiring, say
from tui.shapes import Shape
from tui.telling.bundle import body, bundled, line
from tui.telling.finding import Found, News
from tui.telling.rules import KINDS, WAYS, TellRule
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library
    from tui.telling.teller import Teller

_SHOWN = 20
"""Lines that are shown of what one rule would have told."""


@click.group()
def tell() -> None:
    """Be told of what comes: rules, and how they tell."""


@tell.command("list", cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@pass_wiring
def list_rules(wiring: Wiring, *, as_json: bool) -> int:
    """List the rules, how each tells, and what was told last."""
    with wiring.existing_library() as library:
        teller = wiring.teller(library)
        latest = library.tellings.list(limit=100)
        rules = teller.rules
        lines = [
            {
                "name": one.name,
                "of": one.of,
                "query": one.query,
                "by": list(teller.ways(one)),
                "last": next((shapes.moment(told.at) for told in latest if one.name in told.rules), None),
            }
            for one in rules
        ]
    if as_json:
        output.write_json_lines(lines)
        return OK
    columns = ("name", "of", "query", "by", "last told")
    write_table(columns, [(*_texts(one), one["last"] or "never") for one in lines])
    _say_ways(wiring, rules)
    for told in latest[:5]:
        note = f" ({told.note})" if told.note else ""
        say(f"{shapes.moment(told.at)}  {told.words}{note}")
    return OK


def _texts(one: Shape) -> tuple[str, str, str, str]:
    return one["name"], one["of"], one["query"], " ".join(one["by"]) or "no way that is on"


def _say_ways(wiring: Wiring, rules: tuple[TellRule, ...]) -> None:
    on = wiring.settings.tell
    if not on.rule:
        say("No rule is in the settings, so sure changes are told on the desk. `standpoint tell add` makes one.")
    if not on.command and any("command" in one.by and set(one.by) != set(WAYS) for one in rules):
        say("A rule tells by command, and tell.command in the settings is empty.")


@tell.command(cls=Verb)
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, help="How far back to look.")
@click.option("--rule", "name", help="This rule alone.")
@click.option("--send", is_flag=True, help="Give what was found to the command of the settings, now.")
@click.option("--json", "as_json", is_flag=True, help="The JSON that the command would get.")
@pass_wiring
def test(wiring: Wiring, *, days: int, name: str | None, send: bool, as_json: bool) -> int:
    """Show what the rules would have told of what was stored in the last days.

    Digests and imports are among it, though nobody is told of them when they come. Nothing is marked as told.
    """
    with wiring.existing_library() as library:
        teller = wiring.teller(library)
        rules = [one for one in teller.rules if name is None or one.name.casefold() == name.casefold()]
        if not rules:
            known = ", ".join(one.name for one in teller.rules)
            raise click.BadParameter(f"there is no rule “{name}”; there are {known}.", param_hint="--rule")
        found, understood = _tried(wiring, teller, rules, days)
        told = bundled(found)
        given = body(library, told, [one.rule for one in found], wiring.clock()) if send or as_json else ""
    if as_json:
        output.write_json(json.loads(given))
    else:
        _write(found)
    if send:
        return _send(wiring, teller, given) if understood else ERROR
    return OK if understood else ERROR


def _tried(wiring: Wiring, teller: Teller, rules: list[TellRule], days: int) -> tuple[list[Found], bool]:
    since = wiring.clock() - timedelta(days=days)
    found: list[Found] = []
    for rule in rules:
        try:
            found.append(Found(rule, teller.would(rule, since)))
        except QueryError as error:
            pointed = "\n".join(f"  {one}" for one in error.pointed(rule.query).split("\n"))
            say(f"The rule “{rule.name}” tells nothing: {error.told()}\n{pointed}")
    return found, len(found) == len(rules)


def _write(found: list[Found]) -> None:
    for one in found:
        output.write_line(f"{one.rule.name}: {len(one.news)} {one.rule.of}")
        for news in one.news[:_SHOWN]:
            output.write_line(f"{_day(news)}  {line(news)}", "  ")
        if len(one.news) > _SHOWN:
            output.write_line(f"and {len(one.news) - _SHOWN} more", "  ")


def _day(news: News) -> str:
    if isinstance(news, ChangeRow):
        return news.found.date().isoformat()
    when = news.fetched if isinstance(news, StatementRow) else news.published or news.fetched
    return when.date().isoformat()


def _send(wiring: Wiring, teller: Teller, given: str) -> int:
    if not wiring.settings.tell.command:
        say("No command is set: write tell.command in the settings, as a list of the program and its arguments.")
        return ERROR
    trouble = teller.run_command(given)
    say(trouble or "The command took it.")
    return ERROR if trouble else OK


@tell.command(cls=Asks)
@click.argument("name")
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@click.option("--of", type=click.Choice(KINDS), default="changes", show_default=True, help="What is told.")
@click.option("--by", type=click.Choice(WAYS), multiple=True, help="How; repeatable. Without it: all that are on.")
@pass_wiring
def add(wiring: Wiring, name: str, words: tuple[str, ...], of: str, by: tuple[str, ...]) -> int:
    """Write a rule into the settings; one that has the name gives way."""
    from tui.settings_file import SettingsFile  # noqa: PLC0415  # tomlkit, which the lists need not load

    with wiring.existing_library() as library:
        _check(wiring, library, words)
    rule = TellRule(name.strip(), joined(words), of, by or WAYS)
    before = SettingsFile(wiring).put_rule(rule)
    say(f"Kept {rule}" + (f" (was: {before})" if before else "") + ". It holds from the next poll.")
    return OK


def _check(wiring: Wiring, library: Library, words: tuple[str, ...]) -> None:
    asked_of(wiring, library, words)


@tell.command(cls=Verb)
@click.argument("name")
@pass_wiring
def remove(wiring: Wiring, name: str) -> int:
    """Take a rule out of the settings."""
    from tui.settings_file import SettingsFile  # noqa: PLC0415  # as above

    gone = SettingsFile(wiring).drop_rule(name)
    if gone is None:
        say(f"There is no rule “{name}” in the settings: `standpoint tell list` shows those there are.")
        return ERROR
    say(f"Removed {gone}.")
    return OK
