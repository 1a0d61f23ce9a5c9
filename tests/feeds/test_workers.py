"""Workers are killed alone, replaced, and never outlive their parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.errors import NotAFeed, WorkerFailed, WorkerKilled
from feeds.parse import parse
from feeds.workers import Pool, ReadSpec
from store.model.reading import Draft
from tests.support import jobs

LIMIT = 256 * 1024 * 1024


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    made = Pool(1, deadline=1.0, memory=LIMIT)
    yield made
    await made.close()


async def test_runs_and_keeps_its_process(pool: Pool) -> None:
    assert await asyncio.gather(*(pool.run(jobs.square, n) for n in range(5))) == [0, 1, 4, 9, 16]
    assert await pool.run(jobs.process_id) == await pool.run(jobs.process_id) != os.getpid()


async def test_a_hanging_job_is_killed_and_its_worker_replaced(pool: Pool) -> None:
    before = await pool.run(jobs.process_id)
    with pytest.raises(WorkerKilled, match="longer than 1 seconds") as caught:
        await pool.run(jobs.hang)
    assert caught.value.reason == "deadline"
    assert await pool.run(jobs.process_id) != before


async def test_others_go_on_meanwhile() -> None:
    pool = Pool(2, deadline=2.0)
    await asyncio.gather(pool.run(jobs.sleep, 0.1), pool.run(jobs.sleep, 0.1))
    hanging = asyncio.ensure_future(pool.run(jobs.hang))
    for number in range(20):
        assert await pool.run(jobs.square, number) == number * number
    assert not hanging.done()
    with pytest.raises(WorkerKilled):
        await hanging
    await pool.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux caps an address space")
async def test_memory_is_capped() -> None:
    pool = Pool(1, deadline=60.0, memory=LIMIT)
    assert await pool.run(jobs.greedy, LIMIT // 4) == LIMIT // 4
    with pytest.raises(WorkerKilled, match="256 MiB") as caught:
        await pool.run(jobs.greedy, LIMIT * 2)
    assert caught.value.reason == "memory"
    assert await pool.run(jobs.square, 3) == 9
    await pool.close()


async def test_death_and_defects_are_told(pool: Pool) -> None:
    with pytest.raises(WorkerKilled, match="died"):
        await pool.run(jobs.die)
    with pytest.raises(WorkerFailed, match="KeyError: 'what'"):
        await pool.run(jobs.wrong)
    with pytest.raises(WorkerFailed, match="cannot be sent"):
        await pool.run(jobs.unpicklable)
    with pytest.raises(NotAFeed, match="web page"):
        await pool.run(parse, b"<html>", "text/html", "https://a.example/")
    assert await pool.run(jobs.loud) == 7
    assert await pool.run(jobs.square, 2) == 4


async def test_a_cancelled_job_costs_its_worker_only(pool: Pool) -> None:
    before = await pool.run(jobs.process_id)
    task = asyncio.ensure_future(pool.run(jobs.sleep, 30.0))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await pool.run(jobs.process_id) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


async def test_reads_drafts() -> None:
    pool = Pool(1, deadline=5, read=ReadSpec("tests.support.jobs", "reader_for", "dar"))
    (reading,) = await pool.read([Draft("Dar said so.")])
    assert reading.mentions[0].target == "dar"
    await pool.close()


async def test_a_reader_that_cannot_be_built_says_why() -> None:
    pool = Pool(1, read=ReadSpec("tests.support.jobs", "broken_reader_for", "x.toml"))
    with pytest.raises(WorkerFailed, match=r"no watchlist x\.toml"):
        await pool.read([Draft("x")])
    await pool.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's help is Linux's")
def test_workers_die_with_a_killed_parent_even_while_computing(tmp_path: Path) -> None:
    program = (
        "import asyncio, os, sys\n"
        "from feeds.workers import Pool\n"
        "from tests.support import jobs\n"
        "async def main():\n"
        "    pool = Pool(1, deadline=60)\n"
        "    print(await pool.run(jobs.process_id), flush=True)\n"
        "    await pool.run(jobs.hang)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=root, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    for _ in range(200):
        # A zombie that nobody collected is dead as well.
        stat = Path(f"/proc/{worker}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        os.sched_yield()
        signal.sigtimedwait([], 0.02)
    pytest.fail("the worker lives on")
