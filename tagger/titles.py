"""Titles of offices as the press writes them, what they mean, and how much they weigh.

A title is known by one name ("foreign minister"); `TITLES` gives the ways it is written. Ranks are those of
`store.model.reading.Voice.rank`.
"""

from __future__ import annotations

from functools import lru_cache

from tagger.words import words

TITLES: dict[str, tuple[str, ...]] = {
    "president": ("president", "head of state"),
    "vice president": ("vice president", "vice-president"),
    "prime minister": ("prime minister", "premier", "PM", "head of government"),
    "chancellor": ("chancellor",),
    "deputy prime minister": ("deputy prime minister", "deputy pm", "DPM", "deputy premier", "vice premier"),
    "king": ("king", "monarch"),
    "emir": ("emir", "amir"),
    "crown prince": ("crown prince",),
    "supreme leader": ("supreme leader",),
    "chief adviser": ("chief adviser", "chief advisor"),
    "secretary-general": ("secretary-general", "secretary general", "un chief", "u.n. chief", "UNSG",
        "united nations chief", "head of the united nations"),
    "foreign minister": (
        "foreign minister", "foreign affairs minister", "minister of foreign affairs", "minister for foreign affairs",
        "FM", "top diplomat", "chief diplomat", "foreign secretary", "external affairs minister",
    ),
    "secretary of state": ("secretary of state",),
    "deputy foreign minister": ("deputy foreign minister", "vice foreign minister"),
    "foreign adviser": ("foreign adviser", "foreign affairs adviser"),
    "defence minister": (
        "defence minister", "defense minister", "minister of defence", "minister of defense", "minister for defence",
        "minister of national defence", "minister of national defense", "national defence minister",
        "defence secretary", "defense secretary", "secretary of defense", "secretary of war", "war secretary",
        "defence chief", "defense chief", "pentagon chief",
    ),
    "deputy defence minister": ("deputy defence minister", "deputy defense minister"),
    "finance minister": ("finance minister",),
    "information minister": ("information minister", "minister for information"),
    "national security minister": ("national security minister",),
    "parliamentary affairs minister": ("parliamentary affairs minister", "minister for parliamentary affairs"),
    "minister": ("minister", "federal minister", "cabinet minister", "state minister"),
    "state secretary": ("state secretary", "minister of state secretariat"),
    "national security adviser": ("national security adviser", "national security advisor"),
    "army chief": (
        "army chief", "army chief of staff", "chief of army staff", "COAS", "military chief",
        "chief of the army staff", "chief of the army",
        "chief of defence forces and chief of army staff",
    ),
    "field marshal": ("field marshal",),
    "chief of defence forces": (
        "chief of defence forces", "chief of defense forces", "chief of the defence forces", "CDF",
        "armed forces chief", "defence forces chief",
    ),
    "force commander": (
        "force commander", "isf commander", "commander of the force", "commander of the isf", "force's commander",
        "isf's commander", "commander of the international stabilization force",
        "commander of the stabilization force", "commander of the stabilisation force",
        "general who will lead the force", "general who leads the force", "general commanding the force",
        "general who will command the force", "general who commands the force", "general leading the force",
        "general in charge of the force", "general named to lead the force", "general appointed to lead the force",
    ),
    "military spokesperson": (
        "military spokesman", "military spokesperson", "army spokesman", "army spokesperson",
        "chief military spokesman",
        "chief military spokesperson", "DG ISPR", "ISPR DG", "ISPR chief", "ISPR director general",
        "director general of the inter-services public relations",
        "director general of inter-services public relations",
        "director general inter-services public relations", "director general ispr",
        "inter services public relations (ispr) director general",
        "ispr spokesperson", "ispr spokesman", "military's spokesman", "military's spokesperson", "army's spokesman",
        "army's spokesperson", "military's chief spokesman", "armed forces spokesman", "armed forces spokesperson",
        "ISPR Director-General", "director-general ispr", "director-general of ispr", "director general of ispr",
        "director-general of the inter-services public relations", "military's top spokesman", "ISPR head",
    ),
    "foreign ministry spokesperson": (
        "foreign office spokesperson", "foreign office spokesman", "fo spokesperson", "fo spokesman",
        "foreign ministry spokesperson", "foreign ministry spokesman", "foreign ministry spokeswoman",
        "foreign ministry's spokesperson", "foreign ministry's spokesman", "foreign office's spokesperson",
        "spokesman for the foreign office", "spokesman of the foreign ministry", "spokesman of the foreign office",
        "spokesperson for the ministry of foreign affairs", "spokesman for the ministry of foreign affairs",
        "spokesperson of the ministry of foreign affairs", "spokesperson for the state department",
        "spokesman for the state department", "state department deputy spokesperson",
        "state department spokesperson", "state department spokesman", "spokesperson for the foreign office",
        "spokesperson for the foreign ministry", "spokesperson of the foreign ministry",
        "spokesman for the foreign ministry",
        "foreign office spokeswoman", "spokesperson of the foreign office", "foreign affairs ministry spokesperson",
        "mofa spokesperson", "ministry of foreign affairs spokesperson",
    ),
    "defence ministry spokesperson": ("defence ministry spokesperson", "defence ministry spokesman",
        "defense ministry spokesman",
        "defense ministry spokesperson"),
    "government spokesperson": ("government spokesperson", "government spokesman", "government spokeswoman"),
    "party spokesperson": ("party spokesperson", "party spokesman"),
    "press secretary": ("press secretary", "white house spokeswoman", "white house spokesperson"),
    "spokesperson": ("spokesperson", "spokesman", "spokeswoman"),
    "communications director": ("communications director", "head of communications", "director of communications"),
    "UN ambassador": (
        "ambassador to the united nations", "ambassador to the un", "un ambassador", "u.n. ambassador", "un envoy",
        "permanent representative", "permanent representative to the united nations", "ambassador to the u.n.",
        "permanent representative to the un", "envoy to the un", "envoy to the united nations",
        "united nations ambassador", "ambassador to un", "envoy to un", "representative to the un",
        "representative to the united nations", "ambassador at the united nations", "ambassador at the un",
        "ambassador to the world body", "envoy to the world body", "permanent representative at the un",
    ),
    "ambassador": ("ambassador", "envoy", "high commissioner"),
    "special envoy": ("special envoy", "special presidential envoy", "us envoy", "presidential envoy", "peace envoy",
        "middle east envoy", "mideast envoy"),
    "high representative": ("high representative",),
    "foreign policy chief": ("foreign policy chief",),
    "chief negotiator": ("chief negotiator", "senior negotiator", "top negotiator", "lead negotiator"),
    "party leader": ("leader", "chief", "emir", "ameer", "head", "political chief", "chairman", "chairperson"),
    "parliamentary secretary": ("parliamentary secretary",),
    "adviser": ("adviser", "advisor"),
    "presidential adviser": (
        "presidential adviser", "presidential aide", "presidential advisor", "foreign policy adviser",
        "foreign policy advisor", "foreign policy aide", "presidential assistant", "assistant to the president",
        "aide to the president",
    ),
    "diplomatic adviser": ("diplomatic adviser", "diplomatic advisor"),
    "under secretary": ("under secretary", "undersecretary"),
    "assistant secretary": ("assistant secretary",),
    "senior official": ("official", "senior official"),
    "counterpart": ("counterpart", "counterparts"),
}  # fmt: skip
"""Known name of a title: the ways it is written, in small letters."""

