"""What a web page says of itself: its title, and where its feeds are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.limits import MIB

_READ = 2 * MIB
"""Bytes of a page that are looked at: heads come first."""


@dataclass
class Head:
    """The elements of interest, as libxml2 reports them."""

    titles: dict[str, str] = field(default_factory=dict)
    """By where they stand: "og" for the social card, "h1", "title"."""
    links: list[Mapping[str, str]] = field(default_factory=list)
    """Attributes of each <link>."""
    base: str = ""
    _within: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note what an element says."""
        if tag in ("title", "h1") and tag not in self.titles:
            self._within = tag
            self.titles[tag] = ""
        elif tag == "meta" and attributes.get("property") == "og:title":
            self.titles.setdefault("og", attributes.get("content", ""))
        elif tag == "link":
            self.links.append(dict(attributes))
        elif tag == "base" and not self.base:
            self.base = attributes.get("href", "")

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag == self._within:
            self._within = ""

    def data(self, data: str) -> None:
        """Gather a title's words."""
        if self._within:
            self.titles[self._within] += data

    def comment(self, text: str) -> None:
        """Leave comments out."""

    def close(self) -> None:
        """Give nothing back: the parts are read from outside."""


def read_head(html: str) -> Head:
    """Read a page, hostile or broken, for what it says of itself."""
    # Late, as in `feeds.markup`: the way to the desk's first frame leads past this module.
    from lxml import etree  # noqa: PLC0415

    head = Head()
    parser = etree.HTMLParser(target=head, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        parser.feed(html[:_READ].replace("\x00", "").encode("utf-8", "replace") or b" ")
        parser.close()
    except etree.LxmlError:
        # What was read before the parser gave up is kept.
        pass
    return head


def page_title(html: str) -> str:
    """Give a page's title, the one on its social card before the one in its text and the one on its tab."""
    titles = read_head(html).titles
    return next((titles[kind] for kind in ("og", "h1", "title") if titles.get(kind, "").strip()), "")
