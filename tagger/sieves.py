"""The sieves that read a source phrase by itself: names, roles, offices, unnamed voices, states.

Each returns the voices that it is sure of, or nothing; `tagger.speakers` asks them in order and adds what the article
has said so far. A sieve's id is the `rule` of the voices that it gives.
"""

from __future__ import annotations

import re

from store.model import Voice
from tagger.match import Name, Noun
from tagger.phrase import Phrase
from tagger.titles import HONORIFICS, NATIONAL
from tagger.voices import unknown, unnamed, voice
from tagger.watchlist import Actor

_PREPOSITION = re.compile(
    r"(?:^|\s)(?:of|to|from|in|for|with|by|under|about|against|near|close|on|at|between|after|alongside)(?:\s|$)",
    re.IGNORECASE,
)
_GROUP_HEADS = frozenset(
    "campaign administration government team officials official aides aide allies ally coalition office supporters "
    "cabinet camp side family era doctrine plan regime loyalists critics spokesman spokeswoman spokesperson lawyers "
    "delegation envoy envoys adviser advisers advisor movement media press sources source".split()
)
_GENERIC_PERSON = re.compile(r"^[A-ZÀ-Þ][\w'’.-]*$")
_TOKEN = re.compile(r"[^\W_][\w'’.-]*")
_NOT_NAMES = frozenset(
    "the a an and of for on in at to by from with as its his her their this that both two mr mrs ms meanwhile however "
    "earlier later separately also but while when after before according addressing speaking top military army state "
    "federal national chief foreign defence defense interior prime deputy vice senior under secretary special affairs "
    "minister ministry president premier office spokesperson spokesman spokeswoman director general international".split()
)

UNNAMED_HEADS = frozenset(
    "official officials source sources diplomat diplomats insider insiders observer observers analyst analysts expert "
    "experts mediator mediators authority authorities aide aides people person lawmakers lawmaker negotiators negotiator "
    "participants participant residents witnesses commentators critics spokesman spokeswoman spokesperson spokespersons "
    "spokesmen representatives representative delegation delegates officers officer sources ministers leaders diplomats "
    "envoys personnel scholars clerics activists politicians economists journalists reporters commanders figures figure "
    "advisers members member quarters circles others some many most another one commander general minister envoy "
    "ambassador adviser businessman media outlets reports".split()
)
_ANALYSTS = frozenset("analyst analysts expert experts observer observers commentators critics economists".split())
_INDEFINITE = re.compile(
    r"^(?:a|an|one|another|some|several|two|three|four|many|most|other|few|unnamed|anonymous|senior|top|high-ranking|"
    r"diplomatic|security|military|government|political|well-placed|informed|local|western|official)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:in|from|of|at|for|with)\s+(?:the\s+)?$", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\b(?:statement|communiqu[eé]|report|document|letter|declaration|readout|press release|post|memo|draft)$"
)


def named(phrase: Phrase) -> tuple[Voice, ...]:
    """Persons named at the head of the phrase; several where they speak together ("Dar and Fidan")."""
    found = [n for n in phrase.names if phrase.scene.actor(n).kind == "person" and _is_head(phrase, n)]
    actors = dict.fromkeys(phrase.scene.actor(n).id for n in found)
    return tuple(_by_name(phrase, actor) for actor in actors)


def _by_name(phrase: Phrase, actor_id: str) -> Voice:
    actor = phrase.scene.watchlist.by_id[actor_id]
    kind = next(n.kind for n in phrase.names if n.actor == actor_id)
    rule = "full-name" if kind in ("full", "known", "context") else "surname"
    if phrase.titles:
        rule = "title+" + rule
    return voice(actor, phrase.scene.day, rule)


def _is_head(phrase: Phrase, name: Name) -> bool:
    """Whether a person's name is what the phrase is about, and no part of somebody else's description."""
    if phrase.owns(name.end) or phrase.next_word(name.end).lower() in _GROUP_HEADS:
        return False
    before = phrase.before(name.start)
    preposition = None
    for preposition in _PREPOSITION.finditer(before):
        pass
    if preposition is None:
        return True
    opened = name.start - len(before) + preposition.end()
    return any(opened - 1 <= other.start and other.end < name.start for other in phrase.names)


def stranger(phrase: Phrase) -> tuple[str, Voice] | None:
    """Somebody named who is not on the watchlist: the name, and a voice of the country that title and name give."""
    for segment_start, segment_end in _segments(phrase):
        words = _own_name(phrase, segment_start, segment_end)
        if words:
            title = next((t.sort for t in phrase.titles), "")
            country = _country(phrase) if title else None
            return words, unknown(country, title, "not-on-watchlist")
    return None


def _segments(phrase: Phrase) -> list[tuple[int, int]]:
    """The phrase's stretches between commas."""
    cuts = [phrase.start, *(phrase.start + m.end() for m in re.finditer(",", phrase.text)), phrase.end]
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]