_RANKS = (
    (5, ("president", "prime minister", "chancellor", "king", "emir", "crown prince", "supreme leader", "chief adviser",
         "secretary-general", "party leader")),
    (4, ("vice president", "deputy prime minister", "foreign minister", "secretary of state", "foreign adviser",
         "defence minister", "national security adviser", "field marshal", "army chief", "chief of defence forces",
         "force commander", "high representative", "foreign policy chief", "chief negotiator", "chief commissioner")),
    (3, ("deputy foreign minister", "deputy defence minister", "finance minister", "information minister", "minister",
         "national security minister", "parliamentary affairs minister", "state secretary", "special envoy",
         "under secretary", "senior official", "diplomatic adviser")),
)  # fmt: skip
_OTHER_RANK = 2

NATIONAL = frozenset({
    "president", "prime minister", "chancellor", "deputy prime minister", "king", "emir", "crown prince",
    "supreme leader",
    "chief adviser", "foreign minister", "secretary of state", "defence minister", "army chief", "field marshal",
    "chief of defence forces", "military spokesperson", "foreign ministry spokesperson", "national security adviser",
    "vice president", "deputy defence minister", "UN ambassador", "press secretary", "foreign adviser",
    "deputy foreign minister", "communications director",
})  # fmt: skip
"""Titles of which a country has one holder, so that country and title name a person."""

SINGLE = frozenset({"secretary-general", "foreign policy chief", "force commander", "high representative"})
"""Titles of which there is one holder on such a story, whatever the country."""

HONORIFICS = words(
    "mr mrs ms dr sir sheikh shaikh sheik prince princess senator sen gen general lt lieutenant maj major col colonel "
    "brig brigadier adm admiral air marshal chief capt captain professor prof maulana mufti allama hafiz barrister "
    "ambassador president minister premier king emir mullah ayatollah secretary chancellor rabbi datuk seri tan dato "
    "haji pm fm dpm field deputy"
)
"""Words that stand before a name, folded, without their full stop."""


@lru_cache(maxsize=512)
def rank_of(title: str) -> int:
    """The rank that goes with a title; spokespersons and all that is not listed are 2."""
    return next((rank for rank, titles in _RANKS if title in titles), _OTHER_RANK)


OFFICES: dict[str, tuple[str, ...]] = {
    "foreign ministry": (
        "foreign ministry", "ministry of foreign affairs", "foreign office", "foreign affairs ministry",
        "foreign department",
    ),
    "defence ministry": ("defence ministry", "defense ministry", "ministry of defence", "ministry of defense"),
    "health ministry": ("health ministry", "ministry of health"),
    "ministry": ("ministry",),
    "army": ("army", "military", "armed forces"),
    "government": ("government", "administration", "cabinet"),
    "embassy": ("embassy", "mission to the un", "permanent mission"),
    "office": ("prime minister's office", "president's office", "presidency", "royal court", "presidential palace",
        "pm office"),
    "parliament": ("parliament",),
}  # fmt: skip
"""Known name of a sort of office: the ways it is written, in small letters."""
