from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from store.model.ledger import Change
from store.model.polling import Feed, PollLogRow
from store.model.review import QueueRow, RateRow
from store.model.rows import ActorRow, ChangeRow, EvidenceRow, PositionRow, StatementRow, StoryRow
from store.model.words import ChangeKind, ChangeStatus, FeedState, Grade, Kind, PollStatus, SaidBasis, Stance
from tui import cells, feed_cells, review_cells
from tui.look import ASCII, UNICODE, Look, ago, bar, day, local_day, moment, spark

TODAY = date(2025, 12, 1)
AT = datetime(2025, 11, 29, 10, tzinfo=UTC)
LOOK = Look(UNICODE, TODAY, {"pakistan": "Pakistan"}, {"disarm-hamas": "Disarm Hamas?"})

# Wide, combining, right-to-left and hostile signs as well as plain ones.
words = st.text(st.sampled_from("ab [/]@\x1b\x07\u202e漢é\u0301محن“”—🎉\u200d") | st.characters(), max_size=60)
widths = st.integers(12, 200)

POSITION = PositionRow(1, 1, "disarm-hamas", Stance.OPPOSE, 0.93, "r1", None)
STATEMENT = StatementRow(
    id=1,
    article_id=1,
    said_on=date(2025, 11, 29),
    said_basis=SaidBasis.STATED,
    published=AT,
    fetched=AT,
    speaker="ishaq-dar",
    speaker_name="Ishaq Dar",
    speakers=("ishaq-dar",),
    principal="pakistan",
    unnamed=False,
    kind=Kind.DIRECT,
    text="“We are not ready for that,”",
    cue="said",
    outlet="Dawn",
    more_outlets=6,
    url="https://dawn.example/1",
    title="Pakistan offers troops",
    confidence=0.9,
    positions=(POSITION,),
)
STORY = StoryRow(
    1, "Title", "Dawn", "", AT, AT, ("gaza",), ("Ishaq Dar",), 18, read=False, starred=True, on_story=True, more=2,
    is_digest=True,
)  # fmt: skip
CHANGE = ChangeRow(
    id=1,
    change=Change(
        ChangeKind.CHANGE, "pakistan", "ishaq-dar", "disarm-hamas", Stance.UNDECIDED, Stance.CONDITIONAL,
        date(2025, 10, 28), date(2025, 11, 29), Grade.CONDITION_ADDED, ChangeStatus.CHANGED, 0.8, "why", (1,), (2,),
    ),
    principal_name="Pakistan",
    actor_name="Ishaq Dar",
    issue_question="Disarm Hamas?",
    evidence=(EvidenceRow("after", STATEMENT, POSITION),),
    found=AT,
    seen=False,
    more_outlets=5,
)  # fmt: skip
FEED = Feed(1, "https://x.example/rss", outlet="Dawn", last_polled=AT, next_due=AT, articles=3)


def plain(lines: list[object]) -> str:
    return "\n".join(str(one) for one in lines)


@settings(deadline=None)
@given(words, widths)
def test_every_line_is_as_wide_as_it_must_be(text: str, width: int) -> None:
    rows = [
        cells.actor(ActorRow("a", text, "person", text, 3, 4, 1, TODAY, (0, 1, 2)), width, LOOK),
        cells.statement(replace(STATEMENT, speaker_name=text, text=text, outlet=text), width, LOOK),
        cells.change(replace(CHANGE, principal_name=text, issue_question=text), width, LOOK),
        review_cells.queued(
            QueueRow(replace(STATEMENT, speaker_name=text, text=text), POSITION, (1,), 1.0, 0.1),
            {1: replace(CHANGE, principal_name=text)},
            width,
            LOOK,
        ),
        review_cells.rate(RateRow("actor", text, 1, 2, 3), width, LOOK),
        cells.story(replace(STORY, title=text, outlet=text, actors=(text, text)), width, LOOK),
        feed_cells.feed(
            replace(FEED, outlet=text, last_error=text, errors=3), width, LOOK, text, ("1 h ago", "in 5 min")
        ),
        feed_cells.poll(PollLogRow(AT, 1, text, PollStatus.FAILED, 500, 0, 0, 0, text, 1.5), width, LOOK),
    ]
    for lines in rows:
        for one in lines:
            assert one.cell_length <= width
            assert "\x1b" not in one.plain
            assert "\u202e" not in one.plain


@settings(deadline=None)
@given(words, st.integers(0, 80))
def test_fit_fills_or_cuts_to_the_cell(text: str, width: int) -> None:
    assert cell_len(cells.fit(cells.safe(text), width)) == width


