"""Positions: on which issues a statement takes a stance, and which.

A statement is read with its cue before it ("rejected" + "the deployment"), clause by clause: which issue's words stand
there (`tagger.issues`), what the words around make of them (`tagger.weigh`), whether they are left open, asked,
retold or tied to a condition (`tagger.conditions`), and what "that" refers back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from store.model import Position, Span, Stance, Statement, Voice
from tagger import precision
from tagger.clauses import Clause, clauses, turns
from tagger.conditions import Condition, conditions, wording
from tagger.issues import Issue, compile_issues
from tagger.patterns import Hit, Words, read
from tagger.polarity import grammar
from tagger.sides import Sides, subjects
from tagger.watchlist import Watchlist
from tagger.weigh import Scene, Weight, weigh

BACK_REFERENCES = frozenset({"that", "this", "it", "such"})
_BACK_NOUNS = frozenset(
    {"objections", "reservations", "idea", "role", "request", "mission", "thought", "presence", "involvement"}
)
_COPULAS = frozenset({"is", "was", "will", "would", "has", "can", "could", "must", "should"})
_BACK_RULES = frozenset({"wanted", "refused", "valued", "own job", "denied", "reported"})
_NO_PARTY = (
    "analyst",
    "expert",
    "observer",
    "scholar",
    "professor",
    "commentator",
    "researcher",
    "fellow",
    "insider",
    "strategist",
)
"""What people are called who speak for nobody: their forecasts are no positions."""

_ASIDE = frozenset({"not", "context", "elsewhere"})
"""Kinds of phrases that touch no issue by themselves."""

_DIRECT = frozenset({"wanted", "refused", "valued", "obliged", "hypothetical", "demanded"})
MENTION_REACH = 4
"""Words between a bare mention and the word of will or worth that makes it count."""

_ORDER = {Stance.CONDITIONAL: 3, Stance.OPPOSE: 2, Stance.SUPPORT: 2, Stance.UNDECIDED: 4, Stance.NONE: 0}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a statement."""

    before: str = ""
    """The words before it, as far as they may be referred back to."""
    title: str = ""
    issues: tuple[str, ...] = ()
    """Issues that the same speaker's last statement touched, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement says on the issues."""

    positions: tuple[Position, ...] = ()
    about: str | None = None
    """Whose stance it reports, where that is not the speaker's own."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate position."""

    issue: str
    weight: Weight
    condition: str | None = None
    factors: tuple[str, ...] = ()


