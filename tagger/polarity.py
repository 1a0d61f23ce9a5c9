"""The stance grammar's words: what supports, opposes, denies, harms, ends, obliges, or leaves open.

A language's words, not a story's: nothing here names a place, a person or an issue. Written in the pattern language of
`tagger.patterns`, sorted by what they do to what stands in their scope.
"""

from __future__ import annotations

from functools import lru_cache

from tagger.patterns import PatternSet

PRO = (
    "support*", "back", "backs", "backed", "backing", "endors*", "welcom*", "hail*", "favo(u)r*", "favor*", "favour*",
    "advocat*", "applaud*", "prais*", "commend*", "appreciat*", "champion*", "embrac*", "espous*",
    "(call|calls|called|calling|appeal|appeals|appealed|appealing|push|pushes|pushed|pushing|press|presses|pressed|"
    "pressing|plead*|lobb*|campaign*) (for|on|upon)",
    "urg*", "demand*", "insist*", "request*", "seek", "seeks", "seeking", "sought", "want", "wants", "wanted", "wanting",
    "hope", "hopes", "hoped", "hoping", "wish", "wishes", "desire*", "would like", "prefer*", "aspir*", "keen",
    "ready", "readiness", "willing*", "prepared", "eager", "committ*", "commit", "commitment", "pledg*", "vow*", "promis*",
    "offer*", "agree", "agrees", "agreed", "agreeing", "accept*", "volunteer*", "intend*", "intention", "determination",
    "(plan|plans|planned|planning) to", "proposes", "propose", "proposed to", "proposing", "recommend*", "approv*", "authori*",
    "positively consider*", "inclin*", "interest in", "interested", "expressed interest", "in favo(u)r of", "in favour of", "in favor of",
    "stand (by|with|behind)", "stands (by|with|behind)", "on board", "in principle", "voted (for|in favo*)", "signed", "ratif*",
    "no objection*", "no reservation*", "nothing against", "at peace with", "satisf*", "optimis*", "glad*", "happy to", "pleased",
    "help* (to)?", "contribute* to (..)? (peace|stability|efforts)", "work (..)? (to|for|toward|towards)", "works (..)? (to|for|toward|towards)",
    "working (..)? (to|for|toward|towards)", "ensur*", "guarantee*", "double efforts", "calls? for", "commitment to",
)  # fmt: skip
"""Words of will and approval: their holder wants what they govern."""

WORTH = (
    "honour", "honor", "honoured", "honored", "honourable", "honorable", "proud", "pride", "privilege", "opportunity",
    "importance", "important", "essential", "crucial*", "vital", "key to", "central to", "necessary", "necessity",
    "imperative", "indispensable", "urgent*", "need", "needs", "needed", "cornerstone", "fundamental", "priorit*", "pillar",
    "constructive", "legitimate", "right step", "right direction", "historic", "breakthrough",
    "(the)? only (..)? (path|way|solution|option|guarantee|answer|plan|route|road|basis)", "no (other)? alternative (to)?",
    "no substitute (for)?", "no plan b", "no (other)? (choice|option|way) but", "(nothing|none) (more|better|higher) ..? than",
    "(can|could|must) not be done without", "can not do without", "nothing more honourable",
    "constructive", "leading role", "moral obligation", "duty to", "urgent need", "the need for", "responsibility to protect", "right to",
)  # fmt: skip
"""Words of worth: what they are said of is wanted, by whoever speaks."""

CON = (
    "oppos*", "reject*", "refus*", "declin*", "(rule|rules|ruled|ruling) (..)? out", "condemn*", "denounc*", "deplor*", "decr*",
    "criticis*", "criticiz*", "slam*", "lambast*", "blast", "blasted", "object to", "objects to", "objected to", "objecting to",
    "objection*", "reservation*", "concern about", "concern over", "concern at", "concerns (about|over|at|regarding)", "concerned",
    "deep concern", "worried", "worry", "uneas*", "uncomfortable", "discomfort", "dismay*", "alarm*", "regret*", "doubt*", "sceptic*",
    "skeptic*", "against", 
     "refrain*", "avoid*", "abstain*", "stay* (out|away) (of|from)", "steer* clear of", "keep* out of",
    "outside (..)? (mandate|mission|role|job|remit)", "accus*", "blam*", "protest*", "outrag*", "warn* against", "caution* against",
    "disapprov*", "dissent*", "disagree*", "deny us", "no business of", "shun*", "scrap*", "abandon*", "withdrew from", "pull* out of",
    "(hold*|keep*) .. accountable",  "opt* out", "forbid*", "ban", "bans",
    "complain*", "lament*", "resist*", "shame*", "outcry", "turn* down", "turned down", "boycott*", "distanc* .. from", "back* away from",
)  # fmt: skip
"""Words of refusal and blame: their holder does not want what they govern."""