def test_rows_have_the_height_they_claim() -> None:
    for width in (30, 60, 80, 110, 200):
        assert len(cells.statement(STATEMENT, width, LOOK)) == cells.statement_height(width)
        assert len(cells.change(CHANGE, width, LOOK)) == cells.change_height(width)
        assert len(cells.story(STORY, width, LOOK)) == cells.story_height(width)
        assert len(feed_cells.feed(FEED, width, LOOK, "", ("", ""))) == feed_cells.feed_height(width)


@pytest.mark.parametrize("stance", Stance)
def test_stance_is_glyph_and_word_and_ink(stance: Stance) -> None:
    (text, ink), *_ = cells.stance_pieces(stance, LOOK)
    assert text == f"{UNICODE.stances[stance]} {stance.value}"
    assert ink == stance.value
    (text, _), *_ = cells.stance_pieces(stance, replace(LOOK, glyphs=ASCII))
    assert text.isascii()


def test_glyphs_are_one_cell_wide_and_tell_stances_apart() -> None:
    for glyphs in (UNICODE, ASCII):
        assert len(set(glyphs.stances.values())) == len(Stance)
        assert glyphs.unknown not in glyphs.stances.values()
        assert all(cell_len(sign) == 1 for sign in (*glyphs.verdicts.values(), glyphs.unknown))
        signs = [*glyphs.stances.values(), *glyphs.spark, glyphs.full, glyphs.empty, glyphs.pointer, glyphs.dot]
        assert all(cell_len(sign) == 1 for sign in [*signs, glyphs.arrow, glyphs.between, glyphs.quote, glyphs.star])


def test_a_statement_tells_all() -> None:
    text = plain(cells.statement(STATEMENT, 60, LOOK))
    for part in ("29 Nov", "Ishaq Dar", "disarm-hamas", "✗ oppose “We are not ready", "Dawn +6", "confidence .93"):
        assert part in text


def test_a_day_that_the_text_does_not_fix_is_marked() -> None:
    assert cells.said(replace(STATEMENT, said_basis=SaidBasis.PUBLISHED), LOOK) == "~29 Nov"
    assert cells.said(replace(STATEMENT, said_on=None, said_basis=SaidBasis.PUBLISHED), LOOK) == "~29 Nov"
    assert cells.said(STATEMENT, LOOK) == "29 Nov"


def test_an_unnamed_voice_is_said_to_be_one() -> None:
    row = replace(STATEMENT, speaker=None, speaker_name="a senior official", unnamed=True)
    assert cells.speaker(row, LOOK) == "a senior official (unnamed)"
    assert cells.speaker(replace(row, speaker_name="", unnamed=False), LOOK) == "Pakistan"
    assert cells.speaker(replace(row, speaker_name="", principal=None, unnamed=False), LOOK) == "unknown speaker"


def test_a_statement_without_position_shows_no_stance() -> None:
    text = plain(cells.statement(replace(STATEMENT, positions=()), 60, LOOK))
    assert "oppose" not in text
    assert "confidence" not in text


@pytest.mark.parametrize("width", [60, 120])
def test_a_verdict_is_glyph_and_word(width: int) -> None:
    for word, sign in UNICODE.verdicts.items():
        judged = replace(POSITION, review=word)
        text = plain(cells.statement(replace(STATEMENT, positions=(judged,)), width, LOOK))
        assert f"{sign} {word}" in text
        assert ("✗ oppose" in text) == (word != "rejected")
    rejected, second = replace(POSITION, review="rejected"), replace(POSITION, id=2, stance=Stance.SUPPORT)
    text = plain(cells.statement(replace(STATEMENT, positions=(rejected, second)), width, LOOK))
    assert "✓ support" in text
    assert "rejected" not in text


def test_what_waits_for_a_verdict_tells_what_hangs_on_it() -> None:
    row = QueueRow(STATEMENT, POSITION, (1, 7), 1.0, 0.07)
    text = plain(review_cells.queued(row, {1: CHANGE}, 78, LOOK))
    assert "without it falls: Pakistan ? undecided → ◐ conditional +1 on disarm-hamas" in text
    assert "bears, with others: Pakistan" in plain(review_cells.queued(replace(row, effect=0.5), {1: CHANGE}, 78, LOOK))
    assert "without it falls: 2 changes" in plain(review_cells.queued(row, {}, 78, LOOK))
    assert "a cell of the matrix" in plain(review_cells.queued(replace(row, changes=()), {}, 78, LOOK))


