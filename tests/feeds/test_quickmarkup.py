"""Plain markup read fast comes out as libxml2 reads it; whatever may not is left to libxml2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import quickmarkup
from feeds.markup import of_record

NAMES = (
    "p",
    "p",
    "div",
    "blockquote",
    "ul",
    "ol",
    "li",
    "li",
    "dl",
    "dd",
    "figure",
    "h2",
    "a",
    "b",
    "em",
    "table",
    "td",
    "iframe",
)
ATTRIBUTES = (
    "",
    "",
    "",
    ' class="x"',
    ' style="color:red"',
    " href=/x/",
    " hidden",
    ' style="display:none"',
    " a='1' b",
)
LEAVES = (
    *("word", " ", "\n", "  ", "\t", "&amp;", "&lt;x&gt;", "&eacute;", "&nbsp;", "&#8217;", "&#x2014;", "&copy;x"),
    *("a < b", "AT&T", "&notit;", "& ", "&apos;", "&#10;", "&#128;", "“q”", "é", "<br>", "<br/>", "<img src='/a' />"),
    *("\u200b", "\u2028", "\x01", "<!-- x -->", "<!-->", "<!--a--b-->", "<hr>", "<hr />", "</p>", " /> ", "&#160;"),
    *("<script>if (a < b) x()</script>", "<script>t('p')</script>", "<iframe src='/v'></iframe>", "мир", "س", "\u0301"),
)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), inner)
    return st.lists(
        st.one_of(st.sampled_from(LEAVES), element.map(lambda e: f"<{e[0]}{e[1]}>{e[2]}</{e[0]}>")), max_size=5
    ).map("".join)


MARKUP = st.recursive(st.sampled_from(LEAVES), _wrapped, max_leaves=12)


@given(MARKUP)
def test_the_same_text_or_a_doubt(html: str) -> None:
    try:
        text = quickmarkup.read(f"<i>x</i>{html}")
    except quickmarkup.Doubt:
        return
    assert text == of_record(f"<i>x</i>{html}")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <a href='/x'>two</a>.</p>\n<ul><li>Three &amp; four</li></ul>", "One two.\n\nThree & four"),
        ('<figure><img src="a.jpg" alt="x" width="6"/><figcaption>Caption</figcaption></figure>', "Caption"),
        ("<P CLASS=a>x<BR>y</P>", "x\ny"),
        ("<p>a<br />\n<br>b&nbsp;</p><!-- c --><iframe src='/v'></iframe><hr/>one / two", "a\n\nb\n\none / two"),
        ('<div style="color:red" class="hidden">x</div>', "x"),
    ],
)
def test_what_entries_are_made_of_is_no_doubt(html: str, text: str) -> None:
    assert quickmarkup.read(html) == text


@pytest.mark.parametrize(
    "html",
    [
        *("<p>a<p>b", "<b><i>x</b></i>", "<div hidden>x</div>", "<p title='a>b'>x</p>", "a < b<br>", "</p>", "<p/>x"),
        *("<p STYLE=DISPLAY:none>x</p>", "<b aria-hidden=true>x</b>", "<a><b><a>x</a></b></a>", "<li>x</li>"),
        "<p><hr></p>",
    ],
)
def test_the_odd_is_left_to_libxml2(html: str) -> None:
    with pytest.raises(quickmarkup.Doubt):
        quickmarkup.read(html)
