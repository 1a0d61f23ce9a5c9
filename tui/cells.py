"""From record to styled text: pure functions, one for each kind of row. Whatever came from outside passes `safe` first.

Every function takes a record, the width in cells and the look, and gives one content for each of the row's lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from store.model.rows import ActorRow, ChangeRow, PositionRow, StatementRow, StoryRow
from store.model.words import ChangeKind, ChangeStatus, SaidBasis, Stance
from store.plain import safe_text
from tui.leading import REJECTED, leading
from tui.look import Look, day, local_day, spark

Piece = tuple[str, str]
"""Text and the name of its ink; "" is plain."""

WIDE_ACTOR = 46
"""From this width an actor's columns are of eight weeks instead of five."""
NARROW_ACTOR = 33
"""From this width an actor has its last word's age beside its count."""
WIDE_STATEMENT = 76
"""From this width a statement takes two lines instead of three."""
WIDE_CHANGE = 76
"""From this width a change takes two lines instead of three."""
WIDE_STORY = 104
"""From this width a story takes one line instead of two."""


def safe(text: str) -> str:
    """Make text from outside harmless on one line: no controls, no escapes, no direction overrides, single blanks."""
    return safe_text(text)


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Cut text to a width in cells, with a mark where something is missing, and fill it up with blanks."""
    if width <= 0:
        return ""
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + ellipsis, width)


def line(*pieces: Piece) -> Content:
    """Join pieces into one line."""
    return Content.assemble(*(piece for piece in pieces if piece[0]))


def row_line(width: int, left: Sequence[Piece], right: Sequence[Piece] = (), ellipsis: str = "…") -> Content:
    """Lay pieces from the left and pieces at the right edge; the left ones give way."""
    tail = sum(cell_len(text) for text, _ in right)
    if right and tail + 12 > width:
        right, tail = (), 0
    room = width - tail - (1 if right else 0)
    kept: list[Piece] = []
    for text, ink in left:
        size = cell_len(text)
        if size > room:
            kept.append((fit(text, room, ellipsis), ink))
            room = 0
            break
        kept.append((text, ink))
        room -= size
    gap = " " * (room + (1 if right else 0))
    return line(*kept, (gap, "") if right else ("", ""), *right)


def stance_pieces(stance: Stance, look: Look) -> tuple[Piece, ...]:
    """Write a stance as glyph and word, in its own ink."""
    return ((f"{look.glyphs.stances[stance]} {stance.value}", stance.value),)


def confidence(value: float) -> str:
    """Write a confidence as ".93", or "1.0"."""
    return f"{value:.2f}".removeprefix("0")


def age(value: date | None, today: date) -> str:
    """Write how long ago a day was, in four cells: "3d", "12w", "2y"."""
    if value is None:
        return ""
    days = max((today - value).days, 0)
    return next(
        f"{days // size}{unit}" for size, unit in ((1, "d"), (7, "w"), (365, "y")) if days < 100 * size or unit == "y"
    )


def short_code(name: str) -> str:
    """Shorten a state or body: its capitals if it has several words, else the first three letters."""
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words)[:4] if len(words) > 1 else name[:3].upper()


def said(row: StatementRow, look: Look) -> str:
    """Write the day of a statement; "~" where only the article's own day is known."""
    if row.said_on is not None and row.said_basis is SaidBasis.STATED:
        return day(row.said_on, look.today)
    stand_in = row.said_on or local_day(row.published or row.fetched)
    return f"~{day(stand_in, look.today)}"


def quoted(row: StatementRow) -> str:
    """Write the words of a statement on one line."""
    return safe(row.text)


