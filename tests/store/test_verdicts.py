"""How far a verdict reaches: equal words elsewhere, lists and counts by speaker, and settlings under way meanwhile."""

from __future__ import annotations

import sqlite3 as plain_sqlite
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from store.library import Library
from store.model.articles import Document
from store.model.rows import Query
from store.model.words import SaidBasis, Stance
from tagger.retag import settle
from tests.support.memory import NOW, Hands, opened, position, read_again, reading, statement
from tests.support.older import make_older
from tests.support.traced import traced

PAIR = ("pakistan", "isf-troops")
WORDS = "We will send our troops to Gaza for peace"


def put(library: Library, number: int, words: str = WORDS, *, actor: str = "ishaq-dar", **parts: object) -> int:
    """An article with the words in it; the id of the position."""
    text = f"Reporter{number} was told at place{number} on day{number}: “{words},” he said to all{number} of them."
    said = statement(text, words, actor=actor, **parts)  # type: ignore[arg-type]
    document = Document(text, f"Article {number}", f"Outlet {number}", published=NOW, external_id=f"x-{number}")
    article = library.articles.put(document, reading(said))[0]
    view = library.articles.view(article)
    return view.statements[0].row.positions[0].id


def verdict(library: Library, position_id: int) -> str | None:
    found = [row for _, row in library.statements.positions(Query(limit=100)) if row.id == position_id]
    return found[0].review if found else "rejected"


def clean(library: Library) -> None:
    for pair in library.ledger.dirty():
        library.ledger.settle(*pair, [], [])


@pytest.mark.parametrize("copy_comes_first", [True, False])
def test_a_rejection_reaches_equal_words_in_other_articles(tmp_path: Path, *, copy_comes_first: bool) -> None:
    with opened(tmp_path) as library:
        one = put(library, 1)
        copy = put(library, 2, WORDS.upper()) if copy_comes_first else 0
        clean(library)
        library.ledger.review(one, "rejected")
        copy = copy or put(library, 2, WORDS.upper())
        assert library.ledger.evidence(*PAIR) == ()
        assert library.ledger.dirty() == (PAIR,)
        assert verdict(library, copy) == "rejected"
        assert library.statements.page(Query(issue="isf-troops")) == ()
        assert library.ledger.history(copy) == ()
        library.ledger.undo(one)
        assert [piece.article_id for piece in library.ledger.evidence(*PAIR)] == [1, 2]


def test_a_rejection_reaches_neither_other_actors_nor_other_words_nor_a_bare_yes(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 2, actor="khawaja-asif")
        put(library, 3, f"{WORDS} next year")
        short = [put(library, number, "Yes indeed") for number in (4, 5)]
        library.ledger.review(put(library, 1), "rejected")
        library.ledger.review(short[0], "rejected")
        assert {piece.outlet for piece in library.ledger.evidence(*PAIR)} == {"Outlet 2", "Outlet 3", "Outlet 5"}


