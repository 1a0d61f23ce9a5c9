"""The sieves that read a source phrase by itself: names, roles, offices, unnamed voices, states.

Each returns the voices that it is sure of, or nothing; `tagger.speakers` asks them in order and adds what the article
has said so far. A sieve's id is the `rule` of the voices that it gives.
"""

from __future__ import annotations

import re
from itertools import pairwise

from store.model.reading import Voice
from tagger.lexicon import PEOPLE_NOUNS
from tagger.match import Name, Noun
from tagger.phrase import Phrase
from tagger.titles import HONORIFICS, NATIONAL
from tagger.voices import unknown, unnamed, voice
from tagger.watchlist import Actor
from tagger.words import words

_PREPOSITION = re.compile(
    r"(?:^|\s)(?:of|to|from|in|for|with|by|under|about|against|near|close|on|at|between|after|alongside)(?:\s|$)",
    re.IGNORECASE,
)
_GROUP_HEADS = words(
    "campaign administration government team officials official aides aide allies ally coalition office supporters "
    "cabinet camp side family era doctrine plan regime loyalists critics spokesman spokeswoman spokesperson lawyers "
    "delegation envoy envoys adviser advisers advisor movement media press sources source"
)
_GENERIC_PERSON = re.compile(r"^[A-ZÀ-Þ][\w'’.-]*$")
_TOKEN = re.compile(r"[^\W_][\w'’.-]*")
_FULL_NAME = 2
_NAME_ENDS = words(
    "that who which whom whose of to from in for with by at on about under after before during told said"
)
"""What follows these words in a phrase is not its head's name."""
_NOT_NAMES = words(
    "the a an and of for on in at to by from with as its his her their this that both two mr mrs ms meanwhile "
    "however earlier later separately also but while when after before according addressing speaking top military "
    "army state federal national chief foreign defence defense interior prime deputy vice senior under secretary "
    "special affairs minister ministry president premier office spokesperson spokesman spokeswoman director general "
    "international one another two three four several some many most other european arab western african asian muslim "
    "gulf regional israeli former ex-"
)

UNNAMED_HEADS = words(
    "official officials source sources diplomat diplomats insider insiders observer observers analyst analysts "
    "expert experts mediator mediators authority authorities aide aides people person lawmakers lawmaker "
    "negotiators negotiator participants participant residents witnesses commentators critics spokesman spokeswoman "
    "spokesperson spokespersons spokesmen representatives representative delegation delegates officers officer "
    "sources ministers leaders diplomats envoys personnel scholars clerics activists politicians economists "
    "journalists reporters commanders figures figure advisers members member quarters circles others "
    "commander general minister envoy ambassador adviser businessman media outlets reports "
    "workers medics doctors rescuers deputies leader groups agencies charities volunteers villagers fishermen farmers "
    "refugees survivors relatives neighbours protesters passengers mourners eyewitnesses soldiers policemen delegate "
    "deputy confidant advisor advisors counsellor "
    "legislator legislators associate associates locals supporters backers senator senators parliamentarians"
)
_ANALYSTS = words("analyst analysts expert experts observer observers commentators critics economists")
_INDEFINITE = re.compile(
    r"^(?:a|an|one|another|some|several|two|three|four|many|most|other|few|unnamed|anonymous|senior|top|high-ranking|"
    r"diplomatic|security|military|government|political|well-placed|informed|local|western|official)\b",
    re.IGNORECASE,
)
_OF_PERSONS = words(
    "spokesman spokeswoman spokesperson aide aides adviser advisers lawyer deputy official officials source sources "
    "ally allies associate associates supporters backers lawmaker lawmakers member members confidant"
)
_COUNTED = words("a an one two three four several some many most another senior top other")
_REGIONAL = words("arab western regional european african asian muslim gulf international foreign")
_NATIONAL_AFFAIRS = words("ministry office affairs policy minister secretary")
_INSIDE_TALKS = re.compile(
    r"\b(?:close to|familiar with|briefed on|privy to|involved in|with knowledge of|with direct knowledge of|"
    r"taking part in|following) (?:the |these |those )?(?:\w+ )?"
    r"(?:talks|negotiations|discussions|deliberations|matter|process|planning|issue)\b"
)
_SOME_ONE = re.compile(r"(?:a|an|one|another|some|several|two|three|(?:the |a )?former)\b|(?:the )?ex-")
"""What opens a phrase that means nobody known by his office: one of several, or one who holds it no more."""
_FORMER = re.compile(r"(?:^|\s)(?:former|onetime|ex)\b")
_PLACE = re.compile(r"(?:in|from|of|at|for|with|to|within|inside)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINS = re.compile(r"\s*(?:,|and|&|as well as)\s*(?:and\s+)?(?:the\s+)?", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\b(?:statement|communiqu[eé]|report|document|letter|declaration|readout|press release|post|memo|draft|paper|"
    r"text)s?$"
)


