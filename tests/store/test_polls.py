"""One poll, one transaction: what is new, what changed, and what must never be stored twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from store.folding import content_hash
from store.model.articles import Document
from store.model.reading import Reading
from store.model.rows import Query
from store.model.words import BodySource
from tests.support.memory import NOW, arrival, opened, poll, reading, statement

URL = "https://news.example/feed"
TEXT = "“We will send troops to Gaza,” Ishaq Dar told the house."


def test_an_entry_is_stored_once_however_often_it_comes(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        first = poll(library, feed, arrival("a"), arrival("b"), arrival("a"))
        again = poll(library, feed, arrival("a"), arrival("b"))
        assert (first.new, again.new, again.changed) == (2, 0, 0)
        assert library.totals().articles == 2
        assert library.feeds.get(feed.id).articles == 2


def test_the_same_address_from_another_feed_is_the_same_article(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, two = library.feeds.add(URL, outlet="Dawn"), library.feeds.add(f"{URL}2", outlet="News search")
        poll(library, one, arrival("a", TEXT))
        assert poll(library, two, arrival("other-guid", "Short.", url="https://news.example/a")).new == 0
        view = library.articles.view(1)
        assert (view.carriers, view.article.text, view.versions) == (("Dawn", "News search"), TEXT, 1)


def test_two_feeds_with_different_summaries_do_not_take_turns(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, two = library.feeds.add(URL), library.feeds.add(f"{URL}2")
        short, long = (
            arrival("a", TEXT),
            arrival("b", TEXT + " And much more was said there.", url="https://news.example/a"),
        )
        rounds = [(poll(library, one, short), poll(library, two, long)) for _ in range(3)]
        assert [(a.changed, b.changed) for a, b in rounds] == [(0, 1), (0, 0), (0, 0)]
        assert library.articles.view(1).article.text == long.entry.text


def test_a_front_page_as_every_entrys_link_does_not_merge_them(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        assert poll(library, feed, *(arrival(g, url="https://news.example/") for g in "abc")).new == 3
        assert poll(library, feed, *(arrival(g, url="https://news.example/") for g in "abcd")).new == 1
        known = library.articles.known(feed.id, guids=[], urls=["https://news.example/"], titles=[], now=NOW)
        assert known.by_url == {}


def test_a_changed_guid_with_the_same_link_and_title_is_the_same_article(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("a", TEXT, title="One"))
        assert poll(library, feed, arrival("a2", TEXT, title="One", url="https://news.example/a")).new == 0
        assert poll(library, feed, arrival("a3", TEXT, title="Two", url="https://news.example/a")).new == 1


def test_an_edited_text_becomes_a_version_and_its_statements_follow(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        said = statement(TEXT, "We will send troops to Gaza", said_on=date(2025, 11, 29))
        poll(library, feed, arrival("a", TEXT, found=reading(said)))
        library.articles.mark([1], read=True, starred=True)
        (before,) = library.statements.page(Query())
        edited = "Update: " + TEXT.replace("house", "senate")
        moved = statement(edited, "We will send troops to Gaza", said_on=date(2025, 11, 29))
        assert poll(library, feed, arrival("a", edited, found=reading(moved), article_id=1)).changed == 1
        view = library.articles.view(1)
        assert (view.versions, view.article.text, view.article.read, view.article.starred) == (2, edited, True, True)
        (after,) = view.statements
        assert (after.row.id, after.row.positions[0].id) == (before.id, before.positions[0].id)
        assert edited[after.start : after.end] == "We will send troops to Gaza"


def test_a_change_without_a_reading_waits_to_be_tagged(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("a", TEXT, found=reading(statement(TEXT, "We will send troops"))))
        unread = replace(arrival("a", TEXT + " More.", article_id=1), reading=None)
        assert poll(library, feed, unread).changed == 1
        assert library.statements.page(Query()) == ()
        assert [one.id for one in library.rereading.waiting("", below=None, limit=5)] == [1]


def test_full_text_is_compared_by_what_the_feed_gave(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        page = arrival("a", TEXT * 20)
        full = replace(page, body_source=BodySource.PAGE, entry_hash=content_hash(page.entry.title, TEXT))
        assert poll(library, feed, full).new == 1
        known = library.articles.known(feed.id, guids=["a"], urls=[], titles=[], now=NOW)
        assert known.by_guid == {"a": (1, content_hash(page.entry.title, TEXT))}
        assert poll(library, feed, arrival("a", TEXT)).changed == 0
        assert library.articles.get(1).text == TEXT * 20


def test_a_feed_does_not_overwrite_what_the_user_imported(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        library.articles.put(Document("Mine.", "A title", url="https://news.example/a"), Reading())
        assert poll(library, feed, arrival("a", TEXT * 5)).changed == 0
        assert library.articles.get(1).text == "Mine."


def test_a_feed_removed_meanwhile_brings_nothing_and_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        library.feeds.remove(feed.id)
        outcome = poll(library, feed, arrival("a"))
        assert (outcome.new, library.totals().articles, library.feeds.log()) == (0, 0, ())
        assert outcome.error is not None
        assert "removed while" in outcome.error
        assert poll(library, library.feeds.add(URL), arrival("a")).new == 1


def test_the_outlet_is_the_entrys_own_then_the_users_then_the_feeds_title(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        named, bare = library.feeds.add(URL, outlet="Dawn"), library.feeds.add(f"{URL}2")
        poll(library, named, arrival("a", outlet="Reuters"), arrival("b"))
        poll(library, bare, arrival("c"))
        assert [library.articles.get(n).outlet for n in (1, 2, 3)] == ["Reuters", "Dawn", "The feed's own title"]


def test_a_date_in_the_future_or_absurd_does_not_float_to_the_top(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        later = NOW + timedelta(hours=1)
        poll(library, feed, arrival("future", published=NOW + timedelta(days=400)), arrival("none", published=None))
        poll(library, feed, arrival("soon", published=later + timedelta(hours=3)), at=later)
        poll(library, feed, arrival("zero", published=NOW.replace(year=1970)), at=later + timedelta(hours=1))
        poll(library, feed, arrival("now"), at=later + timedelta(hours=2))
        rows = library.articles.stories(Query())
        assert [row.title.split()[-1] for row in rows] == ["zero", "soon", "none", "future", "now"]
        assert [row.date_approximate for row in rows] == [True, False, True, True, False]


def test_the_revision_grows_with_every_poll_and_not_with_reading(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        before = library.revision()
        library.totals()
        assert library.revision() == before
        poll(library, feed)
        assert library.revision() == before + 1
        library.ledger.mark_seen([1])
        assert library.revision() == before + 1
