"""How one statement was read: source, cue and content, rule by rule, and the figures that its confidence comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from store.model.reading import Span
from store.model.rows import PositionRow, StatementView
from store.model.words import SaidBasis
from store.plain import safe_text
from tagger import precision
from tagger.meanings import meaning
from tui import output, shapes
from tui.shapes import Shape

if TYPE_CHECKING:
    from store.library import Library

_VOICE = "speaker:"
"""What the sieve's id begins with among a statement's rules."""

_EARLIER = "The figures were measured anew since it was read; `standpoint retag` reads it by the new ones."
_FEW = "A figure on few cases is drawn towards that of its class: docs/accuracy.md has the formula."
_ROUNDING = 0.0015
"""Stored figures have three places."""


def explain(library: Library, statement_id: int, *, as_json: bool) -> None:
    """Write how a statement was read. Raises NotFound."""
    view = library.statements.view(statement_id)
    shape = explained(view, library.articles.get(view.row.article_id).text)
    if as_json:
        output.write_json(shape)
    else:
        sys.stdout.write("\n".join(_lines(view, shape)) + "\n")


def explained(view: StatementView, text: str) -> Shape:
    """A statement's shape with `explain`: the words of its parts, what its rules mean, and its factors."""
    rules, sieve = _rules(view)
    contents = view.spans or (Span(view.start, view.end),)
    factors = [
        _factor(kind, rule)
        for kind, rule in ((precision.EXTRACTION, precision.deciding(rules)), (precision.SPEAKER, sieve))
    ]
    return shapes.stored_statement(view) | {
        "explain": {
            "content": [_part(text, span) for span in contents],
            "source": _part(text, view.speaker_span),
            "cue": _part(text, view.cue_span),
            "rules": [
                *({"rule": rule, "means": meaning(precision.EXTRACTION, rule)} for rule in rules),
                {"rule": _VOICE + sieve, "means": meaning(precision.SPEAKER, sieve)},
            ],
            "factors": factors,
            "product": precision.product((f["factor"], f["value"]) for f in factors),
            "said_on": shapes.day(view.row.said_on),
            "said_basis": view.row.said_basis.value,
            "positions": [_position(one, sieve) for one in view.row.positions],
        }
    }


def _rules(view: StatementView) -> tuple[tuple[str, ...], str]:
    """The rules that read the content, and the sieve that knew the speaker."""
    sieves = [rule.removeprefix(_VOICE) for rule in view.rules if rule.startswith(_VOICE)]
    rules = tuple(rule for rule in view.rules if not rule.startswith(_VOICE))
    return rules, (sieves[0] if sieves else "") or precision.UNRESOLVED


def _part(text: str, span: Span | None) -> Shape | None:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]} if span else None


def _factor(kind: str, rule: str, value: float | None = None) -> dict[str, Any]:
    """A factor with the cases that it was measured on; `value` is the one stored, where there is one."""
    found = precision.measured(kind, rule)
    return {
        "factor": kind,
        "rule": rule,
        "means": meaning(kind, rule),
        "value": found.precision if value is None else value,
        "hits": found.hits,
        "n": found.n,
        "set": found.corpus,
        "pooled": found.rule == precision.POOLED,
    }


def _position(one: PositionRow, sieve: str) -> Shape:
    names = {precision.STANCE: one.rule, precision.SPEAKER: sieve}
    factors = [
        _factor(name if name in names else precision.DOUBT, names.get(name, name), value) for name, value in one.factors
    ]
    return shapes.stored_position(one) | {"means": meaning(precision.STANCE, one.rule), "factors": factors}


# --- for people -------------------------------------------------------------------------------------------------------


def _lines(view: StatementView, shape: Shape) -> Iterator[str]:
    row, how = view.row, shape["explain"]
    whose = f" for {row.principal}" if row.principal and row.principal != row.speaker else ""
    yield safe_text(f"Statement {row.id}: {row.speaker_name or 'nobody named'}{whose}, {row.outlet}")
    yield _field("source", _quoted(how["source"]))
    yield _field("cue", _quoted(how["cue"]))
    yield from (_field(row.kind.value, _quoted(part)) for part in how["content"])
    yield _field("said", _said(view))
    if row.about:
        yield _field("about", f"{row.about}: whose stance it reports")
    yield from (_field("rule", f"{each['rule']}: {each['means']}") for each in how["rules"])
    yield f"confidence {row.confidence:.3f}"
    yield from _factor_lines(how["factors"])
    if abs(how["product"] - row.confidence) > _ROUNDING:
        yield f"  {_EARLIER}"
    for one in how["positions"]:
        yield from _position_lines(one)
    yield _FEW


def _position_lines(one: Shape) -> Iterator[str]:
    reviewed = f", {one['review']} by review" if one["review"] else ""
    yield f"{one['issue']}: {one['stance']}, confidence {one['confidence']:.3f}{reviewed}"
    yield _field("rule", f"{one['rule']}: {one['means']}")
    if one["condition"]:
        yield _field("if", repr(one["condition"]))
    yield from _factor_lines(one["factors"])


def _field(name: str, words: str) -> str:
    return f"  {name:<9}{safe_text(words)}"


def _quoted(part: Shape | None) -> str:
    return f"{part['text']!r} ({part['start']} to {part['end']})" if part else "none of its own"


def _said(view: StatementView) -> str:
    if view.row.said_on is not None and view.row.said_basis is SaidBasis.STATED:
        return f"{view.row.said_on}, which the text fixes"
    day = view.row.published
    return f"the text fixes no day; published {day.date()}" if day else "neither the text nor the feed tells a day"


def _factor_lines(factors: Sequence[Shape]) -> Iterator[str]:
    for each in factors:
        cases = f"{each['hits']} of {each['n']} right on {each['set']}"
        whose = f"never measured; all {each['factor']} rules: {cases}" if each["pooled"] else cases
        yield f"  {each['value']:.3f}  {each['factor']:<11}{each['rule']:<22}{whose}"