def named(phrase: Phrase) -> tuple[Voice, ...]:
    """Persons named at the head of the phrase; several where they speak together ("Dar and Fidan")."""
    found = [n for n in phrase.names if phrase.scene.actor(n).kind == "person" and _is_head(phrase, n)]
    found = [n for n in found if not _described_by(phrase, n, found)]
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
    origin = name.start - len(before)
    opened = [m for m in _PREPOSITION.finditer(before) if not _in_title(phrase, origin + m.start() + 1)]
    if not opened:
        return True
    if opened[-1].group().strip().lower() != "of":
        return False
    inside = origin + opened[-1].end() - 1
    return any(inside <= n.start and n.end < name.start and not _possesses(phrase, n) for n in phrase.names)


def _possesses(phrase: Phrase, state: Name) -> bool:
    """Whether a state's name owns what follows ("of Israel's prime minister"): else the title is of that state."""
    return phrase.owns(state.end) or state.kind in ("adjective", "belongs")


def _in_title(phrase: Phrase, at: int) -> bool:
    """Whether a preposition belongs to a title ("Secretary of State Marco Rubio")."""
    return any(title.start < at < title.end for title in phrase.titles)


def _described_by(phrase: Phrase, name: Name, heads: list[Name]) -> bool:
    """Whether a later name stands in the apposition of this one: "Dar, who met Fidan" has one head."""
    return name is not heads[0] and name.start > phrase.core_end and _relative(phrase, heads[0].end, name.start)


def _relative(phrase: Phrase, start: int, end: int) -> bool:
    return bool(re.search(r"\b(?:who|whom|which|that|whose|speaking|meeting|with)\b", phrase.scene.text[start:end]))


def stranger(phrase: Phrase) -> tuple[str, Voice] | None:
    """Somebody named who is not on the watchlist: the name, and a voice of the country that title and name give."""
    for segment_start, segment_end in _segments(phrase):
        words = _own_name(phrase, segment_start, segment_end)
        if words:
            title = next((t.sort for t in phrase.titles), "")
            return words, unknown(country(phrase) if title else None, title, "not-on-watchlist")
    return None


def _segments(phrase: Phrase) -> list[tuple[int, int]]:
    """The phrase's stretches between commas."""
    cuts = [phrase.start, *(phrase.start + m.end() for m in re.finditer(",", phrase.text)), phrase.end]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _own_name(phrase: Phrase, start: int, end: int) -> str:
    """The run of capitalised words that nothing on the watchlist covers, where it looks like a person's name.

    Behind a preposition only a name with an honorific counts: "army chief of staff Gen. X", not "envoy to X".
    """
    taken = [(n.start, n.end) for n in phrase.names]
    taken += [(n.start, n.end) for n in (*phrase.titles, *phrase.offices)]
    run: list[str] = []
    behind = honoured = False
    for match in _TOKEN.finditer(phrase.scene.text, start, end):
        word = match.group().removesuffix("'s").removesuffix("’s")
        plain = word.lower().rstrip(".")
        covered = any(a <= match.start() < b for a, b in taken)
        if plain in _NAME_ENDS and not covered:
            if run:
                break
            behind, honoured = True, False
            continue
        if not covered and _may_be_name(word, plain, started=bool(run)) and (honoured or not behind):
            run.append(word)
            continue
        if len(run) > 1:
            break
        honoured = plain in HONORIFICS or (honoured and not word[:1].islower())
        run = [] if covered or word[:1].islower() else run
    if len(run) >= _FULL_NAME:
        return " ".join(run)
    titled = run and any(0 < phrase.scene.text.find(run[0], t.end) - t.end <= 2 for t in phrase.titles)
    return run[0] if titled else ""


