"""The sign of a clause: what the words around a target make of it.

A target's sign is + for what the issue proposes and − for the contrary. Every word of refusal, denial, harm or ending
in whose scope it stands turns it round; a word of will, worth, duty or deed gives it force. Without force it is a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from store.model.words import Stance
from tagger.clauses import Clause
from tagger.conditions import predicate
from tagger.issues import Issue
from tagger.patterns import Hit
from tagger.sides import OTHER, OWN
from tagger.wording import Words

TURNING = frozenset({"con", "wrong", "not", "harm", "halt"})
INSIDE = frozenset({"not", "must", "will", "pro", "con", "worth", "wrong", "maybe"})
"""What counts also between the words of a target."""

RIGHT_REACH = 8
"""Words after a target among which its predicate begins."""

_RELATIVES = frozenset({"which", "who"})

NOT_REACH = 9
"""Words over which a denial still governs: to the end of a short clause."""


class Weight(NamedTuple):
    """What a clause makes of a target."""

    stance: Stance
    rule: str
    distance: int = 0
    """Words between the target and the word that gave it force."""
    about: str | None = None
    """Whose stance it is, where it is not the speaker's."""
    maybe: bool = False


class Scene:
    """A text read: its words, its words of attitude, and who stands where."""

    __slots__ = ("_subjects", "_who", "claimed", "cue_end", "ops", "own", "words")

    def __init__(
        self,
        words: Words,
        ops: tuple[Hit, ...],
        who: Callable[[], Mapping[int, str]],
        cue_end: int,
        own: frozenset[str] = frozenset(),
        claimed: tuple[Hit, ...] = (),
    ) -> None:
        self.words = words
        self.ops = ops
        """Sorted, without overlaps."""
        self.cue_end = cue_end
        """Words before this one are the cue's: their holder is the speaker."""
        self.own = own
        """The speaker's principals."""
        self.claimed = claimed
        """Issues' words: the harm and the ending in them are done to what they name, and to nothing after it."""
        self._who = who
        self._subjects: Mapping[int, str] | None = None

    @property
    def subjects(self) -> Mapping[int, str]:
        """At which words a possible subject stands, and whose side it is; looked for when it is first asked."""
        if self._subjects is None:
            self._subjects = self._who()
        return self._subjects

    def with_ops(self, ops: tuple[Hit, ...]) -> Scene:
        """The same with other words of attitude."""
        return Scene(self.words, ops, lambda: self.subjects, self.cue_end, self.own, self.claimed)


def weigh(scene: Scene, clause: Clause, target: Hit, sign: int, issue: Issue, *, loose: bool = False) -> Weight:
    """The stance of the clause on what `target` names; of a loose one, any word of attitude inside counts."""
    left = [
        op
        for op in scene.ops
        if clause.start <= op.start and op.start < target.start and not _claimed(scene, op, target)
    ]
    inside = [op for op in scene.ops if target.start <= op.start < target.end and (loose or op.tag in INSIDE)]
    if sign < 0 and not loose:
        inside += [op for op in scene.ops if target.start < op.start < target.end and op.tag == "halt"]
    if issue.role:
        inside += [op for op in scene.ops if op.start == target.start and op.tag == "deed"]
    then = predicate(scene.words, target.end)
    reach = min(clause.end, then + RIGHT_REACH)
    right = [op for op in scene.ops if then <= op.start < reach and not _claimed(scene, op, target)]
    near = left + inside
    if _FORCEFUL.isdisjoint([op.tag for op in near]):
        near = near + right
    return _decide(_case(scene, clause, target, sign, near, role=issue.role), issue, scene.own)


def _claimed(scene: Scene, op: Hit, target: Hit) -> bool:
    """Whether a harm or an ending is done to something else, that stands before or after the target."""
    if op.tag not in {"harm", "halt"}:
        return False
    return any(c.start <= op.start < c.end and (c.end <= target.start or c.start >= target.end) for c in scene.claimed)


_FORCEFUL = frozenset({"pro", "con", "worth", "wrong", "must", "will", "act", "deed", "job"})
"""Words that give a target force."""


