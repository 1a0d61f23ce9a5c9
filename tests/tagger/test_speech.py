"""Who said what: an example in our own words for every rule, and what holds for any text at all."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.model.words import Kind
from tagger.speech import Utterance, extract

LEAD = "The talks went on.\n"
"""A first paragraph, so that the next is no headline."""


def read(text: str) -> list[tuple[str, str, str]]:
    """Speaker, content and deciding rule of every statement."""
    whole = LEAD + text
    return [(u.speaker_text, words(whole, u), u.rules[0]) for u in extract(whole)]


def words(text: str, utterance: Utterance) -> str:
    return " … ".join(text[s.start : s.end] for s in utterance.spans)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We will send doctors,” said Dar.", [("Dar", "“We will send doctors,”", "direct-inverted")]),
        ("“We will send doctors,” Dar said on Monday.", [("Dar", "“We will send doctors,”", "direct-trailing")]),
        ("''We will send doctors,'' Dar said.", [("Dar", "''We will send doctors,''", "direct-trailing")]),
        ("Dar said: “We will send doctors.”", [("Dar", "“We will send doctors.”", "direct-leading")]),
        (
            "On October 20, Dar, the minister, had said: “We will send doctors.”",
            [("Dar, the minister", "“We will send doctors.”", "direct-leading")],
        ),
        ("Dar told reporters, “We will send doctors.”", [("Dar", "“We will send doctors.”", "direct-leading")]),
        (
            "“Will we send doctors?” Mr. Dar asked reporters.",
            [("Mr. Dar", "“Will we send doctors?”", "direct-trailing")],
        ),
        (
            "“We will send doctors,” Dar said, “and tents.”",
            [("Dar", "“We will send doctors,” … “and tents.”", "direct-trailing")],
        ),
        (
            "“We go,” said a senior official, speaking on condition of anonymity.",
            [("a senior official, speaking on condition of anonymity", "“We go,”", "direct-inverted")],
        ),
        (
            "“We will send doctors,” he said of the new plan.",
            [("he", "“We will send doctors,”", "direct-trailing")],
        ),
    ],
)
def test_direct(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dar said that doctors would go.", [("Dar", "doctors would go", "indirect")]),
        ("Dar said doctors would go.", [("Dar", "doctors would go", "indirect")]),
        ("Dar said on Monday that doctors would go.", [("Dar", "doctors would go", "indirect")]),
        ("In a statement, the ministry said doctors would go.", [("the ministry", "doctors would go", "indirect")]),
        ("Dar told the BBC that doctors would go.", [("Dar", "doctors would go", "indirect")]),
        ("Dar said, in a statement on Monday, that doctors would go.", [("Dar", "doctors would go", "indirect")]),
        (
            "Dar, the foreign minister, said doctors would go.",
            [("Dar, the foreign minister", "doctors would go", "indirect")],
        ),
        (
            "Fidan, who spoke in Doha, insisted the group would lay down its arms.",
            [("Fidan, who spoke in Doha", "the group would lay down its arms", "indirect")],
        ),
        ("Six in 10 said doctors should go.", [("Six in 10", "doctors should go", "indirect")]),
        ("Cairo, Doha, and Ankara warn that aid is short.", [("Cairo, Doha, and Ankara", "aid is short", "indirect")]),
        ("Doctors would go, Dar said.", [("Dar", "Doctors would go", "indirect-trailing")]),
        ("Doctors would go, said the minister.", [("the minister", "Doctors would go", "indirect-inverted")]),
        (
            "The doctors, Dar said, would go by sea.",
            [("Dar", "The doctors … would go by sea", "indirect-middle")],
        ),
        ("As Dar said, the doctors would go.", [("Dar", "the doctors would go", "as-said")]),
        (
            "Dar made it clear that doctors would go.",
            [("Dar", "doctors would go", "indirect")],
        ),
        (
            "Dar was quoted as saying that doctors would go.",
            [("Dar", "doctors would go", "participle")],
        ),
    ],
)
def test_indirect(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dar rejected the plan for the north.", [("Dar", "the plan for the north", "object")]),
        ("Dar called for the release of all prisoners.", [("Dar", "the release of all prisoners", "object")]),
        ("Dar urged Muslim countries to send aid.", [("Dar", "Muslim countries to send aid", "object")]),
        ("Dar vowed to send aid.", [("Dar", "to send aid", "infinitive")]),
        ("Dar accused Israel of blocking aid.", [("Dar", "Israel of blocking aid", "object")]),
        ("Dar ruled out a role for the army.", [("Dar", "a role for the army", "object")]),
        ("Dar reaffirmed Pakistan’s commitment to peace.", [("Dar", "Pakistan’s commitment to peace", "object")]),
        (
            "According to Dar, the doctors left on Monday.",
            [("Dar", "the doctors left on Monday", "according-to")],
        ),
        (
            "The doctors left on Monday, according to the ministry.",
            [("the ministry", "The doctors left on Monday", "according-to")],
        ),
        ("Critics faulted Dar’s call for a vote.", [("Critics", "Dar’s call for a vote", "object")]),
        ("Many were moved by his call for a vote.", [("his", "a vote", "noun-cue")]),
        (
            "Dar continued to insist that doctors would go.",
            [("Dar", "doctors would go", "infinitive-cue")],
        ),
        (
            "Describing the plan as dead, Dar left the room.",
            [("Dar", "the plan as dead", "participle-ahead")],
        ),
        (
            "Rubio, who revealed that eight countries were asked, left for Doha.",
            [("who", "eight countries were asked", "relative")],
        ),
        (
            "The plan, rejected by Hamas, is under review.",
            [("Hamas", "The plan", "passive")],
        ),
    ],
)
def test_other_cues(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Dar said doctors would go, adding that tents would follow.", ["doctors would go", "tents would follow"]),
        ("Dar said doctors would go and called for a truce.", ["doctors would go", "a truce"]),
        ("Dar said doctors would go, but Fidan said they would not.", ["doctors would go", "they would not"]),
        ("Dar said doctors would go, while Fidan denied any plan.", ["doctors would go", "any plan"]),
        ("Dar said doctors would go; Fidan warned that roads were shut.", ["doctors would go", "roads were shut"]),
        ("Dar said doctors would go, according to the Dawn.", ["doctors would go"]),
        ("Dar rejected the plan in a speech on Monday.", ["the plan"]),
        ("Dar rejected the plan, which has twenty points.", ["the plan"]),
        ("Dar rejected the plan after the ministers had met.", ["the plan"]),
        ("Dar rejected the plan and left the room.", ["the plan"]),
        ("Dar urged doctors, nurses and drivers to go.", ["doctors, nurses and drivers to go"]),
        (
            "Dar said Pakistan, which has doctors, would send them.",
            ["Pakistan, which has doctors, would send them"],
        ),
    ],
)
def test_where_the_content_ends(text: str, contents: list[str]) -> None:
    assert [content for _, content, _ in read(text)] == contents


def test_a_chain_has_one_speaker() -> None:
    found = read("Dar said aid was short, adding that roads were shut, and stressing that time ran out.")
    assert [speaker for speaker, _, _ in found] == ["Dar", "Dar", "Dar"]


def test_with_and_a_participle_bring_their_own_speaker() -> None:
    found = read("Baku ruled out a role, with President Aliyev stressing that no one would fight.")
    assert [speaker for speaker, _, _ in found] == ["Baku", "President Aliyev"]


def test_a_quotation_goes_on_in_the_same_paragraph_and_in_the_next() -> None:
    found = read("“We go,” Dar said. “We will be back by summer.”\n“Nobody will be left behind there.”")
    assert [(speaker, rule) for speaker, _, rule in found] == [
        ("Dar", "direct-trailing"),
        ("Dar", "quote-carried"),
        ("Dar", "quote-paragraph"),
    ]


def test_a_half_quoted_sentence_is_carried_too() -> None:
    found = read("“We go,” Dar said. “We will be back by” the summer at the latest.")
    assert found[1] == ("Dar", "“We will be back by” the summer at the latest", "half-quote-carried")


def test_a_lead_in_names_the_speaker_of_the_next_paragraph() -> None:
    assert read("Then Dar replied:\n“Nobody will be left behind there.”") == [
        ("Dar", "“Nobody will be left behind there.”", "direct-leading")
    ]


def test_scare_quotes_and_titles_are_no_speech() -> None:
    assert read("The “road map” is old.\nHer book, “The Long Road,” sells well.") == []


def test_headlines_from_both_ends() -> None:
    assert [(u.speaker_text, u.rules[0]) for u in extract("Rubio: The force must come soon")] == [("Rubio", "headline")]
    assert [(u.speaker_text, u.rules[0]) for u in extract("Doctors to leave once roads open: Turkish FM")] == [
        ("Turkish FM", "headline")
    ]


def test_a_transcript() -> None:
    text = "Here is what they said.\nDAR: We go home now.\nHOST: And then what?\nDAR: We wait for news.\nHOST: Thanks."
    found = extract(text)
    assert [u.speaker_text for u in found] == ["DAR", "HOST", "DAR", "HOST"]
    assert {u.rules[0] for u in found} == {"transcript"}


def test_a_dateline_is_no_speaker() -> None:
    assert [speaker for speaker, _, _ in read("ISLAMABAD: Dar said doctors would go.")] == ["Dar"]
    assert [speaker for speaker, _, _ in read("JAKARTA, Dec 15 (Reuters) - Dar said doctors would go.")] == ["Dar"]


def test_a_denial_of_having_said_is_marked() -> None:
    text = (
        LEAD + "Dar denied saying that doctors would go.\nDar never said that doctors would go.\nDar said they would."
    )
    assert [u.denial for u in extract(text)] == [True, True, False]


def test_hearsay_belongs_to_the_outer_speaker_and_names_the_inner() -> None:
    text = LEAD + "Dar said Indonesia has expressed concern about the force."
    (only,) = extract(text)
    assert only.speaker_text == "Dar"
    assert only.about_span is not None
    assert text[only.about_span.start : only.about_span.end] == "Indonesia"


def test_a_relative_pronoun_knows_what_it_refers_to() -> None:
    text = LEAD + "It was Marco Rubio, who said that doctors would go."
    (only,) = extract(text)
    assert only.antecedent is not None
    assert text[only.antecedent.start : only.antecedent.end] == "Marco Rubio"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We go now,” Dar said.", Kind.DIRECT),
        ("Dar said that doctors “will go” by sea.", Kind.MIXED),
        ("Dar said that doctors will go by sea.", Kind.INDIRECT),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert [u.kind for u in extract(LEAD + text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The officials asked not to be named.",
        "If voters want it, the plan stays.",
        "The two states share a border.",
        "The report was published by a ministry.",
        "Many doctors could support a truce.",
        "The minister said so.",
        "Trade declined 40 percent.",
        "The woman he wants to marry lives in Doha.",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert read(text) == []


def test_a_heading_and_a_repeated_title_give_none() -> None:
    text = "Dar rejects the plan\nDar met reporters and said doctors would go.\nFidan Calls For Muslim Leadership\n"
    found = extract(text, title="Dar rejects the  plan")
    assert [text[u.start : u.end] for u in found] == ["doctors would go"]


PARTS = st.sampled_from(
    [
        "Dar said ", "that ", "“", "”", '"', "''", "‘", "’", ", ", ". ", "\n", "he told reporters ", "according to ",
        "who ", "and ", "(", ")", " - ", "—", ": ", "adding ", "to vow ", "rejected ", "the plan ", "his call for ",
        "as ", "Mr. ", "U.S. ", "?", "!", "by ", "with ", "said", "\u2028", "\x00", "\ud800", "é",
        "س", "🙂", "\u200f", "İ", "ǆ",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=40).map("".join)))
@example("“" * 50)
@example("said " * 60)
@example(", said X" * 30)
@example("He said, he said, he said: “")
def test_any_text_survives_and_offsets_slice_it(text: str) -> None:
    for u in extract(text):
        assert 0 <= u.start < u.end <= len(text)
        assert (u.spans[0].start, u.spans[-1].end) == (u.start, u.end)
        at = u.start
        for span in u.spans:
            assert at <= span.start < span.end
            at = span.end
        assert u.cue_span is not None
        assert text[u.cue_span.start : u.cue_span.end] == u.cue
        assert u.speaker_span is not None
        assert text[u.speaker_span.start : u.speaker_span.end] == u.speaker_text
        assert u.rules


CLAUSES = st.sampled_from(
    [
        "Dar said that doctors would go.",
        "Doctors would go, Fidan said.",
        "According to the ministry, doctors left.",
        "Rubio rejected the plan, adding that it was late.",
        "The road was open again.",
        "“We go home now,” Asif said.",
    ]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(CLAUSES, min_size=1, max_size=6))
def test_a_document_reads_like_its_paragraphs(lines: list[str]) -> None:
    text = LEAD + "\n".join(lines)
    whole = [(words(text, u), u.speaker_text, u.rules) for u in extract(text)]
    parts = [(words(LEAD + x, u), u.speaker_text, u.rules) for x in lines for u in extract(LEAD + x)]
    assert whole == parts


def calls(text: str) -> int:
    """How many functions reading a text calls: a measure of work that no busy machine disturbs."""
    count = 0

    def tick(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tick)
    try:
        extract(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        '" ', "“a ", "he said, ", ", ", "(", ". ", "'a ", "A ", '"Yes," he said. ', "AB: c\n", "Dar, who said that ",
        ", saying that",
    ],
)  # fmt: skip
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    once = unit * (12_000 // len(unit))
    assert calls(once * 2) < 2.4 * calls(once) + 200
