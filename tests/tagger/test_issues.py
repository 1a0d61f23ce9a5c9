"""The watchlist's issues: every example is read as written beside it, and every error is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from store.model.reading import Voice
from store.model.words import Stance
from tagger import watchlist
from tagger.errors import PatternError
from tagger.issues import compile_issues, problems
from tagger.stance import Context, StanceReader

WATCHLIST = watchlist.load(None)
READER = StanceReader(WATCHLIST)
EXAMPLES = [(str(issue["id"]), example) for issue in WATCHLIST.issues for example in issue["examples"]]


@pytest.mark.parametrize(("issue", "example"), EXAMPLES, ids=lambda v: v if isinstance(v, str) else v["text"][:40])
def test_every_example_beside_an_issue(issue: str, example: dict[str, Any]) -> None:
    positions = READER.positions(
        example["text"],
        cue=example.get("cue", ""),
        voices=(Voice(None, example["by"]),),
        context=Context(example.get("before", ""), example.get("context", WATCHLIST.story.name)),
    )
    stances = {p.issue: p.stance for p in positions}
    assert stances.get(issue, Stance.NONE) == example["stance"]


def test_the_eleven_issues_have_questions_and_examples() -> None:
    assert len(WATCHLIST.issues) == 11
    assert all(issue["question"].endswith("?") and len(issue["examples"]) >= 3 for issue in WATCHLIST.issues)


def test_the_packaged_issues_are_without_problems() -> None:
    assert list(problems(WATCHLIST.issues)) == []


GOOD: dict[str, Any] = {"id": "tax", "question": "Is the tax to rise?", "target": ["(tax|levy) rise"]}


def test_another_story_needs_no_code() -> None:
    table = {**GOOD, "lists": {"who": ["cabinet"]}, "opposite": ["tax cut"]}
    book = compile_issues([table])
    assert set(book.issues) == {"tax"}
    assert list(problems([table])) == []


def test_a_contrary_that_is_wanted_is_opposition_where_nobody_is_named_who_does_the_wrong() -> None:
    table = {**GOOD, "opposite": ["low taxes"]}
    for answerable, stance in (((), Stance.OPPOSE), (("cabinet",), Stance.SUPPORT)):
        reader = StanceReader(replace(WATCHLIST, issues=({**table, "answerable": answerable},)))
        read = reader.positions("Low taxes must be kept.", cue="said", voices=(Voice(None, "norway"),))
        assert [p.stance for p in read] == [stance]


LOOSE: dict[str, Any] = {
    "id": "tax",
    "question": "Is the tax to rise?",
    "target": ["tax & (rise|increase)"],
    "opposite": ["tax cut"],
}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We want the tax on all this to rise.", Stance.SUPPORT),
        ("We are against any increase of so unjust a tax.", Stance.OPPOSE),
        ("We are against a tax cut when prices rise.", Stance.SUPPORT),  # the more exact words say which side
        ("We dislike the tax, but we welcome the rise of wages.", Stance.NONE),  # two clauses
    ],
)
def test_two_parts_in_any_order_count_in_one_clause_where_nothing_is_more_exact(text: str, stance: Stance) -> None:
    reader = StanceReader(replace(WATCHLIST, issues=(LOOSE,)))
    read = {p.issue: p.stance for p in reader.positions(text, cue="said", voices=(Voice(None, "norway"),))}
    assert read.get("tax", Stance.NONE) is stance


@pytest.mark.parametrize(
    ("change", "word", "says"),
    [
        ({"targets": ["x"]}, "targets", 'Did you mean "target"?'),
        ({"question": ""}, "question", "Add question"),
        ({"role": "yes"}, "role", "true or false|role = true"),
        ({"target": "tax"}, "target", "list of texts|Write target"),
        ({"target": ["(tax"]}, "(tax", "not closed"),
        ({"target": ["{levi} rise"], "lists": {"levy": ["tax"]}}, "{levi} rise", 'Did you mean "levy"?'),
        ({"examples": [{"text": "x", "stance": "suport"}]}, "suport", 'Did you mean "support"?'),
        ({"examples": [{"stance": "support"}]}, "examples", "no text"),
        ({"examples": ["x"]}, "examples", "list of tables"),
        ({"lists": {"levy": "tax"}}, "levy", "list of texts"),
    ],
)
def test_a_wrong_table_is_named_with_what_to_look_for(change: dict[str, Any], word: str, says: str) -> None:
    found = list(problems([{**GOOD, **change}]))
    assert found
    assert found[0].word == word
    assert any(part in f"{found[0].message} {found[0].hint}" for part in says.split("|"))


def test_an_issue_that_nothing_can_touch_is_a_problem() -> None:
    assert [p.message for p in problems([{"id": "x", "question": "What?"}])] == ["Nothing can touch this issue."]


def test_compiling_a_wrong_phrase_raises() -> None:
    with pytest.raises(PatternError, match="not closed"):
        compile_issues([{**GOOD, "target": ["(tax"]}])
