"""Whatever comes in, what comes out acts on no terminal, is no markup, and is the same when cleaned again."""

from __future__ import annotations

import re
import sys
import unicodedata
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clean import canonical_url, feed_address, html_to_text, parse_date, redact_url, safe_body, safe_text
from feeds.errors import BadAddress
from feeds.links import is_plain, twin
from store.plain import even_body, is_even

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x9b\x9d\x9c\x90\x98\x07[]();P\\m0123 \t\n\r\x00\u202e\u2066\u2069\ufe0f☺a\u0301=\u0338\u2329"
        ),
        st.integers(0xD800, 0xDFFF).map(chr),
        st.integers(0xE0000, 0xE007F).map(chr),
    )
)
ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e0fff]"
)


class TestPlainText:
    @given(HOSTILE)
    def test_nothing_that_acts_is_left(self, text: str) -> None:
        for cleaned in (safe_text(text), safe_body(text)):
            assert not ACTS.search(cleaned)
            assert unicodedata.is_normalized("NFC", cleaned)
            cleaned.encode("utf-8")
        assert "\n" not in safe_text(text)

    @given(HOSTILE)
    def test_cleaning_again_changes_nothing(self, text: str) -> None:
        assert safe_text(safe_text(text)) == safe_text(text)
        assert safe_body(safe_body(text)) == safe_body(text)

    @given(HOSTILE, st.integers(1, 40))
    def test_never_longer_than_the_limit(self, text: str, limit: int) -> None:
        assert len(safe_text(text, limit)) <= limit
        assert len(safe_body(text, limit)) <= limit

    @given(st.text(st.sampled_from("abcÄß“” ’–אبپ漢é😀."), max_size=80))
    def test_honest_words_stay(self, text: str) -> None:
        assert safe_text(text) == re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()

    def test_what_is_passed_over_is_harmless_wherever_it_stands(self) -> None:
        even = {chr(code) for code in range(0x10000) if even_body(chr(code)) is not None}
        assert not any(is_even(chr(code).encode()) for code in range(0x10000, sys.maxunicode, 0x101))
        # What no composition ends in, and is not put in order, NFC leaves alone (UAX 15, quick check); jamo by rule.
        parts = (unicodedata.decomposition(chr(code)).split() for code in range(0x30000))
        ends = {chr(int(code, 16)) for codes in parts if codes and codes[0][0] != "<" for code in codes[1:]}
        assert even.isdisjoint(ends | set(map(chr, range(0x1100, 0x1200))))
        assert not any(map(unicodedata.combining, even))
        assert {one for one in even if one.isspace()} == {" ", "\n"}
        assert all(safe_text(one) == one for one in even if not one.isspace())
        assert {*"aäąıψжשעج日かナ각”—…€"} <= even

    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("a\x1b[31mb\x1b[0mc", "abc"),
            ("a\x1b]52;c;aGVsbG8=\x07b", "ab"),
            ("a\x1b]8;;http://x\x1b\\b", "ab"),
            ("a\x9d52;c;aGk=\x9cb", "ab"),
            ("a\x1bPq#0~\x1b\\b", "ab"),
            ("a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"),
            ("a\x9b2Jb", "ab"),
            ("a\x1b(Bb\x1bcd", "abd"),
            ("said \x1b]0;and the rest of the article", "said 0;and the rest of the article"),
            ("evil\u202egnp.exe\u2069", "evilgnp.exe"),
            ("flag\U000e0067\U000e007f", "flag"),
            ("a\ufe0f\ufe0e\U000e0100b", "ab"),
            ("☺\ufe0f\ufe0f and 1\ufe0f\u20e3", "☺\ufe0f and 1\ufe0f\u20e3"),
            ("nul\x00led", "nulled"),
            ("lone \ud800 half", "lone \ufffd half"),
            ("Erdog\u0306an", "Erdoğan"),
            ("one\r\ntwo\u2028three\tfour", "one two three four"),
            ("[red]x[/] [@click=app.quit]y[/]", "[red]x[/] [@click=app.quit]y[/]"),
        ],
    )
    def test_cases(self, raw: str, clean: str) -> None:
        assert safe_text(raw) == clean

    def test_body_keeps_paragraphs(self) -> None:
        assert safe_body(" a \r\n\r\n\r\n\r\n b\x85c\td  ") == "a\n\nb\nc d"


class TestMarkup:
    @given(st.text(st.sampled_from("<>/=\"'&;!-? pbrdivscrtoyle#x1[]\x1b\x00\u202eé"), max_size=300))
    def test_any_markup_gives_clean_text(self, html: str) -> None:
        text = html_to_text(html)
        assert text == safe_body(text)
        assert not re.search(r"<(?:p|div|script|style)[ >]", text) or "&lt;" in html or "<" in html

    @given(st.lists(st.text(st.sampled_from("abc xyz."), min_size=1).filter(str.strip), min_size=1, max_size=6))
    def test_paragraphs_come_out_as_they_went_in(self, paragraphs: list[str]) -> None:
        wanted = [" ".join(paragraph.split()) for paragraph in paragraphs]
        for tag in ("p", "li", "blockquote", "div", "h2"):
            html = "".join(f"<{tag}>{paragraph}</{tag}>\n" for paragraph in paragraphs)
            assert html_to_text(html).split("\n\n") == wanted

    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>a <b>b</b><script>x()</script><style>p{}</style></p><!-- c --><p>d", "a b\n\nd"),
            ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
            ("<p>go <a href='javascript:x()'>here</a> &amp; &#8220;there&rdquo;</p>", "go here & “there”"),
            ("<p>seen<span hidden>h</span><i style='display: none'>h</i><b aria-hidden=true>h</b></p>", "seen"),
            ("<div style='visibility:hidden'><p>h<br></p></div>tail", "tail"),
            ("<svg><text>x</text></svg><iframe>y</iframe><object>z</object>a", "a"),
            ("a < b, and 3 > 2", "a < b, and 3 > 2"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
            ("&#27;]52;c;x&#7;<b>hi</b>&#0;", "hi\ufffd"),
            ("</body></html><p>after the end", "after the end"),
            ("<td>a</td><td>b</td>", "a b"),
            ("<p>a <embed src=x> b</p>c", "a b\n\nc"),
            ("<p>one\ntwo\u2028three</p>", "one two three"),
        ],
    )
    def test_cases(self, html: str, text: str) -> None:
        assert html_to_text(html) == text

    @pytest.mark.parametrize(
        "html", ["<div>" * 50_000, "<a b='" * 50_000, "<!--" * 50_000, "<p>" * 50_000, "<table><tr>" * 9_000]
    )
    def test_deep_and_open_markup_is_survived(self, html: str) -> None:
        assert "deep" in html_to_text("<p>deep</p>" + html)


