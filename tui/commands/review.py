"""review: the analyst's verdicts, without the desk.

Positions are named by their id, as `review` and `positions` list them. A verdict holds for these words of this speaker
in this article; actor, day and words that are corrected hold for the whole statement.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.model.review import Merged, QueueRow, RateRow, ReviewRow
from store.model.words import Stance
from tui import output, shapes
from tui.commands.narrowing import DAY, query, write_rows, write_table
from tui.commands.verb import ERROR, OK, Verb, begin, pass_wiring, say
from tui.shapes import Shape
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library

QUEUE = 50
"""How many positions the queue shows unless told otherwise: an hour's work."""
COLUMNS = ("id", "score", "confidence", "said", "speaker", "issue", "stance", "changes", "text")

IDS = click.argument("ids", metavar="ID…", nargs=-1, required=True, type=int)


def _by(function: Callable[..., Any]) -> Callable[..., Any]:
    words = "Whose verdict it is; the login name where it is not given."
    return click.option("--by", "who", envvar="STANDPOINT_REVIEW_BY", help=words)(function)


def _copies(function: Callable[..., Any]) -> Callable[..., Any]:
    words = "Also for the same words in other outlets, where they were read alike."
    return click.option("--copies", is_flag=True, help=words)(function)


def _note(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--note", default="", help="Why.")(function)


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a position.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=QUEUE, show_default=True, help="So many at most.")
@click.pass_context
def review(ctx: click.Context, *, as_json: bool, limit: int) -> int:
    """List the positions most worth a look, and give verdicts on them.

    The order is (effect on a shown change) × (1 − confidence).
    """
    if ctx.invoked_subcommand is not None:
        return OK
    wiring: Wiring = ctx.obj
    begin(wiring)
    # Which change falls without a position is asked of the code that decides on changes.
    from tagger.changes import changes  # noqa: PLC0415  # the other commands need nothing of the tagger

    today = wiring.clock().date()
    with wiring.existing_library() as library:
        rows = library.ledger.queue(limit, rule=lambda pieces: changes(pieces, today))
    if as_json:
        output.write_json_lines(map(queued, rows))
    else:
        write_rows(COLUMNS, [_cells(row) for row in rows])
    if not rows:
        say("Nothing waits for a verdict.")
    return OK


def queued(row: QueueRow) -> Shape:
    """One line of `review --json`."""
    line = shapes.position_line(row.statement, row.position)
    return line | {"changes": list(row.changes), "effect": round(row.effect, 3), "score": row.score}


def _cells(row: QueueRow) -> dict[str, object]:
    shape = queued(row)
    return {
        **shape,
        "score": f"{row.score:.2f}",
        "confidence": f"{row.position.confidence:.2f}",
        "said": shape["said_on"],
        "speaker": row.statement.speaker_name,
        "changes": " ".join(map(str, row.changes)),
        "text": row.statement.text,
    }


@review.command(cls=Verb)
@IDS
@_copies
@_note
@_by
@pass_wiring
def confirm(wiring: Wiring, ids: tuple[int, ...], *, copies: bool, note: str, who: str | None) -> int:
    """Say that positions were read rightly."""
    return _judge(wiring, ids, who, "confirmed", copies=copies, note=note)


@review.command(cls=Verb)
@IDS
@_copies
@_note
@_by
@pass_wiring
def reject(wiring: Wiring, ids: tuple[int, ...], *, copies: bool, note: str, who: str | None) -> int:
    """Say that positions are none; changes that rest on them alone vanish."""
    return _judge(wiring, ids, who, "rejected", copies=copies, note=note)


@review.command(cls=Verb)
@IDS
@click.option("--actor", help="Whose words they are: an id, name or alias.")
@click.option("--issue", help="The issue that they are about.")
@click.option("--stance", type=click.Choice([one.value for one in Stance]), help="What they say on it.")
@click.option("--condition", help="The words of the condition.")
@click.option("--said-on", type=DAY, help="The day on which they were said, as 2025-11-29.")
@click.option("--text", help="The words of the statement, letter for letter as they stand in the article.")
@_note
@_by
@pass_wiring
def correct(wiring: Wiring, /, ids: tuple[int, ...], who: str | None, note: str, **parts: Any) -> int:
    """Put something else in the place of what was read."""
    with wiring.existing_library() as library:
        known = query(wiring, library, actor=parts["actor"], issue=parts["issue"])
    parts |= {
        "actor": known.actor,
        "issue": known.issue,
        "stance": Stance(parts["stance"]) if parts["stance"] else None,
    }
    return _judge(wiring, ids, who, "corrected", note=note, **parts)


@review.command(cls=Verb)
@click.argument("position", metavar="ID", type=int)
@click.argument("words", metavar="WORDS")
@_by
@pass_wiring
def note(wiring: Wiring, position: int, words: str, who: str | None) -> int:
    """Write a note beside a position; the verdict stays as it is."""
    return _judge(wiring, (position,), who, "noted", note=words)


@review.command(cls=Verb)
@IDS
@_copies
@pass_wiring
def undo(wiring: Wiring, ids: tuple[int, ...], *, copies: bool) -> int:
    """Take back the last verdict on each position; the one before it holds again."""
    code = OK
    with wiring.existing_library() as library:
        for one in _with_copies(library, ids) if copies else ids:
            if library.ledger.undo(one):
                say(f"The last verdict on position {one} is taken back.")
            else:
                say(f"Position {one} has no verdict that could be taken back.")
                code = ERROR
        wiring.settle(library)
    return code


