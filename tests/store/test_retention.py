"""What goes when it is old, and what stays for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from store.library import Library
from store.model.articles import Document
from store.model.rows import Query
from store.model.words import Stance
from tests.support.memory import NOW, Hands, arrival, opened, poll, position, reading, result, statement

OLD = NOW - timedelta(days=400)
WORDS = "We will send our troops to Gaza for peace"


def old(library: Library, *guids: str, **parts: object) -> None:
    feed = library.feeds.find("https://news.example/feed") or library.feeds.add("https://news.example/feed")
    poll(library, feed, *(arrival(guid, published=OLD, **parts) for guid in guids), at=OLD)  # type: ignore[arg-type]


def crowded_out(library: Library) -> None:
    """The feed has brought so much since that it carries nothing old any more."""
    feed = library.feeds.list()[0]
    poll(library, feed, *(arrival(f"fresh-{number}") for number in range(100)))


def titles(library: Library) -> set[str]:
    return {row.title for row in library.articles.rows(Query(limit=0)) if "fresh" not in row.title}


def test_nothing_goes_where_nothing_is_asked(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        old(library, "one")
        crowded_out(library)
        assert not library.retire()
        assert titles(library) == {"Title of one"}


def test_what_is_old_goes_and_what_matters_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        text = f"“{WORDS},” he said at home{{}}."
        said = {name: text.format(name) for name in ("evidence", "judged", "touched", "edited")}
        bare = ()
        old(library, "plain", "starred")
        old(library, "evidence", text=said["evidence"], found=reading(statement(said["evidence"], WORDS)))
        none = (position(stance=Stance.NONE),)
        judged = statement(said["judged"], WORDS, actor="hakan-fidan", positions=none)
        old(library, "judged", text=said["judged"], found=reading(judged))
        touched = statement(said["touched"], WORDS, actor="khawaja-asif", positions=bare)
        old(library, "touched", text=said["touched"], found=reading(touched))
        document = Document("Text of mine.", "Mine", "Herald", published=OLD)
        library.articles.put(document, reading())
        rows = {row.title: row.id for row in library.articles.rows(Query(limit=0))}
        library.articles.mark([rows["Title of starred"]], starred=True)
        [one] = list(library.statements.page(Query(actor="hakan-fidan")))
        library.ledger.review(one.positions[0].id, "confirmed")
        crowded_out(library)
        gone = library.retire(articles_days=365)
        assert gone.articles == 2
        assert titles(library) == {"Title of starred", "Title of evidence", "Title of judged", "Mine"}
        assert [f for f in library.doctor() if f.level == "error"] == []
        assert library.statements.page(Query(actor="khawaja-asif")) == ()
        assert not library.retire(articles_days=365)
        assert library.totals().articles == 104


def test_what_a_feed_still_carries_stays_and_does_not_come_back_as_new(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        old(library, *(f"g{number}" for number in range(120)))
        feed = library.feeds.list()[0]
        assert not library.retire(articles_days=365), "its longest answer had all of them"
        assert library.feeds.commit_poll(result(feed, *(arrival(f"g{number}") for number in range(120)))).new == 0
        poll(library, feed, *(arrival(f"fresh-{number}") for number in range(50)))
        assert library.retire(articles_days=365).articles == 50


def test_the_poll_log_goes_by_age(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        old(library, "one")
        poll(library, library.feeds.list()[0], arrival("two"))
        assert library.retire(poll_log_days=30).poll_log == 1
        assert len(library.feeds.log(limit=10)) == 1
        clock.forward(days=31)
        assert library.retire(poll_log_days=30).poll_log == 1


def test_many_go_a_few_at_a_time(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        old(library, *(f"g{number}" for number in range(120)))
        crowded_out(library)
        poll(library, library.feeds.list()[0], *(arrival(f"fresh-more-{number}") for number in range(100)))
        before = library.revision()
        assert library.retire(articles_days=365).articles == 120
        assert library.revision() - before == 3
