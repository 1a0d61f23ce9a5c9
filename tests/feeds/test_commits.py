"""Polls that are done together share a transaction; one that cannot be stored costs no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from feeds.commits import Commits
from store.errors import DatabaseBusy
from store.library import Library
from store.model.polling import PollOutcome, PollResult
from tests.support.memory import NOW, Hands, arrival, result

T = TypeVar("T")


async def in_thread(function: Callable[[], T]) -> T:
    return await asyncio.to_thread(function)


async def store_all(path: Path, broken: int = -1) -> tuple[list[PollOutcome | BaseException], list[int], int]:
    """Three polls that end together: their outcomes, how many were stored at once each time, transactions."""
    with Library.open(path, clock=Hands(NOW)) as library:
        feeds = [library.feeds.add(f"https://{name}.example/feed") for name in "abc"]
        before = library.revision()
        tried: list[int] = []

        def store(results: Sequence[PollResult]) -> tuple[PollOutcome, ...]:
            tried.append(len(results))
            if any(one.feed_id == feeds[broken].id for one in results) and broken >= 0:
                raise KeyError("a defect")
            return library.feeds.commit_polls(results)

        left = iter((2, 1, 0))
        commits = Commits(store, in_thread, lambda: next(left))
        polls = (result(feed, arrival(f"g{feed.id}", url=f"https://{feed.id}.example/1")) for feed in feeds)
        outcomes = await asyncio.gather(*(commits.commit(poll) for poll in polls), return_exceptions=True)
        return list(outcomes), tried, library.revision() - before


async def test_what_is_done_together_is_one_transaction(tmp_path: Path) -> None:
    outcomes, tried, transactions = await store_all(tmp_path / "s.db")
    assert [one.new for one in outcomes if isinstance(one, PollOutcome)] == [1, 1, 1]
    assert (tried, transactions) == ([3], 1)


async def test_a_defect_costs_its_own_poll_alone(tmp_path: Path) -> None:
    outcomes, tried, transactions = await store_all(tmp_path / "s.db", broken=1)
    assert [type(one) for one in outcomes] == [PollOutcome, KeyError, PollOutcome]
    assert (tried, transactions) == ([3, 1, 1, 1], 2)


async def test_a_busy_database_is_not_tried_again_for_each(tmp_path: Path) -> None:
    tried: list[int] = []

    def busy(results: Sequence[PollResult]) -> tuple[PollOutcome, ...]:
        tried.append(len(results))
        raise DatabaseBusy("Another program writes.")

    with Library.open(tmp_path / "s.db", clock=Hands(NOW)) as library:
        feed = library.feeds.add("https://a.example/feed")
        commits = Commits(busy, in_thread, iter((1, 0)).__next__)
        with pytest.raises(DatabaseBusy):
            await asyncio.gather(commits.commit(result(feed)), commits.commit(result(feed)))
    assert tried == [2]
