"""One statement with all that was found in it: the candidates for positions.

Which of the issues' words count, which clause and which condition they stand in, and what guards them: a question,
words retold, a decision left open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.model.words import Stance
from tagger.clauses import Clause, clauses, turns
from tagger.conditions import Condition, conditions, within_subject, wording
from tagger.issues import Issue
from tagger.patterns import Hit
from tagger.polarity import grammar
from tagger.sides import OWN
from tagger.touches import MOST, SAYS, Touch, counting, exact, holds, straddles
from tagger.weigh import Scene, Weight, weigh
from tagger.wording import Words

MENTION_REACH = 4
"""Words between a bare mention and the word of will or worth that makes it count."""

_DENYING = frozenset({"not", "must", "wrong", "will"})
"""Words beside which a weak head opens a condition."""

_DIRECT = frozenset({"wanted", "refused", "valued", "obliged"})
_HELD = frozenset({"complaint", "hypothetical", "demanded"})
"""What no condition beside it ties down."""

_SUPPOSING = frozenset({"if", "once", "in case", "assuming", "if and when", "as soon as", "after"})
"""Heads that tie also what ought to be, where one's own side announces it."""

_STRICTEST = ("only", "unless", "provided", "on condition", "on the condition")
"""How heads begin that tie even what a phrase says by itself."""

_CONTRARY = {Stance.SUPPORT: Stance.OPPOSE, Stance.OPPOSE: Stance.SUPPORT}
_DENIAL_REACH = 3
"""Words between a denial and a phrase that it denies."""

_BARE = frozenset({"without", "while", "as long as", "so long as"})
"""Heads that name what a denial rests on: "no Y without X" speaks of X."""


class Found(NamedTuple):
    """A candidate position."""

    issue: str
    weight: Weight
    condition: str | None = None
    factors: tuple[str, ...] = ()
    place: int = 0
    """The word at which the issue's words begin."""
    bare: bool = False
    """Only named, by words that say nothing of it."""