def test_a_digest_is_named_ahead_of_the_outlet() -> None:
    assert cells.source(replace(STATEMENT, is_digest=True)) == "digest Dawn +6"


def test_a_change_and_a_divergence_differ() -> None:
    text = plain(cells.change(CHANGE, 60, LOOK))
    assert "? undecided → ◐ conditional" in text
    assert "condition added" in text
    assert "● Pakistan · Disarm Hamas?" in text
    apart = replace(CHANGE, seen=True, change=replace(CHANGE.change, kind=ChangeKind.DIVERGENCE))
    text = plain(cells.change(apart, 60, LOOK))
    assert "? undecided ⇄ ◐ conditional" in text
    assert "divergence" in text
    assert "●" not in text
    maybe = replace(CHANGE, change=replace(CHANGE.change, status=ChangeStatus.POSSIBLE))
    assert "possible condition added" in plain(cells.change(maybe, 70, LOOK))


def test_a_story_tells_unread_star_digest_and_copies() -> None:
    text = plain(cells.story(STORY, 120, LOOK))
    for part in ("●★29 Nov", "Title", "Dawn +2", "digest", "gaza", "Dar", "18 ❝"):
        assert part in text
    assert "●" not in plain(cells.story(replace(STORY, read=True, starred=False), 120, LOOK))
    assert "~29 Nov" in plain(cells.story(replace(STORY, date_approximate=True), 120, LOOK))


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        (FEED, "well"),
        (replace(FEED, last_polled=None), "not polled yet"),
        (replace(FEED, errors=3), "failing, 3 in a row"),
        (replace(FEED, errors=12), "sick, 12 failures"),
        (replace(FEED, state=FeedState.PAUSED), "paused"),
        (replace(FEED, state=FeedState.GONE), "gone (410)"),
    ],
)
def test_a_feed_s_state_has_words(feed: Feed, words: str) -> None:
    assert feed_cells.feed_state(feed)[0] == words


def test_when_a_feed_is_due() -> None:
    now = datetime(2025, 11, 29, 12, tzinfo=UTC)
    later = replace(FEED, next_due=datetime(2025, 11, 29, 12, 20, tzinfo=UTC))
    assert feed_cells.feed_times(FEED, now) == ("2 h ago", "due now")
    assert feed_cells.feed_times(later, now) == ("2 h ago", "in 20 min")
    assert feed_cells.feed_times(replace(later, told_to_wait=True), now)[1] == "in 20 min (its server asked for that)"
    assert feed_cells.feed_times(replace(later, state=FeedState.PAUSED, last_polled=None), now) == ("never", "not")


def test_days_and_moments() -> None:
    assert day(date(2025, 11, 3), TODAY) == "3 Nov"
    assert day(date(2024, 2, 29), TODAY) == "29 Feb 2024"
    assert ago(AT, datetime(2025, 12, 9, 10, tzinfo=UTC)) == "10 d ago"
    assert ago(AT, AT) == "0 s ago"


def test_times_are_local_and_bare_days_stay_days(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone, clock, on in (("Asia/Karachi", "29 Nov 15:00", 29), ("Pacific/Kiritimati", "30 Nov 00:00", 30)):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert moment(AT, TODAY) == clock
        assert local_day(AT).day == on
        bare = datetime(2025, 11, 29, tzinfo=UTC)
        assert moment(bare, TODAY) == "29 Nov"
        assert local_day(bare) == date(2025, 11, 29)
    monkeypatch.undo()
    time.tzset()


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000), max_size=8))
def test_a_sparkline_is_empty_only_at_nothing(values: list[int]) -> None:
    drawn = spark(tuple(values), UNICODE)
    assert len(drawn) == len(values)
    for value, column in zip(values, drawn, strict=True):
        assert (column == " ") == (value == 0)
    if max(values, default=0):
        assert drawn[values.index(max(values))] == UNICODE.spark[-1]


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 40))
def test_a_bar_has_its_width(done: int, total: int, width: int) -> None:
    assert len(bar(done, total, width, UNICODE)) == width


def test_a_state_is_called_by_its_letters() -> None:
    assert cells.short_code("United States") == "US"
    assert cells.short_code("Türkiye") == "TÜR"
    assert cells.short_code("Organisation of Islamic Cooperation") == "OIC"


def test_confidence_is_short() -> None:
    assert cells.confidence(0.931) == ".93"
    assert cells.confidence(1.0) == "1.00"
