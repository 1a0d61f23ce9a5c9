"""Workers are killed alone, replaced, and never outlive their parent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.errors import NotAFeed, WorkerFailed, WorkerKilled
from feeds.parse import parse
from feeds.processes import Fresh
from feeds.worker import Setup, dump
from feeds.workers import Pool, ReadSpec
from store.model.reading import Draft
from tests.support import jobs

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked on Linux alone")
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


@LINUX
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


@LINUX
async def test_workers_are_forked_from_a_process_without_threads_and_inherit_nothing(tmp_path: Path) -> None:
    with (tmp_path / "ours").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        pool = Pool(2, deadline=5, read=ReadSpec("tagger.reader", "reader_for"))
        await asyncio.gather(pool.run(jobs.sleep, 0.1), pool.run(jobs.sleep, 0.1))
        template, threads, handles = await pool.run(jobs.surroundings)
    assert (threads, handles) == (1, ["/dev/null"] * 3 + ["socket"])
    assert template not in (os.getpid(), await pool.run(jobs.process_id))
    os.kill(template, signal.SIGKILL)
    assert _ends(template)
    again = None
    while again in (None, template):
        # The workers go with it, each in its own moment; the next job has a template of its own.
        with contextlib.suppress(WorkerKilled):
            again = (await pool.run(jobs.surroundings))[0]
    await pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(again or 0, 0)


async def test_workers_that_cannot_be_forked_are_programs_of_their_own() -> None:
    setup = Setup(tuple(sys.path), os.getpid(), 5.0, LIMIT, ReadSpec("tests.support.jobs", "reader_for", "dar"))
    worker = await Fresh(setup).start()
    for job, answer in ((jobs.loud, 7), (jobs.square, 49)):
        worker.channel.send(dump((job, (7,) if job is jobs.square else ())))
        assert await worker.channel.answer(5.0) == ("done", answer)
    await worker.kill()
    with pytest.raises(WorkerFailed, match=r"no watchlist x"):
        await Fresh(replace(setup, read=ReadSpec("tests.support.jobs", "broken_reader_for", "x"))).start()


@LINUX
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
    assert _ends(worker)


def _ends(process: int) -> bool:
    """Whether a process ends soon; a zombie that nobody collected is dead as well."""
    stat = Path(f"/proc/{process}/stat")
    for _ in range(200):
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        os.sched_yield()
        signal.sigtimedwait([], 0.02)
    return False
