"""Cue words: verbs, nouns and phrases that attribute words to a speaker, with the shapes they take.

The table below is written by hand from general grammars of English reporting verbs; the class says what the cue does:
`say` utters, `think` holds a belief, `take` takes a position. The letters after a verb say what may follow:

    c  a clause ("said [that] the deal is dead") or a quotation
    q  a quotation only ("laughed")
    o  a noun phrase that is the content ("criticised the deal")
    i  an infinitive ("vowed to return")
    a  first an addressee, who is no content ("told reporters that")
    +x the preposition x belongs to the cue ("called for")
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class CueClass(StrEnum):
    """What a cue does."""

    SAY = "say"
    THINK = "think"
    TAKE = "take"


class Form(StrEnum):
    """Inflection of a cue's verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Cue:
    """One inflected cue word and what may follow it."""

    lemma: str
    cue_class: CueClass
    form: Form
    frames: str
    prepositions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    nounish: bool
    """The same letters are a common noun too ("report", "claims")."""
    phrased: Cue | None = None
    """The same word inside a fixed phrase ("pointed out"), which may take anything."""
    attached: Cue | None = None
    """The same word with a preposition of its own ("called for"), which takes a noun phrase."""

    @property
    def clause(self) -> bool:
        """A clause or a quotation may be its content."""
        return "c" in self.frames

    @property
    def quote(self) -> bool:
        """It may attribute a quotation."""
        return "c" in self.frames or "q" in self.frames

    @property
    def addressee(self) -> bool:
        """An addressee that is no content follows it."""
        return "a" in self.frames

    @property
    def noun_phrase(self) -> bool:
        """A noun phrase may be its content."""
        return "o" in self.frames

    @property
    def infinitive(self) -> bool:
        """An infinitive may be its content."""
        return "i" in self.frames