def _with_copies(library: Library, ids: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each for one in ids for each in (one, *library.ledger.copies(one))))


def _judge(
    wiring: Wiring, ids: tuple[int, ...], who: str | None, verdict: str, *, copies: bool = False, **parts: Any
) -> int:
    """Give one verdict on all positions, and work the ledger out again. Raises StoreError at the first that fails."""
    analyst = who or _login()
    with wiring.existing_library() as library:
        ids = _with_copies(library, ids) if copies else ids
        try:
            for one in ids:
                library.ledger.review(one, verdict, who=analyst, **parts)
        finally:
            wiring.settle(library)
    say(f"{len(ids)} {'position' if len(ids) == 1 else 'positions'} {verdict} by {analyst}.")
    return OK


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unnamed"


# --- the history and the rates --------------------------------------------------------------------------------------


@review.command(cls=Verb)
@click.argument("position", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a verdict.")
@pass_wiring
def history(wiring: Wiring, position: int, *, as_json: bool) -> int:
    """List all verdicts on a position, the latest last."""
    with wiring.existing_library() as library:
        rows = library.ledger.history(position)
    if as_json:
        output.write_json_lines(map(verdict_shape, rows))
    else:
        write_table(("at", "by", "verdict", "corrected to", "note", ""), [_told(row) for row in rows])
    return OK


def verdict_shape(row: ReviewRow) -> Shape:
    """One verdict, in force or not."""
    return {
        "verdict": row.verdict,
        "by": row.who,
        "at": shapes.moment(row.at),
        "note": row.note,
        "actor": row.to_actor,
        "issue": row.to_issue,
        "stance": row.stance.value if row.stance else None,
        "condition": row.condition,
        "said_on": shapes.day(row.said_on),
        "text": row.text,
        "in_force": row.active,
        "undone": shapes.moment(row.undone),
    }


def _told(row: ReviewRow) -> tuple[object, ...]:
    parts = (row.to_actor, row.to_issue, row.stance, row.condition, row.said_on, row.text)
    state = "in force" if row.active else "taken back" if row.undone else "outdone"
    return (shapes.moment(row.at), row.who, row.verdict, "; ".join(str(p) for p in parts if p), row.note, state)


@review.command(cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a rule or actor.")
@pass_wiring
def rates(wiring: Wiring, *, as_json: bool) -> int:
    """Show how often verdicts accept what each rule, and each actor's words, were read as."""
    with wiring.existing_library() as library:
        rows = library.ledger.rates()
    if as_json:
        output.write_json_lines(map(rate_shape, rows))
    else:
        write_table(
            ("of", "which", "confirmed", "corrected", "rejected", "accepted"),
            [(r.kind, r.key, r.confirmed, r.corrected, r.rejected, f"{r.accepted:.2f}") for r in rows],
        )
    return OK


def rate_shape(row: RateRow) -> Shape:
    """One line of `review rates --json`."""
    return {
        "of": row.kind,
        "which": row.key,
        "confirmed": row.confirmed,
        "corrected": row.corrected,
        "rejected": row.rejected,
        "accepted": round(row.accepted, 3),
    }


# --- two analysts ---------------------------------------------------------------------------------------------------


@review.command(cls=Verb)
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@pass_wiring
def export(wiring: Wiring, path: Path) -> int:
    """Write all verdicts to a file, a JSON line each; `-` writes them to standard output."""
    with wiring.existing_library() as library:
        lines = library.ledger.export_reviews()
    if str(path) == "-":
        output.write_json_lines(lines)
    else:
        path.write_text("".join(output.to_json(line) + "\n" for line in lines), encoding="utf-8")
    say(f"{len(lines)} {'verdict' if len(lines) == 1 else 'verdicts'} written.")
    return OK


@review.command("import", cls=Verb)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The conflicts as JSON, a line each.")
@pass_wiring
def import_(wiring: Wiring, path: Path, *, as_json: bool) -> int:
    """Merge another analyst's verdicts: the latest holds, all are kept, conflicts are listed."""
    with wiring.existing_library() as library:
        merged = library.ledger.import_reviews(_lines(path))
        wiring.settle(library)
    _list_conflicts(merged, as_json=as_json)
    say(
        f"{merged.added} added, of which {merged.waiting} wait for their article; {merged.known} known already; "
        f"{len(merged.conflicts)} in conflict."
    )
    return OK


def _lines(path: Path) -> Iterator[Any]:
    """The file's lines as JSON; None, which is no verdict, for a line that is none."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.strip():
                try:
                    yield json.loads(line)
                except (json.JSONDecodeError, RecursionError):
                    yield None


def _list_conflicts(merged: Merged, *, as_json: bool) -> None:
    if as_json:
        output.write_json_lines(
            {
                "actor": c.actor,
                "issue": c.issue,
                "words": c.content,
                "held": verdict_shape(c.held),
                "other": verdict_shape(c.other),
            }
            for c in merged.conflicts
        )
        return
    write_table(
        ("actor", "issue", "holds", "outdone", "words"),
        [(c.actor, c.issue, _verdict_words(c.held), _verdict_words(c.other), c.content) for c in merged.conflicts],
    )


def _verdict_words(row: ReviewRow) -> str:
    to = f" to {row.stance}" if row.stance else ""
    return f"{row.who or 'unnamed'}: {row.verdict}{to}"
