"""Subscribing from the command line: feeds, pages, lists, and two that are one."""

from __future__ import annotations

from pathlib import Path

from tests.support.loopback import Loopback
from tests.support.program import Program


def html(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>t</title>{body}</head></html>".encode()


def test_a_page_is_previewed_and_its_feed_subscribed(program: Program, web: Loopback) -> None:
    feed = web.feed("/a.xml", "Gaza stabilization force: Pakistan undecided", "Weather")
    link = '<link rel="alternate" type="application/rss+xml" href="/a.xml">'
    web.pages["/"] = lambda _: (200, {"Content-Type": "text/html"}, html(link))
    web.pages["/bare"] = lambda _: (200, {"Content-Type": "text/html"}, html(""))
    shown = program.run("feeds", "add", web.url("/"), "--preview", "--json")
    (line,) = shown.lines
    assert (line["url"], line["title"], line["entries"], line["read"]) == (feed, "Feed /a.xml", 2, 2)
    assert line["on_story"] == 1
    assert len(line["latest"]) == 2
    assert program.run("feeds", "list").out == ""
    added = program.run("feeds", "add", web.url("/"), web.url("/bare"), "--folder", "News/World")
    assert added.out == f"added 1 {feed}\n"
    assert added.code == 1
    assert "no feed was found" in added.err
    assert program.run("feeds", "list", "--json").lines[0]["folder"] == "News/World"
    assert program.run("feeds", "add", feed).code == 1


def test_an_address_without_a_scheme_is_tried_by_http_where_nobody_speaks_tls(program: Program, web: Loopback) -> None:
    program.follow_little()
    feed = web.feed("/a.xml", "One")
    added = program.run("feeds", "add", f"{web.host}/a.xml")
    assert (added.code, added.out) == (0, f"added 1 {feed}\n")
    assert f"https://{web.host}/a.xml cannot be reached; {feed} can" in added.err
    told = program.run("feeds", "add", f"https://{web.host}/b.xml")
    assert "cannot be read now" in told.err
    assert "http://" not in told.err


def test_a_list_comes_in_and_goes_out_with_its_folders(program: Program, tmp_path: Path) -> None:
    lines = '<outline text="News"><outline text="A" xmlUrl="https://a.example/f"/><outline xmlUrl="|id"/></outline>'
    path = tmp_path / "list.opml"
    path.write_text(f'<opml version="2.0"><body>{lines}</body></opml>')
    plan = program.run("feeds", "import", path, "--preview", "--json").lines[0]
    assert (plan["new"], plan["folders"], len(plan["refused"])) == (1, {"News": 1}, 1)
    assert program.run("feeds", "list").out == ""
    assert program.run("feeds", "import", path).code == 1
    assert '<outline text="News"' in program.run("feeds", "export").out


def test_two_that_are_one_are_told_merged_and_parted(program: Program, web: Loopback) -> None:
    a = web.feed("/a.xml", "One of the day", "Two of the day")
    web.pages["/b.xml"] = web.pages["/a.xml"]
    program.run("feeds", "add", a, web.url("/b.xml"))
    program.run("poll")
    listed = program.run("feeds", "list", "--json").lines
    (twin,) = [line for line in listed if line["same_as"]]
    assert "are one feed" in program.run("feeds", "list").err
    merged = program.run("feeds", "merge", str(twin["same_as"]), str(twin["id"]))
    assert merged.out.startswith(f"merged {twin['same_as']} ")
    (one,) = program.run("feeds", "list", "--json").lines
    assert one["articles"] == 2
    assert program.run("feeds", "unmerge").code == 0
    assert len(program.run("feeds", "list", "--json").lines) == 2
    assert program.run("feeds", "merge", "1", "99").code != 0
