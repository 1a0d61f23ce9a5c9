"""The digests as texts: their length, their words, and that they report every statement of the originals.

The originals and the statements annotated in them belong to nobody here; where they lie beside the project, the
digests are held against them.
"""

import hashlib
import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import seeds
from store.model.articles import Document

ORIGINALS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
DIGESTS = seeds.documents()
LONGEST_RUN = 7
LONGEST_QUOTE = 12

needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not beside the project")
each_digest = pytest.mark.parametrize("digest", DIGESTS, ids=[str(digest.external_id) for digest in DIGESTS])

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"“([^”]*)”")

NAMES_OF_VOICES = {
    "Abbas Araghchi": ("Araghchi",),
    "Asim Iftikhar Ahmad": ("Asim Iftikhar Ahmad",),
    "Danyal Chaudhry": ("Chaudhry",),
    "Hakan Fidan": ("Fidan",),
    "Indonesia": ("Indonesia",),
    "Ishaq Dar": ("Dar",),
    "Khawaja Asif": ("Asif",),
    "Marco Rubio": ("Rubio",),
    "Pakistan": ("Islamabad",),
    "Pakistan Foreign Office": ("Foreign Office", "Foreign Ministry"),
    "Rana Sanaullah": ("Sanaullah",),
    "Recep Tayyip Erdogan": ("Erdogan",),
    "Turkey": ("Turkey",),
    "anonymous officials (Pakistan)": ("official", "Officials", "Pakistani diplomat", "People familiar"),
    "anonymous officials (Turkey)": ("Turkish diplomatic sources",),
    "anonymous sources (unattributed)": ("ources said", "observers said", "insiders said", "participants agreed"),
}
"""How the digests name the voices that the annotation names."""

WORDS_OF_ISSUES = {
    "ceasefire": ("ceasefire", "truce"),
    "disarm-hamas": ("disarm",),
    "humanitarian-aid": ("aid", "humanitarian"),
    "isf-mandate": ("mandate", "peace enforcement", "neutral"),
    "isf-troops": ("troops", "mission", "force", "contribut", "decision", "more honourable", "choice", "personal view"),
    "israeli-withdrawal": ("withdrawal",),
    "other": (),
    "palestinian-governance": ("govern", "Palestinian control"),
    "reconstruction": ("reconstruction", "rebuild"),
    "two-state": ("two-state", "Palestinian state"),
}
"""Words of which a paragraph that reports a statement on the issue holds at least one."""


def words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def original(digest: Document) -> str:
    return (ORIGINALS / f"{digest.external_id}.txt").read_text(encoding="utf-8")


def longest_common_run(ours: list[str], theirs: list[str]) -> list[str]:
    """The longest stretch of words that stands in both lists (dynamic programming over pairs)."""
    best, end = 0, 0
    row = [0] * (len(theirs) + 1)
    for here, word in enumerate(ours, start=1):
        row = [0] + [row[there] + 1 if word == other else 0 for there, other in enumerate(theirs)]
        if max(row) > best:
            best, end = max(row), here
    return ours[end - best : end]


def annotated(digest: Document) -> list[dict[str, str | None]]:
    lines = (ORIGINALS / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, str | None]] = [json.loads(line) for line in lines]
    return [row for row in rows if row["article_id"] == digest.external_id]


@each_digest
def test_a_digest_has_150_to_400_words_in_paragraphs(digest: Document) -> None:
    assert 150 <= len(digest.text.split()) <= 400
    paragraphs = digest.text.split("\n\n")
    assert len(paragraphs) >= 5
    assert all(paragraph == paragraph.strip() and "\n" not in paragraph for paragraph in paragraphs)


@each_digest
def test_quotations_are_closed_and_short(digest: Document) -> None:
    assert digest.text.count("“") == digest.text.count("”")
    assert '"' not in digest.text
    quotes = _QUOTED.findall(digest.text)
    assert quotes
    for quote in quotes:
        assert len(words(quote)) <= LONGEST_QUOTE, quote


def test_the_common_run_is_found() -> None:
    assert longest_common_run(words("We saw a red fox today."), words("A red fox ran")) == ["a", "red", "fox"]
    assert longest_common_run(["one"], ["two"]) == []


@needs_originals
@each_digest
def test_outside_quotations_no_wording_is_the_originals(digest: Document) -> None:
    theirs = words(original(digest))
    for stretch in _QUOTED.sub("\0", digest.text).split("\0"):
        run = longest_common_run(words(stretch), theirs)
        assert len(run) <= LONGEST_RUN, " ".join(run)


@needs_originals
@each_digest
def test_quotations_are_the_officials_own_words(digest: Document) -> None:
    theirs = " ".join(words(original(digest)))
    for quote in _QUOTED.findall(digest.text):
        assert " ".join(words(quote)) in theirs, quote


@needs_originals
@each_digest
def test_the_hash_is_that_of_the_originals_bytes(digest: Document) -> None:
    data = (ORIGINALS / f"{digest.external_id}.txt").read_bytes()

    assert hashlib.sha256(data).hexdigest() == digest.original_sha256
    assert seeds.find(sha256=hashlib.sha256(data).hexdigest()) == digest


@needs_originals
def test_titles_outlets_and_days_are_the_manifests() -> None:
    rows = tomllib.loads((ORIGINALS / "manifest.toml").read_text(encoding="utf-8"))["document"]

    assert [
        (f"{digest.external_id}.txt", digest.title, digest.outlet, digest.published and digest.published.date())
        for digest in DIGESTS
    ] == [(row["file"], row["title"], row["outlet"], row["published"]) for row in rows]


@needs_originals
@each_digest
def test_every_statement_is_reported_by_a_paragraph_that_names_voice_and_matter(digest: Document) -> None:
    paragraphs = digest.text.split("\n\n")
    rows = annotated(digest)
    assert rows
    for row in rows:
        voices = [NAMES_OF_VOICES[voice] for voice in str(row["speaker"]).split("; ")]
        matter = WORDS_OF_ISSUES[str(row["issue"])]
        assert any(
            all(any(name in paragraph for name in names) for names in voices)
            and (not matter or any(word in paragraph for word in matter))
            for paragraph in paragraphs
        ), row["key"]


@needs_originals
@each_digest
def test_every_day_of_saying_that_is_known_is_stated(digest: Document) -> None:
    for row in annotated(digest):
        if row["said_on"]:
            day = date.fromisoformat(str(row["said_on"]))
            assert f"{day.day} {day:%B}" in digest.text, row["key"]
