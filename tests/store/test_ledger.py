"""The ledger's shelf: evidence, sources, settling, the matrix, and reviews that outlive texts and taggings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from store.errors import NotFound, StoreError
from store.library import Library
from store.model.articles import Document
from store.model.ledger import Change, Evidence, State
from store.model.reading import Statement, Voice
from store.model.rows import Query
from store.model.words import ChangeKind, ChangeStatus, Grade, SaidBasis, Stance
from tests.support.memory import NOW, Hands, opened, position, read_again, reading, statement, voice
from tests.support.traced import traced

PAIR = ("pakistan", "isf-troops")
WORDS = "We will send our troops to Gaza for peace"


def put(
    library: Library,
    number: int,
    *,
    outlet: str = "",
    text: str = "",
    published: datetime | None = NOW,
    **parts: object,
) -> Statement:
    """An article of its own with one statement."""
    content = f"{WORDS} number{number} item{number} case{number} part{number} sort{number}"
    text = text or f"“{content},” he told reporter{number} at place{number} on day{number}."
    said = statement(text, content, **parts)  # type: ignore[arg-type]
    document = Document(
        text, f"Article {number}", outlet or f"Outlet {number}", published=published, external_id=f"x-{number}"
    )
    library.articles.put(document, reading(said))
    return said


def change(to: date = date(2025, 11, 29), **parts: object) -> Change:
    made = Change(
        kind=ChangeKind.CHANGE, principal="pakistan", actor="ishaq-dar", issue="isf-troops",
        from_stance=Stance.UNDECIDED, to_stance=Stance.SUPPORT, from_date=date(2025, 10, 28), to_date=to,
        grade=Grade.SOFTENING, status=ChangeStatus.CHANGED, confidence=0.8, why="Because.", before=(1,), after=(2, 3),
        undo="A denial.",
    )  # fmt: skip
    return replace(made, **parts)  # type: ignore[arg-type]


STATE = State("pakistan", "isf-troops", Stance.SUPPORT, date(2025, 11, 29), date(2025, 11, 29), 0.9, 2, "ishaq-dar", 2)


def test_evidence_is_told_by_the_day_said_with_how_the_day_is_known(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        put(
            library, 2, said_on=date(2025, 10, 28), actor="khawaja-asif", positions=(position(stance=Stance.UNDECIDED),)
        )
        put(library, 3, said_on=date(2025, 11, 29), actor="hakan-fidan")
        pieces = library.ledger.evidence(*PAIR)
        assert [(p.article_id, p.said_on, p.said_basis) for p in pieces] == [
            (2, date(2025, 10, 28), SaidBasis.STATED),
            (1, NOW.date(), SaidBasis.PUBLISHED),
        ]
        first = pieces[0]
        assert (first.actor, first.rank, first.stance, first.outlet) == (
            "khawaja-asif",
            4,
            Stance.UNDECIDED,
            "Outlet 2",
        )
        assert not first.confirmed
        assert not any(piece.dateless for piece in pieces)
        assert library.ledger.dirty() == (("pakistan", "isf-troops"), ("turkey", "isf-troops"))


def test_evidence_without_any_day_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1, published=None)
        put(library, 2, published=None, said_on=date(2025, 11, 29))
        found = {piece.article_id: (piece.dateless, piece.said_on) for piece in library.ledger.evidence(*PAIR)}
        assert found == {1: (True, NOW.date()), 2: (False, date(2025, 11, 29))}


@pytest.mark.parametrize(
    "parts",
    [
        {"voices": (Voice("ishaq-dar", "pakistan", rank=0),)},
        {"voices": (Voice("ishaq-dar", None, rank=4),)},
        {"voices": ()},
        {"positions": (position(stance=Stance.NONE),)},
        {"about": "turkey"},
    ],
    ids=["rank 0", "no principal", "no voice", "stance none", "about another"],
)
def test_what_is_no_evidence(tmp_path: Path, parts: dict[str, object]) -> None:
    with opened(tmp_path) as library:
        put(library, 1, **parts)
        assert library.ledger.evidence(*PAIR) == ()


def test_a_report_about_ones_own_side_is_evidence(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1, about="pakistan")
        assert len(library.ledger.evidence(*PAIR)) == 1


def test_a_joint_statement_counts_once_for_each_principal(tmp_path: Path) -> None:
    voices = (voice("khawaja-asif", rank=3), voice("ishaq-dar", rank=4), voice("hakan-fidan"))
    with opened(tmp_path) as library:
        put(library, 1, voices=voices)
        (ours,) = library.ledger.evidence(*PAIR)
        (theirs,) = library.ledger.evidence("turkey", "isf-troops")
        assert (ours.actor, theirs.actor) == ("ishaq-dar", "hakan-fidan")


def test_copies_of_one_text_are_one_source(tmp_path: Path) -> None:
    paragraph = f"“{WORDS} number1 item1 case1 part1 sort1,” he told the agency in a long talk yesterday."
    other = paragraph.replace("1", "9")
    with opened(tmp_path) as library:
        earlier = {"published": NOW - timedelta(hours=3), "said_on": date(2025, 11, 1)}
        own = f"{paragraph}\n\nA story of its own about markets."
        put(library, 1, outlet="Zeta Wire", text=own, **earlier)  # type: ignore[arg-type]
        text = f"Altogether other beginning.\n\n{paragraph.upper()}"
        library.articles.put(
            Document(text, "Copy", "Alpha Post", published=NOW),
            reading(statement(text, text[text.index("WE") : text.index(",”")], said_on=date(2025, 11, 1))),
        )
        put(library, 9, outlet="Alpha Post", text=other, said_on=date(2025, 11, 2))
        pieces = library.ledger.evidence(*PAIR)
        assert [(p.outlet, p.source_key) for p in pieces] == [
            ("Zeta Wire", "zeta wire"),
            ("Alpha Post", "zeta wire"),
            ("Alpha Post", "alpha post"),
        ]
        assert pieces[0].utterance == pieces[1].utterance != pieces[2].utterance


def test_settling_replaces_and_keeps_what_was_seen(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        for number in (1, 2, 3):
            put(library, number)
        library.ledger.settle(*PAIR, [change(), change(date(2025, 11, 30))], [(STATE.since, STATE)])
        assert library.ledger.dirty() == ()
        newest, older = library.ledger.changes(Query())
        assert (newest.change, older.change) == (change(date(2025, 11, 30)), change())
        assert (older.principal_name, older.actor_name, older.issue_question) == (
            "Pakistan",
            "Ishaq Dar",
            "Send troops?",
        )
        assert [(e.side, e.statement.article_id, e.position.id) for e in older.evidence] == [
            ("before", 1, 1),
            ("after", 2, 2),
            ("after", 3, 3),
        ]
        assert older.more_outlets == 1
        library.ledger.mark_seen([older.id])
        clock.forward(days=1)
        library.ledger.settle(*PAIR, [change(why="Better said."), change(date(2025, 12, 1))], [])
        added, kept = library.ledger.changes(Query())
        assert (kept.id, kept.seen, kept.found, kept.change.why) == (older.id, True, NOW, "Better said.")
        assert (added.seen, added.found) == (False, clock())
        assert library.ledger.matrix(as_of=None) == ()
        assert library.ledger.changes(Query(unread=True)) == (added,)
        assert library.ledger.change(kept.id) == kept
        with pytest.raises(NotFound, match="no change number 99"):
            library.ledger.change(99)


def test_changes_are_narrowed(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.ledger.settle(*PAIR, [change(before=(), after=())], [])
        for found in (
            Query(actor="ishaq-dar"),
            Query(actor="khawaja-asif"),
            Query(principal="pakistan"),
            Query(issue="isf-troops"),
            Query(stance=Stance.SUPPORT),
            Query(since=date(2025, 11, 29), until=date(2025, 11, 29)),
            Query(text="because"),
        ):
            assert len(library.ledger.changes(found)) == 1, found
        for lost in (Query(actor="hakan-fidan"), Query(issue="disarm-hamas"), Query(since=date(2025, 11, 30))):
            assert library.ledger.changes(lost) == (), lost


def test_the_matrix_as_settled_and_as_of_a_day(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1, said_on=date(2025, 10, 28), positions=(position(stance=Stance.UNDECIDED),))
        put(library, 2, said_on=date(2025, 11, 20))
        first = replace(STATE, stance=Stance.UNDECIDED, since=date(2025, 10, 28), last_said=date(2025, 10, 28))
        library.ledger.settle(*PAIR, [], [(first.since, first), (STATE.since, STATE)])
        assert library.ledger.matrix(as_of=None) == (STATE,)
        days = (date(2025, 10, 27), date(2025, 10, 28), date(2025, 11, 28), date(2025, 11, 29), date(2026, 1, 1))
        found = [library.ledger.matrix(as_of=day) for day in days]
        assert found == [(), (first,), (first,), (STATE,), (STATE,)]
        later = replace(STATE, last_said=date(2025, 12, 1), statements=3)
        library.ledger.settle(*PAIR, [], [(STATE.since, STATE), (later.last_said, later)])
        assert [library.ledger.matrix(as_of=day) for day in days] == [(), (), (), (STATE,), (later,)]


def test_a_past_day_is_reckoned_anew_for_pairs_that_wait(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.ledger.settle(*PAIR, [], [(STATE.since, STATE)])
        put(library, 1, said_on=date(2025, 11, 20))
        put(library, 2, said_on=date(2025, 11, 30))
        assert library.ledger.dirty() == (PAIR,)
        told: list[int] = []

        def rule(pieces: Sequence[Evidence]) -> Sequence[State]:
            told.append(len(pieces))
            return [replace(STATE, statements=9)] if pieces else []

        day = STATE.since
        assert library.ledger.matrix(as_of=day) == (STATE,)
        assert library.ledger.matrix(as_of=day, rule=rule) == (replace(STATE, statements=9),)
        assert library.ledger.matrix(as_of=date(2025, 11, 1), rule=rule) == ()
        library.ledger.settle(*PAIR, [], [])
        assert library.ledger.matrix(as_of=day, rule=rule) == ()
        assert told == [1, 0]


def test_only_the_days_that_differ_are_written(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        days = [(date(2025, 10, day), replace(STATE, statements=day)) for day in range(1, 20)]
        library.ledger.settle(*PAIR, [], days)
        with traced(library) as statements:
            library.ledger.settle(*PAIR, [], [*days, (date(2025, 11, 29), STATE)])
        assert sum("state_days" in one and one.startswith("INSERT") for one in statements) == 1


def test_reviews_hold_and_can_be_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        library.ledger.settle(*PAIR, [], [])
        library.ledger.review(1, "confirmed")
        assert library.ledger.evidence(*PAIR)[0].confirmed
        assert library.ledger.dirty() == (PAIR,)
        library.ledger.review(1, "rejected", note="A misreading.")
        assert library.ledger.evidence(*PAIR) == ()
        assert library.statements.page(Query())[0].positions[0].review == "rejected"
        library.ledger.review(1, "corrected", stance=Stance.CONDITIONAL, condition="if asked")
        (corrected,) = library.ledger.evidence(*PAIR)
        assert (corrected.stance, corrected.condition, corrected.confirmed) == (Stance.CONDITIONAL, "if asked", True)
        assert library.ledger.undo(1)
        assert library.ledger.evidence(*PAIR) == ()
        assert [library.ledger.undo(1) for _ in range(3)] == [True, True, False]
        assert library.ledger.evidence(*PAIR)[0].stance is Stance.SUPPORT


def test_a_correction_moves_a_position_to_another_issue_or_actor(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        put(library, 2, actor="hakan-fidan")
        for pair in library.ledger.dirty():
            library.ledger.settle(*pair, [], [])
        library.ledger.review(1, "corrected", issue="disarm-hamas")
        assert library.ledger.evidence(*PAIR) == ()
        assert len(library.ledger.evidence("pakistan", "disarm-hamas")) == 1
        library.ledger.review(1, "corrected", actor="hakan-fidan")
        assert library.ledger.evidence(*PAIR) == ()
        assert {piece.actor for piece in library.ledger.evidence("turkey", "isf-troops")} == {"hakan-fidan"}
        assert len(library.ledger.evidence("turkey", "isf-troops")) == 2
        touched = {("pakistan", "isf-troops"), ("pakistan", "disarm-hamas"), ("turkey", "isf-troops")}
        assert set(library.ledger.dirty()) == touched


def test_reviews_outlive_another_text_and_another_tagging(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        said = put(library, 1)
        library.ledger.review(1, "rejected")
        read_again(library, (1, reading(tagged_with="watchlist-2")))
        assert library.statements.page(Query()) == ()
        read_again(library, (1, reading(said, tagged_with="watchlist-3")))
        assert library.statements.page(Query())[0].positions[0].review == "rejected"
        text = f"A new beginning.\n\n“{said.text.upper()}”, he said."
        again = statement(text, said.text.upper())
        library.articles.put(Document(text, "Article 1", external_id="x-1"), reading(again))
        assert library.articles.get(1).version == 2
        assert library.statements.page(Query())[0].positions[0].review == "rejected"
        assert library.ledger.evidence(*PAIR) == ()


def test_a_senseless_review_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, 1)
        with pytest.raises(StoreError, match="no verdict"):
            library.ledger.review(1, "maybe")
        with pytest.raises(StoreError, match="needs another"):
            library.ledger.review(1, "corrected", note="wrong")
        with pytest.raises(NotFound, match="no position number 8"):
            library.ledger.review(8, "confirmed")