WRONG = (
    "unacceptable", "intolerable", "(a)? red line*", "mistake", "dangerous", "betray*", "conspir*", "plot", "trap",
    "beyond", "nothing to do with",
    "illegal*", "unlawful*", "unjust*", "impossible", "out of the question",
    "makes no sense", "makes little sense", "non starter", "nonstarter", "catastroph*", "disaster*", "shameful", "unthinkable", "doomed", "outside .. (mandate|remit)",
)  # fmt: skip
"""Words of unworth: what they are said of is not wanted, by whoever speaks."""

NOT = (
    "not", "never", "no", "without", "neither", "nor", "nobody", "none", "nothing", "hardly", "no longer", "un(able|willing)",
    "unable", "unwilling", "no (plan*|intention|interest|wish|desire|need|reason|role|part|question|appetite|place) (to|of|in|for|on)?",
    "nothing to gain", "lack*", "fail* to", "failed to", "failure to", "far from", "insufficient*", "least", "in no way", "not a single", "rather than", "instead of",
)  # fmt: skip

NOT_A_NOT = (
    "not only", "not just", "not merely", "no doubt", "no fewer", "no less", "no more than", "no matter", "nothing less", "nothing short",
    "no one .. doubt*", "why not", "not to mention", "notwithstanding", "whether or not", "nothing but",
)  # fmt: skip
"""Negations that deny nothing."""

HARM = (
    "violat*", "breach*", "obstruct*", "block", "blocks", "blocked", "blocking", "hinder*", "hamper*", "imped*", "prevent*", "undermin*",
    "threat*", "jeopardi*", "sabotag*", "derail*", "restrict*", "weaponi*", "delay*", "stall*", "withh*", "veto*", "at risk", "pretext*",
    "cut* off", "choke*", "starv*", "torpedo*", "disregard*", "ignor*", "defy", "defies", "defied", "defiance", "collapse*", "destroy*",
    "break", "breaks", "breaking", "broke", "broken", "weaken*", "imperil*", "endanger*", "erod*", "evad*", "stop* .. from",
)  # fmt: skip
"""What is done against the thing in their scope."""

HALT = (
    "end", "ends", "ended", "ending", "stop", "stops", "stopped", "stopping", "halt*", "ceas*", "cessation", "lift*", "remov*", "curb*", "exclud*",
    "put* an end to", "freez*", "suspend*", "cancel*",
)  # fmt: skip

MUST = (
    "must", "should", "ought to", "has to", "have to", "had to", "needs to", "need to", "is to", "are to", "it is time", "required to", "is obliged",
    "are obliged", "let us", "obligation",
)  # fmt: skip

WILL = ("will", "would", "shall", "going to", "set to", "about to")

ACT = (
    "sent", "send", "sends", "sending", "deployed", "deploy", "dispatched", "joined", "joining", "signed", "prepare*", "prepared", "train*", "trained", "contributed",
    "informed", "voted", "committed", "informing", "accepted", "hosted", "pulled", "withdrew", "withdrawn", "earmark*",
    "standby", "state of readiness", "taking part", "takes part", "took part", "part of", "proceed*", "continu*",
)  # fmt: skip
"""Deeds: evidence where the speaker's own side does them."""

GOOD = (
    "uphold*", "respect*", "preserv*", "maintain*", "sustain*", "consolidat*", "strengthen*", "implement*", "facilitat*", "promot*", "allow*",
    "intensif*", "accelerat*", "resum*", "restor*", "observ*", "adher*", "abide*", "honouring", "deliver*", "provid*", "open*", "expand*", "increas*", "achiev*",
    "complet*", "establish*", "creat*", "coordinat*", "safeguard*", "protect*", "keep", "keeps", "reviv*", "move* forward", "moving forward",
)  # fmt: skip
"""What is done for the thing in their scope: a fact, unless the speaker's own side does it."""

