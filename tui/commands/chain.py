"""Why a change was told, or what became of a position: the chain from words to ledger, told by the deciding code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from store.model.ledger import Evidence, State
from store.model.rows import ChangeRow, PositionRow, StatementRow
from store.plain import safe_text
from tagger.changes import explain as trace
from tagger.steps import Explanation, Step
from tui import output, shapes
from tui.commands.explain import explained
from tui.shapes import Shape

if TYPE_CHECKING:
    from store.library import Library


def explain_change(library: Library, change_id: int, *, today: date, as_json: bool) -> None:
    """Write why a change or divergence was told. Raises NotFound."""
    row = library.ledger.change(change_id)
    line = _line(library, row.change.principal, row.change.issue, today)
    shape = shapes.change(row) | {
        "explain": {
            "evidence": [{"side": one.side, **_reading(library, one.statement, one.position)} for one in row.evidence],
            "line": line,
        }
    }
    if as_json:
        output.write_json(shape)
    else:
        _write(_change_lines(row, shape))


def explain_position(library: Library, position_id: int, *, today: date, as_json: bool) -> None:
    """Write how a position was read and what became of it in the ledger. Raises NotFound."""
    row, one = library.statements.position(position_id)
    line = _line(library, row.principal, one.issue, today) if row.principal else None
    shape = shapes.position_line(row, one) | {
        "explain": {"reading": _reading(library, row, one), "became": _became(line, row, one), "line": line}
    }
    if as_json:
        output.write_json(shape)
    else:
        _write(_position_lines(row, one, shape))


def _line(library: Library, principal: str, issue: str, today: date) -> Shape | None:
    """A principal's line on an issue, every step of it; None where nothing is evidence on it."""
    evidence = library.ledger.evidence(principal, issue)
    found = trace(evidence, today)
    return line_shape(found[0]) if found else None


def line_shape(one: Explanation) -> Shape:
    """The steps from the first word to the standing position, and what is part of none."""
    return {
        "principal": one.principal,
        "issue": one.issue,
        "steps": [_step(step) for step in one.steps],
        "left_out": [{**_piece(piece), "why": why} for piece, why in one.left_out],
        "state": _state(one.state),
    }


def _state(one: State | None) -> Shape | None:
    return shapes.state(one) if one else None


def _step(one: Step) -> Shape:
    view = one.view
    return {
        "day": shapes.day(view.day),
        "actor": view.actor,
        "rank": view.rank,
        "stance": view.stance.value,
        "condition": view.condition,
        "confidence": round(view.confidence, 3),
        "quoted": view.quoted,
        "sources": view.sources,
        "outcome": one.outcome,
        "why": one.why,
        "evidence": [_piece(piece) for piece in view.evidence],
    }


def _piece(one: Evidence) -> Shape:
    return {
        "position": one.position_id,
        "statement": one.statement_id,
        "actor": one.actor,
        "rank": one.rank,
        "stance": one.stance.value,
        "confidence": round(one.confidence, 3),
        "said_on": shapes.day(one.said_on),
        "said_basis": one.said_basis.value,
        "outlet": one.outlet,
        "source": one.source_key,
        "confirmed": one.confirmed,
        "text": one.text,
    }


def _reading(library: Library, row: StatementRow, one: PositionRow) -> Shape:
    """How the words were read: the statement's chain, and the position's own rule and factors."""
    view = library.statements.view(row.id)
    chain = explained(view, library.articles.get(row.article_id).text)["explain"]
    own = next((each for each in chain["positions"] if each["id"] == one.id), None)
    return {
        "position": one.id,
        "statement": row.id,
        "text": row.text,
        "outlet": row.outlet,
        "url": row.url,
        "review": one.review,
        "rules": chain["rules"],
        "factors": chain["factors"],
        "stance": own,
    }


def _became(line: Shape | None, row: StatementRow, one: PositionRow) -> str:
    """One sentence: which step the position is part of, or why it is part of none."""
    if line:
        for step in line["steps"]:
            if any(piece["position"] == one.id for piece in step["evidence"]):
                return f"On {step['day']} it {step['outcome']}: {step['why']}"
        for piece in line["left_out"]:
            if piece["position"] == one.id:
                return f"It is part of no step: {piece['why']}"
    if one.review == "rejected":
        return "An analyst rejected it, so that nothing rests on it."
    if one.stance == "none":
        return "It takes no stance, so that nothing rests on it."
    if row.about and row.about not in {row.speaker, row.principal}:
        return f"It reports the stance of {row.about}, which is no word of its speaker's own."
    return "Its voice is not known to speak for a principal, so that nothing rests on it."


# --- for people -------------------------------------------------------------------------------------------------------


def _write(lines: Iterator[str]) -> None:
    output.write_text("".join(f"{line}\n" for line in lines))


def _change_lines(row: ChangeRow, shape: Shape) -> Iterator[str]:
    change = row.change
    yield safe_text(
        f"{change.kind.value.capitalize()} {row.id}: {row.principal_name} · {change.issue}: {change.from_stance} → "
        f"{change.to_stance} ({change.grade}, {change.status}, confidence {change.confidence:.2f})"
    )
    yield _in(2, change.why)
    yield _in(2, change.undo)
    for each in shape["explain"]["evidence"]:
        yield each["side"]
        yield from _reading_lines(each)
    yield from _line_lines(shape["explain"]["line"])


def _position_lines(row: StatementRow, one: PositionRow, shape: Shape) -> Iterator[str]:
    yield safe_text(f"Position {one.id}: {row.speaker_name or 'nobody named'} · {one.issue}: {one.stance}")
    yield _in(2, shape["explain"]["became"])
    yield from _reading_lines(shape["explain"]["reading"])
    if shape["explain"]["line"]:
        yield from _line_lines(shape["explain"]["line"])


def _reading_lines(each: Shape) -> Iterator[str]:
    yield _in(2, f"{each['outlet']}, statement {each['statement']}, position {each['position']}: {each['text']}")
    for rule in each["rules"]:
        yield _in(4, f"{rule['rule']}: {rule['means']}")
    stance = each["stance"]
    if stance:
        yield _in(4, f"{stance['rule']}: {stance['means']}")
        product = " × ".join(f"{f['factor']} {f['value']:.2f}" for f in stance["factors"])
        yield _in(4, f"confidence {stance['confidence']:.2f}{' = ' if product else ''}{product}")


def _line_lines(line: Shape | None) -> Iterator[str]:
    if not line:
        return
    yield safe_text(f"All that {line['principal']} said on {line['issue']}, and what became of it")
    for step in line["steps"]:
        who = step["actor"] or "unnamed"
        yield _in(2, f"{step['day']}  {who} (rank {step['rank']}): {step['stance']} {step['outcome']}")
        yield _in(14, f"{step['why']} {_numbers(step['evidence'])}")
    for piece in line["left_out"]:
        yield _in(2, f"{piece['said_on']}  {piece['actor'] or 'unnamed'}: {piece['stance']} is left out")
        yield _in(14, f"{piece['why']} {_numbers([piece])}")


def _in(columns: int, words: str) -> str:
    """A line that begins so many columns in, made safe."""
    return " " * columns + safe_text(words)


def _numbers(pieces: Sequence[Shape]) -> str:
    return f"(position {', '.join(str(piece['position']) for piece in pieces)})"
