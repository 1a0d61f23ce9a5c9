"""Lists of statements, and the same words in several articles as one utterance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.db import connect
from store.errors import NotFound
from store.library import Library
from store.model.articles import Document
from store.model.reading import Span, Voice
from store.model.rows import Query
from store.model.words import Kind, SaidBasis, Stance
from tests.support.memory import NOW, Hands, arrival, opened, poll, position, reading, statement, voice

LONG = "We will send our troops to Gaza for peace under a mandate of the United Nations"
SHORT = "send our troops to Gaza for peace under a mandate"


def put(
    library: Library, content: str, number: int, *, outlet: str = "", said_on: date | None = None, **parts: object
) -> int:
    """An article of its own with that one statement."""
    text = f"Opening number {number} words.\n\n“{content},” he said on day {number}."
    said = statement(text, content, said_on=said_on, **parts)  # type: ignore[arg-type]
    document = Document(
        text, f"Article {number}", outlet or f"Outlet {number}", published=NOW, external_id=f"x-{number}"
    )
    return library.articles.put(document, reading(said))[0]


def test_the_newest_said_come_first_whatever_was_published_when(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, "The first thing that was said", 1, said_on=date(2025, 10, 28))
        put(library, "Some other thing without any day", 2)
        put(library, "And a third one said in between", 3, said_on=date(2025, 11, 29))
        rows = library.statements.page(Query())
        assert [row.article_id for row in rows] == [2, 3, 1]
        assert [row.said_basis for row in rows] == [SaidBasis.PUBLISHED, SaidBasis.STATED, SaidBasis.STATED]
        assert (rows[2].said_on, rows[0].said_on) == (date(2025, 10, 28), None)
        one = library.statements.page(Query(limit=1))[0]
        after = Query(before=(one.sort_key, one.id))
        assert [row.article_id for row in library.statements.page(after)] == [3, 1]


def test_a_statement_tells_all_that_is_known(tmp_path: Path) -> None:
    text = "“We are ready,” Ishaq Dar and Hakan Fidan said, “to help.”\n\nOther paragraph."
    content = text[1 : text.index("to help") + 7]
    said = replace(
        statement(text, content, voices=(voice("ishaq-dar"), voice("hakan-fidan"))),
        spans=(Span(1, 13), Span(48, 56)), cue_span=Span(41, 45), speaker_span=Span(16, 40), kind=Kind.MIXED,
    )  # fmt: skip
    with opened(tmp_path) as library:
        library.articles.put(Document(text, "T", "Dawn", published=NOW), reading(said))
        view = library.statements.view(1)
        row = view.row
        assert (row.speaker, row.speaker_name, row.speakers) == ("ishaq-dar", "Ishaq Dar", ("ishaq-dar", "hakan-fidan"))
        assert (row.principal, row.outlet, row.more_outlets, row.unnamed) == ("pakistan", "Dawn", 0, False)
        assert (view.spans, view.cue_span, view.speaker_span) == (said.spans, said.cue_span, said.speaker_span)
        assert (view.context, view.context_start, view.rules) == (text.split("\n\n", maxsplit=1)[0], 0, ("quote-left",))
        assert row.positions[0].factors == (("cue", 0.9), ("stance", 1.0))
        assert library.statements.page(Query(actor="hakan-fidan")) == (row,)
        with pytest.raises(NotFound, match="no statement number 9"):
            library.statements.view(9)


def test_the_same_words_in_three_outlets_are_one_row(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, LONG, 1, said_on=date(2025, 11, 28))
        put(library, SHORT, 2, said_on=date(2025, 11, 29), positions=())
        put(library, LONG, 3, outlet="Outlet 1", said_on=date(2025, 11, 28))
        put(library, LONG, 4, actor="khawaja-asif", said_on=date(2025, 11, 28))
        put(library, LONG, 5, said_on=date(2025, 12, 5))
        rows = library.statements.page(Query())
        assert [(row.article_id, row.more_outlets) for row in rows] == [(5, 0), (4, 0), (1, 1)]
        assert {other.article_id for other in library.statements.view(1).others} == {2, 3}
        assert {row.article_id for row in library.statements.page(Query(outlet="Outlet 2"))} == {2}
        assert [row.article_id for row in library.statements.page(Query(issue="isf-troops"))] == [5, 4, 3]
        pairs = library.statements.positions(Query(principal="pakistan", issue="isf-troops"))
        assert [(row.article_id, found.stance) for row, found in pairs] == [(n, Stance.SUPPORT) for n in (5, 4, 3)]
        assert library.totals().statements == 3


def test_a_denial_is_not_the_same_utterance(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        put(library, LONG, 1, said_on=date(2025, 11, 28))
        put(library, LONG.replace("will send", "will not send"), 2, said_on=date(2025, 11, 28))
        assert len(library.statements.page(Query())) == 2


def test_unnamed_and_unknown_speakers_are_kept_apart(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        unnamed = (Voice(None, "pakistan", unnamed=True, rank=1),)
        put(library, LONG, 1, voices=unnamed)
        put(library, LONG, 2, voices=unnamed)
        put(library, LONG, 3, voices=())
        put(library, LONG, 4, voices=(), actor="someone else")
        rows = {row.article_id: row for row in library.statements.page(Query())}
        assert len(rows) == 3
        assert rows[1].unnamed
        assert (rows[3].speaker, rows[4].speaker_name) == (None, "someone else")


def test_an_utterance_that_loses_what_joined_it_falls_apart(tmp_path: Path) -> None:
    days = [date(2025, 11, 20), date(2025, 11, 23), date(2025, 11, 26)]
    with opened(tmp_path) as library:
        for number, day in enumerate(days, 1):
            put(library, LONG, number, said_on=day)
        assert len(library.statements.page(Query())) == 1
        put(library, "Something quite different was said there", 2, said_on=days[1])
        assert [row.article_id for row in library.statements.page(Query())] == [3, 2, 1]


WORDS = "alpha beta gamma delta epsilon zeta eta theta iota not".split()  # noqa: SIM905
CONTENTS = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(" ".join)
CASES = st.lists(
    st.tuples(CONTENTS, st.sampled_from(["ishaq-dar", "hakan-fidan"]), st.integers(0, 8)), min_size=2, max_size=7
)


def groups(cases: list[tuple[int, tuple[str, str, int]]]) -> set[tuple[frozenset[str], str, int]]:
    """Store each case as an article, in that order; the utterances as sets of outlets, who leads, and the count."""
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "a.db", clock=Hands()) as library:
        for number, (content, actor, day) in cases:
            put(library, content, number, actor=actor, said_on=date(2025, 11, 1) + timedelta(days=day))
        reader = connect(library.path, "ro")
        rows = reader.execute(
            "SELECT s.utterance_id, s.is_lead, a.outlet, u.outlets, v.is_lead AS voice_lead FROM statements s "
            "JOIN articles a ON a.id = s.article_id JOIN utterances u ON u.id = s.utterance_id "
            "JOIN statement_voices v ON v.statement_id = s.id"
        ).fetchall()
        reader.close()
    found = {}
    for row in rows:
        assert row["is_lead"] == row["voice_lead"]
        members, lead, _ = found.get(row["utterance_id"], (frozenset(), "", 0))
        lead = row["outlet"] if row["is_lead"] else lead
        found[row["utterance_id"]] = (members | {row["outlet"]}, lead, row["outlets"])
    assert all(lead and len(members) == count for members, lead, count in found.values())
    return set(found.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES, st.randoms(use_true_random=False))
def test_utterances_do_not_depend_on_the_order_of_arrival(cases: list[tuple[str, str, int]], dice: object) -> None:
    numbered = list(enumerate(cases, 1))
    shuffled = numbered.copy()
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(numbered) == groups(shuffled)


def test_positions_are_narrowed_and_the_surest_on_an_issue_is_kept(tmp_path: Path) -> None:
    two = (position(confidence=0.4), position(stance=Stance.OPPOSE), position("disarm-hamas", Stance.NONE))
    with opened(tmp_path) as library:
        put(library, LONG, 1, positions=two)
        found = library.statements.positions(Query())
        assert sorted((p.issue, p.stance) for _, p in found) == [("disarm-hamas", "none"), ("isf-troops", "oppose")]
        assert [p.issue for _, p in library.statements.positions(Query(stance=Stance.OPPOSE))] == ["isf-troops"]
        assert library.statements.positions(Query(stance=Stance.SUPPORT)) == ()


def test_statements_of_a_poll_carry_their_feeds_outlet(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add("https://news.example/feed", outlet="Dawn")
        poll(library, feed, arrival("a", f"“{LONG},” he said.", found=reading(statement(f"“{LONG},” he said.", LONG))))
        assert library.statements.page(Query())[0].outlet == "Dawn"
