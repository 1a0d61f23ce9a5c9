"""Storing documents, recognising them, listing and marking articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.errors import NotFound
from store.folding import content_hash
from store.model.articles import Document
from store.model.rows import Query
from store.model.words import BodySource, Verdict
from tests.support.memory import NOW, Hands, arrival, opened, poll, read_again, reading, statement

URL = "https://news.example/feed"
DIGEST = Document(
    text="Our own words about the interview.",
    title="Minister speaks on the force",
    outlet="Dawn",
    published=NOW - timedelta(days=20),
    external_id="dawn-1",
    body_source=BodySource.DIGEST,
    original_sha256="ab" * 32,
)


def test_the_original_takes_the_digests_place_by_its_hash(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        number, verdict = library.articles.put(DIGEST, reading())
        assert verdict is Verdict.NEW
        original = Document("The full text.", "Another title | Dawn", original_sha256="ab" * 32)
        assert library.articles.completed(original).published == DIGEST.published
        assert library.articles.put(original, reading()) == (number, Verdict.CHANGED)
        article = library.articles.get(number)
        assert (article.text, article.title, article.outlet) == ("The full text.", "Another title | Dawn", "Dawn")
        assert (article.external_id, article.published, article.version) == ("dawn-1", DIGEST.published, 2)
        assert (article.body_source, library.totals().digests) == (BodySource.IMPORT, 0)


@pytest.mark.parametrize("title", ["MINISTER speaks on the “force”", "Minister speaks on the force - Dawn"])
def test_the_original_takes_the_digests_place_by_its_title(tmp_path: Path, title: str) -> None:
    with opened(tmp_path) as library:
        library.articles.put(DIGEST, reading())
        assert library.articles.put(Document("The full text.", title), reading()) == (1, Verdict.CHANGED)


def test_a_digest_never_takes_the_place_of_a_full_text(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.articles.put(replace(DIGEST, text="Full.", body_source=BodySource.IMPORT), reading())
        assert library.articles.put(DIGEST, reading()) == (1, Verdict.SAME)
        assert library.articles.get(1).text == "Full."


def test_the_same_document_again_is_the_same(tmp_path: Path) -> None:
    documents = [
        Document("Text.", "A title", external_id="x-1"),
        Document("Text.", "", url="https://news.example/a"),
        Document("Without anything.", ""),
        Document("Dated.", "On a day", published=NOW),
    ]
    with opened(tmp_path) as library:
        for turn in (Verdict.NEW, Verdict.SAME):
            assert [library.articles.put(d, reading()) for d in documents] == [(n, turn) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"outlet": "Dawn"}, {"outlet": "Tribune"}),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/2"}),
        ({"external_id": "1"}, {"external_id": "2"}),
        ({"published": NOW}, {"published": NOW + timedelta(days=1)}),
    ],
)
def test_one_headline_does_not_make_two_articles_one(
    tmp_path: Path, one: dict[str, object], other: dict[str, object]
) -> None:
    with opened(tmp_path) as library:
        for place, parts in enumerate((one, other)):
            document = replace(Document(f"Text {place}.", "Headline of the day", published=NOW), **parts)  # type: ignore[arg-type]
            assert library.articles.put(document, reading())[1] is Verdict.NEW


def test_what_a_second_import_adds_is_kept_with_the_same_text(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.articles.put(Document("Text.", "Title", url="https://a.example/1"), reading())
        again = Document("Text.", "Title", url="https://a.example/1", external_id="mine")
        assert library.articles.put(again, reading()) == (1, Verdict.SAME)
        assert library.articles.get(1).external_id == "mine"


def test_known_tells_enough_to_decide(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, two = library.feeds.add(URL), library.feeds.add(f"{URL}2")
        poll(library, one, arrival("a", "T.", title="Über alles"))
        mark = (1, content_hash("Über alles", "T."))
        asked = {"guids": ["a", "z"], "urls": ["https://news.example/a"], "titles": ["uber alles"]}
        mine = library.articles.known(one.id, **asked, now=NOW)  # type: ignore[arg-type]
        assert (mine.by_guid, mine.by_url, mine.by_title) == (
            {"a": mark},
            {"https://news.example/a": mark},
            {"uber alles": mark},
        )
        other = library.articles.known(two.id, **asked, now=NOW)  # type: ignore[arg-type]
        assert (other.by_guid, other.by_url, other.by_title) == ({}, mine.by_url, {})
        later = library.articles.known(one.id, **asked, now=NOW + timedelta(hours=49))  # type: ignore[arg-type]
        assert later.by_title == {}


def test_stories_go_on_where_the_last_page_ended(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, *(arrival(f"g{n}", published=NOW - timedelta(minutes=n // 2)) for n in range(7)))
        query, seen = Query(limit=3), []
        while page := library.articles.stories(query):
            seen += [row.id for row in page]
            query = replace(query, before=(page[-1].sort_key, page[-1].id))
        assert seen == [2, 1, 4, 3, 6, 5, 7]
        assert [a.id for a in library.articles.rows(Query(limit=0))] == seen
        assert [a.id for a in library.articles.rows(Query(limit=4))] == seen[:4]


def test_stories_are_narrowed(tmp_path: Path) -> None:
    text = "“We will send troops to Gaza,” said Ishaq Dar."
    with opened(tmp_path) as library:
        feed, other = library.feeds.add(URL, outlet="Dawn"), library.feeds.add(f"{URL}2", outlet="Anadolu")
        said = statement(text, "We will send troops to Gaza", said_on=date(2025, 11, 29))
        poll(library, feed, arrival("dar", text, found=reading(said)))
        poll(library, other, arrival("plain", found=reading(on_story=False), published=NOW - timedelta(days=3)))
        library.articles.mark([1], read=True)
        library.articles.mark([2], starred=True)
        wanted = {
            "actor": Query(actor="ishaq-dar"),
            "principal": Query(principal="pakistan"),
            "issue": Query(issue="isf-troops"),
            "topic": Query(topic="gaza"),
            "story": Query(on_story=True),
            "since": Query(since=date(2025, 12, 1)),
            "outlet": Query(outlet="Dawn"),
            "text": Query(text="troops"),
            "both": Query(text="troops", actor="ishaq-dar"),
        }
        for name, query in wanted.items():
            assert [row.id for row in library.articles.stories(query)] == [1], name
        others = [Query(on_story=False), Query(unread=True), Query(starred=True), Query(until=date(2025, 11, 30))]
        assert [[r.id for r in library.articles.stories(q)] for q in others] == [[2]] * 4
        assert library.articles.stories(Query(actor="hakan-fidan")) == ()
        (row,) = library.articles.stories(Query(actor="ishaq-dar"))
        assert (row.actors, row.topics, row.statements, row.read, row.outlet) == (
            ("Ishaq Dar",),
            ("gaza",),
            1,
            True,
            "Dawn",
        )


def test_articles_that_wait_to_be_read_again_are_handed_out_and_read(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("a"), arrival("b", found=reading(on_story=False)), arrival("c"))
        assert library.rereading.others("watchlist-1") == ()
        first, second = library.rereading.waiting("watchlist-1", below=None, limit=2)
        assert (first.id, first.draft.title, second.id) == (3, "Title of c", 2)
        assert [one.id for one in library.rereading.waiting("watchlist-1", below=2, limit=2)] == [1]
        gone = replace(second, id=99)
        later = reading(tagged_with="watchlist-2")
        library.rereading.put([(first, later), (gone, later), (replace(second, version=7), later)])
        assert library.rereading.count("watchlist-2") == 2
        assert library.rereading.others("watchlist-2") == ("watchlist-1",)


def test_an_article_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        for act in (library.articles.get, library.articles.view):
            with pytest.raises(NotFound, match="no article number 5"):
                act(5)


COPY = " ".join(f"word{n}" for n in range(120))


def test_copies_are_one_story_with_the_first_in_front(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        one, two = library.feeds.add(URL, outlet="Dawn"), library.feeds.add(f"{URL}2", outlet="Geo")
        poll(library, one, arrival("late", COPY + " tail", published=NOW - timedelta(hours=1)))
        poll(library, two, arrival("early", COPY, published=NOW - timedelta(hours=5)), arrival("else"))
        rows = library.articles.stories(Query())
        assert [(row.id, row.more) for row in rows] == [(3, 0), (2, 1)]
        assert library.articles.get(1).cluster == library.articles.get(2).cluster is not None
        assert [row.id for row in library.articles.stories(Query(outlet="Dawn"))] == [1]
        poll(library, two, arrival("early", "Something else altogether now.", article_id=2))
        assert [(row.id, row.more) for row in library.articles.stories(Query())] == [(1, 0), (3, 0), (2, 0)]
        assert library.articles.get(1).cluster is None


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_clusters_do_not_depend_on_the_order_of_arrival(tmp_path: Path, order: tuple[int, ...]) -> None:
    words = COPY.split()
    texts = [
        " ".join(words),
        " ".join([*words[:90], *"abcdefghijklmnopqr"]),
        " ".join([*words[12:90], *"abcdefghijklmnopqr"]),
    ]
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        for place in order:
            poll(
                library,
                feed,
                arrival(f"g{place}", texts[place], published=NOW - timedelta(hours=place + 1), found=reading()),
            )
        (row,) = library.articles.stories(Query())
        assert (row.title, row.more) == ("Title of g2", 2)


def test_a_copy_without_a_date_is_found_whenever_it_comes(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("dated", COPY, published=NOW - timedelta(days=300)))
        poll(library, feed, arrival("undated", COPY + " tail", published=None))
        poll(library, feed, arrival("next year", COPY + " end", published=NOW - timedelta(days=90)))
        clusters = [library.articles.get(number).cluster for number in (1, 2, 3)]
        assert clusters[0] is not None
        assert clusters == [clusters[0]] * 3


def test_only_articles_on_the_story_are_compared(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("a", COPY, found=reading(on_story=False)), arrival("b", COPY + " tail"))
        assert library.articles.get(2).cluster is None
        read_again(library, (1, reading(tagged_with="watchlist-2")))
        assert library.articles.get(1).cluster == library.articles.get(2).cluster is not None
