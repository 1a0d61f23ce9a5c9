"""One small document of every format that a feed may come in, in our own words."""

from __future__ import annotations

import json

URL = "https://news.example/feed.xml"
_DATE = "Sat, 29 Nov 2025 10:00:00 GMT"
_ISO = "2025-11-29T10:00:00Z"
_XML = '<?xml version="1.0" encoding="utf-8"?>'
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_TITLE = "Minister speaks on the force"
_TEXT = "&lt;p&gt;The minister said &lt;b&gt;no&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"
_LINK = "https://news.example/story?id=7&amp;utm_source=rss"
_ITEM = f"<title>{_TITLE}</title><link>{_LINK}</link><description>{_TEXT}</description>"


def rss_item(item: str, spaces: str = "", version: str = "2.0", head: str = "") -> bytes:
    """An RSS document with one item."""
    channel = f"<title>News</title><link>https://news.example/</link><description>All of it</description>{head}"
    return f'{_XML}<rss version="{version}"{spaces}><channel>{channel}<item>{item}</item></channel></rss>'.encode()


def atom(entries: str, spaces: str = "", space: str = "http://www.w3.org/2005/Atom", more: str = "") -> bytes:
    """An Atom document."""
    head = '<title>News</title><id>urn:news</id><link href="https://news.example/"/>'
    return f'{_XML}<feed xmlns="{space}"{more}{spaces}>{head}{entries}</feed>'.encode()


def _rdf(space: str, item: str) -> bytes:
    channel = "<channel><title>News</title><link>https://news.example/</link><description>All</description></channel>"
    return f'{_XML}<rdf:RDF {_RDF} {_DC} xmlns="{space}">{channel}{item}</rdf:RDF>'.encode()


def _atom_entry(date: str, content: str, body: str) -> str:
    return (
        f'<entry><id>urn:7</id><title>{_TITLE}</title><link rel="alternate" type="text/html" href="{_LINK}"/>'
        f"<author><name>N. N.</name></author><{date}>{_ISO}</{date}><content {content}>{body}</content></entry>"
    )


_MODULES = (
    f' {_DC} xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
_JSON = {
    "title": "News",
    "home_page_url": "https://news.example/",
    "items": [
        {
            "id": "7",
            "url": "https://news.example/story?id=7&utm_source=rss",
            "title": _TITLE,
            "content_html": "<p>The minister said <b>no</b>.</p><script>x()</script>",
            "date_published": _ISO,
            "author": {"name": "N. N."},
        }
    ],
}

DOCUMENTS: dict[str, bytes] = {
    "rss 0.90": _rdf("http://my.netscape.com/rdf/simple/0.9/", f"<item>{_ITEM}</item>"),
    **{f"rss 0.9{n}": rss_item(_ITEM + f"<pubDate>{_DATE}</pubDate>", version=f"0.9{n}") for n in (1, 2, 3, 4)},
    "rss 1.0": _rdf(
        "http://purl.org/rss/1.0/",
        f'<item rdf:about="urn:7">{_ITEM}<dc:date>{_ISO}</dc:date><dc:creator>N. N.</dc:creator></item>',
    ),
    "rss 2.0": rss_item(
        f'<guid isPermaLink="false">urn:7</guid>{_ITEM}<pubDate>{_DATE}</pubDate><author>N. N.</author>'
    ),
    "news modules": rss_item(
        f"<guid>urn:7</guid>{_ITEM}<dc:creator>N. N.</dc:creator><dc:date>{_ISO}</dc:date>"
        f"<content:encoded><![CDATA[<p>The minister said <b>no</b>.</p><script>x()</script>]]></content:encoded>"
        '<media:content url="https://i.example/a.jpg"><media:title>A picture</media:title></media:content>'
        '<media:thumbnail url="https://i.example/b.jpg"/><itunes:author>N. N.</itunes:author>',
        _MODULES,
    ),
    "atom 0.3": atom(
        _atom_entry("issued", 'type="text/html" mode="escaped"', _TEXT),
        "",
        "http://purl.org/atom/ns#",
        ' version="0.3"',
    ),
    "atom 1.0": atom(_atom_entry("published", 'type="html"', _TEXT)),
    "atom 1.0 xhtml": atom(
        _atom_entry(
            "published",
            'type="xhtml"',
            '<div xmlns="http://www.w3.org/1999/xhtml"><p>The minister said <b>no</b>.</p><script>x()</script></div>',
        )
    ),
    "cdf": (
        f'{_XML}<channel href="https://news.example/"><title>News</title><item href="{_LINK}" lastmod="{_ISO}">'
        f"<title>{_TITLE}</title><abstract>The minister said no.</abstract></item></channel>"
    ).encode(),
    "json 1.0": json.dumps({"version": "https://jsonfeed.org/version/1", **_JSON}).encode(),
    "json 1.1": json.dumps({"version": "https://jsonfeed.org/version/1.1", **_JSON}).encode(),
}
"""By format. Each holds one entry: the same title, address, day and words."""