_SAY = """
say c | tell ac | add c | note co | announce co | report co | explain co | argue co +for +against | claim co i |
insist c +on +upon | suggest co | acknowledge co | admit co +to | concede co | declare co | describe o | tweet co |
reply c +to | respond q | continue q | recall co | conclude c | comment q +on | remark c +on | observe co | stress co |
emphasize co | emphasise co | underline co | underscore co | highlight o | assert co | contend c | maintain c | allege co |
deny co | confirm co | reiterate co | repeat co | disclose co | reveal co | mention co | testify c +about +against |
caution c +against +about i | complain c +about +of | joke c +about | quip c | predict co | speculate c +about | estimate co |
boast c +about +of | brag c +about | call o +for +on +upon | accuse o | criticize o | criticise o | praise o | condemn o |
denounce o | blast o q | slam o | blame o | attack o | mock o | speak +about +of +against q | talk +about +of +up | write c +about |
read q | warn c o +of +about +against i | urge o i c | ask c o i +for +about | advise c i | assure ac | reassure ac | inform ac | notify ac |
remind ac | apologize q +for | apologise q +for | answer q c | agree c i +with +to +on | disagree c +with | promise c o i | pledge c o i |
vow c i | propose c o i | demand c o i | threaten c i o | signal c o | indicate c o | hint c +at | imply c o | proclaim c o |
lament c o | decry o | counter c | object c +to | protest q +against | challenge o | question o c | charge c +that |
dub o | label o | characterize o | characterise o | refer +to | point +to | outline o | detail o | express o | voice o |
discuss o | address o | shout q | yell q | whisper q | bark q | clarify c o | elaborate q +on | recount c o | request o i c | plead q +for +with |
swear c i | tout o | hail o | applaud o | chide o | rebuke o | scold q o | dismiss o | rebut o | refute o | retort c | repudiate o |
opine c | muse c +about | wonder c +about +if | thank o | echo o q | reference o | invoke o | cite o | quote o | state c o |
recommend c o i | affirm c o i | reaffirm c o i | avow c | attest c +to | posit c | quote o | post q c | publish o | release o |
convey c o | relay c o | relate c | narrate c o | impart o | intimate c | divulge c o | tease q o | chant q | share q | scream q | cry q | sigh q |
mutter q c | murmur q | exclaim q c | declaim q | interject q | volunteer q | gush q | enthuse q | sneer q | snap q | laugh q | smile q |
rail +against | assail o | lambast o | lambaste o | castigate o | deride o | ridicule o | disparage o | belittle o | chastise o |
berate o | reprimand o | censure o | deplore o | bemoan o c | extol o | laud o | commend o | compliment o | congratulate o |
salute o | trumpet o | rip o | skewer o | lash +out | bash o | trash o | taunt o q | knock o |
fault o | lecture o | implore o i | beseech o i | entreat o i | exhort o i | beg o i +for | coax o i | reason c | theorize c | theorise c |
hypothesize c | hypothesise c | summarize o | summarise o | paraphrase o | reckon c | joke c +about | recite o | ponder o | discourse q |
 text q c | email q c | e-mail q c | broad| brief ac | specify c o | itemize o | enumerate o | surmise c | venture c q |
offer q o i | appeal +for +to | petition o i | campaign +for +against | preach o c | counsel o i | instruct a i | direct o i | order o i |
depict o | portray o |  | liken o | compare o | credit o | attribute o | ascribe o | chalk +up | verify c o | certify c o |
foresee c o | forecast c o | prophesy c | project c o | envision o c | guarantee c o i | chronicle o
"""
_TAKE = """
support o | oppose o | back o | reject o | endorse o | favor o | favour o | want o i | refuse i o | decline i o | accept o c | approve o +of |
disapprove +of | commit +to | push o i +for +back | embrace o | resist o | defend o | advocate o +for | welcome o | hope c i +for |
expect c o i | consider o | veto o | block o | decide c i +on +against | intend i | plan i o +on +for | seek i o | rule c +out +against +in | favor o |
champion o | espouse o | prefer o i c | press +for | lobby +for +against | fight +for +against |  side +with |
insist c +on | demand c o i |  aspire i +to | wish c o i +for | desire o i | resolve c i +to | determine c i | opt i +for | elect i |
condone o | tolerate o | protest o | boycott o | forswear o | renounce o | disavow o | disown o | uphold o | object +to | petition i |
dispute o c | question o | spurn o | rebuff o | eschew o | shun o |  prohibit o | forbid o | mandate o c | stipulate c o |
acquiesce +to +in | consent +to i | concur c +with | subscribe +to | adhere +to | abstain +from | withdraw +from | quit o
"""
_THINK = """
believe c +in | think c | fear c o | doubt c o | worry c +about | suspect c | view o | regard o | deem o c |
envisage o c | anticipate c o
"""
_NOUNISH = frozenset(
    ["report", "claim", "claims", "reports", "estimate", "estimates", "plan", "plans", "call", "calls", "demand", "demands", "hope", "hopes", "offer", "offers", "pledge", "pledges", "promise", "promises", "vow", "vows", "attack", "attacks", "support", "back", "comment", "comments", "question", "questions", "note", "notes", "threat", "request", "requests", "blame", "fear", "fears", "order", "orders", "signal", "signals", "address", "addresses", "charge", "charges", "label", "labels", "detail", "details", "state", "states", "remark", "remarks", "protest", "protests", "challenge", "challenges", "point", "points", "answer", "answers", "cry", "cries", "appeal", "appeals", "joke", "jokes", "text", "texts", "post", "posts", "read", "quote", "quotes", "release", "releases", "press", "fight", "fights", "vote", "votes", "side", "sides", "aim", "aims", "wish", "wishes", "desire", "desires", "ban", "bans", "bar", "bars", "view", "views", "regard", "regards", "love", "hate", "need", "needs", "campaign", "campaigns", "lecture", "lectures", "project", "projects", "forecast", "forecasts", "cast", "bid", "counter", "object", "objects", "reference", "references", "tweet", "tweets", "rule", "rules", "block", "blocks", "show", "shows", "find", "finds", "judge", "judges", "doubt", "doubts", "dispute", "disputes", "contest", "contests", "fault", "reason", "reasons", "venture", "ventures", "praise", "voice", "voices", "air", "document", "documents", "list", "lists", "trace", "traces", "mandate", "mandates", "champion", "champions", "approach", "hammer", "second", "seconds", "push", "like", "trust", "respect", "care", "dream", "dreams", "guess", "email", "emails", "e-mail", "e-mails", "brief", "briefs", "refuse", "favor", "favors", "favour", "favours", "outline", "outlines", "highlight", "highlights", "credit", "credits", "laugh", "laughs", "smile", "smiles", "compliment", "compliments", "veto", "vetoes", "boycott", "worry", "worries", "direct", "lament", "echo", "echoes", "echo", "detail", "hint", "hints", "rail", "rip", "bark", "trumpet", "salute", "charges", "direct", "elect", "intimate", "subject", "paint", "sigh", "advocate", "advocates", "rebuke", "rebukes", "taunt", "taunts", "counsel", "petition", "petitions", "object", "decline", "declines", "start", "seek", "compromise", "process", "talk", "talks", "speak"]
)
_IRREGULAR = {
    "say": ("says", "said", "said"), "tell": ("tells", "told", "told"), "write": ("writes", "wrote", "written"),
    "speak": ("speaks", "spoke", "spoken"), "read": ("reads", "read", "read"), "swear": ("swears", "swore", "sworn"),
    "think": ("thinks", "thought", "thought"), "seek": ("seeks", "sought", "sought"), "begin": ("begins", "began", "begun"),
    "know": ("knows", "knew", "known"), "feel": ("feels", "felt", "felt"), "see": ("sees", "saw", "seen"),
    "find": ("finds", "found", "found"), "show": ("shows", "showed", "shown"), "understand": ("understands", "understood", "understood"),
    "foresee": ("foresees", "foresaw", "foreseen"), "forecast": ("forecasts", "forecast", "forecast"), "cast": ("casts", "cast", "cast"),
    "teach": ("teaches", "taught", "taught"), "fight": ("fights", "fought", "fought"), "choose": ("chooses", "chose", "chosen"),
    "forget": ("forgets", "forgot", "forgotten"), "hear": ("hears", "heard", "heard"), "mean": ("means", "meant", "meant"),
    "forbid": ("forbids", "forbade", "forbidden"), "withdraw": ("withdraws", "withdrew", "withdrawn"), "beseech": ("beseeches", "besought", "besought"),
    "broadcast": ("broadcasts", "broadcast", "broadcast"), "uphold": ("upholds", "upheld", "upheld"), "quit": ("quits", "quit", "quit"),
    "forswear": ("forswears", "forswore", "forsworn"),
}  # fmt: skip
_DOUBLED = frozenset(
    ["admit", "dub", "quip", "refer", "rebut", "plan", "commit", "chat", "brag", "beg", "bar", "ban", "nod", "snap", "chip", "prefer", "concur", "rip", "compel", "excel", "rebuff_", "plot", "trim", "jab", "regret", "label_", "signal_", "rebel", "opt", "tut", "rip", "repel"]
)
_PHRASES = {
    "point": (("out",),), "rule": (("out",),), "lay": (("out",),), "set": (("out",),), "spell": (("out",),), "speak": (("out", "against"), ("out", "about"), ("out",), ("up", "for"), ("in", "favor", "of"), ("in", "favour", "of")),
    "make": (("clear",), ("it", "clear"), ("very", "clear"), ("it", "very", "clear"), ("it", "plain"), ("plain",), ("the", "case", "for"), ("the", "case"), ("the", "point"), ("fun", "of"), ("a", "case", "for"), ("abundantly", "clear"), ("it", "abundantly", "clear"), ("public",)),
    "turn": (("down",),), "shoot": (("back",), ("down",)), "fire": (("back", "at"), ("back",)), "hit": (("back", "at"), ("back",), ("out", "at")), "lash": (("out", "at"), ("out",)),
    "take": (("aim", "at"), ("issue", "with"), ("exception", "to"), ("a", "swipe", "at"), ("a", "shot", "at"), ("note", "of"), ("umbrage", "at"), ("the", "position"), ("the", "view"), ("offense", "at"), ("credit", "for"), ("a", "stand", "against")),
    "go": (("on", "to", "say"), ("on", "to", "add"), ("after",)), "double": (("down", "on"), ("down",)), "stand": (("by",),),
    "weigh": (("in",),), "chime": (("in",),), "give": (("assurances",), ("an", "assurance"), ("a", "warning"), ("thanks", "for"), ("notice",), ("the", "green", "light", "to")), "cast": (("doubt", "on"),),
    "draw": (("a", "red", "line"), ("red", "lines"), ("clear", "red", "lines"), ("attention", "to"), ("parallels",)), "leave": (("the", "door", "open", "to"), ("the", "door", "open", "for"), ("the", "door", "open"), ("open",)),
    "call": (("attention", "to"), ("into", "question"), ("out",)), "bring": (("up",),), "play": (("down",), ("up",)), "put": (("it",), ("forward",), ("forth",)), "raise": (("concerns", "about"), ("concerns", "over"), ("concerns",), ("concern",), ("questions", "about"), ("doubts", "about"), ("doubts",), ("the", "possibility"), ("the", "prospect"), ("the", "issue", "of"), ("objections", "to")),
    "express": (("concern", "over"), ("concern", "about"), ("concern", "at"), ("concerns", "about"), ("concerns", "over"), ("concern",), ("concerns",), ("confidence", "in"), ("confidence",), ("hope", "for"), ("hope",), ("hopes",), ("support", "for"), ("regret", "over"), ("regret",), ("satisfaction", "over"), ("satisfaction", "with"), ("doubt", "about"), ("doubts", "about"), ("doubts",), ("doubt",), ("opposition", "to"), ("interest", "in"), ("gratitude", "for"), ("frustration", "with"), ("disappointment",), ("optimism",), ("reservations", "about"), ("reservations",), ("willingness",), ("readiness",), ("skepticism",), ("dismay",), ("fear",), ("fears",), ("outrage",)),
    "voice": (("concern", "over"), ("concern", "about"), ("concerns", "about"), ("concerns", "over"), ("concern",), ("concerns",), ("doubts", "about"), ("doubts",), ("support", "for"), ("opposition", "to"), ("hope",), ("confidence",), ("fears",)),
    "voiced": (), "reach": (), "push": (("back", "against"), ("back", "on"), ("back",)), "hold": (("out", "hope"), ("that",)), "serve": (("notice",),), "sound": (("the", "alarm"), ("a", "warning")), "send": (("a", "message"),),
    "pour": (("cold", "water", "on"),), "throw": (("his", "support", "behind"), ("her", "support", "behind"), ("their", "support", "behind"), ("its", "weight", "behind")), "hail": (), "reserve": (("the", "right"),), "pay": (("tribute", "to"),), "issue": (("a", "warning"), ("a", "call")), "offer": (("support", "for"), ("praise", "for"), ("condolences",)),
    "declare": (("support", "for"),), "pledge": (("support", "for"), ("allegiance", "to")), "deliver": (("a", "message"),), "open": (("the", "door", "to"),), "shed": (("light", "on"),), "register": (("a", "protest"),), "lodge": (("a", "protest"),), "come": (("out", "against"), ("out", "in", "favor", "of"), ("out", "in", "support", "of")), "be": (),
}  # fmt: skip
_PHRASE_PAST = {
    "lay": "laid", "set": "set", "make": "made", "shoot": "shot", "hit": "hit", "take": "took", "go": "went", "stand": "stood", "give": "gave",
    "draw": "drew", "leave": "left", "bring": "brought", "put": "put", "hold": "held", "send": "sent", "throw": "threw", "pay": "paid", "come": "came",
    "shed": "shed", "speak": "spoke",
}  # fmt: skip
_PHRASE_PARTICIPLE = {
    "take": "taken",
    "go": "gone",
    "give": "given",
    "draw": "drawn",
    "throw": "thrown",
    "come": "come",
    "speak": "spoken",
}


