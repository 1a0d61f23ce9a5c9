"""The sign of a clause: what the words around a target make of it.

A target's sign is + for what the issue proposes and − for the contrary. Every word of refusal, denial, harm or ending
in whose scope it stands turns it round; a word of will, worth, duty or deed gives it force. Without force it is a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.model import Stance
from tagger.clauses import Clause
from tagger.patterns import Hit, Words
from tagger.sides import OWN

TURNING = frozenset({"con", "wrong", "not", "harm", "halt"})
INSIDE = frozenset({"not", "must", "will", "pro", "con", "worth", "wrong", "maybe"})
"""What counts also between the words of a target."""

RIGHT_REACH = 8
"""Words after a target among which its predicate begins."""

NOT_REACH = 9
"""Words over which a denial still governs: to the end of a short clause."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a clause makes of a target."""

    stance: Stance
    rule: str
    distance: int = 0
    """Words between the target and the word that gave it force."""
    about: str | None = None
    """Whose stance it is, where it is not the speaker's."""
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A text read: its words, its words of attitude, and who stands where."""

    words: Words
    ops: tuple[Hit, ...]
    """Sorted, without overlaps."""
    subjects: Mapping[int, str]
    cue_end: int
    """Words before this one are the cue's: their holder is the speaker."""
    claimed: tuple[Hit, ...] = ()
    """Other issues' words: the harm and the ending in them are done to what they name, and to nothing after it."""


def weigh(scene: Scene, clause: Clause, target: Hit, sign: int, *, role: bool) -> Weight:
    """The stance of the clause on what `target` names."""
    left = [
        op
        for op in scene.ops
        if clause.start <= op.start and op.end <= target.start and not _claimed(scene, op, target)
    ]
    inside = [op for op in scene.ops if target.start <= op.start < target.end and op.tag in INSIDE]
    right = [op for op in scene.ops if target.end <= op.start < min(clause.end, target.end + RIGHT_REACH)]
    near = left + inside
    if not any(_gives_force(op) for op in near):
        near = near + right
    return _judge(scene, clause, target, sign, near, role=role)


def _claimed(scene: Scene, op: Hit, target: Hit) -> bool:
    """Whether a harm or an ending is done to something that stands before the target."""
    if op.tag not in {"harm", "halt"}:
        return False
    return any(c.start <= op.start < c.end <= target.start for c in scene.claimed)


def _gives_force(op: Hit) -> bool:
    return op.tag in {"pro", "con", "worth", "wrong", "must", "will", "act", "job"}


def _judge(scene: Scene, clause: Clause, target: Hit, sign: int, ops: Sequence[Hit], *, role: bool) -> Weight:
    turned = sign
    force = ""
    place = target.start
    holder: str | None = None
    denied = False
    for op in ops:
        if op.tag in TURNING and not (op.tag == "not" and _too_far(op, target, ops)):
            turned = -turned
            denied = denied or op.tag == "not"
        named = _FORCE.get(op.tag)
        if named and _RANK[named] > _RANK.get(force, 0):
            force, place, holder = named, op.start, _holder(scene, clause, op)
    if force == "own job" and not denied:
        force = ""
    maybe = any(op.tag == "maybe" for op in ops)
    distance = max(0, abs(target.start - place) - 1)
    actor = _actor(scene, clause, target) if role else None
    return _decide(turned, force, holder, actor, sign, denied=denied, role=role, distance=distance, maybe=maybe)


_FORCE = {
    "must": "obliged", "worth": "valued", "wrong": "valued", "pro": "wanted", "con": "refused", "job": "own job",
    "will": "announced", "act": "done", "good": "done", "harm": "harmed",
}  # fmt: skip
_RANK = {"harmed": 1, "done": 2, "announced": 3, "own job": 4, "refused": 5, "wanted": 5, "obliged": 6, "valued": 6}


def _too_far(op: Hit, target: Hit, ops: Sequence[Hit]) -> bool:
    """A denial whose next word of attitude, or whose target, is far away denies something else."""
    nexts = [o.start for o in ops if o.start >= op.end] + ([target.start] if target.start >= op.end else [])
    if not nexts:
        return False
    return min(nexts) - op.end > NOT_REACH


def _holder(scene: Scene, clause: Clause, op: Hit) -> str | None:
    """Whose attitude or deed it is: the last possible subject before it in the clause; None where none is named."""
    if op.start < scene.cue_end:
        return OWN
    before = [at for at in scene.subjects if clause.start <= at < op.start and at >= scene.cue_end]
    return scene.subjects[max(before)] if before else None


def _actor(scene: Scene, clause: Clause, target: Hit) -> str | None:
    """Whose part it is, for a role: the last name before the target or at its beginning."""
    before = [at for at in scene.subjects if clause.start <= at <= target.start + 1]
    return scene.subjects[max(before)] if before else None


def _decide(  # noqa: PLR0913 - the grammar's cases in one place
    turned: int, force: str, holder: str | None, actor: str | None, sign: int, *,
    denied: bool, role: bool, distance: int, maybe: bool,
) -> Weight:  # fmt: skip
    about = actor if role and actor not in {None, OWN} else None
    other = holder not in {None, OWN}
    if force in {"obliged", "valued", "own job"} or (force in {"wanted", "refused"} and not other):
        return Weight(_side(turned), force, distance, about, maybe)
    if role and other and force in {"wanted", "refused", "announced"} and actor in {None, holder}:
        return Weight(_side(turned), "reported", distance, holder, maybe)
    if force in {"wanted", "refused"}:
        return Weight(Stance.NONE, "fact", distance, about) if role else _complaint(turned, holder, distance)
    if force in {"announced", "done"} and (
        holder == OWN or (role and not other) or (force == "announced" and denied and not other)
    ):
        return Weight(_side(turned), force, distance, about, maybe)
    if role:
        if denied and not other:
            return Weight(_side(turned), "denied", distance, about, maybe)
        return Weight(Stance.NONE, "fact", distance, about, maybe)
    return _complaint(turned, holder, distance)


def _complaint(turned: int, holder: str | None, distance: int) -> Weight:
    """Blame supports what is harmed: "Israel breaks the truce" wants the truce. Own harm is no complaint."""
    if turned < 0:
        return Weight(
            Stance.OPPOSE if holder == OWN else Stance.SUPPORT, "complaint" if holder != OWN else "done", distance
        )
    if holder == OWN:
        return Weight(Stance.SUPPORT, "done", distance)
    return Weight(Stance.NONE, "fact", distance)


def _side(turned: int) -> Stance:
    return Stance.SUPPORT if turned > 0 else Stance.OPPOSE
