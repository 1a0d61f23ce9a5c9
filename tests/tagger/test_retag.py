"""The stairwell: readings go in, the ledger comes out, and re-reading keeps it true."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from seeds.loader import documents
from store.library import Library
from store.model.articles import Document
from store.model.reading import Draft, Reading
from store.model.rows import Query
from store.model.words import ChangeStatus, Stance
from tagger import watchlist
from tagger.reader import Reader
from tagger.retag import retag, settle
from tests.support import packaged

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TODAY = NOW.date()
SHARED = Path(__file__).parents[3] / "shared"
ANNOTATED = [SHARED / "story-dev", SHARED / "seeds"]

BEFORE = (
    "ISLAMABAD: Pakistan has not yet decided whether to send troops to the international stabilization force in Gaza, "
    "Defence Minister Khawaja Asif said on Tuesday.\n\n“No decision has been made on joining the ISF,” Asif said."
)
AFTER = (
    "ISLAMABAD: Pakistan would send troops to the international stabilization force in Gaza only under a mandate of "
    "the UN Security Council, Foreign Minister Ishaq Dar said on Saturday.\n\n“We will not send soldiers to Gaza "
    "without a UN mandate,” Dar said."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return packaged.reader()


@pytest.fixture
def library(tmp_path: Path, reader: Reader) -> Iterator[Library]:
    with Library.open(tmp_path / "s.db", clock=lambda: NOW) as opened:
        opened.names.sync(reader.watchlist.facts())
        yield opened


def put(library: Library, reader: Reader, text: str, title: str, day: str | None, outlet: str = "Herald") -> None:
    published = datetime.fromisoformat(day).astimezone(UTC) if day else None
    document = Document(text=text, title=title, outlet=outlet, published=published)
    library.articles.put(document, reader.read(Draft(text, title, outlet, published=published)))


def test_settling_writes_the_change_with_both_sides(library: Library, reader: Reader) -> None:
    put(library, reader, BEFORE, "Pakistan undecided on Gaza force", "2025-10-28T12:00:00+00:00")
    put(library, reader, AFTER, "Pakistan wants a UN mandate for Gaza", "2025-11-29T12:00:00+00:00", "Courier")
    assert settle(library, today=TODAY) > 0
    [row] = library.ledger.changes(Query(principal="pakistan", issue="isf-troops"))
    assert (row.change.from_stance, row.change.to_stance) == (Stance.UNDECIDED, Stance.CONDITIONAL)
    assert row.change.status is ChangeStatus.CHANGED
    assert {e.side for e in row.evidence} == {"before", "after"}
    assert library.ledger.dirty() == ()
    assert settle(library, today=TODAY) == 0


def reading_with(reader: Reader, mark: str) -> Callable[[Iterable[Sequence[Draft]]], Iterator[list[Reading]]]:
    """Reads batches, and marks the readings otherwise than the reader would."""
    return lambda batches: ([replace(reader.read(draft), tagged_with=mark) for draft in batch] for batch in batches)


def marked(mark: str) -> watchlist.Watchlist:
    return replace(watchlist.load(None), fingerprint=mark)


def test_retagging_in_batches_comes_to_the_same_ledger(library: Library, reader: Reader) -> None:
    put(library, reader, BEFORE, "Pakistan undecided on Gaza force", "2025-10-28T12:00:00+00:00")
    put(library, reader, AFTER, "Pakistan wants a UN mandate for Gaza", "2025-11-29T12:00:00+00:00", "Courier")
    settle(library, today=TODAY)
    before = [r.change.why for r in library.ledger.changes(Query())]
    progress = list(retag(library, reading_with(reader, "new"), marked("new"), today=TODAY, batch=1))
    assert (progress[-1].done, progress[-1].read, progress[-1].changed) == (2, 2, 0)
    assert library.rereading.count("new") == 0
    assert [r.change.why for r in library.ledger.changes(Query())] == before


def test_a_reader_with_another_watchlist_is_refused(library: Library, reader: Reader) -> None:
    put(library, reader, BEFORE, "Pakistan undecided on Gaza force", "2025-10-28T12:00:00+00:00")
    with pytest.raises(ValueError, match="another watchlist"):
        list(retag(library, reading_with(reader, "other"), marked("new"), today=TODAY))


def test_what_is_stopped_goes_on_and_settles_what_was_left(library: Library, reader: Reader) -> None:
    put(library, reader, BEFORE, "Pakistan undecided on Gaza force", "2025-10-28T12:00:00+00:00")
    put(library, reader, AFTER, "Pakistan wants a UN mandate for Gaza", "2025-11-29T12:00:00+00:00", "Courier")
    mute = {draft.text: replace(reader.read(draft), statements=(), tagged_with="mute") for draft in drafts(library)}

    def unhearing(batches: Iterable[Sequence[Draft]]) -> Iterator[list[Reading]]:
        return ([mute[draft.text] for draft in batch] for batch in batches)

    assert list(retag(library, unhearing, marked("mute"), today=TODAY))[-1].changed == 2
    assert library.ledger.changes(Query()) == ()
    run = retag(library, reading_with(reader, "new"), marked("new"), today=TODAY, batch=1, timer=lambda: -1.0)
    assert next(run).done == 1
    run.close()
    assert library.rereading.count("new") == 1
    assert library.ledger.dirty() != ()
    assert list(retag(library, reading_with(reader, "new"), marked("new"), today=TODAY))[-1].done == 1
    assert library.ledger.dirty() == ()
    assert len(library.ledger.changes(Query())) == 1


def drafts(library: Library) -> list[Draft]:
    marks = library.rereading.others("")
    return [one.draft for mark in marks for one in library.rereading.waiting(mark, below=None, limit=100)]


def test_marking_what_cannot_have_changed_comes_to_what_reading_all_comes_to(tmp_path: Path, reader: Reader) -> None:
    stored, few = {}, documents()[:14]
    for way in ("marked", "read"):
        with Library.open(tmp_path / f"{way}.db", clock=lambda: NOW) as opened:
            opened.names.sync(reader.watchlist.facts())
            for document in few:
                taken = Draft(document.text, document.title, document.outlet, published=document.published)
                opened.articles.put(document, reader.read(taken))
            settle(opened, today=TODAY)
            first = next(actor for actor in reader.watchlist.actors if actor.id == "ishaq-dar")
            others = tuple(actor for actor in reader.watchlist.actors if actor is not first)
            edited = Reader(replace(reader.watchlist, actors=others, fingerprint="edited"))
            known = {reader.watchlist.fingerprint: reader.watchlist} if way == "marked" else {}
            read = reading_with(edited, "edited")
            last = list(retag(opened, read, edited.watchlist, today=TODAY, earlier=known.get))[-1]
            stored[way] = contents(tmp_path / f"{way}.db")
            assert last.done == len(few)
            assert (last.read < last.done) is (way == "marked")
            assert last.changed > 0
    assert stored["marked"] == stored["read"]


CONTENTS = {
    "articles": "SELECT id, on_story, mentions FROM articles",
    "actors": "SELECT article_id, ordinal, actor, mentions, on_story FROM article_actors",
    "topics": "SELECT * FROM article_topics",
    "statements": "SELECT id, article_id, start, fingerprint, content_key FROM statements",
    "voices": "SELECT statement_id, ordinal, actor, principal, unnamed, rank FROM statement_voices",
    "positions": "SELECT p.id, p.statement_id, p.issue, p.stance, p.confidence, p.condition, h.words FROM positions p "
    "JOIN phrases h ON h.id = p.factors",
    "states": "SELECT * FROM states",
}


def contents(path: Path) -> list[tuple[object, ...]]:
    """All that is stored of readings and the ledger, row by row."""
    with closing(sqlite3.connect(path)) as connection:
        return [(table, *row) for table, sql in CONTENTS.items() for row in connection.execute(f"{sql} ORDER BY 1, 2")]


# --- on annotated articles --------------------------------------------------------------------------------------------


def articles(folder: Path) -> list[dict[str, str]]:
    if not folder.exists():
        pytest.skip(f"the annotated articles are not beside the repository ({folder.name})")
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]


def fill(library: Library, reader: Reader, folders: list[Path]) -> None:
    for article in (a for folder in folders for a in articles(folder)):
        put(library, reader, article["text"], article["title"], article["published"], article["outlet"])
    settle(library, today=TODAY)


def test_the_seed_corpus_shows_its_one_change_and_no_other(library: Library, reader: Reader) -> None:
    fill(library, reader, [SHARED / "seeds"])
    [row] = library.ledger.changes(Query())
    assert (row.change.principal, row.change.issue, row.change.from_stance) == (
        "pakistan",
        "isf-troops",
        Stance.UNDECIDED,
    )
    assert row.change.to_stance in {Stance.CONDITIONAL, Stance.SUPPORT}
    assert row.change.from_date == date(2025, 10, 28)
    speakers = {e.side: {e.statement.speaker} for e in reversed(row.evidence)}
    assert speakers == {"before": {"khawaja-asif"}, "after": {"ishaq-dar"}}
    disarm = [s for s in library.ledger.matrix(as_of=None) if (s.principal, s.issue) == ("pakistan", "disarm-hamas")]
    assert [s.stance for s in disarm] == [Stance.OPPOSE]


def test_no_false_change_on_the_annotated_articles(library: Library, reader: Reader) -> None:
    fill(library, reader, ANNOTATED)
    true = {
        ("pakistan", "isf-troops", "undecided", "conditional"),
        ("bangladesh", "isf-troops", "support", "conditional"),
        ("malaysia", "isf-troops", "support", "conditional"),
    }
    found = {
        (r.change.principal, r.change.issue, str(r.change.from_stance), str(r.change.to_stance))
        for r in library.ledger.changes(Query())
    }
    assert found <= true
    assert {
        ("pakistan", "isf-troops", "undecided", "conditional"),
        ("bangladesh", "isf-troops", "support", "conditional"),
    } <= found