def actor(row: ActorRow, width: int, look: Look) -> list[Content]:
    """Draw an actor: name, principal, weeks, count, new ones, the day it last spoke."""
    dot = f" {look.glyphs.dot}{row.new}" if row.new else ""
    columns = spark(row.weekly[-8 if width >= WIDE_ACTOR else -5 :], look.glyphs)
    whom = look.name_of(row.principal) if row.principal and row.principal != row.id else ""
    count = f"{row.statements:>4}"
    tail: list[Piece] = [(columns, "issue"), (count, "strong"), (f"{dot:<3}", "new")]
    if width >= 56:
        last = day(row.last_said, look.today) if row.last_said else ""
        tail.append((f"{last:>12}", "date"))
    elif width >= NARROW_ACTOR:
        tail.append((f"{age(row.last_said, look.today):>5}", "date"))
    used = sum(cell_len(text) for text, _ in tail) + 1
    principal = fit(safe(whom), 12, look.glyphs.ellipsis) if width >= 50 else f"{short_code(safe(whom)):<4}"
    name = fit(safe(row.name), max(width - used - cell_len(principal) - 1, 6), look.glyphs.ellipsis)
    return [row_line(width, [(name, "name"), (" ", ""), (principal, "dim")], tail, look.glyphs.ellipsis)]


def verdict_pieces(position: PositionRow, look: Look) -> tuple[Piece, ...]:
    """Write the analyst's verdict on a position as glyph and word, in its own ink; nothing where there is none."""
    word = position.review
    return ((f"{look.glyphs.verdicts.get(word, look.glyphs.dot)} {word}", word),) if word else ()


def source(row: StatementRow) -> str:
    """Write who carried a statement: whether it is our digest, the outlet, how many more."""
    more = f" +{row.more_outlets}" if row.more_outlets else ""
    digest = "digest " if row.is_digest else ""
    return f"{digest}{safe(row.outlet) or 'no outlet'}{more}"


def speaker(row: StatementRow, look: Look) -> str:
    """Write who spoke; an unnamed voice is said to be one."""
    name = safe(row.speaker_name) or (look.name_of(row.principal) if row.principal else "") or "unknown speaker"
    return f"{name} (unnamed)" if row.unnamed else name


def statement_height(width: int) -> int:
    """Say how many lines a statement takes at a width."""
    return 2 if width >= WIDE_STATEMENT else 3