OPEN = (
    "no (final|official|formal|firm|such)? decision*", "no decision", "no (final|official|formal|firm)? (word|commitment|announcement|answer|offer)",
    "(not|nor|never) (yet)? (..)? (made|taken|reached|make|take|reach|come to) (..)? (decision|decisions|choice|mind)", "(not|never|nor) (yet)? (been)? decided",
    "yet to (decide|make|take|finali*|determine|commit|settle|confirm|reach|announce|respond)", "undecided", "(still)? deciding", "open question",
    "under (active|serious|careful|close)? (consideration|review|discussion|study|examination|deliberation)",
    "(considering|weighing|studying|reviewing|examining|assessing|mulling|evaluating|deliberat*|discussing|debating|exploring|consider*) (.. )? (whether|possib*|option*|request|invitation|offer|proposal|idea|participation|how)",
    "(is|are|was|were|still|be) (considering|weighing|studying|reviewing|examining|assessing|mulling|evaluating|deliberating)",
    "(in|under) (..)? process", "has to go through", "being (considered|weighed|studied|reviewed|examined|discussed|debated|assessed|worked out|negotiated|finali*|looked at)",
    "(will|would|to|shall|going to) (..)? (decide*|be decided|be finali*|take a decision|make a decision|make an official announcement)",
    "decision (will|would|shall|is to|can) be (made|taken|announced)", "decision (is)? (still)? (pending|awaited)", "to be decided",
    "not (been)? (ruled|rule|ruling) (..)? out", "(refus*|declin*) to rule (..)? out", "(nothing|not|neither|nor|nobody) .. (ruled|rule) out", "not (..)? off the table", "(on|all options) (are)? on the table",
    "too (early|soon)", "premature*", "(wait|waits|waited|waiting|await|awaits|awaiting) (for)? (..)? (decision*|detail*|clarity|clarification*|guidance|instruction*)",
    "(nothing|not|none) .. (finali*|settled|concluded|agreed yet)", "not (been)? finali*", "on hold", "wait and see", "remain* to be (seen|decided|settled)",
    "(key|open|many|some) (issues|questions) .. (open|unresolved|unsettled)", "(is|are|remains|remain) (still)? (open|unclear|unresolved)", "still (open|unclear|unresolved|unsettled|undecided|being)",
    "keep* .. options open", "we will see", "let us see", "not (..)? (said|given) yes", "the first official yes", "neither accepted nor rejected", "not made up",
    "internal (consultations|deliberations|discussions)", "consultations (are|were) (under way|ongoing|continuing|still)", "difficult .. choice", "a lot is still open", "study* the", "examine* the",
    "considering", "has not (yet)? (responded|replied|decided)", "possibility of", "until (all)? consultations", "under discussion", "no (clear)? (answer|position) yet",
)  # fmt: skip
"""Forms of "no decision"."""

ELSEWHERE = (
    "(decision|matter|question|issue|call) .. (lies|rests) with", "(is|was|are|were) (..)? (for|up to) (the)? (..)? (cabinet|parliament|legislature|government|leadership|council|president|king) (..)? to (decide|say|take|make|determine)",
    "one for the .. to (take|make|decide)", "prerogative of", "up to (the)? (cabinet|parliament|legislature|people)",
)  # fmt: skip
"""Whose business the decision is: procedure, and no stance."""

RETOLD = ("denied having", "denied saying", "never said", "not say", "misquoted", "taken out of context", "having said", "did not mean", "rumour*", "rumor*", "allegation*", "speculation*", "personal opinion", "personal view")

FORMER = (
    "(once|previously|originally|initially|at one (time|point)) (planned|wanted|hoped|said|considered|proposed|sent|agreed|offered|supported|thought)", "had (once|previously|earlier|originally|initially)",
    "used to", "(years|decades) ago", "in the past", "at the time", "back then", "no longer (plan*|want*|intend*)",
)  # fmt: skip
"""Past time: what was, and may not be now."""

MAYBE = ("may", "might", "could", "perhaps", "possibly", "likely", "expected to", "seem*", "appear*", "reportedly", "apparently", "potential*")

OWN_JOB = (
    "(our|its|their|pakistan*|my|his|the army) (job|task|duty|role|mandate|mission|business|responsibility|responsibilities|remit|function|purview)",
    "(within|part of|in) (our|its) (mandate|remit|mission|job|brief)", "for us to", "up to us",
)  # fmt: skip
"""Own business: denied, it refuses the own role."""

WE = frozenset("we our us ours i my me ourselves".split())
"""The speaker's own side, in quoted words."""

OWN_NOUNS = (
    "the (government|country|nation|cabinet|state|army|military|armed forces|federal government|prime minister|president|ministry|kingdom|republic|leadership)",
    "(his|her|its|their) (country|government|nation|troops|soldiers|forces|army)",
)  # fmt: skip
"""The speaker's own side, in reported words."""

_TAGGED = {
    "pro": PRO, "worth": WORTH, "con": CON, "wrong": WRONG, "not": NOT, "-not": NOT_A_NOT, "harm": HARM, "halt": HALT, "must": MUST, "will": WILL, "act": ACT, "good": GOOD,
    "open": OPEN, "elsewhere": ELSEWHERE, "retold": RETOLD, "former": FORMER, "maybe": MAYBE, "job": OWN_JOB, "own": OWN_NOUNS,
}  # fmt: skip


@lru_cache(maxsize=1)
def grammar() -> PatternSet:
    """All of them, tagged by what they do, compiled once."""
    found = PatternSet()
    for tag, patterns in _TAGGED.items():
        for pattern in patterns:
            found.add(tag, pattern)
    return found