class _Case(NamedTuple):
    """What stands around a target, before it is decided what that means."""

    sign: int
    turned: int
    """The sign after all that turns it round."""
    force: str
    """The strongest word's kind; empty where there is none."""
    holder: str | None
    """Whose attitude or deed it is."""
    actor: str | None
    """Whose part it is: the last name before the target."""
    denied: bool
    passive: bool
    """Announced without a doer: "will be disarmed"."""
    behind: bool
    """The word that gives force stands behind the target: "the truce will not last" foretells."""
    distance: int
    maybe: bool
    ours: bool = False
    """Denied by the speaker's own side and by nothing else: "we do not see …" complains of nobody."""

    @property
    def other(self) -> bool:
        return self.holder not in {None, OWN}


def _case(scene: Scene, clause: Clause, target: Hit, sign: int, ops: Sequence[Hit], *, role: bool) -> _Case:
    turned, force, place, denied = sign, "", target.start, False
    holder: str | None = None
    blamed = hurt = False
    for op in ops:
        kind = _kind(scene, op, target)
        if op.tag in TURNING and not (op.tag == "not" and _too_far(op, target, ops)):
            again = (kind == "wrong" and blamed) or (kind == "harm" and hurt)
            turned = turned if again else -turned
            denied = denied or op.tag == "not"
            blamed = blamed or (kind in {"con", "wrong"} and not _of_what_follows(scene, op))
            hurt = hurt or kind == "harm"
        named = None if op.tag in {"act", "deed"} and not role else _FORCE.get(kind)
        if named and _RANK[named] > _RANK.get(force, 0):
            force, place, holder = named, op.start, _holder(scene, clause, op)
    holder = None if holder == OTHER and not role else holder
    if holder is None and not force and scene.subjects.get(target.start) == OWN:
        holder = OWN
    if force == "own job" and not denied:
        force = ""
    return _Case(
        sign=sign,
        turned=turned,
        force=force,
        holder=holder,
        actor=_actor(scene, clause, target),
        denied=denied,
        behind=place >= target.end,
        passive=force == "announced" and "be" in scene.words.words[place + 1 : place + 4],
        distance=max(0, place - target.end if place >= target.end else abs(target.start - place) - 1),
        maybe=any(op.tag == "maybe" for op in ops),
        ours=not hurt and any(op.tag == "not" and _holder(scene, clause, op) == OWN for op in ops),
    )


_FORCE = {
    "must": "obliged", "worth": "valued", "wrong": "valued", "pro": "wanted", "con": "refused", "job": "own job",
    "will": "announced", "act": "done", "deed": "done", "good": "done", "harm": "harmed", "halt": "harmed",
}  # fmt: skip
_RANK = {"harmed": 1, "done": 2, "announced": 3, "own job": 4, "refused": 5, "wanted": 5, "obliged": 6, "valued": 6}


_DOES_HARM = (
    *("trampl", "undermin", "threaten", "jeopardi", "violat", "endanger", "ignor", "disregard", "imperil", "flout"),
)


def _kind(scene: Scene, op: Hit, target: Hit) -> str:
    """The list that a word belongs to; what the target does to others speaks against it: "the text tramples on"."""
    word = scene.words.words[op.start]
    if op.tag == "harm" and op.start >= target.end and word.startswith(_DOES_HARM) and word.endswith("s"):
        return "wrong"
    return op.tag


def _of_what_follows(scene: Scene, op: Hit) -> bool:
    """Whether a refusal is of the very next word of attitude: "refuses to condemn"."""
    return "to" in scene.words.words[op.end - 1 : op.end + 1]


def _too_far(op: Hit, target: Hit, ops: Sequence[Hit]) -> bool:
    """A denial whose next word of attitude, or whose target, is far away denies something else."""
    nexts = [o.start for o in ops if o.start >= op.end] + ([target.start] if target.start >= op.end else [])
    if not nexts:
        return False
    return min(nexts) - op.end > NOT_REACH