def _may_be_name(word: str, plain: str, *, started: bool) -> bool:
    """Whether a word can be part of a person's name; an honorific only within one ("Sir" no, "Khan Sahib" yes)."""
    if plain in _NOT_NAMES or (plain in HONORIFICS and not started):
        return False
    return bool(_GENERIC_PERSON.match(word))


def country(phrase: Phrase) -> str | None:
    """The first state or body whose adjective or name stands in the phrase."""
    return next((phrase.scene.actor(n).principal for n in phrase.names if phrase.scene.actor(n).kind != "person"), None)


def role(phrase: Phrase) -> tuple[Voice, ...]:
    """A title without a name that means one person: "the Turkish foreign minister", "the premier"."""
    head = head_title(phrase)
    if head is None or _SOME_ONE.match(phrase.low):
        return ()
    actor = phrase.scene.bearer(head)
    if actor:
        return (voice(actor, phrase.scene.day, "role"),)
    beside = phrase.scene.country_beside(head.start, head.end)
    if beside and head.sort in NATIONAL and not _INDEFINITE.match(phrase.low):
        return (unknown(beside, head.sort, "role-nobody-listed"),)
    return ()


def head_title(phrase: Phrase) -> Noun | None:
    """The title that heads the phrase: the last one before a preposition that owns nothing."""
    titles = [t for t in phrase.titles if t.start < phrase.core_end and not phrase.owns(t.end)]
    return titles[-1] if titles else None


def office(phrase: Phrase) -> tuple[Voice, ...]:
    """An office: "the Foreign Office", "ISPR", "the ministry", "the White House"."""
    heads = [n for n in phrase.names if phrase.scene.actor(n).kind in ("office", "body") and n.start < phrase.core_end]
    heads = [n for n in heads if not phrase.owns(n.end)]
    if heads and heads[-1].end >= phrase.core_end - 2:
        actors = dict.fromkeys(n.actor for n in _joined(phrase, heads))
        return tuple(voice(phrase.scene.watchlist.by_id[a], phrase.scene.day, "office") for a in actors)
    nouns = [o for o in phrase.offices if o.start < phrase.core_end and o.end >= phrase.core_end - 2]
    if not nouns:
        return _private_office(phrase) if phrase.head_word == "office" else ()
    noun = nouns[-1]
    if noun.sort in ("government", "parliament", "office", "embassy"):
        return _of_state(phrase, noun)
    found = phrase.scene.office(noun)
    if found:
        return (voice(found, phrase.scene.day, "office"),)
    return _of_state(phrase, noun)


def _joined(phrase: Phrase, heads: list[Name]) -> list[Name]:
    """The last head with those that "and" or a comma joins to it."""
    first = len(heads) - 1
    while first and _JOINS.fullmatch(phrase.scene.text, heads[first - 1].end, heads[first].start):
        first -= 1
    return heads[first:]


def _private_office(phrase: Phrase) -> tuple[Voice, ...]:
    """ "Netanyahu's office" is his government's voice, not his own."""
    owner = next((n for n in phrase.names if phrase.owns(n.end)), None)
    state = phrase.scene.watchlist.by_id.get(phrase.scene.actor(owner).principal or "") if owner else None
    return (voice(state, phrase.scene.day, "government"),) if state else ()


def _of_state(phrase: Phrase, noun: Noun) -> tuple[Voice, ...]:
    """The state whose government or ministry speaks, where no office of its own is on the watchlist."""
    place = phrase.scene.country_beside(noun.start, noun.end) or country(phrase)
    if not place and re.match(r"(?:the|federal|central)\b", phrase.low):
        place = phrase.scene.home
    actor = phrase.scene.watchlist.by_id.get(place or "")
    return (voice(actor, phrase.scene.day, "government"),) if actor else ()


def nameless(phrase: Phrase) -> tuple[Voice, ...]:
    """An unnamed voice with what the phrase says of its principal: "a senior Turkish official"."""
    if phrase.head_word not in UNNAMED_HEADS and not _out_of_office(phrase):
        return ()
    if phrase.head_word in _ANALYSTS:
        return (unnamed(None, "unnamed"),)
    principal = _principal_of_unnamed(phrase)
    return (unnamed(principal, "unnamed" if principal else "unnamed-alone"),)


