"""A hundred feeds that misbehave, polled in one round: what is stored, what is said, and that all ends in time."""

from __future__ import annotations

import asyncio
import random
import shutil
import ssl
import subprocess
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from feeds.fetch import Fetcher, FetchFailed
from feeds.limits import Limits
from feeds.poll import Poller
from feeds.workers import Pool, ReadSpec
from store.model.polling import Feed, PollOutcome
from store.model.rows import ArticleView, Query
from store.plain import safe_body, safe_text
from tests.support.memory import Hands, opened_at
from tests.support.misdeeds import CASES, Case
from tests.support.trust import trust
from tests.support.webserver import Answer, Asked, WebServer, answer, web_server

LIMITS = Limits(feed_body=200_000, headers=8_192, connect=0.5, feed_total=3.0)
WITHIN = 60.0
"""Seconds for all of them, on a machine with other things to do; alone they take a quarter of it."""


@dataclass
class Round:
    """What came of each case."""

    outcomes: dict[str, PollOutcome]
    feeds: dict[str, Feed]
    articles: dict[str, list[ArticleView]]
    seconds: float
    told: int
    """How often the server that nobody may reach was reached."""


def _host(number: int) -> str:
    return f"127.0.{7 + number // 200}.{1 + number % 200}"


def _with_port(route: bytes | Answer, port: int) -> bytes | Answer:
    return route.replace(b"{port}", str(port).encode()) if isinstance(route, bytes) and b"Location" in route else route


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return asyncio.run(_polled(tmp_path_factory.mktemp("misdeeds")))


async def _polled(folder: Path) -> Round:
    async with web_server() as web, web_server() as secret, AsyncExitStack() as ending:
        secret.routes["/"] = answer(b"secret")
        clock = Hands()
        library = ending.enter_context(opened_at(folder / "s.db", clock))
        fetcher = Fetcher(web.allow, limits=LIMITS, clock=clock, context=trust())
        ending.push_async_callback(fetcher.aclose)
        pool = Pool(2, deadline=4.0, read=ReadSpec("tests.support.jobs", "reader_for", ""))
        ending.push_async_callback(pool.close)
        poller = Poller(library, fetcher, pool, settle=lambda: None, clock=clock, rng=random.Random(1), concurrency=24)
        ending.push_async_callback(poller.close)
        cases = {}
        for number, case in enumerate(CASES):
            path = f"/{number}"
            web.routes[path] = _with_port(case.route, secret.port)
            cases[library.feeds.add(web.url(path, _host(number)), outlet=case.name).id] = case.name
        begun = time.monotonic()
        outcomes = {cases[outcome.feed_id]: outcome async for outcome in poller.once()}
        seconds = time.monotonic() - begun
        feeds = {cases[feed.id]: feed for feed in library.feeds.list()}
        articles: dict[str, list[ArticleView]] = {case.name: [] for case in CASES}
        for row in library.articles.rows(Query(limit=0)):
            articles[row.outlet].append(library.articles.view(row.id))
        return Round(outcomes, feeds, articles, seconds, len(secret.asked))