def _ing(lemma: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ing"
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return {
        "put": "putting",
        "set": "setting",
        "begin": "beginning",
        "quit": "quitting",
        "forget": "forgetting",
        "hit": "hitting",
        "forbid": "forbidding",
        "shed": "shedding",
    }.get(lemma, lemma + "ing")


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ed"
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _forms(lemma: str) -> tuple[tuple[str, Form], ...]:
    third, past, participle = _IRREGULAR.get(lemma, (_third(lemma), _past(lemma), _past(lemma)))
    past = _PHRASE_PAST.get(lemma, past) if lemma not in _IRREGULAR else past
    participle = _PHRASE_PARTICIPLE.get(lemma, past) if lemma not in _IRREGULAR else participle
    forms = [(lemma, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (_ing(lemma), Form.ING)]
    if lemma == "lie":
        return ()
    if participle != past:
        forms.append((participle, Form.PARTICIPLE))
    return tuple(forms)


def _parse(table: str, cue_class: CueClass, into: dict[str, Cue]) -> None:
    for row in table.replace("\n", " ").split("|"):
        if not row.strip():
            continue
        lemma, *rest = row.split()
        frames = "".join(x for x in rest if not x.startswith("+"))
        prepositions = frozenset(x[1:] for x in rest if x.startswith("+"))
        _enter(lemma, cue_class, frames, prepositions, into)


def _enter(lemma: str, cue_class: CueClass, frames: str, prepositions: frozenset[str], into: dict[str, Cue]) -> None:
    phrases = tuple(sorted(_PHRASES.get(lemma, ()), key=len, reverse=True))
    for word, form in _forms(lemma):
        if word in into and form not in {Form.BASE, Form.ING, Form.PAST}:
            continue
        if word in into:
            continue
        cue = Cue(lemma, cue_class, form, frames, prepositions, phrases, nounish=word in _NOUNISH)
        into[word] = replace(
            cue, phrased=replace(cue, frames="coi"), attached=replace(cue, frames="o" if "c" not in frames else "oq")
        )


def _build() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    _parse(_SAY, CueClass.SAY, table)
    _parse(_TAKE, CueClass.TAKE, table)
    _parse(_THINK, CueClass.THINK, table)
    for lemma in _PHRASES:
        _enter(lemma, CueClass.SAY, "", frozenset(), table)
    return table


CUES: dict[str, Cue] = _build()
"""Every inflected cue verb by its lower-case letters."""

NOUN_CUES: dict[str, tuple[CueClass, frozenset[str]]] = {
    word: (CueClass.TAKE if take else CueClass.SAY, frozenset(after.split()))
    for take, words, after in (
        (True, "support backing", "for of"),
        (True, "opposition objection objections", "to"),
        (True, "rejection endorsement condemnation denunciation criticism criticisms", "of"),
        (False, "call calls demand demands plea pleas request requests appeal appeals", "for to that"),
        (
            False,
            "claim claims assertion assertions contention allegation allegations suggestion insistence warning",
            "that",
        ),
        (
            False,
            "warnings statement announcement argument belief declaration assurance admission accusation remark",
            "that",
        ),
        (False, "complaint acknowledgment denial prediction revelation", "that"),
        (False, "pledge promise vow threat", "to that"),
        (False, "praise", "of for"),
        (False, "description characterization mention accusation accusations", "of"),
    )
    for word in words.split()
}
"""Nouns that attribute where a possessive stands before them ("his support for"), with what must follow."""
