"""Feeds as the world writes them, and as it writes them to do harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import limits
from feeds.errors import NotAFeed
from feeds.parse import ParsedFeed, parse
from store.plain import safe_body, safe_text
from tests.support.webserver import item, rss

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
URL = "https://news.example/feed.xml"


def read(body: bytes, kind: str = "application/xml") -> ParsedFeed:
    return parse(body, kind, URL, NOW)


class TestFormats:
    def test_rss(self) -> None:
        parsed = read(
            rss(item(1, text="&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;"), head="<ttl>90</ttl>")
        )
        (entry,) = parsed.entries
        assert (parsed.title, parsed.ttl, parsed.cut_off) == ("News", 5400, False)
        assert (entry.guid, entry.url) == ("id-1", "https://news.example/1")
        assert entry.text == "One.\n\nTwo & three."
        assert entry.published == datetime(2025, 11, 29, 10, tzinfo=UTC)

    def test_atom_relative_links_and_the_longer_text(self) -> None:
        body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>x</id>
        <title type="html">T &lt;i&gt;i&lt;/i&gt;</title>
        <link href="/story?utm_source=x"/><summary>A longer summary than the content is.</summary>
        <content type="html">&lt;p&gt;short</content>
        <author><name>N. N.</name></author><published>2025-11-29T15:00:00+05:00</published></entry></feed>"""
        (entry,) = read(body).entries
        assert (entry.url, entry.title, entry.author) == ("https://news.example/story", "T i", "N. N.")
        assert entry.text == "A longer summary than the content is."
        assert entry.published == datetime(2025, 11, 29, 10, tzinfo=UTC)

    def test_rdf_and_the_syndication_module(self) -> None:
        body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>R</title><sy:updatePeriod>daily</sy:updatePeriod>
        <sy:updateFrequency>4</sy:updateFrequency></channel><item><title>T</title><link>https://news.example/t</link></item></rdf:RDF>"""
        parsed = read(body)
        assert parsed.ttl == 6 * 3600
        assert parsed.entries[0].guid == "https://news.example/t"

    def test_json_feed(self) -> None:
        body = json.dumps({
            "version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
                {"id": 7, "url": "/a", "title": "T", "content_html": "<p>a<script>x</script></p>",
                 "authors": [{"name": "N"}], "date_published": "2025-11-29T10:00:00Z"},
                "no object",
            ],
        }).encode()  # fmt: skip
        (entry,) = read(body, "application/feed+json").entries
        assert (entry.guid, entry.url, entry.text, entry.author) == ("7", "https://news.example/a", "a", "N")

    def test_news_search(self) -> None:
        body = rss(item(1, title="Big news - Dawn") + "<source url='https://dawn.example'>Dawn</source>")
        (entry,) = read(body).entries
        assert (entry.title, entry.outlet) == ("Big news", "Dawn")


class TestNotAFeed:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"", "empty"),
            (b" \n\0", "empty"),
            (b"<!DOCTYPE html><html><body><p>Hello", "web page"),
            (b"<html><head></head><body><item><title>x</title></item></body></html>", "web page"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed in it"),
            (b"{}", "no feed"),
            (b"{not json", "cannot be read"),
            (b"[" * 100_000, "no feed"),
            (b'{"a":' * 100_000, "cannot be read"),
            (b"just words", "no feed"),
            (b"\x89PNG\r\n\x1a\n" + bytes(200), "no feed"),
        ],
    )
    def test_says_what_it_is(self, body: bytes, said: str) -> None:
        with pytest.raises(NotAFeed, match=said):
            read(body, "text/html")

    def test_what_its_own_reader_stumbles_over_is_no_feed(self) -> None:
        body = rss(item(1) + "<itunes:author>x</itunes:author>").replace(b"<rss", b"<rss xmlns:itunes='urn:a\xc2\xa0b'")
        with pytest.raises(NotAFeed, match="broken beyond reading"):
            read(body)


