"""Stances clause by clause: the clause sets, and what a statement's surroundings do to it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.clauses import SETS, STORY, clauses, read_set
from store.model.reading import Position, Span, Statement, Voice
from store.model.words import Kind, Stance
from tagger.stance import Context, content
from tests.support.packaged import stance_reader

PAKISTAN = Voice("ishaq-dar", "pakistan", rank=4)


FLOORS = {
    "clauses_tuned": 0.97,
    "clauses_held": 0.93,  # written before the rules, and never looked at to change them
    "clauses_tuned_late": 0.97,
    "clauses_held_late": 0.71,  # written without sight of the rules, when they stood, and never looked at since
    "clauses_tuned_wire": 0.89,
    "clauses_held_wire": 0.71,
    "clauses_tuned_plain": 0.90,
    "clauses_held_plain": 0.60,
    "clauses_tuned_fourth": 0.72,
    "clauses_held_fifth": 0.78,
    "clauses_held_third": 0.52,  # the last to be written: nothing was changed after it was read
}
"""What was reached, less one clause or so; docs/accuracy.md has the figures, `python -m bench accuracy` prints them."""


@pytest.mark.parametrize("name", FLOORS)
def test_the_clause_sets(name: str) -> None:
    read = read_set(stance_reader(), name)
    wrong = [f"{r.clause['text']!r} wanted {r.clause['stance']}, got {r.got}" for r in read if not r.right]
    # What the held sets get wrong is nobody's to see.
    assert 1 - len(wrong) / len(read) >= FLOORS[name], wrong if "tuned" in name else len(wrong)


@pytest.mark.parametrize(("name", "most"), [("clauses_tuned_late", 0.10), ("clauses_held_late", 0.14)])
def test_a_stance_that_is_not_there_is_rarer_than_a_missed_one(name: str, most: float) -> None:
    wrong = [r for r in read_set(stance_reader(), name) if not r.right]
    false = sum(not r.silent for r in wrong)
    assert false / len(clauses(name)) <= most
    assert false <= len(wrong) - false


def test_the_clause_sets_are_three_hundred_and_cover_every_issue_and_stance() -> None:
    every = [clause for name in SETS for clause in clauses(name)]
    assert len({c["text"] for c in every}) >= 300
    assert set(Counter(c["stance"] for c in every)) == {stance.value for stance in Stance}
    assert min(Counter(c["issue"] for c in every).values()) >= 12
    assert len({c["issue"] for c in every}) == 11
    assert sum(len(clauses(name)) for name in SETS if "held" in name) >= len(every) / 3


def one(
    text: str, *, cue: str = "said", voice: Voice = PAKISTAN, before: str = "", speaker: str = ""
) -> Position | None:
    positions = stance_reader().positions(
        text, cue=cue, voices=(voice,), speaker=speaker, context=Context(before, STORY)
    )
    return positions[0] if positions else None


def test_a_condition_keeps_its_words() -> None:
    found = one("We will send troops to Gaza only if the Palestinians ask for them.")
    assert found is not None
    assert (found.stance, found.condition) == (Stance.CONDITIONAL, "only if the Palestinians ask for them")


def test_every_position_names_its_rule_and_is_the_product_of_its_factors() -> None:
    for clause in clauses("clauses_tuned"):
        for position in stance_reader().positions(
            clause["text"], cue=clause["cue"], voices=(Voice(None, clause["by"]),)
        ):
            product = 1.0
            for _, factor in position.factors:
                product *= factor
            assert position.rule.startswith("stance.")
            assert position.confidence == pytest.approx(product, abs=0.001)
            assert 0 < position.confidence <= 1


def test_the_cue_has_a_sign_of_its_own() -> None:
    text = "the deployment of its troops to Gaza"
    assert [getattr(one(text, cue=cue), "stance", None) for cue in ("rejected", "offered", "did not rule out")] == [
        Stance.OPPOSE,
        Stance.SUPPORT,
        Stance.UNDECIDED,
    ]


def test_what_one_says_of_another_is_not_ones_own_position() -> None:
    reading = stance_reader().read("Indonesia is ready to send troops to Gaza.", cue="said", voices=(PAKISTAN,))
    assert [(p.issue, p.stance) for p in reading.positions] == [("isf-troops", Stance.SUPPORT)]
    assert reading.about == "indonesia"


def test_a_relative_clause_tells_of_the_one_it_follows() -> None:
    text = "Indonesia, which has offered twenty thousand troops for Gaza, spoke first."
    assert stance_reader().read(text, cue="said", voices=(PAKISTAN,)).about == "indonesia"


def test_ones_own_troops_are_about_nobody_else() -> None:
    assert (
        stance_reader().read("Pakistan is ready to send troops to Gaza.", cue="said", voices=(PAKISTAN,)).about is None
    )


def test_refusing_the_own_role_is_no_refusal_to_join() -> None:
    text = "Pakistan will not be part of any force mandated to disarm Hamas."
    positions = stance_reader().positions(text, cue="said", voices=(PAKISTAN,))
    assert [(p.issue, p.stance) for p in positions] == [("disarm-hamas", Stance.OPPOSE)]


def test_no_troops_without_a_mandate_ties_the_own_part_to_it() -> None:
    found = stance_reader().positions(
        "We will not send soldiers to Gaza without a UN mandate.", cue="said", voices=(PAKISTAN,)
    )
    assert [(p.issue, p.stance) for p in found] == [("isf-troops", Stance.CONDITIONAL)]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Not without the consent of all parties.", Stance.CONDITIONAL),
        ("Never, under no circumstances.", Stance.OPPOSE),
        ("That is a road we are not going down.", Stance.OPPOSE),
        ("It is an honour and a duty.", Stance.SUPPORT),
    ],
)
def test_a_short_reply_is_on_what_was_asked(text: str, stance: Stance) -> None:
    asked = Context("He was asked whether Pakistan would send soldiers to the Gaza force.", "Gaza")
    told = Context("Pakistan said it would send soldiers to the Gaza force.", "Gaza")
    read = stance_reader().positions(text, cue="said", voices=(PAKISTAN,), context=asked)
    assert [(p.issue, p.stance) for p in read] == [("isf-troops", stance)]
    if stance is Stance.CONDITIONAL:
        assert stance_reader().positions(text, cue="said", voices=(PAKISTAN,), context=told) == ()


@pytest.mark.parametrize(
    ("text", "title", "read"),
    [
        ("The decision is a surrender.", "Pakistan joins Board of Peace", [("board-of-peace", Stance.OPPOSE)]),
        ("The decision carries risks.", "Troops for Gaza: a choice", [("isf-troops", Stance.NONE)]),
        ("The decision carries risks.", "A budget for Punjab", []),
    ],
)
def test_the_decision_is_the_one_that_the_headline_names(text: str, title: str, read: list[tuple[str, Stance]]) -> None:
    found = stance_reader().positions(text, cue="said", voices=(PAKISTAN,), context=Context("", title))
    assert [(p.issue, p.stance) for p in found] == read


def test_what_is_said_by_the_way_gives_way_to_the_main_clause() -> None:
    text = "We are ready to send troops to Gaza, since Israel violates the truce every day."
    found = stance_reader().positions(text, cue="said", voices=(PAKISTAN,))
    assert [(p.issue, p.stance) for p in found] == [("isf-troops", Stance.SUPPORT)]
    alone = stance_reader().positions(
        "That is so since Israel violates the truce every day.", cue="said", voices=(PAKISTAN,)
    )
    assert [(p.issue, p.stance) for p in alone] == [("ceasefire", Stance.SUPPORT)]


def test_a_subject_with_a_lack_is_judged_by_its_predicate() -> None:
    found = stance_reader().positions("A truce without any talks is unacceptable.", cue="said", voices=(PAKISTAN,))
    assert [(p.issue, p.stance) for p in found] == [("ceasefire", Stance.OPPOSE)]


def test_no_truce_without_withdrawal_asks_for_the_withdrawal() -> None:
    text = "There will be no lasting truce in Gaza without a full Israeli withdrawal."
    found = stance_reader().positions(text, cue="said", voices=(PAKISTAN,))
    assert [(p.issue, p.stance) for p in found] == [("israeli-withdrawal", Stance.SUPPORT)]


def test_observers_forecast_and_take_no_stance() -> None:
    text = "Pakistan should send troops to Gaza."
    nobody = stance_reader().positions(text, cue="said", voices=(), speaker="analysts")
    assert {p.stance for p in nobody} == {Stance.NONE}


def test_other_places_do_not_count() -> None:
    assert stance_reader().positions("We will send troops to Ukraine.", cue="said", voices=(PAKISTAN,)) == ()


def statement(text: str, words: str, cue: str, voice: Voice) -> Statement:
    start = text.index(words)
    cue_at = text.index(cue)
    return Statement(
        start=start,
        end=start + len(words),
        text=words,
        kind=Kind.DIRECT,
        cue=cue,
        speaker_text="",
        cue_span=Span(cue_at, cue_at + len(cue)),
        voices=(voice,),
    )


def test_that_refers_back_to_what_stood_before() -> None:
    text = "Pakistan would not help to disarm Hamas, Dar said. “We are not ready for that,” he added. “It is spring.”"
    first = statement(text, "Pakistan would not help to disarm Hamas", "said", PAKISTAN)
    second = statement(text, "We are not ready for that", "added", PAKISTAN)
    third = statement(text, "It is spring", "added", PAKISTAN)
    read = stance_reader().annotate(text, "Dar on Gaza", (third, second, first))
    assert [[(p.issue, p.stance) for p in s.positions] for s in read] == [
        [("disarm-hamas", Stance.OPPOSE)],
        [("disarm-hamas", Stance.OPPOSE)],
        [],
    ]


def test_a_denial_before_the_cue_belongs_to_it() -> None:
    text = "Ankara has not ruled out sending soldiers to Gaza."
    words = statement(text, "sending soldiers to Gaza", "ruled out", Voice(None, "turkey"))
    assert stance_reader().annotate(text, "", (words,))[0].positions[0].stance is Stance.UNDECIDED


def test_a_cut_quotation_is_read_without_the_words_that_cut_it() -> None:
    text = "“We will send,” he said, “troops to Gaza.”"
    parts = (Span(1, 13), Span(26, 40))
    cut = Statement(1, 40, text[1:40], Kind.DIRECT, "said", "he", spans=parts, voices=(PAKISTAN,))
    assert content(text, cut) == "We will send troops to Gaza"
    assert stance_reader().annotate(text, "", (cut,))[0].positions[0].stance is Stance.SUPPORT


def test_a_statement_without_end_is_read_as_far_as_statements_go() -> None:
    text = "if we will not send troops to Gaza unless Hamas must disarm and " * 400
    assert stance_reader().positions(text, cue="said", voices=(PAKISTAN,)) == stance_reader().positions(
        text[:1_500], cue="said", voices=(PAKISTAN,)
    )


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "we",
                "will",
                "not",
                "send",
                "troops",
                "to",
                "gaza",
                "only",
                "if",
                "hamas",
                "must",
                "disarm",
                "?",
                ".",
                ",",
                "that",
                "unless",
                ",",
                "said",
            ]
        )
    )
)
def test_any_words_can_be_read(words: list[str]) -> None:
    text = " ".join(words)
    positions = stance_reader().positions(text, cue="said", voices=(PAKISTAN,))
    assert len({p.issue for p in positions}) == len(positions)
    assert stance_reader().positions(text, cue="said", voices=(PAKISTAN,)) == positions


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We voted for the resolution on the stabilisation force.", Stance.SUPPORT),
        ("We did not vote for it; we voted against the resolution on the stabilisation force.", Stance.OPPOSE),
    ],
)
def test_a_phrase_that_says_the_stance_by_itself_can_be_denied(text: str, stance: Stance) -> None:
    positions = stance_reader().positions(text, cue="said", voices=(PAKISTAN,), context=Context("", STORY))
    assert {p.issue: p.stance for p in positions}["isf-mandate"] is stance


@pytest.mark.parametrize(
    ("text", "by", "stance"),
    [
        ("We will not hand over our guns.", "hamas", Stance.OPPOSE),
        ("We will never hand over power in Gaza to a committee.", "hamas", Stance.OPPOSE),
        ("A ceasefire in Gaza is not an option.", "israel", Stance.OPPOSE),
        ("We urge Israel to stop bombing Gaza.", "norway", Stance.SUPPORT),
        ("Only with the consent of the Palestinians would we send troops to Gaza.", "indonesia", Stance.CONDITIONAL),
    ],
)
def test_a_plain_denial_is_no_complaint(text: str, by: str, stance: Stance) -> None:
    found = one(text, voice=Voice(None, by))
    assert found is not None
    assert found.stance is stance
