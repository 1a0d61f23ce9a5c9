"""The measured figures: how they are looked up, that they are what they claim, and that each rule can be told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tagger import precision
from tagger.meanings import meaning

TABLE = tomllib.loads((Path(precision.__file__).parent / "data" / "precisions.toml").read_text(encoding="utf-8"))
CLASSES = (precision.EXTRACTION, precision.SPEAKER, precision.STANCE)


def rows(kind: str) -> dict[str, dict[str, float]]:
    return {name: row for name, row in TABLE[kind].items() if name != "set"}


@pytest.mark.parametrize("kind", CLASSES)
def test_each_figure_follows_from_its_cases(kind: str) -> None:
    pooled = rows(kind)["pooled"]
    for name, row in rows(kind).items():
        share = (row["hits"] + TABLE["k"] * pooled["hits"] / pooled["n"]) / (row["n"] + TABLE["k"])
        assert row["precision"] == pytest.approx(share if name != "pooled" else row["hits"] / row["n"], abs=0.001)


@pytest.mark.parametrize("kind", CLASSES)
def test_the_pooled_figure_counts_every_rule(kind: str) -> None:
    table = rows(kind)
    pooled = table.pop("pooled")
    assert sum(row["n"] for row in table.values()) == pooled["n"] > 100
    assert sum(row["hits"] for row in table.values()) == pooled["hits"]


def test_a_rule_that_was_never_seen_takes_the_pooled_figure() -> None:
    assert precision.of(precision.EXTRACTION, "no-such-rule") == precision.of(precision.EXTRACTION, "pooled")
    assert precision.of_doubt("no such doubt") == 1.0
    assert precision.of(precision.EXTRACTION, "direct-trailing") > precision.of(precision.EXTRACTION, "object")


def test_a_doubt_never_adds_confidence() -> None:
    assert all(0 < row["ratio"] <= 1 for row in rows(precision.DOUBT).values())


def test_a_reading_is_worth_the_product_of_its_factors() -> None:
    factors = precision.reading(("object", "participle"), "pronoun")
    assert [name for name, _ in factors] == [precision.EXTRACTION, precision.SPEAKER]
    assert precision.product(factors) == pytest.approx(factors[0][1] * factors[1][1], abs=0.0005)
    assert precision.product(()) == 1.0


@pytest.mark.parametrize("kind", [*CLASSES, precision.DOUBT])
def test_every_rule_measured_has_a_meaning(kind: str) -> None:
    silent = [name for name in rows(kind) if name != "pooled" and not meaning(kind, name)]
    assert silent == []
