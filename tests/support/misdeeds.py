"""What servers and feeds do to those who poll them: one case a misdeed, with what is stored of it and what is said."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from tests.support.hostile import ESCAPES
from tests.support.webserver import Answer, Asked, answer, rss
from tests.support.webserver import item as plain_item

_NUMBERS = itertools.count(1)
TITLE = "Entry number 1 of the day"


@dataclass(frozen=True)
class Case:
    """A feed that misbehaves. `said` is a part of the sentence, empty where all is well."""

    name: str
    route: bytes | Answer
    said: str = ""
    titles: tuple[str, ...] = ()
    """What is stored of it, exactly."""


def item(number: int, *, title: str = "", text: str = "", link: str = "") -> str:
    """The contents of an <item>, its address unlike that of any other."""
    return plain_item(number, title=title, text=text, link=link or f"https://news.example/{next(_NUMBERS)}")


def good() -> bytes:
    """A feed with one entry."""
    return rss(item(1))


def _feed(name: str, body: bytes, *titles: str, said: str = "", kind: str = "application/xml") -> Case:
    return Case(name, answer(body, kind=kind), said, titles)


def _head(
    name: str, *head: str, status: int = 200, body: bytes | None = None, said: str = "", titles: bool = False
) -> Case:
    body = good() if body is None else body
    return Case(name, answer(body, status=status, head=head), said, (TITLE,) if titles else ())


def _raw(name: str, sent: bytes, said: str = "", *titles: str) -> Case:
    return Case(name, sent, said, titles)


async def _hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def _drip(first: bytes, piece: bytes) -> Answer:
    async def send(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)

    return send


_START = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
_LATE = "within 3 seconds"
_LARGE = "larger than 200,000 bytes"
_PRIVATE = "not an address of the open internet"
_ODD = "broke off or does not speak HTTP properly"


def _chunked(*chunks: bytes) -> bytes:
    packed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return _START + b"Transfer-Encoding: chunked\r\n\r\n" + packed


def _transport() -> Iterable[Case]:
    packed = gzip.compress(good())
    yield Case("silence", _hang, _LATE)
    yield Case("slow headers", _drip(b"HTTP/1.1 200 OK\r\n", b"x"), _LATE)
    yield Case("endless headers", _drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 2000), _ODD)
    yield Case("slow body", _drip(_START + b"\r\n", b" "), _LATE)
    yield Case("endless body", _drip(_START + b"\r\n", b" " * 60_000), _LARGE)
    chunk = b"ffff\r\n" + b" " * 65535 + b"\r\n"
    yield Case("endless chunks", _drip(_START + b"Transfer-Encoding: chunked\r\n\r\n", chunk), _LARGE)
    yield _head("headers too large", "X-A: " + "a" * 9_000, said="more than 8 KiB of headers")
    yield Case("length too short", answer(good(), length=300), "breaks off")
    yield Case("length too long", answer(good(), length=900), _ODD)
    yield _raw("length twice", _START + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", _ODD)
    yield _raw("length negative", _START + b"Content-Length: -5\r\n\r\n" + good(), _ODD)
    yield _raw("chunks that are none", _START + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", _ODD)
    yield _raw("chunks cut off", _chunked(good()), _ODD)
    whole = good()
    yield _raw("chunks", _chunked(whole[:50], whole[50:], b""), "", TITLE)
    yield _raw("no HTTP", b"220 mail.example ESMTP\r\n\r\n", _ODD)
    yield _raw("closed at once", b"", _ODD)
    yield _raw("HTTP/1.0 without a length", b"HTTP/1.0 200 OK\r\n\r\n" + good(), "", TITLE)
    yield _raw(
        "processing first",
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + answer(good()),
        "",
        TITLE,
    )
    yield _head("gzip bomb", "Content-Encoding: gzip", body=gzip.compress(bytes(5_000_000)), said=_LARGE)
    yield _head("deflate bomb", "Content-Encoding: deflate", body=zlib.compress(bytes(5_000_000)), said=_LARGE)
    yield _head(
        "bomb in a bomb", "Content-Encoding: gzip, gzip", body=gzip.compress(packed), said="which was not offered"
    )
    yield _head("brotli", "Content-Encoding: br", body=b"\x0b\x02\x80abc\x03", said="which was not offered")
    yield _head("gzip cut off", "Content-Encoding: gzip", body=packed[:-20], said="cut off")
    yield _head("gzip that is none", "Content-Encoding: gzip", said="not packed as its header says")
    yield _head("gzip", "Content-Encoding: gzip", body=packed, titles=True)
    yield _head("cookie wall", "Set-Cookie: ok=1; Path=/", "Location: ?again", status=302, said="redirects")
    yield _head("redirect to a file", "Location: file:///etc/passwd", status=302, said="Only http and https")
    yield _head("redirect to a script", "Location: javascript:alert(1)", status=302, said="Only http and https")
    yield _head("redirect nowhere", status=302, said="not where to go")
    yield _head("redirect loop", "Location: ?again", status=301, said="More than 5 redirects")


def _inside() -> Iterable[Case]:
    """Redirects to where nobody may go, however it is spelt; `{port}` is that of a server that would tell."""
    for host in (
        *("127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0", "localhost", "localhost."),
        *("127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "a@127.0.0.1"),
        *("news.example@127.0.0.1", "sub.localhost", "10.0.0.1", "169.254.169.254", "[fd00::1]"),
    ):
        said = {"0177.0.0.1": "no proper web address"}.get(host, _PRIVATE)
        if host.endswith((".", "sub.localhost")):
            # Known to some systems and not to others.
            said = "is not"
        yield Case(f"redirect to {host}", answer(status=302, head=(f"Location: http://{host}:{{port}}/",)), said)


def _refusals() -> Iterable[Case]:
    for status, said in (
        *(
            (400, "gave no feed"),
            (401, "wants a user name"),
            (403, "refuses"),
            (404, "does not have"),
            (410, "for good"),
        ),
        *((418, "gave no feed"), (429, "asked too often"), (500, "error of its own")),
        (503, "not available"),
        (599, "error of its own"),
    ):
        yield _head(f"status {status}", status=status, said=said)
    yield _head("bot wall", "cf-mitigated: challenge", status=403, said="bot wall")
    yield _head("not modified, unasked", status=304, body=b"", said="never read before")
    yield _head("part of it, unasked", "Content-Range: bytes 0-9/99", status=206, titles=True)
    yield _head("no content", status=204, body=b"", said="empty")


def _documents() -> Iterable[Case]:
    yield _feed("empty", b"", said="empty")
    yield _feed("page", b"<!doctype html><title>x</title><p>Hello", said="web page", kind="text/html")
    yield _feed("bot page", b"<html><title>Just a moment...</title></html>", said="web page", kind="text/html")
    yield _feed("picture", b"\x89PNG\r\n\x1a\n" + bytes(300), said="no feed", kind="image/png")
    yield _feed("other XML", b"<svg xmlns='http://www.w3.org/2000/svg'/>", said="no feed in it")
    yield _feed("JSON that is no feed", b'{"a": 1}', said="no feed", kind="application/json")
    yield _feed("deep JSON", b'{"a":' * 30_000, said="cannot be read", kind="application/json")
    yield _feed("a feed called a page", good(), TITLE, kind="text/html")
    yield _feed("a feed called a picture", good(), TITLE, kind="image/gif")
    yield _feed("a feed called nonsense", good(), TITLE, kind="x; charset=no-such-code")
    yield _feed("cut off", rss(item(1), item(2))[:-120], TITLE, said="breaks off")
    yield _feed("no entries", rss())


def _charsets() -> Iterable[Case]:
    def text(encoding: str = ' encoding="utf-8"') -> str:
        return rss(item(1, title="Erdoğan spoke")).decode().replace(' encoding="utf-8"', encoding)

    yield _feed("UTF-16 without a mark", text("").encode("utf-16-le"), "Erdoğan spoke")
    yield _feed("UTF-16 with one", text(' encoding="utf-16"').encode("utf-16"), "Erdoğan spoke")
    yield _feed("UTF-32", text("").encode("utf-32"), "Erdoğan spoke")
    yield _feed("UTF-8 with a mark", b"\xef\xbb\xbf" + text().encode(), "Erdoğan spoke")
    yield _feed("Windows called UTF-8", text().replace("ğ", "ö").encode("cp1252"), "Erdoöan spoke")
    yield _feed("unknown charset", text(' encoding="x-none"').encode(), "Erdoğan spoke")
    yield _feed("half characters", text().encode().replace("ğ".encode(), b"\xc4\xff"), "ErdoÄÿan spoke")
    yield _feed("NUL", rss(item(1, title="nul\0led")), "nulled")


def _traps() -> Iterable[Case]:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    for name, declared in (
        ("billion laughs", f'<!ENTITY l0 "lol">{lol}<!ENTITY x "&l8;">'),
        ("quadratic blow-up", f'<!ENTITY x "{"a" * 50_000}">'),
        ("external entity", '<!ENTITY x SYSTEM "file:///etc/passwd">'),
        ("entity from the web", '<!ENTITY x SYSTEM "http://127.0.0.1:{port}/">'),
        ("parameter entity", '<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/"> %p;'),
        ("endless entity", '<!ENTITY x "&x;">'),
    ):
        body = good().replace(b"<rss", f"<!DOCTYPE rss [{declared}]><rss".encode()).replace(b"Text of", b"&x; " * 99)
        yield _feed(name, body, TITLE)
    yield _feed("external DTD", good().replace(b"<rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/"><rss'), TITLE)
    yield _feed(
        "many attributes",
        good().replace(b"<channel>", b"<channel " + b"".join(b'a%d="" ' % n for n in range(2000)) + b">"),
        TITLE,
    )
    yield _feed(
        "deep nesting",
        good().replace(b"<item>", b"<a>" * 3000 + b"<item>").replace(b"</item>", b"</item>" + b"</a>" * 3000),
        TITLE,
    )
    yield _feed("author of 16 KB", rss(item(1) + f"<author>{'a' * 16_000}@</author>"), TITLE)
    yield _feed(
        "author that hangs feedparser", rss(item(1) + f"<b/><author>{'a' * 60_000}@&#150;</author>"), said="longer than"
    )
    yield _feed("deep markup", rss(item(1, text="&lt;div&gt;" * 9_000)), TITLE)


def _entries() -> Iterable[Case]:
    escaped = "".join(f"&#{ord(c)};" if c in "\x07\x08\x9b\u202e" else "" if c in "\0\x1b" else c for c in ESCAPES)
    yield _feed("escapes", rss(item(1, title="a&#27;[31mb&#155;2Jc&#x202e;d&#xe0041;e")), "ab›2Jcde")
    yield _feed(
        "escapes in all fields", rss(item(1) + f"<author>{escaped}</author><category>{escaped}</category>"), TITLE
    )
    yield _feed(
        "markup for screens", rss(item(1, title="[red]x[/] [@click=app.quit]y[/]")), "[red]x[/] [@click=app.quit]y[/]"
    )
    yield _feed(
        "script",
        rss(item(1, title="&lt;script&gt;x()&lt;/script&gt;Words", text="&lt;script&gt;x()&lt;/script&gt;")),
        "Words",
    )
    for link in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "-flag",
        "http://[::bad",
    ):
        yield _feed(f"link {link}", rss(item(1, link=link)), TITLE)
    yield _feed("title of 5,000 letters", rss(item(1, title="t" * 5_000)), "t" * 499 + "…")
    yield _feed(
        "same id twice",
        rss(item(1), item(1, title="Quite another title", link="https://news.example/other")),
        TITLE,
        "Quite another title",
    )
    yield _feed("same entry twice", rss(*[item(1)] * 2), TITLE)
    yield _feed(
        "no ids", rss("<title>One of them</title>", "<title>Another of them</title>"), "Another of them", "One of them"
    )
    for date in (
        "Mon, 00 Jan 0000 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "31 Feb 2025",
        "&#27;[2J",
    ):
        body = good().replace(b"Sat, 29 Nov 2025 10:00:00 GMT", date.encode())
        yield _feed(f"date {date}", body, TITLE)


CASES: tuple[Case, ...] = (
    *_transport(), *_inside(), *_refusals(), *_documents(), *_charsets(), *_traps(), *_entries(),
)  # fmt: skip
