"""What "that" refers back to: statements that name no issue and take a stance on the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.model.words import Stance
from tagger.clauses import Clause
from tagger.issues import Issue
from tagger.page import Found, Page
from tagger.patterns import Hit
from tagger.polarity import grammar
from tagger.weigh import Weight, weigh
from tagger.wording import Words

_PRONOUNS = frozenset({"that", "this", "it"})
_NOUNS = frozenset(
    {"objections", "reservations", "idea", "role", "request", "mission", "thought", "presence", "involvement"}
)
_BACK = _PRONOUNS | _NOUNS | {"such"}
"""Words that may stand for something said before."""
_OPENERS = frozenset({"the", "raised", "any", "his", "its", "their", "such"})
_COMPLEMENTS = frozenset({"of", "on", "to", "about", "over", "in", "for"})
_COPULAS = frozenset({"is", "was", "will", "would", "has", "can", "could", "must", "should"})
_VERBS = _COPULAS | {"makes", "made", "seems", "looks", "remains"}
_RULES = frozenset({"wanted", "refused", "valued", "own job", "reported"})
_ANSWERS = frozenset({"announced", "denied", "done", "joined"})
"""What an answer may rest on beside: "we will", "never"."""
_DEFINITE = frozenset({"the", "this", "such"})
_JUDGED = frozenset({"wanted", "refused", "valued"})
"""What a stance on the headline's matter may rest on."""
_ANSWER = 12
"""Words of an answer that need not name what was asked."""
_REPLIES = {(word,) for word in ("not", "never", "no", "yes", "only", "absolutely", "under", "certainly", "nobody")}
"""How an answer without a subject of its own begins."""
_REACH = 6
"""Words between the pronoun and the word of will or worth."""
_TRIES = 3
"""Pronouns looked at: the first ones of a statement refer back, later ones to what it has said itself."""


def referring_back(page: Page, antecedents: Callable[[], Sequence[str]], asked: Callable[[], bool]) -> list[Found]:
    """ "We are not ready for that", "The decision is in process": a stance on the likeliest antecedent.

    `asked` tells whether a question was put just before: then "Not under these conditions" answers it.
    """
    words = page.scene.words
    cue_end = page.scene.cue_end
    may = [at for at, word in enumerate(words.words) if word in _BACK and at >= cue_end]
    back = [at for at in may if _refers(words, at, cue_end)]
    opens = [op for op in page.scene.ops if op.tag in {"open", "procedure"}]
    short = len(words) - page.scene.cue_end <= _ANSWER
    elliptic = short and not page.hits and words.words[page.scene.cue_end : page.scene.cue_end + 1] in _REPLIES
    if not back and not opens and not elliptic:
        return []
    questioned = short and asked()
    inside = _named_before(page, back[0]) if back else ()
    outside = (name for name in antecedents() if page.issues[name].anaphor)
    known = list(dict.fromkeys((*inside, *outside)))
    if opens:
        roles = [name for name in known if page.issues[name].role]
        stance = Stance.UNDECIDED if opens[0].tag == "open" else Stance.NONE
        return [_found(roles[0], Weight(stance, opens[0].tag))] if roles else []
    if not known:
        return []
    issue = page.issues[known[0]]
    for at in back[:_TRIES]:
        clause = _said_of(words, at, next(c for c in page.parts if c.start <= at < c.end))
        place = Hit("", at, at + 1)
        weight = weigh(page.scene, clause, place, 1, issue)
        rules = _RULES | _ANSWERS if questioned else _RULES
        if weight.stance is not Stance.NONE and weight.rule in rules and weight.distance <= _REACH:
            found = _found(issue.id, page.guarded(issue, weight, clause, place))
            return [page.tied(found) if questioned else found]
    return _answer(page, issue) if questioned and elliptic else []


def about_headline(page: Page, headline: Callable[[], Sequence[str]]) -> list[Found]:
    """What a statement that names no issue is about: "the decision" is the one that the headline names."""
    hits = [h for h in grammar().matters.find(page.scene.words) if h.start >= page.scene.cue_end]
    named = [name for name in headline() if page.issues[name].anaphor] if hits else []
    if not named:
        return []
    issue = page.issues[min(named, key=lambda name: not page.issues[name].role)]
    for hit in [h for h in hits if page.scene.words.words[h.start] in _DEFINITE][:_TRIES]:
        clause = next(c for c in page.parts if c.start <= hit.start < c.end)
        weight = page.guarded(issue, weigh(page.scene, clause, hit, 1, issue), clause, hit)
        if weight.stance in {Stance.SUPPORT, Stance.OPPOSE} and weight.rule in _JUDGED and weight.distance <= _REACH:
            return [_found(issue.id, weight)]
    return [_found(issue.id, Weight(Stance.NONE, "fact"))]


def _answer(page: Page, issue: Issue) -> list[Found]:
    """What a short answer says of the thing asked about, as if its name stood at the end.

    "Never, under no circumstances" denies once.
    """
    words = page.scene.words
    whole, place = Clause(0, len(words)), Hit("", len(words), len(words))
    denials = [op for op in page.scene.ops if op.tag == "not"]
    scene = page.scene.with_ops(tuple(op for op in page.scene.ops if op not in denials[1:]))
    weight = weigh(scene, whole, place, 1, issue)
    if weight.stance is Stance.NONE or weight.rule not in _RULES | _ANSWERS:
        return []
    return [page.tied(_found(issue.id, weight))]


def _said_of(words: Words, at: int, clause: Clause) -> Clause:
    """What governs the word: where a verb follows it, what stands behind it, else all of its clause."""
    follows = words.words[at + 1] if at + 1 < clause.end else ""
    return clause._replace(start=at) if words.words[at] in _NOUNS and follows in _VERBS else clause


def _named_before(page: Page, at: int) -> tuple[str, ...]:
    """The issues that the statement itself names before a word, the last named first."""
    named = sorted(
        (
            (touch.hit.start, issue)
            for issue, touches in page.hits.items()
            for touch in touches
            if touch.hit.end <= at and touch.names
        ),
        reverse=True,
    )
    return tuple(dict.fromkeys(issue for _, issue in named))


def _found(issue: str, weight: Weight) -> Found:
    return Found(issue, weight, factors=("referring back",))


def _refers(words: Words, at: int, cue_end: int) -> bool:
    """Whether the word stands for something said before: "for that", "this is", "such a role", "raised objections"."""
    word = words.words[at]
    number = words.sentence[at]
    last = at + 1 == len(words) or words.sentence[at + 1] != number or "," in words.marks[at + 1]
    after = "" if last else words.words[at + 1]
    before = words.words[at - 1] if at > cue_end and words.sentence[at - 1] == number else ""
    if word == "such":
        return after in {"a", "an"}
    if word in _NOUNS:
        return before in _OPENERS and after not in _COMPLEMENTS
    return last or (after in _COPULAS and (word != "it" or not before))
