"""watchlist init: a new story from five answers."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from tui import output
from tui.commands.verb import CONFIGURATION, ERROR, OK, Verb, pass_wiring, say
from tui.paths import ensure_folder
from tui.stories import is_name
from tui.wiring import Wiring

DAYS_BACK = 30
"""How far back a new story begins where nobody says otherwise."""


@click.command(cls=Verb)
@click.argument("name", required=False)
@click.option("--title", help="What the story is called.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day that counts.")
@click.option("--phrase", "phrases", multiple=True, help="Words that show an article is about it; may be repeated.")
@click.option("--actor", "actors", multiple=True, help="Whose positions to follow, as “Ishaq Dar of Pakistan”.")
@click.option("--issue", "issues", multiple=True, help="A question and its words: “Is the dam to be built? the dam”.")
@click.option("--output", "to", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@pass_wiring
def init(
    wiring: Wiring,
    *,
    name: str | None,
    title: str | None,
    since: datetime | None,
    phrases: tuple[str, ...],
    actors: tuple[str, ...],
    issues: tuple[str, ...],
    to: Path | None,
) -> int:
    """Begin a watchlist for a story of your own, by asking five questions.

    What an option answers is not asked. NAME is what --story will call it.
    """
    from tagger.beginning import Answers, begin, id_of  # noqa: PLC0415  # the tagger is slow to load
    from tagger.watchlist import check  # noqa: PLC0415

    today = wiring.clock().date()
    title = title or _ask("1. What is the story called?", "--title")
    begun = since.date() if since else _day(_ask("2. Since which day does it run?", "--since", _back(today)))
    phrases = phrases or _several(_ask("3. Which phrases show that an article is about it? (a, b, …)", "--phrase"))
    actors = actors or _several(_ask("4. Whose positions do you follow? (Egypt, Hakan Fidan of Turkey, …)", "--actor"))
    issues = issues or (_ask("5. Which question divides them, and in which words? (Is …? words, words)", "--issue"),)
    story = name or id_of(title)
    if not is_name(story):
        raise click.UsageError(f"“{story}” is no name for a story: small letters, digits and hyphens, 64 at most.")
    path = to or wiring.places.stories / f"{story}.toml"
    if path.exists():
        say(f"{path} is there already, and was left as it is. Give another NAME, or another --output.")
        return ERROR
    text = begin(Answers(story, title, begun, phrases, actors, tuple(_issue(words) for words in issues)))
    ensure_folder(path)
    path.write_text(text, encoding="utf-8")
    problems = check(path)
    for problem in problems:
        say(str(problem))
    output.write_line(str(path))
    say(f"Next: edit it, try it with standpoint watchlist test {path}, and open it with {_opening(story, to)}.")
    return CONFIGURATION if problems else OK


def _opening(story: str, to: Path | None) -> str:
    return f"standpoint --watchlist {to} --db {story}.db" if to else f"standpoint --story {story}"


def _ask(question: str, option: str, default: str | None = None) -> str:
    """The answer to a question; where nobody can be asked, the default. Raises UsageError where there is none."""
    if sys.stdin.isatty():
        answer: str = click.prompt(question, default=default, err=True)
        return answer.strip()
    if default is None:
        raise click.UsageError(f"Nobody can be asked here: say it with {option}.")
    return default


def _back(today: date) -> str:
    return (today - timedelta(days=DAYS_BACK)).isoformat()


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise click.UsageError(f"“{words}” is no day. Write it as 2025-11-29.") from error


def _several(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(",") if part.strip())


def _issue(words: str) -> tuple[str, tuple[str, ...]]:
    question, mark, rest = words.partition("?")
    spoken = _several(rest)
    if not mark or not spoken:
        raise click.UsageError(
            f"“{words}” is no question with its words. Write: Is the dam to be built? the dam, the dam project"
        )
    return f"{question.strip()}?", spoken
