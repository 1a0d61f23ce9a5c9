"""The article in a web page, from bytes that we fetched ourselves. Runs in a worker process.

A page may hold a wall where the article should be: a paywall, a question of consent, a check for browsers, a page that
says that there is none. Such a page gives no text and a sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.clean import safe_body
from feeds.limits import KIB, TEXT
from store.folding import content_words, fold

SHORT = 1000
"""Characters; an entry with less is a teaser, whose page may hold the article."""

_WALL = 1500
"""Characters of text beyond which a page is an article, whatever else it says."""
_HEAD = 512 * KIB
"""Bytes of a page that are looked through for marks; heads come first."""
_ALIKE = 0.34
"""The share of a title's words that its page must hold; a page about something else holds fewer."""

_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_NOT_FREE = re.compile(
    rb"isAccessibleForFree[\"']?\s{0,5}[:=]\s{0,5}[\"']?(?:https?://schema\.org/)?false", re.IGNORECASE
)
_TIER = re.compile(rb"content_tier[\"']\s{1,9}content=[\"']locked", re.IGNORECASE)

# What the common checks for browsers put into their pages: Cloudflare, DataDome, Akamai, Imperva, PerimeterX, AWS.
_BOT = re.compile(
    rb"/cdn-cgi/challenge-platform|cf-chl-|_cf_chl_opt|captcha-delivery\.com|_Incapsula_Resource|px-captcha|"
    rb"errors\.edgesuite\.net|aws-waf-token|awswaf|sgcaptcha|g-recaptcha|h-captcha",
    re.IGNORECASE,
)
_BOT_TITLE = re.compile(r"just a moment|attention required|are you (?:a )?(?:robot|human)|access denied|verify you are")
_CONSENT_HOST = re.compile(r"^(?:consent|guce|cmp|privacy)\.")
_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy choices|manage (?:your )?(?:cookie|consent)|"
    r"accept (?:all )?cookies|cookie consent|datenschutz(?:einstellungen)?|einwilligung|pur-abo|zustimmung"
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to continue reading|already a subscriber|subscribers? only|"
    r"for subscribers|subscriber-only|unlock this (?:article|story)|this (?:article|story|content) is (?:for|reserved)|"
    r"log ?in to (?:read|continue)|register to (?:read|continue)|create (?:a free|an) account to|free articles? left|"
    r"reached your (?:limit|article)|start your (?:free )?trial|weiterlesen mit|nur für abonnenten|article réservé"
)
_MISSING = re.compile(
    r"\b404\b|page (?:was )?not found|page (?:does not|doesn.?t) exist|no longer (?:available|exists)|"
    r"nothing (?:was )?found|seite (?:wurde )?nicht gefunden|page introuvable|p[áa]gina no encontrada|"
    r"sayfa bulunamad[ıi]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gave: the article's text, or a sentence that says why there is none."""

    text: str = ""
    note: str = ""


def read_page(body: bytes, content_type: str, url: str, title: str = "", teaser: str = "") -> Page:
    """Read the article out of a page that came from `url`; `title` and `teaser` are what the feed said of it."""
    host = urlsplit(url).hostname or "the site"
    kind = content_type.partition(";")[0].strip().lower()
    if kind and "html" not in kind and kind not in ("text/plain", "application/xml", "text/xml"):
        return Page(note=f"{host} gave a file of the kind {kind[:60]} and no page.")
    text = extract(body, url) or ""
    note = next(_objections(body[:_HEAD], url, host, text, title), "")
    if not note and len(text) <= len(teaser):
        note = f"The page at {host} holds no more than the feed gave."
    return Page(note=note) if note else Page(text)


def extract(body: bytes, url: str) -> str | None:
    """Give the article's text, paragraphs split by an empty line; None where the page holds none.

    trafilatura is given bytes, never an address: its downloader knows none of our limits.
    """
    # Late, because it costs half a second and only workers need it.
    from trafilatura import extract as extract_text  # noqa: PLC0415

    text = extract_text(body, url=url, include_comments=False, include_tables=False, favor_precision=True)
    if not text:
        return None
    return safe_body(text.replace("\n", "\n\n"), TEXT) or None


def _objections(head: bytes, url: str, host: str, text: str, title: str) -> Iterator[str]:
    """Say what speaks against a page, the surest first."""
    found = _TITLE.search(head)
    named = _lowered(found[1]) if found else ""
    short = text[:_WALL].lower() if len(text) < _WALL else ""
    slight = len(text) < SHORT
    if slight and (_BOT.search(head) or _BOT_TITLE.search(named)):
        yield f"{host} answered with a check for browsers (a bot wall), which Standpoint does not pass."
    if _CONSENT_HOST.search(host) or (slight and (_CONSENT.search(named) or _CONSENT.search(short))):
        yield f"{host} asks for consent before it shows the page; Standpoint does not answer for you."
    if slight and (_MISSING.search(named) or _MISSING.search(short[:300])):
        yield f"{host} says that it has no such page, without the code that would say so."
    if _PAYWALL.search(short) or (slight and (_NOT_FREE.search(head) or _TIER.search(head))):
        yield f"The page at {host} is for subscribers."
    if len(urlsplit(url).path.strip("/")) < 2 and not urlsplit(url).query:
        yield f"{host} led to its front page instead of the article."
    if title and text and not _is_about(title, f"{named} {text}"):
        yield f"The page at {host} is about something else than the entry."
    if not text:
        yield f"No article was found in the page at {host}."


def _lowered(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").lower()


def _is_about(title: str, text: str) -> bool:
    wanted = set(content_words(fold(title)))
    if len(wanted) < 3:
        return True
    held = set(fold(text).split())
    return len(wanted & held) >= _ALIKE * len(wanted)
