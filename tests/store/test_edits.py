"""Quotations that an outlet edits after publishing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.library import Library
from store.model.articles import Document
from store.model.reading import Statement, Voice
from store.model.rows import Query
from store.model.words import BodySource, Kind
from tests.support.memory import Hands, opened, read_again, reading, statement

BEFORE = "“We will send our troops to Gaza within weeks,” Ishaq Dar said. “Nobody asked us about it,” he said."
ALTERED = "“We may send our troops to Gaza within months,” Ishaq Dar said. “Nobody asked us about it,” he said."
GONE = "“We will send our troops to Gaza within weeks,” Ishaq Dar said."
FIRST, LATER, SECOND = (
    "We will send our troops to Gaza within weeks",
    "We may send our troops to Gaza within months",
    "Nobody asked us about it",
)


def put(library: Library, text: str, *statements: Statement, source: BodySource = BodySource.IMPORT) -> None:
    document = Document(
        text, "Troops", "Herald", "https://herald.example/1", datetime(2025, 11, 29, tzinfo=UTC), body_source=source
    )
    library.articles.put(document, reading(*statements))


def found(library: Library) -> list[tuple[str, str, str]]:
    return [(e.kind, e.before, e.after) for e in library.statements.edits(Query())]


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        ((BEFORE, FIRST, SECOND), (ALTERED, LATER, SECOND), ("altered", FIRST, LATER)),
        ((BEFORE, FIRST, SECOND), (GONE, FIRST), ("removed", SECOND, "")),
        ((GONE, FIRST), (BEFORE, FIRST, SECOND), ("added", "", SECOND)),
    ],
)
def test_an_edit_is_told_with_both_wordings(
    tmp_path: Path, first: tuple[str, ...], later: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        put(library, first[0], *(statement(first[0], words) for words in first[1:]))
        clock.forward(hours=2)
        put(library, later[0], *(statement(later[0], words) for words in later[1:]))
        assert found(library) == [expected]
        [edit] = library.statements.edits(Query(), article_id=1)
        assert (edit.speaker, edit.speaker_name, edit.version) == ("ishaq-dar", "Ishaq Dar", 2)
        assert (edit.outlet, edit.found) == ("Herald", clock.now)


def test_what_is_no_edit(tmp_path: Path) -> None:
    """Typography, the tagger's own doing, indirect speech and a longer body from elsewhere."""
    with opened(tmp_path) as library:
        put(library, BEFORE, statement(BEFORE, FIRST), source=BodySource.DIGEST)
        put(library, BEFORE + " It rained.", statement(BEFORE, FIRST), statement(BEFORE, SECOND))
        assert found(library) == [], "a full text after a digest"
        other = BEFORE.replace("“", '"').replace("”", '"').replace("We will", "We WILL")
        put(library, other, statement(other, FIRST.replace("will", "WILL")), statement(other, SECOND))
        assert found(library) == [], "typography"
        put(library, other + " More.", statement(other, SECOND))
        assert found(library) == [], "the words still stand there, unread"
        put(library, other + " Yet more.", statement(other, FIRST.replace("will", "WILL")), statement(other, SECOND))
        assert found(library) == [], "the words stood there before, unread"


def test_words_that_go_over_to_another_speaker_are_an_edit(tmp_path: Path) -> None:
    later = BEFORE.replace("Ishaq Dar said", "Hakan Fidan said")
    with opened(tmp_path) as library:
        put(library, BEFORE, statement(BEFORE, FIRST))
        put(library, later, statement(later, FIRST, actor="hakan-fidan"))
        [edit] = library.statements.edits(Query())
        assert (edit.kind, edit.speaker, edit.before_speaker) == ("altered", "hakan-fidan", "ishaq-dar")


def test_reported_speech_is_not_watched(tmp_path: Path) -> None:
    text = "Ishaq Dar said that nobody had asked them about it yet."
    reported = Statement(20, 30, text[20:30], Kind.INDIRECT, "said", "Dar", voices=(Voice("ishaq-dar", "pakistan"),))
    with opened(tmp_path) as library:
        put(library, text, reported)
        put(library, "Ishaq Dar said that it rained.")
        assert found(library) == []


@pytest.mark.parametrize("twice", [False, True])
def test_an_edit_is_told_when_the_new_text_is_read_only_later(tmp_path: Path, *, twice: bool) -> None:
    with opened(tmp_path) as library:
        put(library, BEFORE, statement(BEFORE, FIRST), statement(BEFORE, SECOND))
        for text in ("Withdrawn for now.", ALTERED) if twice else (ALTERED,):
            document = Document(
                text, "Troops", "Herald", "https://herald.example/1", datetime(2025, 11, 29, tzinfo=UTC)
            )
            library.articles.put(document, None)
        assert found(library) == []
        later = reading(statement(ALTERED, LATER), statement(ALTERED, SECOND))
        for _ in range(2):
            read_again(library, (1, later))
            assert found(library) == [("altered", FIRST, LATER)]
        assert library.statements.edits(Query())[0].version == 2 + twice


def test_edits_are_narrowed(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, BEFORE, statement(BEFORE, FIRST), statement(BEFORE, SECOND))
        put(library, "Nothing of it.")
        assert len(library.statements.edits(Query())) == 2
        assert len(library.statements.edits(Query(limit=1))) == 1
        assert len(library.statements.edits(Query(actor="ishaq-dar", outlet="Herald", principal="pakistan"))) == 2
        assert library.statements.edits(Query(actor="hakan-fidan")) == ()
        assert library.statements.edits(Query(since=date(2030, 1, 1))) == ()
