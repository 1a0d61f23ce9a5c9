"""The analyst's verdicts: what they change, how they outlive texts and taggings, and how two analysts' merge."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from store.errors import StoreError
from store.library import Library
from store.model.articles import Document
from store.model.ledger import Change, State
from store.model.reading import Statement
from store.model.rows import Query
from store.model.words import ChangeKind, ChangeStatus, Grade, Stance
from store.review_merge import _FIELDS
from tagger.changes import states
from tests.support.memory import Hands, opened, position, read_again, reading, statement

TEXT = (
    "Ishaq Dar said that Pakistan would send troops to the stabilisation force in Gaza next month.\n\n"
    "He said that nothing was decided on the disarmament."
)
WORDS = "Pakistan would send troops to the stabilisation force in Gaza next month"
OTHER_TEXT = (
    "The minister spoke at noon. Ishaq Dar said that Pakistan would send its troops to the stabilisation force in Gaza "
    "next month."
)
OTHER_WORDS = "Pakistan would send its troops to the stabilisation force in Gaza next month"
DAY = datetime(2025, 11, 29, 9, tzinfo=UTC)


def document(text: str = TEXT, **parts: Any) -> Document:
    return replace(Document(text, "Troops for Gaza", "Herald", "https://herald.example/1", DAY), **parts)


def put(library: Library, text: str = TEXT, words: str = WORDS, **parts: Any) -> int:
    return library.articles.put(document(text), reading(statement(text, words, **parts)))[0]


def first(library: Library) -> int:
    """The id of the only position."""
    [(_, one)] = library.statements.positions(Query())
    return one.id


def verdicts(library: Library, position_id: int) -> list[tuple[str, bool]]:
    return [(one.verdict, one.active) for one in library.ledger.history(position_id)]


def test_undo_goes_back_to_any_depth(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        put(library)
        one = first(library)
        for verdict in ("confirmed", "rejected", "confirmed"):
            clock.forward(minutes=1)
            library.ledger.review(one, verdict, who="ana")
        assert verdicts(library, one) == [("confirmed", False), ("rejected", False), ("confirmed", True)]
        library.ledger.undo(one)
        assert library.ledger.evidence("pakistan", "isf-troops") == ()
        library.ledger.undo(one)
        assert library.ledger.evidence("pakistan", "isf-troops")[0].confirmed
        library.ledger.undo(one)
        assert not library.ledger.evidence("pakistan", "isf-troops")[0].confirmed
        assert not library.ledger.undo(one)
        assert [h.undone is not None for h in library.ledger.history(one)] == [True] * 3
        assert {h.who for h in library.ledger.history(one)} == {"ana"}


def test_a_verdict_after_an_undo_holds(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library)
        one = first(library)
        library.ledger.review(one, "confirmed")
        library.ledger.undo(one)
        library.ledger.review(one, "rejected")
        assert verdicts(library, one) == [("confirmed", False), ("rejected", True)]


def test_a_note_leaves_the_verdict_beside_which_it_is_written(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library)
        one = first(library)
        library.ledger.review(one, "noted", note="Ask the desk in Islamabad.")
        assert not library.ledger.evidence("pakistan", "isf-troops")[0].confirmed
        library.ledger.review(one, "corrected", stance=Stance.CONDITIONAL, condition="if asked")
        library.ledger.review(one, "noted", note="Heard the recording.")
        [piece] = library.ledger.evidence("pakistan", "isf-troops")
        assert (piece.stance, piece.condition, piece.confirmed) == (Stance.CONDITIONAL, "if asked", True)
        assert library.ledger.history(one)[-1].note == "Heard the recording."
        with pytest.raises(StoreError, match="words"):
            library.ledger.review(one, "noted")


def test_a_corrected_speaker_day_and_wording_show_in_lists_and_evidence(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, positions=(position(), position("disarm-hamas")))
        one = library.ledger.evidence("pakistan", "isf-troops")[0].position_id
        library.ledger.review(
            one,
            "corrected",
            actor="hakan-fidan",
            said_on=date(2025, 11, 20),
            text="send troops to the stabilisation force",
        )
        [row] = library.statements.page(Query())
        assert (row.speaker, row.speaker_name, row.principal) == ("hakan-fidan", "Hakan Fidan", "turkey")
        assert row.said_on == date(2025, 11, 20)
        assert row.text == "send troops to the stabilisation force"
        view = library.statements.view(row.id)
        assert TEXT[view.start : view.end] == row.text
        for issue in ("isf-troops", "disarm-hamas"):
            assert library.ledger.evidence("pakistan", issue) == ()
            [piece] = library.ledger.evidence("turkey", issue)
            assert (piece.actor, piece.said_on) == ("hakan-fidan", date(2025, 11, 20))
        assert {("turkey", "isf-troops"), ("turkey", "disarm-hamas")} <= set(library.ledger.dirty())
        assert [s.principal for s in library.ledger.matrix(as_of=date(2025, 11, 20), rule=states)] == ["turkey"] * 2
        library.ledger.undo(one)
        [row] = library.statements.page(Query())
        assert (row.speaker, row.said_on, row.text) == ("ishaq-dar", None, WORDS)


@pytest.mark.parametrize("wrong", [{"actor": "nobody"}, {"issue": "nothing"}, {"text": "words that stand nowhere"}])
def test_a_correction_to_what_there_is_not_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with opened(tmp_path) as library:
        put(library)
        with pytest.raises(StoreError):
            library.ledger.review(first(library), "corrected", **wrong)
        assert library.ledger.history(first(library)) == ()


def test_a_verdict_goes_over_to_the_same_words_reworded(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library)
        library.ledger.review(first(library), "rejected")
        put(library, OTHER_TEXT, OTHER_WORDS)
        assert library.ledger.evidence("pakistan", "isf-troops") == ()
        put(library)
        assert library.ledger.evidence("pakistan", "isf-troops") == ()
        library.ledger.undo(first(library))
        assert len(library.ledger.evidence("pakistan", "isf-troops")) == 1


def test_a_verdict_does_not_go_over_to_another_speaker(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library)
        library.ledger.review(first(library), "rejected")
        put(library, OTHER_TEXT, OTHER_WORDS, actor="khawaja-asif")
        assert len(library.ledger.evidence("pakistan", "isf-troops")) == 1


def test_a_confirmed_position_stays_when_the_tagger_reads_it_no_more(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        article = put(library)
        one = first(library)
        library.ledger.review(one, "confirmed")
        read_again(library, (article, reading(statement(TEXT, WORDS, positions=()), tagged_with="later")))
        [piece] = library.ledger.evidence("pakistan", "isf-troops")
        assert (piece.stance, piece.confirmed) == (Stance.SUPPORT, True)
        assert ("pakistan", "isf-troops") in library.ledger.dirty()
        library.ledger.undo(first(library))
        assert library.ledger.evidence("pakistan", "isf-troops") == ()
        assert library.statements.positions(Query()) == ()


# --- the queue and the rates ----------------------------------------------------------------------------------------


def rule(pieces: Any) -> tuple[Change, ...]:
    """A change wherever there is support before opposition."""
    before = [p for p in pieces if p.stance is Stance.SUPPORT]
    after = [p for p in pieces if p.stance is Stance.OPPOSE]
    if not before or not after:
        return ()
    return (
        Change(
            ChangeKind.CHANGE,
            "pakistan",
            "ishaq-dar",
            "isf-troops",
            Stance.SUPPORT,
            Stance.OPPOSE,
            before[0].said_on,
            after[0].said_on,
            Grade.REVERSAL,
            ChangeStatus.CHANGED,
            0.8,
            "why",
            tuple(p.position_id for p in before),
            tuple(p.position_id for p in after),
        ),
    )


def changed(library: Library) -> None:
    """Two yeses and one no, of different confidence, and a cell of the matrix that no change rests on."""
    text = (
        "“We will send two thousand soldiers to Gaza,” Ishaq Dar said. “Our troops go to the Gaza force,” he said. "
        "“Nobody from our army will ever go there,” he said. “Hamas ought to hand over its arms,” he said."
    )
    words = (
        ("We will send two thousand soldiers to Gaza", 10, position(confidence=0.9)),
        ("Our troops go to the Gaza force", 11, position(confidence=0.7)),
        ("Nobody from our army will ever go there", 20, position(stance=Stance.OPPOSE, confidence=0.8)),
        ("Hamas ought to hand over its arms", 20, position("disarm-hamas", confidence=0.1)),
    )
    statements: list[Statement] = [
        statement(text, content, said_on=date(2025, 11, day), positions=(one,)) for content, day, one in words
    ]
    library.articles.put(document(text), reading(*statements))
    pieces = library.ledger.evidence("pakistan", "isf-troops")
    library.ledger.settle("pakistan", "isf-troops", rule(pieces), ())
    last = library.ledger.evidence("pakistan", "disarm-hamas")[0]
    cell = State("pakistan", "disarm-hamas", last.stance, last.said_on, last.said_on, 0.1, last.position_id, None, 1)
    library.ledger.settle("pakistan", "disarm-hamas", (), ((cell.since, cell),))


def test_the_queue_asks_first_for_what_a_change_would_fall_without(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        changed(library)
        rows = library.ledger.queue(10, rule=rule)
        assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
        assert rows[0].position.stance is Stance.OPPOSE
        assert rows[0].score == pytest.approx(0.2)
        assert rows[0].changes == (library.ledger.changes(Query())[0].id,)
        assert {row.effect for row in rows} == {1.0, 0.25, 0.1}
        assert len(library.ledger.queue(2, rule=rule)) == 2


def test_what_has_a_verdict_leaves_the_queue_and_comes_back_with_its_undoing(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        changed(library)
        one = library.ledger.queue(1, rule=rule)[0].position.id
        library.ledger.review(one, "confirmed")
        assert one not in {row.position.id for row in library.ledger.queue(10, rule=rule)}
        library.ledger.undo(one)
        library.ledger.review(one, "noted", note="Look again.")
        assert library.ledger.queue(1, rule=rule)[0].position.id == one


def test_rates_count_the_verdicts_in_force(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        changed(library)
        ids = [row.position.id for row in library.ledger.queue(10)]
        library.ledger.review(ids[0], "rejected")
        library.ledger.review(ids[0], "confirmed")
        library.ledger.review(ids[1], "rejected")
        library.ledger.review(ids[2], "noted", note="?")
        by_rule, by_actor = library.ledger.rates()
        assert (by_rule.kind, by_rule.key, by_rule.confirmed, by_rule.rejected) == ("rule", "stance-rule", 1, 1)
        assert (by_actor.kind, by_actor.key, by_actor.accepted) == ("actor", "ishaq-dar", 0.5)


# --- two analysts ---------------------------------------------------------------------------------------------------


def two(tmp_path: Path) -> tuple[Library, Library, Hands]:
    clock = Hands()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first_one, second = opened(tmp_path / "one", clock), opened(tmp_path / "two", clock)
    put(first_one)
    # The other database has the article under another number.
    second.articles.put(document("Another text of no interest.", title="Other", url="", outlet="Mail"), reading())
    put(second)
    return first_one, second, clock


def test_verdicts_merge_and_the_latest_holds_on_both_sides(tmp_path: Path) -> None:
    ana, ben, clock = two(tmp_path)
    with ana, ben:
        ana.ledger.review(first(ana), "confirmed", who="ana")
        clock.forward(hours=1)
        ben.ledger.review(first(ben), "rejected", who="ben")
        into_ana = ana.ledger.import_reviews(ben.ledger.export_reviews())
        into_ben = ben.ledger.import_reviews(ana.ledger.export_reviews())
        assert (into_ana.added, into_ana.known, into_ana.waiting) == (1, 0, 0)
        assert (into_ben.added, into_ben.known) == (1, 1)
        for merged in (into_ana, into_ben):
            [conflict] = merged.conflicts
            assert (conflict.held.who, conflict.held.verdict) == ("ben", "rejected")
            assert (conflict.other.who, conflict.other.verdict) == ("ana", "confirmed")
        for library in (ana, ben):
            assert library.ledger.evidence("pakistan", "isf-troops") == ()
            assert verdicts(library, first(library)) == [("confirmed", False), ("rejected", True)]
        assert ("pakistan", "isf-troops") in ana.ledger.dirty()
        again = ana.ledger.import_reviews(ben.ledger.export_reviews())
        assert (again.added, again.known, again.conflicts) == (0, 2, ())


def test_agreement_is_no_conflict_and_an_undoing_is_merged_too(tmp_path: Path) -> None:
    ana, ben, clock = two(tmp_path)
    with ana, ben:
        ana.ledger.review(first(ana), "rejected", who="ana")
        clock.forward(hours=1)
        ben.ledger.review(first(ben), "rejected", who="ben")
        assert ana.ledger.import_reviews(ben.ledger.export_reviews()).conflicts == ()
        ben.ledger.undo(first(ben))
        ana.ledger.undo(first(ana))
        ana.ledger.import_reviews(ben.ledger.export_reviews())
        assert verdicts(ana, first(ana)) == [("rejected", True), ("rejected", False)]


def test_a_verdict_waits_for_its_article(tmp_path: Path) -> None:
    ana, _, _ = two(tmp_path)
    (tmp_path / "three").mkdir()
    with ana, opened(tmp_path / "three") as late:
        ana.ledger.review(first(ana), "rejected", who="ana")
        merged = late.ledger.import_reviews(ana.ledger.export_reviews())
        assert (merged.added, merged.waiting) == (1, 1)
        put(late)
        assert late.ledger.evidence("pakistan", "isf-troops") == ()
        assert verdicts(late, first(late)) == [("rejected", True)]
        assert late.ledger.export_reviews() == ana.ledger.export_reviews()


def test_any_order_of_merging_comes_to_the_same_verdicts(tmp_path: Path) -> None:
    ana, ben, clock = two(tmp_path)
    with ana, ben:
        for library, who, verdict in ((ana, "ana", "confirmed"), (ben, "ben", "rejected"), (ana, "ana", "rejected")):
            clock.forward(minutes=3)
            library.ledger.review(first(library), verdict, who=who)
        lines = [*ana.ledger.export_reviews(), *ben.ledger.export_reviews()]
    found = set()
    for seed in range(6):
        (tmp_path / str(seed)).mkdir()
        with opened(tmp_path / str(seed)) as library:
            put(library)
            for line in random.Random(seed).sample(lines, len(lines)):
                library.ledger.import_reviews([line])
            found.add(tuple(sorted((h.uid, h.active) for h in library.ledger.history(first(library)))))
    assert len(found) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        {"verdict": "perhaps"},
        {"at": "yesterday"},
        {"at": "2025-11-29T10:00:00"},
        {"stance": "maybe"},
        {"article": "here"},
        {"uid": None},
        {"said_on": "soon"},
        {"note": 7},
        {"content": "x" * 30_000},
    ],
)
def test_a_spoilt_line_is_refused_and_nothing_of_the_file_taken(tmp_path: Path, spoilt: dict[str, Any]) -> None:
    ana, ben, _ = two(tmp_path)
    with ana, ben:
        ana.ledger.review(first(ana), "rejected")
        [line] = ana.ledger.export_reviews()
        assert set(line) == set(_FIELDS)
        with pytest.raises(StoreError, match="Line 2"):
            ben.ledger.import_reviews([line, {**line, "uid": "other", **spoilt}])
        assert ben.ledger.history(first(ben)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_one_verdict_holds_and_undoing_all_leads_back(tmp_path: Path, seed: int) -> None:
    """Verdicts, notes, undoings, new texts, taggings and merges in any order."""
    draw = random.Random(seed)
    clock = Hands()
    with opened(tmp_path, clock) as library:
        article = put(library)
        before = library.ledger.evidence("pakistan", "isf-troops")
        for _ in range(25):
            clock.forward(minutes=1)
            one = first(library)
            match draw.randrange(8):
                case 0 | 1:
                    library.ledger.review(one, draw.choice(["confirmed", "rejected"]), who=draw.choice("ab"))
                case 2:
                    actor = draw.choice([None, "hakan-fidan"])
                    library.ledger.review(one, "corrected", stance=draw.choice(list(Stance)), actor=actor)
                case 3:
                    library.ledger.review(one, "noted", note="?")
                case 4:
                    library.ledger.undo(one)
                case 5:
                    text, words = draw.choice([(TEXT, WORDS), (OTHER_TEXT, OTHER_WORDS)])
                    put(library, text, words)
                case 6:
                    read_again(
                        library, (article, reading(statement(library.articles.get(article).text, _said(library))))
                    )
                case _:
                    library.ledger.import_reviews(library.ledger.export_reviews())
            kept = library.ledger.history(first(library))
            standing = [h for h in kept if h.undone is None]
            assert [h.uid for h in kept if h.active] == [h.uid for h in standing[-1:]]
        put(library)
        while library.ledger.undo(first(library)):
            clock.forward(minutes=1)
        after = library.ledger.evidence("pakistan", "isf-troops")
        assert [(e.stance, e.actor, e.confirmed, e.text) for e in after] == [
            (e.stance, e.actor, e.confirmed, e.text) for e in before
        ]


def _said(library: Library) -> str:
    return WORDS if library.articles.get(1).text == TEXT else OTHER_WORDS