def test_a_verdict_given_on_the_copy_goes_before_it(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, copy = put(library, 1), put(library, 2)
        library.ledger.review(copy, "confirmed")
        library.ledger.review(one, "rejected")
        assert [piece.article_id for piece in library.ledger.evidence(*PAIR)] == [2]
        library.ledger.undo(copy)
        assert library.ledger.evidence(*PAIR) == ()
        library.ledger.review(copy, "noted", note="Look again.")
        assert library.ledger.evidence(*PAIR) == (), "a note is no verdict"


def test_a_correction_reaches_equal_words_and_its_day_and_wording_do_not(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, _ = put(library, 1), put(library, 2)
        library.ledger.review(
            one, "corrected", stance=Stance.OPPOSE, actor="hakan-fidan", said_on=date(2025, 11, 1), text="our troops"
        )
        assert library.ledger.evidence(*PAIR) == ()
        first, second = library.ledger.evidence("turkey", "isf-troops")
        assert (first.stance, second.stance) == (Stance.OPPOSE, Stance.OPPOSE)
        assert (first.said_on, second.said_on) == (date(2025, 11, 1), NOW.date())
        assert (first.text, second.text) == ("our troops", WORDS)


def test_no_copy_retagging_or_new_version_loses_it(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.ledger.review(put(library, 1), "rejected")
        put(library, 2)
        text = f"All anew. “{WORDS},” he said."
        for number in (1, 2):
            read_again(library, (number, reading(tagged_with="watchlist-2")))
            read_again(library, (number, reading(statement(_text(library, number), WORDS))))
            assert library.ledger.evidence(*PAIR) == ()
            library.articles.put(Document(text, f"Article {number}", external_id=f"x-{number}"), None)
            assert library.articles.get(number).version == 2
            read_again(library, (number, reading(statement(text, WORDS))))
            assert library.ledger.evidence(*PAIR) == ()


def _text(library: Library, number: int) -> str:
    return library.articles.get(number).text


def test_an_imported_rejection_reaches_equal_words_though_its_article_is_not_here(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with opened(tmp_path / "a") as ana, opened(tmp_path / "b") as ben:
        ana.ledger.review(put(ana, 1), "rejected", who="ana")
        put(ben, 2)
        clean(ben)
        assert ben.ledger.import_reviews(ana.ledger.export_reviews()).waiting == 1
        assert ben.ledger.evidence(*PAIR) == ()
        assert ben.ledger.dirty() == (PAIR,)


def test_lists_and_counts_go_by_the_speaker_as_corrected(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one = put(library, 1)
        library.ledger.review(one, "corrected", actor="hakan-fidan")
        for retagged in (False, True):
            if retagged:
                read_again(library, (1, reading(statement(_text(library, 1), WORDS), tagged_with="watchlist-2")))
            assert library.statements.page(Query(actor="ishaq-dar")) == ()
            assert library.statements.page(Query(principal="pakistan")) == ()
            assert [row.speaker for row in library.statements.page(Query(actor="hakan-fidan"))] == ["hakan-fidan"]
            assert len(library.statements.page(Query(principal="turkey"))) == 1
            counts = {row.id: row.statements for row in library.names.actor_rows(Query())}
            assert counts["hakan-fidan"] == 1
            assert counts.get("ishaq-dar", 0) == 0
        library.ledger.undo(one)
        assert len(library.statements.page(Query(actor="ishaq-dar"))) == 1
        assert library.statements.page(Query(actor="hakan-fidan")) == ()


def test_a_speaker_is_put_where_none_was_read(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one = put(library, 1, voices=())
        assert library.ledger.evidence(*PAIR) == ()
        library.ledger.review(one, "corrected", actor="ishaq-dar")
        assert [piece.actor for piece in library.ledger.evidence(*PAIR)] == ["ishaq-dar"]
        library.ledger.undo(one)
        assert library.ledger.evidence(*PAIR) == ()


def test_a_verdict_in_the_middle_of_a_settling_is_not_lost(tmp_path: Path) -> None:
    """The poller read the evidence; the desk's verdict lands, and perhaps settles, before the poller stores."""
    for desk_settles in (False, True):
        folder = tmp_path / str(desk_settles)
        folder.mkdir()
        with opened(folder) as poller, Library.open(poller.path, clock=Hands()) as desk:
            one = put(poller, 1)
            revision = poller.revision()
            old = poller.ledger.evidence(*PAIR)
            from tagger.changes import states  # noqa: PLC0415  # beside what it is used on

            desk.ledger.review(one, "rejected")
            if desk_settles:
                settle(desk, today=NOW.date())
            assert not poller.ledger.settle(*PAIR, [], states(old), revision=revision)
            assert poller.ledger.matrix(as_of=None) == ()
            assert poller.ledger.dirty() == (() if desk_settles else (PAIR,))
            settle(poller, today=NOW.date())
            assert poller.ledger.matrix(as_of=None) == poller.ledger.dirty() == ()


def test_evidence_on_other_pairs_does_not_hold_a_settling_up(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        revision = library.revision()
        library.ledger.evidence(*PAIR)
        put(library, 2, positions=(position("disarm-hamas"),))
        assert library.ledger.settle(*PAIR, [], [], revision=revision)
        assert library.ledger.dirty() == (("pakistan", "disarm-hamas"),)


def test_settling_one_pair_reads_no_other(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        for number in range(2, 6):
            put(library, number, f"{WORDS} {number}", actor="hakan-fidan")
        clean(library)
        put(library, 6, f"{WORDS} again and again")
        asked: list[tuple[str, str]] = []
        evidence = library.ledger.evidence

        def watched(principal: str, issue: str) -> object:
            asked.append((principal, issue))
            return evidence(principal, issue)

        library.ledger.evidence = watched  # type: ignore[method-assign, assignment]
        with traced(library) as statements:
            assert settle(library, today=NOW.date()) == 1
        assert asked == [PAIR]
        reads = [
            one
            for one in statements
            if "FROM statement_voices v CROSS JOIN" in one or "FROM voices v CROSS JOIN" in one
        ]
        assert len(reads) == 1
        assert "'turkey'" not in " ".join(statements)


@pytest.mark.parametrize(
    ("parts", "published", "expected"),
    [
        ({"said_on": date(2025, 11, 28)}, True, (SaidBasis.STATED, False)),
        ({}, True, (SaidBasis.PUBLISHED, False)),
        ({}, False, (SaidBasis.PUBLISHED, True)),
    ],
)
def test_a_state_says_how_its_day_is_known(
    tmp_path: Path, parts: dict[str, date], expected: tuple[SaidBasis, bool], *, published: bool
) -> None:
    with opened(tmp_path) as library:
        text = f"“{WORDS},” he said."
        document = Document(text, "Title", "Herald", published=NOW if published else None)
        library.articles.put(document, reading(statement(text, WORDS, **parts)))  # type: ignore[arg-type]
        settle(library, today=NOW.date())
        [state] = library.ledger.matrix(as_of=None)
        assert (state.said_basis, state.dateless) == expected
        [state] = library.ledger.matrix(as_of=NOW.date())
        assert (state.said_basis, state.dateless) == expected


def test_verdicts_of_the_second_schema_are_brought_along(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, two = put(library, 1), put(library, 3, f"{WORDS} tomorrow")
        library.ledger.review(one, "rejected")
        library.ledger.review(two, "corrected", actor="hakan-fidan")
        put(library, 2)
        path = library.path
    older = tmp_path / "older.db"
    make_older(path, older, 2)
    with closing(plain_sqlite.connect(older)) as file:
        # As the second schema had it: voices as read, and the correction beside them.
        file.execute("UPDATE statement_voices SET actor = 'ishaq-dar', principal = 'pakistan', rank = 4, rule = 'full'")
        file.commit()
    with Library.open(older, clock=Hands()) as library:
        assert library.ledger.evidence(*PAIR) == ()
        assert [piece.actor for piece in library.ledger.evidence("turkey", "isf-troops")] == ["hakan-fidan"]
        assert verdict(library, library.articles.view(3).statements[0].row.positions[0].id) == "rejected"
        library.ledger.undo(one)
        library.ledger.undo(two)
        assert len(library.ledger.evidence(*PAIR)) == 3