def _own_name(phrase: Phrase, start: int, end: int) -> str:
    """The run of capitalised words that nothing on the watchlist covers, where it looks like a person's name."""
    taken = [(x.start, x.end) for x in (*phrase.names, *phrase.titles, *phrase.offices)]
    run: list[str] = []
    for match in _TOKEN.finditer(phrase.scene.text, start, end):
        word = match.group().removesuffix("'s").removesuffix("’s")
        plain = word.lower().rstrip(".")
        covered = any(a <= match.start() < b for a, b in taken)
        if covered or plain in _NOT_NAMES or (plain in HONORIFICS and not run) or not _GENERIC_PERSON.match(word):
            if len(run) > 1 or (run and word[:1].islower()):
                break
            run = [] if covered or word[:1].islower() else run
            continue
        run.append(word)
    if len(run) >= 2:
        return " ".join(run)
    titled = run and any(0 < phrase.scene.text.find(run[0], t.end) - t.end <= 2 for t in phrase.titles)
    return run[0] if titled else ""


def _country(phrase: Phrase) -> str | None:
    """The first state or body whose adjective or name stands in the phrase."""
    return next((phrase.scene.actor(n).principal for n in phrase.names if phrase.scene.actor(n).kind != "person"), None)


def role(phrase: Phrase) -> tuple[Voice, ...]:
    """A title without a name that means one person: "the Turkish foreign minister", "the premier"."""
    head = head_title(phrase)
    if head is None:
        return ()
    actor = phrase.scene.bearer(head)
    if actor:
        return (voice(actor, phrase.scene.day, "role"),)
    country = phrase.scene.country_beside(head.start, head.end)
    if country and head.sort in NATIONAL and not _INDEFINITE.match(phrase.low):
        return (unknown(country, head.sort, "role-nobody-listed"),)
    return ()


def head_title(phrase: Phrase) -> Noun | None:
    """The title that heads the phrase: the last one before a preposition that owns nothing."""
    titles = [t for t in phrase.titles if t.start < phrase.core_end and not phrase.owns(t.end)]
    return titles[-1] if titles else None


def office(phrase: Phrase) -> tuple[Voice, ...]:
    """An office: "the Foreign Office", "ISPR", "the ministry", "the White House"."""
    heads = [n for n in phrase.names if phrase.scene.actor(n).kind in ("office", "body") and n.start < phrase.core_end]
    heads = [n for n in heads if not phrase.owns(n.end) and n.end >= phrase.core_end - 2]
    if heads:
        return (voice(phrase.scene.actor(heads[-1]), phrase.scene.day, "office"),)
    nouns = [o for o in phrase.offices if o.start < phrase.core_end and o.end >= phrase.core_end - 2]
    if not nouns:
        return ()
    noun = nouns[-1]
    if noun.sort in ("government", "parliament", "office", "embassy"):
        return _of_state(phrase, noun)
    found = phrase.scene.office(noun)
    if found:
        return (voice(found, phrase.scene.day, "office"),)
    return _of_state(phrase, noun)


def _of_state(phrase: Phrase, noun: Noun) -> tuple[Voice, ...]:
    """The state whose government or ministry speaks, where no office of its own is on the watchlist."""
    country = phrase.scene.country_beside(noun.start, noun.end) or _country(phrase)
    if not country and re.match(r"(?:the|federal|central)\b", phrase.low):
        country = phrase.scene.home
    actor = phrase.scene.watchlist.by_id.get(country or "")
    return (voice(actor, phrase.scene.day, "government"),) if actor else ()


def nameless(phrase: Phrase) -> tuple[Voice, ...]:
    """An unnamed voice with what the phrase says of its principal: "a senior Turkish official"."""
    if phrase.head_word not in UNNAMED_HEADS:
        return ()
    if phrase.head_word in _ANALYSTS:
        return (unnamed(None, "unnamed"),)
    principal = _principal_of_unnamed(phrase)
    return (unnamed(principal, "unnamed" if principal else "unnamed-alone"),)


def _principal_of_unnamed(phrase: Phrase) -> str | None:
    scene = phrase.scene
    for name in phrase.names:
        actor = scene.actor(name)
        if name.start < phrase.core_end and actor.kind != "person":
            return actor.principal
        if actor.kind == "person" and name.start < phrase.core_end:
            return actor.principal
        if _PLACE.search(scene.text, max(0, name.start - 10), name.start) and actor.kind in ("state", "office", "body"):
            return actor.principal
    noun = next((o for o in phrase.offices if o.sort not in ("army", "government")), None)
    found = scene.office(noun) if noun else None
    return found.principal if found else None


def is_document(phrase: Phrase) -> bool:
    """Whether a paper speaks: "the statement", "the report"."""
    core = phrase.scene.text[phrase.start : phrase.core_end].lower()
    return bool(_DOCUMENT.search(core))


def states(phrase: Phrase) -> tuple[Voice, ...]:
    """States and bodies as speakers: "Islamabad", "Pakistan", "Cairo, Doha and Ankara"."""
    scene = phrase.scene
    heads = [n for n in phrase.names if n.kind != "adjective" and scene.actor(n).kind != "person"]
    heads = [n for n in heads if not phrase.owns(n.end) and _state_head(phrase, n)]
    actors: dict[str, Actor] = {n.actor: scene.actor(n) for n in heads}
    return tuple(voice(actor, scene.day, "state" if actor.kind == "state" else "body") for actor in actors.values())


def _state_head(phrase: Phrase, name: Name) -> bool:
    before = phrase.before(name.start)
    after = phrase.next_word(name.end)
    return not _PREPOSITION.search(before) and (not after or not after.islower() or after in ("and", "itself"))
