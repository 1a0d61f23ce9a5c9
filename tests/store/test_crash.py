"""A kill at any moment loses nothing that was reported stored, and stores nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.library import Library
from store.model.rows import Query
from tests.support.memory import Hands, opened

ROOT = Path(__file__).parents[2]

POLLER = """
import sys
from pathlib import Path
from tests.support.memory import Hands, arrival, poll, reading, statement
from store.library import Library

library = Library.open(Path(sys.argv[1]), clock=Hands())
feeds = library.feeds.list()
print("ready", flush=True)
for number in range(400):
    feed = feeds[number % len(feeds)]
    text = f"“We will send battalion{number} to sector{number} of Gaza for peace,” he said."
    said = statement(text, text[1 : text.index(",")])
    poll(library, feed, *(arrival(f"{number}-{n}", text, found=reading(said)) for n in range(5)))
    print(number, flush=True)
"""


def killed_after(path: Path, seconds: float) -> int:
    """Run the poller, kill it that long after it was ready; how many polls it had reported stored."""
    run = subprocess.Popen(
        [sys.executable, "-c", POLLER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stderr is not None
    assert run.stdout.readline() == "ready\n", run.stderr.read()
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    reported = run.stdout.read().split()
    run.wait()
    run.stdout.close()
    run.stderr.close()
    return len(reported)


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2, 0.4])
def test_killed_in_the_middle_of_polling(tmp_path: Path, seconds: float) -> None:
    with opened(tmp_path) as library:
        for number in range(3):
            library.feeds.add(f"https://news.example/{number}")
        path = library.path
    reported = killed_after(path, seconds)
    with Library.open(path, clock=Hands()) as library:
        stored = library.totals().articles
        # The poll under way may have been stored before it could be reported.
        assert stored in {reported * 5, reported * 5 + 5}
        assert len(library.feeds.log(limit=1_000)) == stored // 5
        assert [finding for finding in library.doctor() if finding.level == "error"] == []
    again = killed_after(path, seconds + 0.1)
    with Library.open(path, clock=Hands()) as library:
        articles = list(library.articles.rows(Query(limit=0)))
        assert len({article.url for article in articles}) == len(articles) >= max(stored, again * 5)
        assert len(library.statements.page(Query(limit=5_000))) == len(articles) // 5
        assert library.ledger.dirty() == (("pakistan", "isf-troops"),) * bool(articles)


def test_killed_while_the_database_was_made(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.support.memory import Hands\n"
        "from store.library import Library\n"
        "print('ready', flush=True); Library.open(Path(sys.argv[1]), clock=Hands()); print('made', flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    for number, seconds in enumerate((0.0, 0.02, 0.1, 0.2, 0.3)):
        path = tmp_path / f"{number}.db"
        run = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(seconds)
        run.kill()
        run.wait()
        run.stdout.close()
        with Library.open(path, clock=Hands()) as library:
            assert library.totals().articles == 0
            assert [finding for finding in library.doctor() if finding.level == "error"] == []