def _holder(scene: Scene, clause: Clause, op: Hit) -> str | None:
    """Whose attitude or deed it is: the last possible subject before it in the clause; None where none is named.

    What stands in the cue, or right behind it ("announced the training of"), is the speaker's.
    """
    if op.start < scene.cue_end or (scene.cue_end and op.tag == "deed" and op.start <= scene.cue_end + 1):
        return OWN
    return _subject(scene, clause, op.start)


def _subject(scene: Scene, clause: Clause, at: int) -> str | None:
    """The last possible subject before a word in its clause; of "which …" and "and …" the one before the clause."""
    before = [s for s in scene.subjects if clause.start <= s < at and s >= scene.cue_end]
    if not before and (clause.joined or scene.words.words[clause.start] in _RELATIVES):
        number = scene.words.sentence[clause.start]
        before = [s for s in scene.subjects if scene.cue_end <= s < clause.start and scene.words.sentence[s] == number]
        return scene.subjects[(min if clause.joined else max)(before)] if before else None
    return scene.subjects[max(before)] if before else None


def _actor(scene: Scene, clause: Clause, target: Hit) -> str | None:
    """Whose part it is, for a role: the last name before the target or at its beginning."""
    return _subject(scene, clause, target.start)


def _decide(case: _Case, issue: Issue, own: frozenset[str]) -> Weight:
    """The cases of the grammar.

    "Must" before a wrong ("must answer for the breaches") is no call for it, where it is known whose wrong it would be.
    """
    about = case.actor if issue.role and case.actor not in {None, OWN, OTHER} else None
    side = Weight(_side(case.turned), case.force, case.distance, about, case.maybe)
    if case.force in {"obliged", "valued", "own job"}:
        wronged = case.sign < 0 and case.turned < 0 and not case.denied and not issue.role
        if wronged and issue.answerable and not own & issue.answerable:
            return side._replace(stance=Stance.SUPPORT, rule="complaint")
        return side
    if case.force in {"wanted", "refused"} and not case.other:
        return side
    return _of_role(case, side) if issue.role else _of_aim(case, side, issue, own)


def _of_role(case: _Case, side: Weight) -> Weight:
    """Taking part: announced or done by one's own side, or reported of another's."""
    if OTHER in (case.holder, case.actor) and case.force not in {"obliged", "valued"}:
        return _fact(side)
    if case.other:
        reported = case.force in {"wanted", "refused", "announced"} and case.actor in {None, case.holder}
        return side._replace(rule="reported", about=case.holder) if reported else _fact(side)
    if case.force == "announced":
        return side
    if case.force == "done" and case.holder == OWN:
        return side._replace(rule="joined")
    return side._replace(rule="denied") if case.denied else _fact(side)


def _of_aim(case: _Case, side: Weight, issue: Issue, own: frozenset[str]) -> Weight:
    """What ought to be: announced by one's own side or as a decree, complained of, or reported of others.

    Who alone answers for a thing foretells and does not complain: "there will be no withdrawal".
    """
    answers = case.holder in issue.answerable
    decreed = case.passive and (case.turned > 0 or case.denied)
    barred = case.force == "announced" and case.denied and (case.sign < 0 if answers else True)
    if case.force == "announced" and (case.holder == OWN or decreed or (barred and not case.behind)):
        return side
    if case.force in {"wanted", "refused"} and not answers:
        return side._replace(rule="reported", about=case.holder)
    if case.holder == OWN:
        return side._replace(rule="done") if case.force in {"done", "harmed"} or case.turned < 0 else _fact(side)
    if not case.other and issue.answerable and issue.answerable <= own:
        return side._replace(rule="announced") if case.force == "announced" and case.denied else _fact(side)
    if case.turned < 0 and issue.answerable and not case.ours:
        return side._replace(stance=Stance.SUPPORT, rule="complaint")
    return _fact(side)


def _fact(side: Weight) -> Weight:
    return side._replace(stance=Stance.NONE, rule="fact")


def _side(turned: int) -> Stance:
    return Stance.SUPPORT if turned > 0 else Stance.OPPOSE