class TestAddresses:
    @given(st.text(max_size=60), st.sampled_from(["", "https://a.example/b/", "javascript:x"]))
    def test_canonical_is_http_or_nothing_and_stays(self, url: str, base: str) -> None:
        made = canonical_url(url, base)
        assert made == "" or re.match(r"https?://[a-z0-9._\[-]", made)
        assert canonical_url(made) == made
        assert not re.search('[\x00-\x20\x7f-\x9f"<>\\\\]', made)

    @pytest.mark.parametrize(
        ("url", "made"),
        [
            ("HTTPS://User:pw@News.Example:443/a/?utm_source=rss&id=7&fbclid=x&b=", "https://news.example/a/?id=7&b="),
            ("http://exämple.com/ü?q=ü", "http://xn--exmple-cua.com/%C3%BC?q=%C3%BC"),
            ("http://a.example/x?cid=4&ref=2&eid=1#part", "http://a.example/x?cid=4&ref=2&eid=1#part"),
            ("http://a.example#xtor=RSS-1", "http://a.example/"),
            ("//b.example/x", "https://b.example/x"),
            ("../x", "https://a.example/x"),
            ("javascript:alert(1)", ""),
            ("JaVaScRiPt:alert(1)", ""),
            ("data:text/html,x", ""),
            ("file:///etc/passwd", ""),
            ("http://a.example\\@evil.example/", ""),
            ("http://a b.example/", ""),
            ("http://a.example/\x1b]52;c;x\x07", "http://a.example/%1B]52;c;x%07"),
            ("http://a.example:99999/", ""),
            ("", ""),
            ("http://a.example/" + "x" * 5_000, ""),
        ],
    )
    def test_cases(self, url: str, made: str) -> None:
        assert canonical_url(url, "https://a.example/b/").replace("%5D", "]").replace("%3B", ";") == made

    @given(
        st.lists(st.sampled_from((*"/?&=#.;:@%~", "..", "a", "B1", "utm_source=x", "id=2")), max_size=8).map("".join),
        st.sampled_from(("https://h.example/", "http://h.example", "HTTP://h.example/")),
    )
    def test_the_short_way_is_the_long_one(self, rest: str, start: str) -> None:
        # A user part is dropped, and no address that has one is plain.
        assert canonical_url(start + rest) == canonical_url(f"{start}{rest}".replace("://", "://u@", 1))
        if is_plain(start + rest):
            assert urljoin("https://h.example/b/c", start + rest) == start + rest

    def test_twins(self) -> None:
        assert twin("http://a/") == "https://a/"
        assert twin(twin("https://a/")) == "https://a/"

    @given(
        st.text(
            st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/?#@:\\[]&=%"),
            min_size=8,
            max_size=20,
        )
    )
    def test_secrets_are_redacted(self, secret: str) -> None:
        canary = f"c4n4ry{secret}"
        shown = redact_url(f"https://me:{canary}@h.example/feed?token={canary}&{canary}{canary}#a={canary}")
        assert canary not in shown
        assert shown.startswith("https://…@h.example/feed?token=…")

    def test_what_may_be_subscribed(self) -> None:
        assert feed_address(" dawn.example/feeds ") == "https://dawn.example/feeds"
        assert feed_address("http://u:p@h.example/f?x=1#y") == "http://u:p@h.example/f?x=1"
        for refused in (
            "",
            "javascript:alert(1)",
            "file:///x",
            "http://",
            "feed://h.example/",
            "|cmd",
            "http://h/" + "x" * 5_000,
        ):
            with pytest.raises(BadAddress):
                feed_address(refused)


class TestDates:
    @given(st.text(max_size=40))
    def test_any_text_gives_a_moment_in_utc_or_none(self, raw: str) -> None:
        moment = parse_date(raw)
        assert moment is None or moment.utcoffset() is not None

    @pytest.mark.parametrize(
        ("raw", "iso"),
        [
            ("2025-11-29T10:00:00+05:00", "2025-11-29T05:00:00+00:00"),
            ("2025-11-29 10:00", "2025-11-29T10:00:00+00:00"),
            ("Sat, 29 Nov 2025 10:00:00 +0500", "2025-11-29T05:00:00+00:00"),
            ("November 3, 2025", "2025-11-03T00:00:00+00:00"),
            ("3rd Nov. 2025", "2025-11-03T00:00:00+00:00"),
        ],
    )
    def test_cases(self, raw: str, iso: str) -> None:
        moment = parse_date(raw)
        assert moment is not None
        assert moment.isoformat() == iso

    @pytest.mark.parametrize(
        "raw", ["", "yesterday", "2025-13-45", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
    )
    def test_none(self, raw: str) -> None:
        assert parse_date(raw) is None