class StanceReader:
    """Reads statements on the issues of one watchlist. Without state between statements."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._book = compile_issues(watchlist.issues)
        self._sides = Sides(watchlist.actors)

    def positions(
        self, text: str, *, cue: str = "", voices: Sequence[Voice] = (), speaker: str = "", context: Context = Context()
    ) -> tuple[Position, ...]:
        """The positions that a statement takes.

        `text` is what is said, without the cue and the speaker's name; `cue` the words that attribute it ("rejected",
        "accused"); `voices` who says it; `speaker` the words that name the speaker.
        """
        return self.read(text, cue=cue, voices=voices, speaker=speaker, context=context).positions

    def read(
        self, text: str, *, cue: str = "", voices: Sequence[Voice] = (), speaker: str = "", context: Context = Context()
    ) -> Reading:
        """The positions, and whose stance they report where it is not the speaker's own."""
        scene, own = self._scene(text, cue, voices)
        hits = self._book.patterns.find(scene.words)
        scene = replace(scene, claimed=tuple(h for h in hits if h.tag.endswith((" target", " opposite"))))
        page = _Page(self._book.issues, scene, clauses(scene.words), hits, own)
        found = page.candidates(lambda: self._around(context))
        if all(f.weight.stance is Stance.NONE for f in found):
            found = page.referring_back(lambda: self._antecedents(context)) or found
        if _speaks_for_nobody(speaker, voices):
            found = [replace(f, weight=replace(f.weight, stance=Stance.NONE, rule="observer")) for f in found]
        return _settle(found, own)

    def annotate(self, text: str, title: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements of one article with their positions, in order of their places."""
        done: list[Statement] = []
        for statement in sorted(statements, key=lambda s: (s.start, s.end)):
            context = Context(_before(text, statement.start), title, _last_issues(done, statement))
            reading = self.read(
                content(text, statement),
                cue=cue_words(text, statement),
                voices=statement.voices,
                speaker=statement.speaker_text,
                context=context,
            )
            done.append(replace(statement, positions=reading.positions, about=statement.about or reading.about))
        return tuple(done)

    def _scene(self, text: str, cue: str, voices: Sequence[Voice]) -> tuple[Scene, frozenset[str]]:
        cue_end = len(read(cue))
        words = read(f"{cue} {text}" if cue else text)
        ops = _apart(grammar().words.find(words))
        own = frozenset(v.principal for v in voices if v.principal)
        nouns = [op.start for op in ops if op.tag == "own"]
        who = subjects(words, self._sides.found(words), own, nouns)
        return Scene(words, ops, who, cue_end), own

    def _around(self, context: Context) -> frozenset[str]:
        """Which issues' context words stand around the statement."""
        hits = self._book.patterns.find(read(f"{context.title}. {context.before}"))
        return frozenset(h.tag for h in hits if h.tag.endswith(" context"))

    def _antecedents(self, context: Context) -> tuple[str, ...]:
        """Issues that may be referred back to: those of the words before, the nearest first, then the speaker's last ones."""
        hits = [h for h in self._book.patterns.find(read(context.before)) if h.tag.endswith((" target", " opposite"))]
        near = [h.tag.partition(" ")[0] for h in sorted(hits, key=lambda h: -h.start)]
        return tuple(dict.fromkeys((*near, *context.issues)))


@dataclass(frozen=True, slots=True)
class _Page:
    """One statement with everything found in it."""

    issues: dict[str, Issue]
    scene: Scene
    parts: tuple[Clause, ...]
    hits: list[Hit]
    own: frozenset[str]
    """The speaker's principals."""

    def candidates(self, around: Callable[[], frozenset[str]]) -> list[_Found]:
        """One or more candidates for each issue that the words touch."""
        found: list[_Found] = []
        targets = {issue: self._targets(issue, around) for issue in self.issues}
        ifs = conditions(
            self.scene.words, [op.start for op in self.scene.ops if op.tag in {"not", "must", "wrong", "will"}]
        )
        main = [h for hits in targets.values() for h, _ in hits if not any(c.covers(h) for c in ifs)]
        for name, hits in targets.items():
            for hit, kind in hits:
                candidate = self._candidate(self.issues[name], hit, kind, ifs, main)
                if candidate:
                    found.append(candidate)
        return found

    def _targets(self, name: str, around: Callable[[], frozenset[str]]) -> list[tuple[Hit, str]]:
        """The issue's hits that count: in context, not excluded, none inside another."""
        issue = self.issues[name]
        mine = [(h, h.tag.partition(" ")[2]) for h in self.hits if h.tag.startswith(name + " ")]
        kinds = {kind for _, kind in mine}
        barred = [h for h, kind in mine if kind == "not"]
        counted = [
            (h, kind) for h, kind in mine if kind not in _ASIDE and not any(b.start <= h.start < b.end for b in barred)
        ]
        if not counted:
            return []
        if issue.has_context and "context" not in kinds and ("elsewhere" in kinds or f"{name} context" not in around()):
            return []
        return [(h, k) for h, k in counted if not any(_inside(h, k, other, kind) for other, kind in counted)]

    def _candidate(
        self, issue: Issue, hit: Hit, kind: str, ifs: Sequence[Condition], main: Sequence[Hit]
    ) -> _Found | None:
        words = self.scene.words
        clause = next(c for c in self.parts if c.start <= hit.start < c.end)
        sentence = words.sentence[hit.start]
        here = [c for c in ifs if words.sentence[c.start] == sentence]
        covering = [c for c in here if c.covers(hit)]
        if covering and any(self._governs(m, covering[0]) for m in main):
            return None
        if kind in {s.value for s in Stance}:
            weight = Weight(Stance(kind), "phrase")
        elif covering:
            weight = self._inside_condition(issue, clause, hit, kind, covering[-1])
        else:
            weight = weigh(self.scene, clause, hit, -1 if kind == "opposite" else 1, issue)
        if kind == "mention" and (weight.rule not in _DIRECT or weight.distance > MENTION_REACH):
            return None
        weight = self._guarded(issue, weight, clause, hit)
        own = [h for h in self.hits if h.tag in {f"{issue.id} target", f"{issue.id} opposite"}]
        free = [c for c in here if not any(c.covers(h) for h in own) and self._same_turn(clause, c)]
        return _with_condition(issue, weight, words, free)

    def _governs(self, main: Hit, condition: Condition) -> bool:
        """Whether a condition belongs to what is said of `main`: same sentence, and no dash between."""
        words = self.scene.words
        low, high = sorted((main.start, condition.start))
        apart = any(c in "—–" for i in range(low + 1, high + 1) for c in words.marks[i])
        return words.sentence[main.start] == words.sentence[condition.start] and not apart

    def _inside_condition(self, issue: Issue, clause: Clause, hit: Hit, kind: str, outer: Condition) -> Weight:
        """What is asked for as a condition is wanted: "no peace unless Hamas disarms"; "if asked, it would be an honour"."""
        sign = -1 if kind == "opposite" else 1
        number = self.scene.words.sentence[hit.start]
        ops = [
            op
            for op in self.scene.ops
            if self.scene.words.sentence[op.start] == number and not (outer.start <= op.start < outer.end)
        ]
        inner = [op for op in self.scene.ops if outer.start <= op.start < hit.end and op.tag in {"not", "harm", "halt"}]
        for _ in [op for op in inner if op.start >= outer.start + 1]:
            sign = -sign
        if outer.needed:
            flips = outer.head in {"as long as", "so long as"} or outer.head == "while"
            return Weight(Stance.SUPPORT if (sign > 0) != flips else Stance.OPPOSE, "demanded")
        forced = [op for op in ops if op.tag in {"pro", "con", "worth", "wrong"}]
        if outer.head == "while" and any(op.tag == "not" for op in ops):
            return Weight(Stance.SUPPORT if sign < 0 else Stance.OPPOSE, "demanded")
        if not forced:
            return Weight(Stance.NONE, "fact")
        for op in ops:
            if op.tag in {"con", "wrong", "not"}:
                sign = -sign
        return Weight(Stance.SUPPORT if sign > 0 else Stance.OPPOSE, "hypothetical")

    def _guarded(self, issue: Issue, weight: Weight, clause: Clause, hit: Hit) -> Weight:
        """What is asked, retold, left open or over is no stance of now."""
        words = self.scene.words
        number = words.sentence[hit.start]
        tags = {op.tag for op in self.scene.ops if words.sentence[op.start] == number}
        inner = {op.tag for op in self.scene.ops if clause.start <= op.start < clause.end}
        if _is_question(words, number):
            return replace(weight, stance=Stance.NONE, rule="question")
        if "retold" in tags:
            return replace(weight, stance=Stance.NONE, rule="retold")
        if "procedure" in tags:
            return replace(weight, stance=Stance.NONE, rule="procedure")
        if weight.rule != "phrase" and "open" in (tags if issue.role else inner):
            if weight.about and self.own:
                return replace(weight, stance=Stance.NONE, rule="fact")
            return replace(weight, stance=Stance.UNDECIDED, rule="open")
        if "former" in inner and weight.rule in {"done", "announced", "wanted", "reported", "refused"}:
            return replace(weight, stance=Stance.NONE, rule="former")
        return weight

    def _same_turn(self, clause: Clause, condition: Condition) -> bool:
        """Whether no "but" stands between the clause and the condition."""
        low, high = sorted((clause.start, condition.start))
        return not any(turns(self.scene.words, i) for i in range(low + 1, high + 1) if i != condition.start)

    def referring_back(self, antecedents: Callable[[], Sequence[str]]) -> list[_Found]:
        """A statement that names no issue but refers back: "We are not ready for that", "The decision is in process"."""
        words = self.scene.words
        back = [i for i in range(self.scene.cue_end, len(words)) if _refers_back(words, i)]
        opens = [op for op in self.scene.ops if op.tag in {"open", "procedure"}]
        if not back and not opens:
            return []
        known = [i for i in antecedents() if self.issues[i].anaphor]
        if not known:
            return []
        if opens:
            roles = [i for i in known if self.issues[i].role]
            undecided = Weight(Stance.UNDECIDED if opens[0].tag == "open" else Stance.NONE, str(opens[0].tag))
            return [_Found(roles[0], undecided, factors=("referring back",))] if roles else []
        name = known[0]
        for at in back[:3]:
            clause = next(c for c in self.parts if c.start <= at < c.end)
            weight = weigh(self.scene, clause, Hit("", at, at + 1), 1, self.issues[name])
            if weight.stance is not Stance.NONE and weight.rule in _BACK_RULES and weight.distance <= 6:
                weight = self._guarded(self.issues[name], weight, clause, Hit("", at, at + 1))
                return [_Found(name, weight, factors=("referring back",))]
        return []


# --- small parts ----------------------------------------------------------------------------------------------------


def _refers_back(words: Words, at: int) -> bool:
    """Whether the word stands for something said before: "for that", "this is", "such a role", "raised objections"."""
    word = words.words[at]
    if word not in BACK_REFERENCES and word not in _BACK_NOUNS:
        return False
    last = at + 1 == len(words) or words.sentence[at + 1] != words.sentence[at] or "," in words.marks[at + 1]
    after = "" if last else words.words[at + 1]
    before = words.words[at - 1] if at and words.sentence[at - 1] == words.sentence[at] else ""
    if word in _BACK_NOUNS:
        return before in {"the", "raised", "any", "his", "its", "their", "such"} and after not in {
            "of",
            "on",
            "to",
            "about",
            "over",
            "in",
            "for",
        }
    if word == "such":
        return after in {"a", "an"}
    if word in {"this", "that", "it"}:
        return (
            last
            or (after in _COPULAS and (word != "it" or not before))
            or before in {"for", "of", "to", "with", "about", "on", "do"}
            and after in _COPULAS
        )
    return False


def content(text: str, statement: Statement) -> str:
    """What is said, without the "X said" that cuts it in two."""
    spans = statement.spans or (Span(statement.start, statement.end),)
    return " ".join(text[s.start : s.end] for s in spans)


def cue_words(text: str, statement: Statement) -> str:
    """The cue, with the denial before it where there is one ("did not rule out")."""
    if statement.cue_span is None:
        return statement.cue
    before = text[max(0, statement.cue_span.start - 24) : statement.cue_span.start].split()
    denied = [
        w
        for w in before[-3:]
        if w.lower().strip(",") in {"not", "never", "n't", "refused", "declined"} or w.lower().endswith(("n't", "n’t"))
    ]
    return " ".join((*denied, statement.cue))


def _before(text: str, start: int) -> str:
    """The words before a statement that it may refer back to: its paragraph and the one before, up to 500 letters."""
    return text[max(0, start - 500) : start]


def _last_issues(done: Sequence[Statement], statement: Statement) -> tuple[str, ...]:
    """Issues of the last statement before, if it stands near and has the same speaker."""
    for earlier in reversed(done):
        if statement.start - earlier.end > 600:
            break
        same = [v.actor for v in earlier.voices] == [v.actor for v in statement.voices]
        if same and earlier.positions:
            return tuple(p.issue for p in earlier.positions)
    return ()


def _apart(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits without overlaps, the longer ones first served, in order of place. Idioms that deny nothing take their words."""
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.tag == "own", h.start - h.end, h.start)):
        span = range(hit.start, hit.end)
        if hit.tag == "own":
            kept.append(hit)
        elif not taken.intersection(span):
            taken.update(span)
            kept.append(hit)
    return tuple(sorted((h for h in kept if h.tag != "unsaid"), key=lambda h: (h.start, h.end)))


def _inside(hit: Hit, kind: str, other: Hit, other_kind: str) -> bool:
    """Whether the hit says no more than another: inside it, or the same words with less said."""
    if (other.start, other.end) == (hit.start, hit.end):
        rank = {"target": 0, "opposite": 1}
        return rank.get(kind, 2) < rank.get(other_kind, 2)
    return other.start <= hit.start and hit.end <= other.end


def _is_question(words: Words, number: int) -> bool:
    """Whether the sentence ends with a question mark."""
    last = max(i for i, s in enumerate(words.sentence) if s == number)
    after = words.text[words.ends[last] : words.ends[last] + 3]
    return "?" in after


def _with_condition(issue: Issue, weight: Weight, words: Words, ifs: Sequence[Condition]) -> _Found:
    if weight.stance is Stance.CONDITIONAL:
        return _Found(issue.id, weight, wording(words, ifs))
    tied = [c for c in ifs if issue.role or (weight.rule != "phrase" and (c.needed or weight.stance is Stance.OPPOSE))]
    if (
        tied
        and weight.stance in {Stance.SUPPORT, Stance.OPPOSE}
        and weight.rule not in {"complaint", "hypothetical", "demanded"}
    ):
        return _Found(issue.id, replace(weight, stance=Stance.CONDITIONAL, rule="condition"), wording(words, tied))
    strict = [c for c in tied if c.needed and c.head not in grammar().weak]
    if strict and weight.rule == "fact":
        return _Found(issue.id, replace(weight, stance=Stance.CONDITIONAL, rule="condition"), wording(words, tied))
    return _Found(issue.id, weight)


def _speaks_for_nobody(speaker: str, voices: Sequence[Voice]) -> bool:
    if any(v.principal for v in voices):
        return False
    if any(v.actor for v in voices):
        return True
    return any(w in speaker.lower() for w in _NO_PARTY)


def _settle(found: Sequence[_Found], own: frozenset[str]) -> Reading:
    """One position an issue: what is left open or tied to a condition says more than the plain stance beside it."""
    best: dict[str, _Found] = {}
    for candidate in found:
        known = best.get(candidate.issue)
        if known is None or _says_more(candidate, known):
            best[candidate.issue] = candidate
    if any(c.weight.stance is not Stance.NONE for c in best.values()):
        best = {i: c for i, c in best.items() if c.weight.stance is not Stance.NONE}
    positions = tuple(_position(candidate) for candidate in best.values())
    abouts = {c.weight.about for c in best.values() if c.weight.stance is not Stance.NONE}
    about = next(iter(abouts)) if len(abouts) == 1 else None
    return Reading(positions, about if about not in own else None)


def _says_more(new: _Found, old: _Found) -> bool:
    return (_ORDER[new.weight.stance], new.weight.rule == "phrase") > (
        _ORDER[old.weight.stance],
        old.weight.rule == "phrase",
    )


def _position(found: _Found) -> Position:
    rule = f"stance.{found.weight.rule.replace(' ', '-')}"
    factors = [("rule", precision.of_rule(rule))]
    named = [
        *found.factors,
        *(["maybe"] if found.weight.maybe else []),
        *(["distant"] if found.weight.distance > 8 else []),
    ]
    factors += [(name, precision.FACTORS[name]) for name in named if name in precision.FACTORS]
    confidence = 1.0
    for _, factor in factors:
        confidence *= factor
    condition = found.condition if found.weight.stance is Stance.CONDITIONAL else None
    return Position(found.issue, found.weight.stance, round(confidence, 3), rule, condition, tuple(factors))
