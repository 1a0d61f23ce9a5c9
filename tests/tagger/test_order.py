"""Any order of arrival of the same articles gives the same ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import order
from bench.order import Corpus


@pytest.fixture(scope="module")
def everything() -> Corpus:
    return order.corpus()


def test_the_annotated_articles_come_to_one_ledger_in_any_order(everything: Corpus, tmp_path: Path) -> None:
    if not all(path.is_file() for path in order.ANNOTATED):
        pytest.skip("the annotated articles are not beside the repository")
    names = {document.title for document in order.annotated()}
    corpus = Corpus(tuple(pair for pair in everything.read if pair[0].title in names), everything.facts)
    assert len(names) >= 40
    found = order.ledgers(corpus, 20, 7, tmp_path)
    assert len(found[0].splitlines()) > 20
    assert len(set(found)) == 1


def test_digests_and_timelines_come_to_one_ledger_in_any_order(everything: Corpus, tmp_path: Path) -> None:
    annotated = {document.title for document in order.annotated()}
    corpus = Corpus(tuple(pair for pair in everything.read if pair[0].title not in annotated), everything.facts)
    found = order.ledgers(corpus, 3, 11, tmp_path)
    assert '"kind": "change"' in found[0]
    assert len(set(found)) == 1
