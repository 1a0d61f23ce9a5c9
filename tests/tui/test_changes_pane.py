"""The changes pane reads page by page: what was not looked at comes first, and nothing is left out or comes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from store.library import Library
from store.model.ledger import Change
from store.model.rows import ChangeRow, Query
from store.model.words import ChangeKind, ChangeStatus, Grade, Stance
from tests.support.memory import opened
from tui.look import UNICODE, Look
from tui.panes.changes import ChangesPane

FIRST = date(2025, 10, 1)


def change(days: int) -> Change:
    return Change(
        kind=ChangeKind.CHANGE,
        principal="pakistan",
        actor=None,
        issue="isf-troops",
        from_stance=Stance.OPPOSE,
        to_stance=Stance.SUPPORT,
        from_date=FIRST,
        to_date=FIRST + timedelta(days=days),
        grade=Grade.REVERSAL,
        status=ChangeStatus.CHANGED,
        confidence=0.9,
        why="It is so.",
        before=(),
        after=(),
    )


def pages(library: Library, query: Query) -> list[ChangeRow]:
    pane, found = ChangesPane(Look(glyphs=UNICODE, today=FIRST)), list(ChangesPane.fetch(library, query))
    while page := ChangesPane.fetch(library, replace(query, before=pane.after(found[-1]))):
        assert len(page) <= query.limit
        found += page
    return found


def test_all_changes_come_page_by_page(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.ledger.settle("pakistan", "isf-troops", [change(days) for days in range(23)], [])
        every = library.ledger.changes(Query())
        assert len(every) == 23
        library.ledger.mark_seen([row.id for row in every[::3]])
        wanted = [row.id for row in every if row not in every[::3]] + [row.id for row in every[::3]]
        for limit in (1, 4, 5, 15, 40):
            assert [row.id for row in pages(library, Query(limit=limit))] == wanted
            assert [row.id for row in pages(library, Query(limit=limit, unread=True))] == wanted[:15]
