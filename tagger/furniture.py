"""Page remains that are no part of an article: menus, share buttons, comment forms, banners, credits.

Datelines are no furniture, nor is a box of highlights: its label goes, its sentences stay.
"""

from __future__ import annotations

import re

from store.model.reading import Span
from tagger.sentences import paragraphs

_LONGEST = 240
"""Characters of a line beyond which it is no button or banner."""

_TOP = 8
"""Lines at the top among which a title comes twice."""

_LINES = (
    # comment forms
    r"leave a (?:comment|reply)(?: cancel reply)?|(?:post|add|write) (?:a |your )?comment.{0,20}",
    r"your email address will not be published\b.{0,80}|required fields are marked.{0,40}|save my name, email.{0,120}",
    r"comments?(?: \(\d+\)| closed| are closed)?|no comments(?: yet)?|\d+ comments?",
    # buttons
    r"(?:scroll|back|go|return) to (?:the )?top|spread the love|copy link|like this|like loading|loading",
    r"share(?: this)?(?: article| post| story| page| on .{0,40})?|share\b.{0,20}(?:facebook|twitter|whatsapp)\b.{0,60}",
    r"print|email|tweet|facebook|twitter|whatsapp|linkedin|telegram|pinterest|reddit",
    r"follow us\b.{0,120}|join (?:us|our)\b.{0,100}|download (?:our|the) app.{0,60}|click here.{0,100}",
    r"discover more from .{1,80}|subscribe\b.{0,120}|sign up\b.{0,120}|(?:type|enter) your email.{0,60}",
    # labels and menus
    r"\d{1,3} ?-?min(?:ute)?s?(?: read| reading time)?|reading time.{0,30}|estimated reading.{0,40}",
    r"(?:story )?highlights|key (?:points|takeaways)|in brief|table of contents",
    r"skip (?:to|ad).{0,40}|home|menu|search|close|log ?in|next|previous|(?:next|previous) post|(?:post )?navigation",
    r"advertisement|sponsored(?: content)?|ad|how(?: is)? informative(?: is)? this news\W?",
    # other articles
    r"continue reading.{0,80}|keep reading|read (?:more|also|next|full (?:story|article))\b.{0,140}",
    r"also read\b.{0,140}|latest news|most (?:read|popular)",
    r"see also\b.{0,140}|more on this(?: story| topic)?|you (?:may|might) also like.{0,60}|recommended(?: for you)?",
    r"related (?:posts?|articles?|news|stories|topics|content)\b.{0,60}|trending(?: now)?",
    # banners
    r"(?:http )?(?:error )?403\b.{0,60}|(?:access|permission) denied.{0,80}|you don.t have permission to access.{0,60}",
    r"(?:please )?(?:enable|turn on) (?:javascript|cookies).{0,100}|accept(?: all)? cookies",
    r"this (?:site|website) uses cookies.{0,120}|checking your browser.{0,80}|verify you are human.{0,80}",
    # credits
    r"all rights reserved.{0,100}|(?:copyright )?©.{0,120}|copyright\b.{0,120}|via getty images|getty images",
    r"tags?:.{0,160}|filed under:.{0,120}|categories:.{0,120}|\(?menafn\b.{0,40}\)?",
    r"(?:photo|image|file photo|picture)(?: credit)?s?:.{0,100}",
)
_LINE = re.compile(rf"[\s•*#>»|-]*(?:{'|'.join(_LINES)})[\s.:!*|»…-]*", re.IGNORECASE)
_CREDIT = re.compile(r"\(MENAFN[^()\n]{0,60}\)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def spans(text: str) -> tuple[Span, ...]:
    """The stretches of `text` that are page remains, in order: whole lines, and agency credits inside one."""
    found: list[Span] = []
    seen: set[str] = set()
    for at, (start, end) in enumerate(paragraphs(text)):
        if at < _TOP and end - start < _LONGEST:
            words = " ".join(_WORD.findall(text[start:end].lower()))
            if words in seen and len(words) > 12 and text[end - 1] not in '.!?”"':
                found.append(Span(start, end))
                continue
            seen.add(words)
        if end - start < _LONGEST and _LINE.fullmatch(text, start, end):
            found.append(Span(start, end))
        else:
            found.extend(Span(*credit.span()) for credit in _CREDIT.finditer(text, start, end))
    return tuple(found)


def without(text: str) -> str:
    """`text` with its page remains cut out and the blank lines that they leave folded."""
    found = spans(text)
    if not found:
        return text
    kept: list[str] = []
    at = 0
    for span in found:
        kept.append(text[at : span.start])
        at = span.end
    kept.append(text[at:])
    return re.sub(r"[ \t]*\n(?:[ \t]*\n){2,}", "\n\n", "".join(kept)).strip("\n")