def test_all_ends_in_time_and_nothing_private_was_reached(polled: Round) -> None:
    assert len(CASES) == len({case.name for case in CASES}) == len(polled.outcomes)
    assert len(CASES) > 100
    assert polled.seconds < WITHIN
    assert polled.told == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each(polled: Round, case: Case) -> None:
    outcome, feed = polled.outcomes[case.name], polled.feeds[case.name]
    assert case.said in (outcome.error or ""), outcome.error
    assert bool(outcome.error) is bool(case.said), outcome.error
    assert outcome.error is None or outcome.error.endswith((".", "?"))
    assert feed.errors == bool(case.said)
    assert sorted(one.article.title for one in polled.articles[case.name]) == sorted(case.titles)
    assert outcome.new == len(case.titles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_kept_of_it_is_harmless(polled: Round, case: Case) -> None:
    for view in polled.articles[case.name]:
        one = view.article
        for text in (one.title, one.author, one.url, one.outlet):
            assert text == safe_text(text)
        assert one.text == safe_body(one.text)
        assert not any(bad in f"{one.title} {one.text}" for bad in ("root:", "secret", "lollol", "x()", "aaaaaaa"))
        assert one.url == "" or one.url.startswith(("https://news.example/", "http://127.0.7."))
        assert len(one.author) <= 200
        assert one.published is None or one.published.year == 2025


def test_dates_that_are_none_do_not_float_to_the_top(polled: Round) -> None:
    dated = [view.article for case in CASES if case.name.startswith("date ") for view in polled.articles[case.name]]
    assert len(dated) == 5
    assert all(one.published is None and one.date_approximate for one in dated)


# --- certificates


def _certificate(folder: Path, name: str, *, years: tuple[int, int], holder: str) -> Path:
    """Make a self-signed certificate and its key in one file."""
    config = folder / f"{name}.cnf"
    config.write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/{name}.txt\nnew_certs_dir={folder}\nrand_serial=yes\n"
        "default_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n[req]\ndistinguished_name=n\n[n]\n"
    )
    (folder / f"{name}.txt").touch()
    key, request, made = (folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
    new = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-batch"]
    sign = ["openssl", "ca", "-batch", "-selfsign", "-notext", "-config", config, "-keyfile", key, "-in", request]
    named = ["-addext", f"subjectAltName={holder}"]
    dates = ["-startdate", f"{years[0]}0101000000Z", "-enddate", f"{years[1]}0101000000Z"]
    for command in (
        [*new, "-config", config, "-subj", "/CN=x", *named, "-keyout", key, "-out", request],
        [*sign, *dates, "-out", made],
    ):
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made


@pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")
@pytest.mark.parametrize(
    ("years", "holder", "trusted", "said"),
    [
        ((2020, 2099), "IP:127.0.0.1", True, ""),
        ((2020, 2099), "IP:127.0.0.1", False, "The certificate of 127.0.0.1 is not valid: self-signed certificate"),
        ((2020, 2021), "IP:127.0.0.1", True, "The certificate of 127.0.0.1 is not valid: certificate has expired"),
        ((2098, 2099), "IP:127.0.0.1", True, "The certificate of 127.0.0.1 is not valid: certificate is not yet valid"),
        ((2020, 2099), "DNS:other.example", True, "The certificate of 127.0.0.1 is not valid: IP address mismatch"),
    ],
)
async def test_certificates(tmp_path: Path, years: tuple[int, int], holder: str, trusted: bool, said: str) -> None:
    made = _certificate(tmp_path, "c", years=years, holder=holder)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(made)
    context = ssl.create_default_context(cafile=str(made)) if trusted else trust()
    web = WebServer()
    web.routes["/"] = answer(b"<rss/>")
    server = await asyncio.start_server(web.serve, "127.0.0.1", ssl=own)
    port = server.sockets[0].getsockname()[1]
    fetcher = Fetcher((f"127.0.0.1:{port}",), limits=LIMITS, context=context)
    got = await fetcher.get(f"https://127.0.0.1:{port}/")
    assert (got.error if isinstance(got, FetchFailed) else "").startswith(said)
    assert isinstance(got, FetchFailed) is bool(said)
    plain = await fetcher.get(f"http://127.0.0.1:{port}/")
    assert isinstance(plain, FetchFailed)
    await fetcher.aclose()
    server.close()


async def test_secure_words_to_a_server_that_knows_none() -> None:
    async def deaf(asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Never reached: the handshake is no request."""

    async with web_server() as web:
        web.routes["/"] = deaf
        fetcher = Fetcher(web.allow, limits=Limits(connect=0.5, feed_total=0.5), context=trust())
        got = await fetcher.get(f"https://127.0.0.1:{web.port}/")
        assert isinstance(got, FetchFailed)
        assert "127.0.0.1" in got.error
        await fetcher.aclose()