class Page:
    """One statement with everything found in it."""

    def __init__(self, issues: dict[str, Issue], scene: Scene, hits: dict[str, list[Touch]]) -> None:
        self.issues = issues
        self.scene = scene
        self.hits = hits
        """Of the phrases of each issue that has any."""
        self._parts: tuple[Clause, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses, in order; cut when they are first asked for."""
        self._parts = self._parts or clauses(self.scene.words)
        return self._parts

    def candidates(self, around: Callable[[], frozenset[str]]) -> list[Found]:
        """The candidates for each issue touched; `around` tells the issues whose context words stand round about."""
        if not self.hits:
            return []
        ifs = self._conditions()
        counted = {name: counting(self.issues[name], mine, around, ifs) for name, mine in self.hits.items()}
        touched = exact(counted, ifs, self._clause)
        if not any(touched.values()):
            return []
        main = [t.hit for ts in touched.values() for t in ts if not any(c.covers(t.hit) for c in ifs)]
        inside = [t.hit for ts in touched.values() for t in ts if t.hit not in main] if ifs else []
        found: list[Found] = []
        for name in self.issues:
            for touch in touched.get(name, ()):
                if not self._passed_over(touch, ifs, main, inside):
                    found.extend(self._candidate(self.issues[name], touch, ifs))
        return self._main([f for f in found if not f.bare] or found)

    def _conditions(self) -> tuple[Condition, ...]:
        denials = [op.start for op in self.scene.ops if op.tag in _DENYING]
        return conditions(self.scene.words, denials)[:MOST]

    def _main(self, found: list[Found]) -> list[Found]:
        """What stands in dependent words gives way to a stance on something else in the main clause."""
        if len({f.issue for f in found}) < 2:
            return found
        words = self.scene.words
        spans = [range(h.start, self._dependent_end(h)) for h in grammar().dependent.find(words)]
        free = [f for f in found if not any(f.place in span for span in spans)]
        main = {(words.sentence[f.place], f.issue) for f in free if f.weight.stance is not Stance.NONE}
        return [
            f
            for f in found
            if f in free or not any(s == words.sentence[f.place] and issue != f.issue for s, issue in main)
        ]

    def _dependent_end(self, hit: Hit) -> int:
        """Where dependent words end: in front of the main clause at a comma, else with the sentence or at a dash."""
        words = self.scene.words
        end = words.reach[hit.start]
        first = hit.start <= self.scene.cue_end or words.sentence[hit.start - 1] != words.sentence[hit.start]
        return next((at for at in range(hit.end + 1, end) if first and "," in words.marks[at]), end)

    def _clause(self, hit: Hit) -> Clause:
        return next(c for c in self.parts if c.start <= hit.start < c.end)

    def _passed_over(self, touch: Touch, ifs: Sequence[Condition], main: Sequence[Hit], inside: Sequence[Hit]) -> bool:
        """A condition's words are its main clause's business, but "no Y without X" speaks of X, and not of Y.

        Where Y is one's own part ("no troops without a mandate"), it is the main clause's business all the same.
        """
        if touch.kind == "mention" and any(holds(h, touch.hit) for h in (*main, *inside)):
            return True
        if not ifs:
            return False
        covering = [c for c in ifs if c.covers(touch.hit)]
        if any(c.head in _BARE for c in covering):
            return any((self._role(m) or self._pledged(m)) and self._governs(m, covering[0]) for m in main)
        if covering:
            return any(self._governs(m, covering[0]) for m in main)
        return self._gives_way(touch, ifs, main, inside)

    def _gives_way(self, touch: Touch, ifs: Sequence[Condition], main: Sequence[Hit], inside: Sequence[Hit]) -> bool:
        """Whether words outside every condition leave the word to those inside one."""
        if straddles(touch.hit, ifs) and touch.kind not in SAYS and len(main) > 1:
            return True
        if self._role(touch.hit) or self._pledged(touch.hit):
            return False
        bare = [c for c in ifs if c.head in _BARE and any(c.covers(h) for h in inside)]
        return any(self._governs(touch.hit, c) and self._denied(touch.hit) for c in bare)

    def _role(self, hit: Hit) -> bool:
        return self.issues[hit.tag.partition(" ")[0]].role

    def _pledged(self, hit: Hit) -> bool:
        """Whether one's own side says what it will not do itself: "we will not leave as long as they have arms"."""
        clause, scene = self._clause(hit), self.scene
        wills = [op.start for op in scene.ops if op.tag == "will" and clause.start <= op.start < hit.end]
        return any(scene.subjects.get(at) == OWN for will in wills[:1] for at in range(clause.start, will))

    def _denied(self, hit: Hit) -> bool:
        number = self.scene.words.sentence[hit.start]
        return any(
            op.tag in {"not", "wrong"} and self.scene.words.sentence[op.start] == number for op in self.scene.ops
        )

    def _candidate(self, issue: Issue, touch: Touch, ifs: Sequence[Condition]) -> list[Found]:
        words, hit = self.scene.words, touch.hit
        clause = self._clause(hit)
        covering = [c for c in ifs if c.covers(hit)]
        if touch.kind in SAYS:
            weight = self._contradicted(issue, touch, clause, ifs) or Weight(self._said(touch, clause), "phrase")
        elif covering:
            weight = self._inside_condition(touch, covering[-1])
        else:
            weight = weigh(self.scene, clause, hit, touch.sign, issue, loose=touch.loose)
        if touch.loose and weight.rule == "complaint":
            return []
        if touch.kind == "mention" and not (self._left_open(clause) or _counts(weight)):
            return [Found(issue.id, Weight(Stance.NONE, "fact"), place=hit.start, bare=True)]
        weight = self.guarded(issue, weight, clause, hit)
        own = [t.hit for t in self.hits[issue.id] if t.names] if ifs else []
        free = [c for c in ifs if self._reaches(c, hit, clause) and not any(c.covers(h) for h in own)]
        found = _tied(issue, weight, words, free, hit.start)
        return [self._first(found, clause) if issue.role and weight.stance is Stance.SUPPORT else found]

    def _first(self, found: Found, clause: Clause) -> Found:
        """ "We are ready, but there must first be a mandate": ready on that condition."""
        later = [c for c in self.parts if c.start >= clause.end][:1]
        words = self.scene.words
        for then in later:
            duty = any(op.tag == "must" and then.start <= op.start < then.end for op in self.scene.ops)
            same = words.sentence[then.start] == words.sentence[clause.start]
            if same and duty and turns(words, then.start) and "first" in words.words[then.start : then.end]:
                weight = found.weight._replace(stance=Stance.CONDITIONAL, rule="condition")
                text = words.text[words.starts[then.start] : words.ends[then.end - 1]]
                return found._replace(weight=weight, condition=found.condition or text)
        return found

    def tied(self, found: Found) -> Found:
        """A candidate that names nothing itself, with the conditions of its statement."""
        tied = _tied(self.issues[found.issue], found.weight, self.scene.words, self._conditions(), found.place)
        return tied._replace(factors=found.factors)

    def _contradicted(self, issue: Issue, touch: Touch, clause: Clause, ifs: Sequence[Condition]) -> Weight | None:
        """What the issue's own words in a phrase say to the contrary, where a denial has slipped into its gap."""
        hit, said = touch.hit, _CONTRARY.get(Stance(touch.kind))
        if said is None or not any(op.tag == "not" and hit.start < op.start < hit.end for op in self.scene.ops):
            return None
        for own in self.hits[issue.id]:
            _, start, end = own.hit
            inside = hit.start < start and end <= hit.end and not any(c.covers(own.hit) for c in ifs)
            if own.names and inside:
                weight = weigh(self.scene, clause, own.hit, own.sign, issue)
                if weight.stance is said:
                    return weight
        return None

    def _left_open(self, clause: Clause) -> bool:
        """Whether the clause leaves a question open: there even a bare mention tells which."""
        return any(op.tag == "open" and clause.start <= op.start < clause.end for op in self.scene.ops)

    def _said(self, touch: Touch, clause: Clause) -> Stance:
        """What a phrase says by itself, turned round by a denial before it ("did not vote for")."""
        stance = Stance(touch.kind)
        turning = {"not", "con"} if stance is Stance.SUPPORT else {"not"}
        denied = any(
            op.tag in turning
            and clause.start <= op.start < touch.hit.start
            and touch.hit.start - op.end <= _DENIAL_REACH
            for op in self.scene.ops
        )
        return _CONTRARY.get(stance, stance) if denied else stance

    def _governs(self, main: Hit, condition: Condition) -> bool:
        """Whether a condition belongs to what is said of `main`: same sentence, and no dash between."""
        words = self.scene.words
        low, high = sorted((main.start, condition.start))
        apart = any(c in "—–" for i in range(low + 1, high + 1) for c in words.marks[i])
        return words.sentence[main.start] == words.sentence[condition.start] and not apart

    def _reaches(self, condition: Condition, hit: Hit, clause: Clause) -> bool:
        """Whether a condition ties the hit: it follows it or stands in front, and no "but" comes between."""
        words = self.scene.words
        front = condition.start <= self.scene.cue_end or "," in words.marks[condition.start]
        front = front or words.sentence[condition.start - 1] != words.sentence[condition.start]
        if not self._role(hit) and within_subject(words, condition.start) and condition.end < len(words):
            return False
        if not self._governs(hit, condition) or not (front or hit.start < condition.start):
            return False
        low, high = sorted((clause.start, condition.start))
        return not any(turns(words, i) for i in range(low + 1, high + 1) if i != condition.start)

    def _inside_condition(self, touch: Touch, outer: Condition) -> Weight:
        """What is asked for as a condition is wanted: "no peace unless Hamas disarms", "if asked, an honour".

        So is what a threat asks for: "if they do not disarm, we will do it".
        """
        words, sign = self.scene.words, touch.sign
        number = words.sentence[touch.hit.start]
        here = [op for op in self.scene.ops if words.sentence[op.start] == number]
        for op in here:
            if outer.start < op.start < touch.hit.start and op.tag in {"not", "harm", "halt"}:
                sign = -sign
        outside = [op for op in here if not outer.start <= op.start < outer.end]
        if outer.head == "while" and not any(op.tag in {"not", "wrong"} for op in outside):
            return Weight(Stance.NONE, "fact")
        if outer.needed or outer.head == "while":
            lasting = outer.head in _BARE - {"without"}
            return Weight(Stance.OPPOSE if (sign > 0) == lasting else Stance.SUPPORT, "demanded")
        if outer.head == "if" and sign != touch.sign and any(op.tag in {"will", "must"} for op in outside):
            return Weight(Stance.SUPPORT if touch.sign > 0 else Stance.OPPOSE, "demanded")
        if not any(op.tag in {"pro", "con", "worth", "wrong"} for op in outside):
            return Weight(Stance.NONE, "fact")
        for op in outside:
            if op.tag in {"con", "wrong", "not"}:
                sign = -sign
        return Weight(Stance.SUPPORT if sign > 0 else Stance.OPPOSE, "hypothetical")

    def guarded(self, issue: Issue, weight: Weight, clause: Clause, hit: Hit) -> Weight:
        """What is asked, retold, left open or over is no stance of now."""
        words = self.scene.words
        number = words.sentence[hit.start]
        if _is_question(words, number):
            return weight._replace(stance=Stance.NONE, rule="question")
        tags = {op.tag for op in self.scene.ops if words.sentence[op.start] == number}
        inner = {op.tag for op in self.scene.ops if clause.start < op.end and op.start < clause.end}
        past = "former" in inner and weight.rule in {"done", "joined", "announced", "wanted", "reported", "refused"}
        firm = weight.rule == "phrase" and weight.stance not in _CONTRARY
        left_open = not firm and "open" in (tags if issue.role else inner)
        guards = (
            ("retold", "retold" in tags),
            ("procedure", "procedure" in tags),
            ("fact", left_open and bool(weight.about and self.scene.own)),
            ("open", left_open),
            ("former", past),
        )
        rule = next((name for name, holds in guards if holds), None)
        if rule is None:
            return weight
        return weight._replace(stance=Stance.UNDECIDED if rule == "open" else Stance.NONE, rule=rule)


def _counts(mention: Weight) -> bool:
    """Whether a bare mention stands right beside a word of will, worth or duty."""
    return mention.rule in _DIRECT and mention.distance <= MENTION_REACH


def _is_question(words: Words, number: int) -> bool:
    """Whether the sentence ends with a question mark."""
    last = bisect_right(words.sentence, number) - 1
    return "?" in words.text[words.ends[last] : words.ends[last] + 3]


def _tied(issue: Issue, weight: Weight, words: Words, ifs: Sequence[Condition], place: int) -> Found:
    """The candidate with the conditions that govern it."""
    if weight.stance is Stance.CONDITIONAL:
        return Found(issue.id, weight, wording(words, ifs), place=place)
    phrase = weight.rule == "phrase"
    willed = weight.rule in {"announced", "wanted", "done", "joined"}
    refused = weight.stance is Stance.OPPOSE
    tied = [
        c
        for c in ifs
        if issue.role
        or (phrase and c.head.startswith(_STRICTEST))
        or (not phrase and (c.needed or refused or (willed and c.head in _SUPPOSING)))
    ]
    strict = [c for c in tied if c.needed and c.head not in grammar().weak]
    plain = weight.stance in {Stance.SUPPORT, Stance.OPPOSE} and weight.rule not in _HELD
    if (tied and plain) or (strict and weight.rule == "fact"):
        return Found(
            issue.id, weight._replace(stance=Stance.CONDITIONAL, rule="condition"), wording(words, tied), place=place
        )
    return Found(issue.id, weight, place=place)