class TestHostile:
    def test_escapes_in_every_field(self) -> None:
        evil = "x&#27;]52;c;aGk=&#7;&#x9b;2J&#x202e;[red]&#xe0041;y"
        body = rss(
            f"<guid>{evil}</guid><link>https://news.example/{evil}</link><title>{evil}</title><author>{evil}</author>"
            f"<pubDate>{evil}</pubDate><description>{evil}</description><source url='x'>{evil}</source>"
        )
        (entry,) = read(body).entries
        for text in (entry.guid, entry.title, entry.author, entry.published_raw, entry.outlet, entry.url):
            assert text == safe_text(text)
        assert entry.text == safe_body(entry.text)
        assert "\x1b" not in repr(entry)

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "|cmd", "-flag"])
    def test_links_are_web_addresses_or_none(self, link: str) -> None:
        (entry,) = read(rss(item(1, link=link))).entries
        assert entry.url == "" or entry.url.startswith("https://news.example/")

    def test_lengths(self) -> None:
        body = rss(
            f"<guid>{'g' * 5000}</guid><link>https://news.example/{'l' * 5000}</link><title>{'t' * 5000}</title>"
            f"<author>{'a' * 2000}</author><description>x</description>"
        )
        (entry,) = read(body).entries
        assert len(entry.title) == limits.TITLE
        assert len(entry.author) <= limits.AUTHOR
        assert entry.url == ""
        assert entry.guid.startswith("sha256:")

    def test_only_so_many_entries(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "ENTRIES", 10)
        assert len(read(rss(*(item(n) for n in range(50)))).entries) == 10

    def test_entities_neither_expand_nor_fetch(self, tmp_path: Path) -> None:
        canary = tmp_path / "canary"
        canary.write_text("c4n4ry")
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 6))
        doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY x SYSTEM "{canary.as_uri()}">]>'
        body = rss(item(1, title="&l5; &x;", text="&x; &l5;")).replace(b"<rss", doctype.encode() + b"<rss")
        parsed = read(body)
        assert "c4n4ry" not in repr(parsed)
        assert "lollol" not in repr(parsed)
        assert [entry.guid for entry in parsed.entries] == ["id-1"]

    def test_entities_of_html_are_known_undeclared(self) -> None:
        declared = b'<!DOCTYPE rss [<!ENTITY eacute "&#233;">]><rss'
        body = rss(item(1, title="caf&eacute; &amp; bar")).replace(b"<rss", declared)
        assert read(body).entries[0].title == "café & bar"

    @pytest.mark.parametrize(
        ("year", "believed"),
        [("0001", False), ("1970", False), ("1995", True), ("2025", True), ("2031", False), ("9999", False)],
    )
    def test_absurd_dates_are_kept_raw_only(self, year: str, believed: bool) -> None:
        raw = f"{year}-01-02T03:04:05Z"
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>T</title><published>{raw}</published></entry></feed>"
        (entry,) = read(body.encode()).entries
        assert (entry.published is not None) is believed
        assert entry.published_raw == raw

    def test_nul_and_half_characters(self) -> None:
        (entry,) = read(rss(item(1, title="nul\x00led")).replace(b"Text of", b"Te\xff\xfext of")).entries
        assert entry.title == "nulled"
        assert "\x00" not in entry.text

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1251", "latin-1"])
    def test_charsets(self, encoding: str) -> None:
        word = "Привет" if "1251" in encoding else "Erdoğan" if "utf" in encoding else "Müller"
        text = (
            rss(item(1, title=f"{word} speaks today"))
            .decode()
            .replace("utf-8", encoding.removesuffix("-le").removesuffix("-be"))
        )
        (entry,) = read(text.encode(encoding), "text/xml").entries
        assert entry.title == f"{word} speaks today"

    def test_the_header_names_the_charset(self) -> None:
        body = rss(item(1, title="Müller")).decode().replace(' encoding="utf-8"', "").encode("latin-1")
        assert read(body, "application/xml; charset=iso-8859-1").entries[0].title == "Müller"

    def test_a_wrong_charset_is_survived(self) -> None:
        body = rss(item(1, title="Erdoğan")).replace(b"utf-8", b"no-such-code")
        assert read(body, "text/xml; charset=bogus").entries[0].guid == "id-1"


class TestIdentity:
    def test_without_id(self) -> None:
        first = rss(
            "<title>A</title><link>https://news.example/a</link>",
            "<title>B</title><pubDate>x</pubDate>",
            "<title>C</title>",
        )
        entries = read(first).entries
        assert entries[0].guid == "https://news.example/a"
        assert len({entry.guid for entry in entries}) == 3
        assert [entry.guid for entry in read(first).entries] == [entry.guid for entry in entries]

    def test_a_publisher_who_numbers_badly(self) -> None:
        same = "<guid isPermaLink='false'>1</guid>"
        body = rss(
            f"{same}<title>A</title><link>https://news.example/a</link>",
            f"{same}<title>B</title><link>https://news.example/b</link>",
            f"{same}<title>A</title><link>https://news.example/a</link>",
            f"{same}<title>C</title>",
        )
        entries = read(body).entries
        assert [entry.title for entry in entries] == ["A", "B", "C"]
        assert len({entry.guid for entry in entries}) == 3

    def test_a_feed_that_breaks_off_keeps_what_is_whole(self) -> None:
        whole = rss(*(item(n) for n in range(5)))
        parsed = read(whole[: whole.index(b"id-3") + 40])
        assert parsed.cut_off
        assert [entry.guid for entry in parsed.entries] == ["id-0", "id-1", "id-2"]

    def test_sloppy_xml_is_not_called_broken_off(self) -> None:
        parsed = read(rss(item(1), item(2)).replace(b"Entry number", b"Entry & number <b>"))
        assert not parsed.cut_off
        assert len(parsed.entries) == 2
