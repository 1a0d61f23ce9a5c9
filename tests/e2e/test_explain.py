"""`standpoint statements --explain`: how one statement was read, for people and for programs."""

from __future__ import annotations

from math import prod

import pytest

from tests.support.program import Program

TEXT = (
    "ISLAMABAD: Foreign Minister Ishaq Dar said on Saturday that Pakistan would send troops to the International "
    "Stabilization Force in Gaza only if its mandate is clear. “We will not take part in disarming Hamas,” he said.\n"
)
RECORD = {"id": "r1", "outlet": "The Example", "title": "Dar on Gaza", "published": "2025-11-30", "text": TEXT}


@pytest.fixture
def told(program: Program) -> Program:
    program.take_in(RECORD)
    return program


def test_every_part_is_shown_in_its_own_words(told: Program) -> None:
    quoted = next(line for line in told.run("statements", "--json").lines if line["speaker_text"] == "he")
    (shape,) = told.run("statements", "--explain", str(quoted["id"]), "--json").lines
    how = shape["explain"]
    assert {name: shape[name] for name in quoted} == quoted
    assert (how["source"]["text"], how["cue"]["text"]) == ("he", "said")
    assert [part["text"] for part in how["content"]] == ["“We will not take part in disarming Hamas,”"]
    for part in (how["source"], how["cue"], *how["content"]):
        assert TEXT[part["start"] : part["end"]] == part["text"]
    assert [each["rule"] for each in how["rules"]] == quoted["rules"]
    assert all(each["means"] for each in how["rules"])


def test_confidences_are_the_products_of_the_factors_shown(told: Program) -> None:
    for line in told.run("statements", "--json").lines:
        (shape,) = told.run("statements", "--explain", str(line["id"]), "--json").lines
        how = shape["explain"]
        assert prod(f["value"] for f in how["factors"]) == pytest.approx(shape["confidence"], abs=0.002)
        assert how["positions"]
        for position in how["positions"]:
            assert prod(f["value"] for f in position["factors"]) == pytest.approx(position["confidence"], abs=0.002)
            assert position["means"]


def test_people_read_source_cue_words_rules_and_figures(told: Program) -> None:
    line = next(line for line in told.run("statements", "--json").lines if line["speaker_text"] != "he")
    shown = told.run("statements", "--explain", str(line["id"])).out
    assert "source   'Foreign Minister Ishaq Dar'" in shown
    assert "rule     speaker:title+full-name: a title before the full name" in shown
    assert "said     2025-11-29, which the text fixes" in shown
    assert f"confidence {line['confidence']:.3f}" in shown
    assert "isf-troops: conditional" in shown
    assert "if       'only if its mandate is clear" in shown
    assert " right on polnear train" in shown


def test_a_number_that_is_none_ends_with_a_sentence(told: Program) -> None:
    ended = told.run("statements", "--explain", "4711")
    assert (ended.code, ended.out) == (1, "")
    assert "4711" in ended.err
