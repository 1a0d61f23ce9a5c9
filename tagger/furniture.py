"""Page remains that are no part of an article: menus, share buttons, comment forms, banners."""

from __future__ import annotations

import re

from store.model import Span
from tagger.sentences import paragraphs

_LINE = re.compile(
    r"(?:leave a (?:comment|reply)|your email address will not be published\b.*|required fields are marked.*|scroll to top|share this(?: article| post| story)?|"
    r"\d+ min(?:ute)?s? read|highlights|discover more from .*|subscribe (?:to|now)\b.*|continue reading|type your email.*|"
    r"how informative is this news\??|how is informative this news\??|spread the love|(?:read|see) (?:more|also)\b.{0,120}|also read\b.*|"
    r"(?:error )?403 forbidden.*|access denied|related (?:posts|articles|news|stories)|advertisement|skip to content|loading\.*|"
    r"\(?menafn\)?|follow us on .*|sign up (?:for|to) .*|all rights reserved.*|copyright ©.*|©.*|tags:.*|click here.*|previous post|next post|back to top|home|menu|search|"
    r"like this:|like loading.*|post navigation|print|email|tweet|share|facebook|twitter|whatsapp|linkedin|comments?|no comments)\W*",
    re.IGNORECASE,
)


def spans(text: str) -> tuple[Span, ...]:
    """The stretches of `text` that are page remains, in order; whole lines."""
    return tuple(
        Span(start, end) for start, end in paragraphs(text) if end - start < 240 and _LINE.fullmatch(text, start, end)
    )


def without(text: str) -> str:
    """`text` with its page remains cut out and the blank lines that they leave folded."""
    kept: list[str] = []
    at = 0
    for span in spans(text):
        kept.append(text[at : span.start])
        at = span.end
    kept.append(text[at:])
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip("\n") if len(kept) > 1 else text
