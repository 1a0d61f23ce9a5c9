"""The table of cues and when a cue word is a verb."""

from __future__ import annotations

import pytest

from tagger.cues import CUES, NOUN_CUES, CueClass, Form
from tagger.tokens import Tokens
from tagger.verbs import site


def cue_at(text: str, word: str) -> bool:
    toks = Tokens(text, 0, len(text), ())
    return site(toks, toks.lows.index(word)) is not None


def test_the_table_is_as_large_as_english_news_needs() -> None:
    assert len({cue.lemma for cue in CUES.values()}) > 250
    assert sum(len(phrases) for phrases in {cue.lemma: cue.phrases for cue in CUES.values()}.values()) > 80
    assert {cue.cue_class for cue in CUES.values()} == set(CueClass)


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [
        ("said", "say", Form.PAST),
        ("says", "say", Form.THIRD),
        ("telling", "tell", Form.ING),
        ("denied", "deny", Form.PAST),
        ("denies", "deny", Form.THIRD),
        ("admitting", "admit", Form.ING),
        ("quipped", "quip", Form.PAST),
        ("written", "write", Form.PARTICIPLE),
        ("stresses", "stress", Form.THIRD),
        ("agreeing", "agree", Form.ING),
        ("upheld", "uphold", Form.PAST),
    ],
)
def test_inflection(word: str, lemma: str, form: Form) -> None:
    assert (CUES[word].lemma, CUES[word].form) == (lemma, form)


def test_noun_cues_say_what_must_follow() -> None:
    assert "for" in NOUN_CUES["support"][1]
    assert "of" in NOUN_CUES["rejection"][1]


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("Dar said that it was over", "said", True),
        ("Officials say the talks go on", "say", True),
        ("Officials in Islamabad say the talks go on", "say", True),
        ("Cairo and Doha warn that it may fail", "warn", True),
        ("The report was long", "report", False),
        ("The two reports were long", "reports", False),
        ("Western states joined the talks", "states", False),
        ("She reports that it rained", "reports", True),
        ("Dar's claims were denied", "claims", False),
        ("Dar claims the opposite", "claims", True),
        ("The proposed force is small", "proposed", False),
        ("A plan proposed by Qatar failed", "proposed", False),
        ("Qatar proposed a plan", "proposed", True),
        ("He is expected to speak", "expected", False),
        ("Turkey has expected this", "expected", True),
        ("He called off the talks", "called", False),
        ("He called for talks", "called", True),
        ("Pakistan backed up its words", "backed", False),
        ("Pakistan backed the plan", "backed", True),
        ("He wants to plan a visit", "plan", True),
        ("The peace plan failed", "plan", False),
    ],
)
def test_noun_or_verb(text: str, word: str, verb: bool) -> None:
    assert cue_at(text, word) is verb