def statement(row: StatementRow, width: int, look: Look) -> list[Content]:
    """Draw a statement: day, speaker, issue; stance and words; outlet and confidence."""
    ell = look.glyphs.ellipsis
    first = leading(row.positions)
    more = f" +{len(row.positions) - 1}" if len(row.positions) > 1 else ""
    issue = f"{first.issue}{more}" if first else ""
    when = fit(said(row, look), 12 if _other_year(row, look) else 7, ell)
    carried = source(row)
    sure: list[Piece] = []
    if first:
        sure.append((f"confidence {confidence(first.confidence)}", "dim"))
        sure += [(f" {look.glyphs.separator} ", "dim"), *verdict_pieces(first, look)] if first.review else []
    who = (speaker(row, look), "name")
    words: list[Piece] = [(" ", ""), *_stance_only(row, look), (quoted(row), "")]
    if width >= WIDE_STATEMENT:
        carried = _cut(carried, width // 4, ell)
        joint = f" {look.glyphs.separator} " if sure else ""
        right = [(f"{issue}  ", "issue"), (carried, "dim"), (joint, "dim"), *sure]
        return [row_line(width, [(when, "date"), (" ", ""), who], right, ell), row_line(width, words, (), ell)]
    return [
        row_line(width, [(when, "date"), (" ", ""), who], [(issue, "issue")] if issue else (), ell),
        row_line(width, words, (), ell),
        row_line(width, [("   ", ""), (carried, "dim")], sure, ell),
    ]


def _cut(text: str, width: int, ellipsis: str) -> str:
    """Cut text that is wider than a width; leave what fits as it is."""
    return text if cell_len(text) <= width else fit(text, width, ellipsis).rstrip()


def _other_year(row: StatementRow, look: Look) -> bool:
    stand_in = row.said_on or local_day(row.published or row.fetched)
    return stand_in.year != look.today.year


def _stance_only(row: StatementRow, look: Look) -> list[Piece]:
    first = leading(row.positions)
    if first is None or first.review == REJECTED:
        return []
    return [*stance_pieces(first.stance, look), (" ", "")]


def change_height(width: int) -> int:
    """Say how many lines a change takes at a width."""
    return 2 if width >= WIDE_CHANGE else 3


def change(row: ChangeRow, width: int, look: Look) -> list[Content]:
    """Draw a change or divergence: whose, on what; from, to, grade; who said it when."""
    one, glyphs = row.change, look.glyphs
    issue = safe(row.issue_question) or one.issue
    apart = one.kind is ChangeKind.DIVERGENCE
    fresh: Piece = ("", "") if row.seen else (f"{glyphs.dot} ", "new")
    head: list[Piece] = [fresh, (safe(row.principal_name), "name"), (f" {glyphs.separator} {issue}", "issue")]
    joint = f" {glyphs.between if apart else glyphs.arrow} "
    sides = [*stance_pieces(one.from_stance, look), (joint, "strong"), *stance_pieces(one.to_stance, look)]
    grade = "divergence" if apart else one.grade.value
    if one.status is ChangeStatus.POSSIBLE:
        grade = f"possible {grade}"
    mark: Piece = (grade, "warning" if one.status is ChangeStatus.POSSIBLE else "strong")
    beside = sum(cell_len(text) for text, _ in sides) + cell_len(grade) < width
    if width >= WIDE_CHANGE:
        who = [(_who_when(row, look), "dim")]
        return [row_line(width, head, who, glyphs.ellipsis), row_line(width, sides, [mark], glyphs.ellipsis)]
    return [
        row_line(width, head, (), glyphs.ellipsis),
        row_line(width, sides, [mark] if beside else (), glyphs.ellipsis),
        row_line(width, [(_who_when(row, look), "dim")], () if beside else [mark], glyphs.ellipsis),
    ]


def _who_when(row: ChangeRow, look: Look) -> str:
    one = row.change
    sides = []
    for side, when in (("before", one.from_date), ("after", one.to_date)):
        voice = next((piece.statement for piece in row.evidence if piece.side == side), None)
        name = f"{speaker(voice, look).split()[-1]} " if voice is not None and not voice.unnamed else ""
        sides.append(f"{name}{day(when, look.today)}")
    more = f"  +{row.more_outlets}" if row.more_outlets else ""
    return f" {look.glyphs.arrow} ".join(sides) + more


def story_height(width: int) -> int:
    """Say how many lines a story takes at a width."""
    return 1 if width >= WIDE_STORY else 2


def story(row: StoryRow, width: int, look: Look) -> list[Content]:
    """Draw a story: unread, star, day, title; outlet, topics, actors, number of statements."""
    glyphs = look.glyphs
    unread = glyphs.dot if not row.read else " "
    star = glyphs.star if row.starred else " "
    approximate = "~" if row.date_approximate or row.published is None else ""
    stamp = local_day(row.published or row.fetched)
    when = fit(f"{approximate}{day(stamp, look.today)}", 12 if stamp.year != look.today.year else 7, glyphs.ellipsis)
    more = f" +{row.more}" if row.more else ""
    digest = " digest" if row.is_digest else ""
    title = (safe(row.title) or "(no title)", "" if row.read else "strong")
    quotes = f"{row.statements:>3} {glyphs.quote} "
    facts: list[Piece] = [
        (fit(safe(row.outlet) + more, 14, glyphs.ellipsis), "dim"),
        (digest, "digest"),
        (" " + fit(" ".join(row.topics), 9, glyphs.ellipsis), "issue"),
        (" " + fit(" ".join(safe(name).split()[-1] for name in row.actors[:3] if safe(name)), 18, glyphs.ellipsis), ""),
        (quotes, "strong"),
    ]
    head: list[Piece] = [(unread, "new"), (star, "warning"), (when, "date"), (" ", ""), title]
    if width >= WIDE_STORY:
        return [row_line(width, head, facts, glyphs.ellipsis)]
    return [row_line(width, head, (), glyphs.ellipsis), row_line(width, [("   ", ""), *facts], (), glyphs.ellipsis)]
