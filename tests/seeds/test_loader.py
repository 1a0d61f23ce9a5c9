"""What the package gives: digests as documents, the default feeds, and a way to find an original's digest."""

import subprocess
import sys
from datetime import UTC, datetime, time
from urllib.parse import urlsplit

import pytest

import seeds
from seeds import loader
from store.model.words import BodySource


def test_there_are_five_digests_and_all_say_what_they_stand_for() -> None:
    digests = seeds.documents()

    assert [digest.external_id for digest in digests] == [
        "000_4e84d961f3f826bf",
        "001_c0af04b8eb7f4b71",
        "002_25ebd45934656470",
        "003_c00ec31e86e20843",
        "004_e42b7f69ab23e093",
    ]
    for digest in digests:
        assert digest.body_source is BodySource.DIGEST
        assert digest.title
        assert digest.outlet
        assert digest.original_sha256 is not None
        assert len(bytes.fromhex(digest.original_sha256)) == 32
    assert len({digest.original_sha256 for digest in digests}) == 5


def test_digests_are_published_at_midnight_utc_of_their_day() -> None:
    days = [digest.published for digest in seeds.documents()]

    assert [day.date().isoformat() for day in days if day] == [
        "2025-12-21",
        "2025-10-28",
        "2025-11-03",
        "2025-11-30",
        "2025-11-03",
    ]
    assert {(day.time(), day.tzinfo) for day in days if day} == {(time(0, 0), UTC)}


@pytest.mark.parametrize("number", range(5))
def test_a_digest_is_found_by_hash_or_by_title(number: int) -> None:
    digest = seeds.documents()[number]
    assert digest.original_sha256 is not None

    assert seeds.find(sha256=digest.original_sha256.upper()) == digest
    assert seeds.find(sha256="0" * 64, title=f"  {digest.title.upper()}\n") == digest


def test_what_is_no_seed_is_not_found() -> None:
    assert seeds.find(sha256="0" * 64, title="Pakistan offers troops") is None
    assert seeds.find() is None


def test_default_feeds_are_distinct_web_addresses() -> None:
    feeds = seeds.default_feeds()

    assert len(feeds) == 35
    assert len({feed.url for feed in feeds}) == 35
    assert len({feed.outlet for feed in feeds}) == 35
    for feed in feeds:
        parts = urlsplit(feed.url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert parts.username is None
        assert feed.url.isascii()


def test_feeds_of_doubtful_address_start_paused() -> None:
    off = {feed.outlet for feed in seeds.default_feeds() if not feed.on}

    assert off == {"Muslim Network TV", "Radio Pakistan", "The Times of Israel", "Arab News", "IRNA", "Press TV"}


def test_the_published_moment_does_not_depend_on_the_machines_time_zone() -> None:
    code = "import seeds; print(seeds.documents()[0].published.isoformat())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"TZ": zone}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for zone in ("Asia/Karachi", "America/Los_Angeles")
    }

    assert printed == {datetime(2025, 12, 21, tzinfo=UTC).isoformat()}


@pytest.mark.parametrize("line", ["Dawn\thttps://www.dawn.com/feeds/home\ton", "Dawn\thttps://www.dawn.com/\tmaybe\t"])
def test_a_damaged_feed_list_names_its_line(line: str) -> None:
    with pytest.raises(seeds.BrokenSeeds, match=r"feeds\.tsv, line 7, is damaged: install Standpoint again\."):
        loader._feed(line, "gaza-isf/feeds.tsv", 7)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(seeds.BrokenSeeds, match=r"seeds/data/no\.txt cannot be read .* install Standpoint again\."):
        loader._read("no.txt")