def _out_of_office(phrase: Phrase) -> bool:
    """Whether somebody speaks who holds his office no more: "the ex-premier", "a former prime minister"."""
    return bool(_FORMER.search(phrase.low)) and (bool(phrase.titles) or phrase.head_word in PEOPLE_NOUNS)


def _principal_of_unnamed(phrase: Phrase) -> str | None:
    scene = phrase.scene
    for name in phrase.names:
        actor = scene.actor(name)
        if name.start < phrase.core_end and actor.kind != "person":
            return actor.principal
        if actor.kind == "person" and name.start < phrase.core_end:
            return actor.principal
        if _PLACE.search(scene.text, max(0, name.start - 10), name.start) and _lends(phrase, actor):
            return actor.principal
    noun = next((o for o in phrase.offices if o.sort not in ("army", "government")), None)
    found = scene.office(noun) if noun else None
    return found.principal if found else None


def _lends(phrase: Phrase, actor: Actor) -> bool:
    """Whether an actor behind a preposition is whom the voice speaks for: a person lends his to those around him."""
    return actor.kind in ("state", "office", "body") or phrase.head_word in _OF_PERSONS


def of_a_region(phrase: Phrase) -> bool:
    """Whether a voice without a name is of no one state: "an Arab diplomat"; a foreign ministry is of one."""
    told = [word for word in phrase.low.split() if word not in _COUNTED]
    return len(told) > 1 and told[0] in _REGIONAL and told[1] not in _NATIONAL_AFFAIRS


def inside_talks(phrase: Phrase) -> bool:
    """Whether all that is told of a voice is that it knows the talks: "officials close to the negotiations"."""
    return bool(_INSIDE_TALKS.search(phrase.low))


def document(phrase: Phrase) -> tuple[Voice, ...] | None:
    """A paper that speaks: whose it is where the phrase says so ("a statement by the ministry"), () where it does not.

    None where no paper speaks.
    """
    scene = phrase.scene
    core = scene.text[phrase.start : phrase.core_end].lower()
    if not _DOCUMENT.search(core):
        return None
    for name in phrase.names:
        actor = scene.actor(name)
        if actor.kind == "person" and not phrase.owns(name.end):
            continue
        if name.kind not in ("adjective", "belongs") or name.start < phrase.core_end:
            return (voice(actor, scene.day, "document"),)
    offices = [scene.office(o) for o in phrase.offices]
    return next(((voice(o, scene.day, "document"),) for o in offices if o), ())


def lends_its_state(phrase: Phrase) -> bool:
    """Whether a name behind the head says whose voice the head is: "minister of Egypt", not "troops for the ISF"."""
    return bool(phrase.titles or phrase.offices) or phrase.head_word in UNNAMED_HEADS


def could_speak(phrase: Phrase) -> bool:
    """Whether a phrase that no sieve resolved may be somebody: a name, or a noun for people or papers."""
    head = phrase.head_word
    if head in UNNAMED_HEADS or head in PEOPLE_NOUNS or _out_of_office(phrase) or _DOCUMENT.search(phrase.low):
        return True
    singular = head.removesuffix("s")
    if singular in UNNAMED_HEADS or singular in PEOPLE_NOUNS or stranger(phrase):
        return True
    core = phrase.scene.text[phrase.start : phrase.core_end].rstrip()
    last = core.rpartition(" ")[2]
    return last[:1].isupper() and not any(n.kind == "place" for n in phrase.names)


def states(phrase: Phrase) -> tuple[Voice, ...]:
    """States and bodies as speakers: "Islamabad", "Pakistan", "Cairo, Doha and Ankara"."""
    scene = phrase.scene
    heads = [
        n for n in phrase.names if n.kind not in ("adjective", "belongs", "place") and scene.actor(n).kind != "person"
    ]
    heads = [n for n in heads if not phrase.owns(n.end) and _state_head(phrase, n)]
    actors: dict[str, Actor] = {n.actor: scene.actor(n) for n in heads}
    return tuple(voice(actor, scene.day, "state" if actor.kind == "state" else "body") for actor in actors.values())


def _state_head(phrase: Phrase, name: Name) -> bool:
    after = phrase.next_word(name.end)
    rest = name.end >= phrase.core_end or not after or after in ("and", "itself") or not after.islower()
    return rest and not _PREPOSITION.search(phrase.before(name.start))
