"""Which names mean one publisher, and which addresses are a news search's and no publisher's. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from store.folding import fold

_SEARCHES = frozenset(("news.google.com", "bing.com", "www.bing.com", "news.yahoo.com", "news.search.yahoo.com"))
_SECTION = re.compile(r"\s{0,9}(?:,|\(|\||:| - | – | — ).*$", re.DOTALL)
_ENDING = re.compile(r"\.(?:com|org|net|tv|co|news|info)\b.*$", re.IGNORECASE)


def is_search(url: str) -> bool:
    """True for an address of a news search: what it lists is by others, and its links lead to them."""
    try:
        return (urlsplit(url).hostname or "").lower() in _SEARCHES
    except ValueError:
        return False


def publisher(outlet: str) -> str:
    """Fold an outlet's name to its publisher's: no section, no article, no top-level domain; "" where it has no word.

    So what two feeds of one publisher bring are not two independent sources.
    """
    name = fold(_ENDING.sub("", _SECTION.sub("", outlet)))
    return name.removeprefix("the ") or fold(outlet)


def same_publisher(one: str, other: str) -> bool:
    """True where two names mean one publisher: equal once folded, or one begins the other ("BBC", "BBC News")."""
    short, long = sorted((publisher(one), publisher(other)), key=len)
    return bool(short) and (short == long or long.startswith(f"{short} ") or long.replace(" ", "") == short)
