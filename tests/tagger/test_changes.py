"""The ledger: what is a change, what is none, and that the order of arrival does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model.ledger import Change, Evidence
from store.model.words import ChangeKind, ChangeStatus, Grade, Kind, SaidBasis, Stance
from tagger.changes import changes, explain, settled, states
from tagger.grades import grade, heads, replaced

TODAY = date(2026, 3, 1)
SUPPORT, OPPOSE, CONDITIONAL, UNDECIDED = Stance.SUPPORT, Stance.OPPOSE, Stance.CONDITIONAL, Stance.UNDECIDED
NONE = Stance.NONE
ids = count(1)


def said(
    stance: Stance,
    day: str,
    *,
    actor: str | None = "minister",
    rank: int = 4,
    outlet: str = "Herald",
    words: str = "",
    kind: Kind = Kind.DIRECT,
    basis: SaidBasis = SaidBasis.STATED,
    confidence: float = 0.85,
    condition: str | None = None,
    principal: str = "pakistan",
    issue: str = "isf-troops",
    confirmed: bool = False,
    dateless: bool = False,
) -> Evidence:
    number = next(ids)
    text = words or f"{actor} {stance} {day}"
    return Evidence(
        position_id=number,
        statement_id=number,
        article_id=number,
        principal=principal,
        actor=actor,
        rank=rank,
        unnamed=actor is None,
        issue=issue,
        stance=stance,
        condition=condition,
        confidence=confidence,
        kind=kind,
        said_on=date.fromisoformat(day),
        said_basis=basis,
        outlet=outlet,
        source_key=outlet,
        utterance=text,
        text=text,
        confirmed=confirmed,
        dateless=dateless,
    )


def only(*evidence: Evidence) -> Change:
    found = changes(evidence, TODAY)
    assert len(found) == 1, found
    return found[0]


def none(*evidence: Evidence) -> None:
    assert changes(evidence, TODAY) == ()


# --- true changes -----------------------------------------------------------------------------------------------------


def test_from_undecided_to_a_condition_is_a_first_position() -> None:
    before = said(UNDECIDED, "2025-10-28", actor="asif")
    after = said(CONDITIONAL, "2025-11-29", actor="dar", condition="once its mandate is settled")
    change = only(before, after)
    assert (change.grade, change.status) == (Grade.FIRST_POSITION, ChangeStatus.CHANGED)
    assert (change.before, change.after) == ((before.position_id,), (after.position_id,))
    assert (change.from_date, change.to_date, change.actor) == (before.said_on, after.said_on, "dar")


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (SUPPORT, OPPOSE, Grade.REVERSAL),
        (OPPOSE, SUPPORT, Grade.REVERSAL),
        (SUPPORT, CONDITIONAL, Grade.CONDITION_ADDED),
        (CONDITIONAL, OPPOSE, Grade.HARDENING),
        (OPPOSE, CONDITIONAL, Grade.SOFTENING),
        (SUPPORT, UNDECIDED, Grade.SOFTENING),
        (UNDECIDED, OPPOSE, Grade.FIRST_POSITION),
    ],
)
def test_the_same_voice_on_another_day_changes_by_grade(first: Stance, second: Stance, wanted: Grade) -> None:
    change = only(said(first, "2025-11-01"), said(second, "2025-12-01", condition="if asked"))
    assert (change.grade, change.status, change.kind) == (wanted, ChangeStatus.CHANGED, ChangeKind.CHANGE)


def test_a_spokesman_may_put_a_condition_beside_a_minister_s_yes() -> None:
    change = only(
        said(SUPPORT, "2026-01-10", actor="adviser", rank=3),
        said(CONDITIONAL, "2026-01-12", actor="spokesman", rank=2, condition="if the Palestinians agree"),
    )
    assert change.grade is Grade.CONDITION_ADDED


def test_reported_words_count_when_two_independent_outlets_have_them() -> None:
    before = said(SUPPORT, "2025-11-01")
    one = said(OPPOSE, "2025-12-01", kind=Kind.INDIRECT, outlet="Herald", words="no troops")
    two = said(OPPOSE, "2025-12-01", kind=Kind.INDIRECT, outlet="Courier", words="no troops")
    assert only(before, one).status is ChangeStatus.POSSIBLE
    assert only(before, one, replace(two, source_key="Herald")).status is ChangeStatus.POSSIBLE
    assert only(before, one, two).status is ChangeStatus.CHANGED


def test_a_second_day_completes_what_was_only_possible() -> None:
    before = said(SUPPORT, "2025-11-01")
    first = said(OPPOSE, "2025-12-01", kind=Kind.INDIRECT)
    change = only(before, first, said(OPPOSE, "2025-12-09", outlet="Courier", kind=Kind.INDIRECT))
    assert (change.status, change.to_date) == (ChangeStatus.CHANGED, first.said_on)


def test_each_change_says_why_and_what_would_undo_it() -> None:
    change = only(said(SUPPORT, "2025-11-01"), said(OPPOSE, "2025-12-01"))
    for sentence in (change.why, change.undo):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
    assert "2025-11-01" in change.why
    assert "oppose" in change.why


# --- traps ------------------------------------------------------------------------------------------------------------


def test_saying_it_again_is_no_change() -> None:
    none(said(OPPOSE, "2025-11-01"), said(OPPOSE, "2025-12-01", words="still not"), said(OPPOSE, "2026-01-01"))


def test_a_condition_in_other_words_is_no_change() -> None:
    none(
        said(CONDITIONAL, "2025-11-01", condition="only with a UN mandate"),
        said(CONDITIONAL, "2025-12-01", condition="once the United Nations has mandated it"),
    )


def test_an_old_quotation_printed_again_changes_nothing() -> None:
    old, new = said(UNDECIDED, "2025-10-28"), said(SUPPORT, "2025-11-29")
    assert only(old, new, said(UNDECIDED, "2025-10-28", outlet="Late")).to_stance is SUPPORT


@pytest.mark.parametrize("stance", [SUPPORT, OPPOSE])
def test_a_spokesman_alone_overturns_no_minister(stance: Stance) -> None:
    none(said(UNDECIDED, "2025-11-01", rank=4), said(stance, "2025-12-01", actor="spokesman", rank=2))


def test_unnamed_officials_overturn_nobody() -> None:
    none(said(OPPOSE, "2025-11-01", rank=4), said(SUPPORT, "2025-12-01", actor=None, rank=1))


def test_a_voice_not_known_to_speak_for_the_principal_does_not_count() -> None:
    none(said(OPPOSE, "2025-11-01"), said(SUPPORT, "2025-12-01", actor="uncle", rank=0))


def test_a_yes_without_its_condition_does_not_drop_it() -> None:
    none(said(CONDITIONAL, "2025-11-29", condition="once the mandate is set"), said(SUPPORT, "2025-12-05"))


def test_words_of_one_day_are_taken_together() -> None:
    no_decision = [said(UNDECIDED, "2025-10-28", words=w) for w in ("in process", "no decision", "will decide")]
    honour = said(SUPPORT, "2025-10-28", words="an honour", confidence=0.6)
    none(*no_decision, honour)
    assert states([*no_decision, honour])[0].stance is UNDECIDED


def test_willing_and_conditional_on_one_day_is_conditional() -> None:
    group = [said(SUPPORT, "2025-11-29", words="willing"), said(CONDITIONAL, "2025-11-29", words="once")]
    none(*group)
    assert states(group)[0].stance is CONDITIONAL


def test_a_condition_said_once_qualifies_a_yes_said_twice_and_one_among_many_does_not() -> None:
    yes = [said(SUPPORT, "2025-11-29", words=w) for w in ("willing", "ready", "glad", "prepared")]
    once = said(CONDITIONAL, "2025-11-29", words="once")
    assert states([*yes[:2], once])[0].stance is CONDITIONAL
    assert states([*yes, once])[0].stance is SUPPORT


def test_uncertain_readings_make_at_most_a_possible_change() -> None:
    change = only(said(SUPPORT, "2025-11-01"), said(OPPOSE, "2025-12-01", confidence=0.55))
    assert change.status is ChangeStatus.POSSIBLE
    none(said(SUPPORT, "2025-11-01"), said(OPPOSE, "2025-12-01", confidence=0.4))


def test_touching_an_issue_without_a_stance_is_no_evidence() -> None:
    none(said(SUPPORT, "2025-11-01"), said(NONE, "2025-12-01"))
    assert states([said(NONE, "2025-12-01")]) == ()


def test_a_possible_change_falls_when_the_position_is_held_up_again() -> None:
    none(
        said(SUPPORT, "2025-11-01"),
        said(OPPOSE, "2025-12-01", kind=Kind.INDIRECT),
        said(SUPPORT, "2025-12-09", words="we stand by it"),
    )


def test_one_outlet_s_contrary_of_what_several_said_is_not_shouted() -> None:
    held = [said(OPPOSE, "2025-11-29", actor="dar"), said(OPPOSE, "2025-12-05", actor="dar", words="no role")]
    stray = said(SUPPORT, "2026-01-08", actor="asif")
    none(*held, stray)
    assert only(*held, stray, said(SUPPORT, "2026-01-08", actor="asif", outlet="Courier")).grade is Grade.REVERSAL


def test_words_that_bear_no_day_change_nothing_but_can_stand_alone() -> None:
    stray = said(OPPOSE, "2026-02-01", dateless=True)
    none(said(SUPPORT, "2025-11-01"), stray)
    assert states([said(SUPPORT, "2025-11-01"), stray])[0].stance is SUPPORT
    assert states([stray])[0].stance is OPPOSE


def test_what_is_said_later_than_today_is_not_known_yet() -> None:
    evidence = [said(SUPPORT, "2025-11-01"), said(OPPOSE, "2025-12-01")]
    assert changes(evidence, date(2025, 11, 30)) == ()
    assert states(evidence, date(2025, 11, 30))[0].stance is SUPPORT


def test_issues_and_principals_are_kept_apart() -> None:
    none(
        said(SUPPORT, "2025-11-01"),
        said(OPPOSE, "2025-12-01", principal="turkey"),
        said(OPPOSE, "2025-12-02", issue="disarm-hamas"),
    )


def test_the_side_before_is_what_stood_before_the_other() -> None:
    change = only(
        said(SUPPORT, "2025-11-01"),
        said(OPPOSE, "2025-11-20", kind=Kind.INDIRECT, words="no"),
        said(SUPPORT, "2025-12-01", actor=None, rank=1, confidence=0.95),
        said(OPPOSE, "2025-12-20", words="no, again"),
    )
    assert (change.from_date, change.to_date) == (date(2025, 11, 1), date(2025, 11, 20))


def test_a_condition_that_cannot_be_quoted_was_not_added() -> None:
    none(said(SUPPORT, "2025-11-01"), said(CONDITIONAL, "2025-12-01"))


def test_a_yes_said_again_and_again_without_its_condition_drops_it() -> None:
    held = said(CONDITIONAL, "2025-11-01", condition="only with a mandate")
    first = said(SUPPORT, "2025-12-01", words="we will go")
    assert only(held, first, said(SUPPORT, "2025-12-02", outlet="Courier", words="they are on their way")).grade is (
        Grade.CONDITION_DROPPED
    )


# --- divergences, reviews, states ------------------------------------------------------------------------------------


def test_like_ranks_within_seven_days_diverge_and_change_nothing() -> None:
    first = said(SUPPORT, "2025-12-01", actor="asif")
    second = said(OPPOSE, "2025-12-05", actor="dar")
    found = only(first, second)
    assert (found.kind, found.from_stance, found.to_stance) == (ChangeKind.DIVERGENCE, SUPPORT, OPPOSE)
    assert states([first, second])[0].stance is SUPPORT


def test_after_seven_days_the_later_of_like_ranks_stands() -> None:
    found = only(said(SUPPORT, "2025-12-01", actor="asif"), said(OPPOSE, "2025-12-20", actor="dar"))
    assert found.kind is ChangeKind.CHANGE


def test_an_analyst_s_word_counts_whatever_the_confidence() -> None:
    change = only(said(SUPPORT, "2025-11-01"), said(OPPOSE, "2025-12-01", confidence=0.3, confirmed=True))
    assert (change.status, change.to_stance) == (ChangeStatus.CHANGED, OPPOSE)


def test_a_state_knows_since_when_and_when_last() -> None:
    state = states(
        [said(OPPOSE, "2025-11-29"), said(OPPOSE, "2026-01-05", words="again"), said(SUPPORT, "2025-09-01")]
    )[0]
    assert (state.stance, state.since, state.last_said) == (OPPOSE, date(2025, 11, 29), date(2026, 1, 5))
    assert state.statements == 2


# --- any order --------------------------------------------------------------------------------------------------------

moments = st.dates(date(2025, 10, 1), date(2026, 2, 1))
pieces = st.builds(
    lambda stance, day, voice, outlet, kind, confidence: said(
        stance,
        day.isoformat(),
        actor=voice[0],
        rank=voice[1],
        outlet=outlet,
        kind=kind,
        confidence=confidence,
        words=f"{voice[0]} {stance} {day} {kind}",
    ),
    st.sampled_from(list(Stance)),
    moments,
    st.sampled_from([("dar", 4), ("asif", 4), ("sharif", 5), ("office", 2), (None, 1), ("uncle", 0)]),
    st.sampled_from(["Herald", "Courier", "Post"]),
    st.sampled_from(list(Kind)),
    st.sampled_from([0.4, 0.55, 0.7, 0.9]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=25), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_one_ledger(evidence: list[Evidence], rng: random.Random) -> None:
    shuffled = list(evidence)
    rng.shuffle(shuffled)
    assert changes(shuffled, TODAY) == changes(evidence, TODAY)
    assert states(shuffled, TODAY) == states(evidence, TODAY)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=25))
def test_settling_finds_the_changes_and_where_they_stood_on_every_day(evidence: list[Evidence]) -> None:
    pair = [replace(e, dateless=place % 4 == 0) for place, e in enumerate(evidence)]
    found, days = settled(pair, TODAY)
    assert found == changes(pair, TODAY)
    told = [day for day, _ in days]
    assert told == sorted(set(told))
    for day in {*told, *(e.said_on for e in pair), TODAY}:
        held = [state for since, state in days if since <= day]
        assert tuple(held[-1:]) == states(pair, min(day, TODAY))


@given(st.lists(pieces, max_size=25))
def test_a_change_always_steps_forward_between_different_stances(evidence: list[Evidence]) -> None:
    known = {e.position_id: e for e in evidence}
    for change in changes(evidence, TODAY):
        assert change.from_stance != change.to_stance
        assert change.from_date <= change.to_date
        assert all(known[p].stance is change.from_stance for p in change.before)
        assert all(known[p].stance is change.to_stance for p in change.after)
        assert change.before
        assert change.after


@settings(max_examples=80, deadline=None)
@given(st.lists(pieces, max_size=15))
def test_copies_of_what_is_known_change_nothing(evidence: list[Evidence]) -> None:
    copies = [replace(e, position_id=e.position_id + 1_000_000) for e in evidence]
    one, two = changes(evidence, TODAY), changes([*evidence, *copies], TODAY)
    assert [(c.kind, c.to_date, c.to_stance, c.status) for c in one] == [
        (c.kind, c.to_date, c.to_stance, c.status) for c in two
    ]


# --- grades -----------------------------------------------------------------------------------------------------------


def test_conditions_are_compared_by_the_words_that_carry_them() -> None:
    assert heads("once its mandate and terms are finalised") & heads("only under a clear mandate")
    assert not replaced("with a UN mandate", "if the United Nations gives a mandate")
    assert replaced("only under a mandate of the Security Council", "if the Palestinians consent to peacekeepers")
    assert not replaced(None, "if the Palestinians consent")


def test_no_step_has_no_grade() -> None:
    assert grade(SUPPORT, SUPPORT, None, None) is None
    assert grade(CONDITIONAL, CONDITIONAL, "with a mandate", "with a clear mandate") is None


def test_days_between_are_days_said() -> None:
    late = said(SUPPORT, "2025-11-29", basis=SaidBasis.PUBLISHED)
    change = only(said(UNDECIDED, "2025-10-28"), late)
    assert change.to_date - change.from_date == timedelta(days=32)


# --- conditions, confirmations, and the trace -----------------------------------------------------------------------


def conditional(day: str, words: str, **parts: Any) -> Evidence:
    return said(CONDITIONAL, day, condition=words, words=f"{words} {day}", **parts)


def test_other_terms_in_two_outlets_replace_the_old_ones() -> None:
    old = conditional("2025-11-01", "only under a mandate of the Security Council")
    new = [conditional("2026-01-10", "only if the neighbours pay for it", outlet=name) for name in ("Herald", "Mail")]
    [found] = changes([old, *new], TODAY)
    assert (found.grade, found.status) == (Grade.CONDITION_REPLACED, ChangeStatus.CHANGED)
    [alone] = changes([old, new[0]], TODAY)
    assert alone.status is ChangeStatus.POSSIBLE


@pytest.mark.parametrize(
    "words",
    [
        "provided that the Council authorises the mission",
        "if the United Nations approves",
        "only with a UN resolution behind it",
    ],
)
def test_reworded_terms_replace_nothing(words: str) -> None:
    old = conditional("2025-11-01", "only under a mandate of the Security Council")
    new = [conditional("2026-01-10", words, outlet=name) for name in ("Herald", "Mail")]
    assert changes([old, *new], TODAY) == ()


def test_other_terms_from_a_lower_voice_or_unquoted_replace_nothing() -> None:
    old = conditional("2025-11-01", "only under a mandate of the Security Council")
    for parts in ({"actor": "spokesman", "rank": 2}, {"kind": Kind.INDIRECT}, {"basis": SaidBasis.PUBLISHED}):
        new = [
            conditional("2026-01-10", "only if the neighbours pay for it", outlet=name, **parts)
            for name in ("Herald", "Mail")
        ]
        assert changes([old, *new], TODAY) == ()


def test_an_analyst_s_word_makes_a_possible_change_a_change() -> None:
    before = said(SUPPORT, "2025-11-01")
    after = said(OPPOSE, "2026-01-10", kind=Kind.INDIRECT)
    [possible] = changes([before, after], TODAY)
    assert possible.status is ChangeStatus.POSSIBLE
    [found] = changes([before, replace(after, confirmed=True)], TODAY)
    assert found.status is ChangeStatus.CHANGED
    assert "analyst" in found.why
    [doubtful] = changes([replace(before, confidence=0.55), replace(after, confirmed=True)], TODAY)
    assert doubtful.status is ChangeStatus.POSSIBLE


def test_the_last_word_on_an_issue_counts_for_the_silence_whoever_spoke() -> None:
    [state] = states([said(SUPPORT, "2025-11-01"), said(UNDECIDED, "2025-12-20", actor="spokesman", rank=2)], TODAY)
    assert (state.stance, state.since, state.last_said) == (SUPPORT, date(2025, 11, 1), date(2025, 12, 20))


def test_the_explanation_accounts_for_every_piece_of_evidence() -> None:
    pieces = [
        said(UNDECIDED, "2025-10-01"),
        said(SUPPORT, "2025-11-01", actor="spokesman", rank=2),
        said(SUPPORT, "2025-12-01"),
        said(SUPPORT, "2025-12-02", outlet="Mail"),
        said(OPPOSE, "2025-12-20", actor=None, rank=1),
        said(OPPOSE, "2026-01-01", confidence=0.3),
        said(NONE, "2026-01-02"),
        said(OPPOSE, "2030-01-01"),
        said(OPPOSE, "2026-01-03", dateless=True),
    ]
    [found] = explain(pieces, TODAY)
    assert found.changes == changes(pieces, TODAY)
    assert (found.state,) == states(pieces, TODAY)
    assert [step.outcome for step in found.steps] == [
        "sets the position",
        "is passed over",
        "changes the position",
        "holds the position",
        "is passed over",
    ]
    taken = [e.position_id for step in found.steps for e in step.view.evidence]
    left = [e.position_id for e, _ in found.left_out]
    assert sorted(taken + left) == sorted(e.position_id for e in pieces)
    assert all(why.endswith(".") for why in [*(s.why for s in found.steps), *(why for _, why in found.left_out)])
    assert "rank 2" in found.steps[1].why


def test_what_bears_no_day_explains_a_state_and_no_change() -> None:
    pieces = [said(SUPPORT, "2026-01-01", dateless=True)]
    [found] = explain(pieces, TODAY)
    assert (found.changes, [s.outcome for s in found.steps]) == ((), ["sets the position"])
    assert (found.state,) == states(pieces, TODAY)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_evidence_is_explained_whole(data: st.DataObject) -> None:
    days = st.dates(date(2025, 10, 1), date(2026, 2, 20)).map(date.isoformat)
    pieces = [
        said(
            data.draw(st.sampled_from([SUPPORT, OPPOSE, CONDITIONAL, UNDECIDED])),
            data.draw(days),
            actor=data.draw(st.sampled_from(["minister", "other", "spokesman"])),
            rank=data.draw(st.integers(0, 5)),
            outlet=data.draw(st.sampled_from(["Herald", "Mail"])),
            confidence=data.draw(st.sampled_from([0.3, 0.55, 0.9])),
            confirmed=data.draw(st.booleans()),
        )
        for _ in range(data.draw(st.integers(1, 9)))
    ]
    [found] = explain(pieces, TODAY)
    assert found.changes == changes(pieces, TODAY)
    assert tuple(filter(None, [found.state])) == states(pieces, TODAY)
    seen = {e.position_id for s in found.steps for e in s.view.evidence} | {e.position_id for e, _ in found.left_out}
    assert seen == {e.position_id for e in pieces}
