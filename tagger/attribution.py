"""One sentence: its cues, each with a source and a content, as drafts in token offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

from tagger import content, lexicon, sources
from tagger.cues import CUES, NOUN_CUES, CueClass, Form
from tagger.tokens import Tokens
from tagger.verbs import Site, site

_PASSIVE = frozenset("report criticize criticise condemn describe denounce oppose support endorse reject praise propose confirm announce welcome defend dismiss".split())
_OBJECT_STARTS = frozenset("himself herself themselves itself myself ourselves how why what whether".split())
_INVERTING = frozenset({"say", "add", "write", "report", "explain", "warn", "argue", "note"})
_OUTER = frozenset({"according-to", "indirect-trailing", "indirect-inverted"})
_AFTER = frozenset({"after", "when", "as", "before", "while", "during"})


@dataclass(slots=True)
class Draft:
    """A statement in the making: token ranges of one sentence."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: list[tuple[int, int]]
    rule: str
    full_source: tuple[int, int] | None = None
    relative: tuple[int, int] | None = None
    denial: bool = False
    extra: list[str] = field(default_factory=list)


class SentenceReader:
    """Reads one sentence's tokens from left to right."""

    def __init__(self, toks: Tokens) -> None:
        self.toks = toks
        self.n = len(toks)
        self.drafts: list[Draft] = []
        self.used = [False] * self.n
        self.last: Draft | None = None
        self.sites: list[Site] = []
        self.subjects: dict[int, int] = {}
        self.floor = 0
        self.pending: Draft | None = None

    # --- gathering ---

    def read(self) -> list[Draft]:
        """All drafts of the sentence, in order of their cues."""
        self._gather()
        barrier = 0
        for found in self.sites:
            if found.first < barrier:
                continue
            draft = self._verb(found)
            if draft is None:
                continue
            self._keep(draft)
            barrier = max(barrier, self._barrier(draft, found))
        lows = self.toks.lows
        if "according" in lows or "per" in lows:
            self._according()
        if "by" in lows:
            self._passives()
        if not NOUN_CUES.keys().isdisjoint(lows):
            self._nouns()
        return self.drafts

    def _keep(self, draft: Draft) -> None:
        if draft.rule in _OUTER:
            a, b = draft.content[0]
            inner = [d for d in self.drafts if a <= d.content[0][0] and d.content[-1][1] <= b + 1]
            ahead = draft.cue[0] < a
            if any(self._stands(d) and not (ahead and d.rule == "indirect") for d in inner):
                return
            self.drafts = [d for d in self.drafts if d not in inner]
        self.drafts.append(draft)
        self.last = draft
        for a, b in draft.content:
            for k in range(a, b):
                self.used[k] = True
        for k in range(*draft.cue):
            self.used[k] = True

    def _stands(self, draft: Draft) -> bool:
        """Whether an earlier statement stays the sentence's statement though a later source reports the whole."""
        if draft.rule.startswith("direct"):
            return True
        found = CUES.get(self.toks.lows[draft.cue[1] - 1])
        covered = sum(b - a for a, b in draft.content)
        return found is not None and found.cue_class is CueClass.SAY and found.clause and covered * 2 > self.n and draft.rule == "indirect"

    def _barrier(self, draft: Draft, found: Site) -> int:
        full = draft.full_source[1] if draft.full_source and "inverted" in draft.rule else 0
        if draft.rule == "indirect-inverted" and full < self.n and self.toks.kinds[full] == "w":
            full = self.n
        return max([found.end, full, *(b for a, b in draft.content)])

    def _gather(self) -> None:
        toks = self.toks
        for i in [i for i, low in enumerate(toks.lows) if low in CUES]:
            found = site(toks, i)
            if found is None:
                continue
            self.sites.append(found)
            if found.cue.form is Form.ING or found.infinitive:
                continue
            if found.group > 0 and toks.kinds[found.group - 1] == "," and found.cue.form is not Form.BASE:
                self.subjects[found.group] = found.first
                continue
            left = sources.left_phrase(toks, found.group - 1, 0)
            if left is not None and self._takes_subject(left, found):
                self.subjects[left[0]] = found.first

    def _takes_subject(self, left: tuple[int, int], found: Site) -> bool:
        a = left[0]
        return (
            found.cue.cue_class is not CueClass.THINK
            and sources.person_like(self.toks, *left)
            and self.toks.kinds[a] not in "w"
            and a > 0
        )

    # --- verbs ---

    def _verb(self, found: Site) -> Draft | None:
        toks = self.toks
        j = found.group - 1
        if found.cue.form is Form.ING:
            return self._participle(found)
        if found.infinitive:
            return self._infinitive_cue(found)
        if j < 0:
            return None
        kind = toks.kinds[j]
        if kind == "Q" or (kind == "," and j > 0 and toks.kinds[j - 1] == "Q"):
            inverted = self._inverted(found, j)
            if inverted is not None:
                return inverted
            if kind == "Q" and j > 0 and toks.kinds[j - 1] not in ",:-Q":
                subject = sources.apposition(toks, j, self.floor, mark=",")
                if subject is not None:
                    return self._finite(found, subject, (subject[0], j))
        if kind in "cb":
            return self._coordinated(found)
        if kind in ",-":
            return self._after_comma(found, j)
        source = sources.left_phrase(toks, j, self.floor)
        if source is None:
            return None
        if toks.kinds[j] == "w":
            return self._relative(found, j)
        return self._finite(found, source, source)

    def _after_comma(self, found: Site, j: int) -> Draft | None:
        toks = self.toks
        if j > 0 and toks.kinds[j - 1] in "cb":
            return self._coordinated(found)
        inverted = self._inverted(found, j) if found.cue.clause else None
        if inverted is not None:
            return inverted
        found_subject = sources.apposition(toks, j, self.floor)
        if found_subject is not None:
            return self._finite(found, found_subject, (found_subject[0], j))
        if self.last is not None and self.last.source is not None:
            return self._coordinated(found)
        stray = sources.left_phrase(toks, j - 1, self.floor) if j > 0 else None
        if stray is not None and (stray[0] == self.floor or toks.kinds[j - 1] == ")") and sources.person_head(toks, *stray):
            return self._finite(found, stray, stray)
        return None

    def _inverted(self, found: Site, j: int) -> Draft | None:
        """ "…," said X."""
        toks = self.toks
        if found.phrase or found.group != found.first or not found.cue.quote:
            return None
        right = sources.right_phrase(toks, found.end, self.n)
        if right is None or (toks.kinds[j] == "Q" and j > 0 and toks.kinds[j - 1] == "g"):
            return None
        a, b, full = right
        quoted = any(toks.kinds[k] == "Q" for k in range(max(self.floor, j - 1), j + 1))
        following = toks.kinds[full] if full < self.n else "."
        if not quoted and not (found.cue.lemma in _INVERTING and self._after_inverted(full, a, b)):
            return None
        if following in "xmvt" and b == full:
            return None
        left = self._left_content(j + 1)
        if left is None:
            return None
        rule = "direct-inverted" if quoted else "indirect-inverted"
        draft = Draft((a, b), (found.first, found.end), [left], rule, (a, full))
        self._add_right_quote(draft, full)
        if not quoted and full < self.n and following == "," and self._resumes(full + 1, left):
            draft.content.append((full + 1, self.n))
            draft.rule = "indirect-middle"
        return draft

    def _after_inverted(self, full: int, a: int, b: int) -> bool:
        """Whether what follows "…, said X" shows that X is the subject and no content begins there."""
        toks = self.toks
        if not sources.person_head(toks, a, b):
            return False
        if full >= self.n or toks.kinds[full] in ",;.-":
            return True
        return toks.kinds[full] in "pw" or toks.lows[full] in {"as", "after", "before", "when"}

    def _add_right_quote(self, draft: Draft, k: int) -> None:
        """ "…," said X, "…" : the second half of a quotation cut in two."""
        toks = self.toks
        m = k
        while m < self.n and m < k + 12:
            if toks.kinds[m] == "Q":
                if toks.kinds[m - 1] in ",:-" or m == k:
                    end = m + 1
                    draft.content.append((m, end))
                return
            if toks.kinds[m] in "vxms":
                return
            if m > k and toks.kinds[m] == "g" and toks.kinds[m - 1] == ",":
                return
            m += 1

    def _left_content(self, stop: int) -> tuple[int, int] | None:
        """The content to the left of an attribution that begins with token `stop`."""
        toks = self.toks
        b = stop
        while b > self.floor and toks.kinds[b - 1] in ",-:":
            b -= 1
        a = self.floor
        while a < b and toks.kinds[a] in "cb,;:-":
            a += 1
        if a >= b:
            return None
        if toks.kinds[b - 1] == "Q":
            k = b - 1
            while k > a and toks.kinds[k - 1] in "Q,c" and "Q" in toks.kinds[a:k]:
                k -= 1
            while k < b - 1 and toks.kinds[k] != "Q":
                k += 1
            quote = toks.quotes[k]
            lower = toks.text[quote.inner_start : quote.inner_start + 1].islower()
            if k == a or (toks.kinds[k - 1] in ",:-" and not lower):
                return k, b
        return a, b

    def _finite(self, found: Site, source: tuple[int, int], full: tuple[int, int]) -> Draft | None:
        """X said …, or …, X said."""
        toks = self.toks
        a = source[0]
        if not sources.person_like(toks, *source) and not any(toks.kinds[k] in "dnQ#" for k in range(*source)):
            return None
        before = toks.kinds[a - 1] if a > self.floor else ""
        start = content.content_start(toks, found.end, found.cue)
        nothing_right = (
            start >= self.n or toks.kinds[start] in ",;.)" or (toks.kinds[start] in "-" and start > found.end)
        )
        quote_before = before == "Q" or (before == "," and a - 2 >= self.floor and toks.kinds[a - 2] == "Q")
        cue = found.cue
        cue_range = (found.group, found.end)
        if cue.quote and quote_before and self._adjunct_only(found.end, addressed=cue.addressee):
            left = self._left_content(a)
            if left is not None:
                draft = Draft(source, cue_range, [left], "direct-trailing", full, denial=False)
                self._add_right_quote(draft, found.end)
                return draft
        if before == "s" and toks.lows[a - 1] == "as" and nothing_right:
            return self._as_said(found, source, full, start)
        if start < self.n and toks.lows[start] in _AFTER and toks.kinds[start - 1] != "t" and before in (",", "-", "Q"):
            nothing_right = True
        if cue.clause and before == "," and start < self.n and toks.kinds[start - 1] == ":" and not quote_before:
            left = self._left_content(full[0])
            if left is not None and toks.kinds[start] != "Q" and not (toks.kinds[left[0]] in "prsDa" and not self._clause_ahead(*left)):
                return Draft(source, (found.group, found.end), [left, (start, self.n)], "indirect-middle", full)
        if cue.clause and before in (",", "-", "Q", ")") and nothing_right:
            return self._trailing(found, source, full, start)
        if nothing_right:
            if cue.quote and start >= self.n:
                self.pending = Draft(source, (found.group, found.end), [], "direct-leading", full)
            return None
        return self._right(found, source, full, start)

    def _as_said(self, found: Site, source: tuple[int, int], full: tuple[int, int], start: int) -> Draft | None:
        """ "As X said, …" and "…, as X said". """
        toks = self.toks
        a = source[0]
        if a == 1 and start + 1 < self.n and toks.kinds[start] == ",":
            return Draft(source, (found.group, found.end), [(start + 1, self.n)], "as-said", full)
        if a > 2 and toks.kinds[a - 2] in ",-" and found.cue.clause:
            left = self._left_content(a - 1)
            if left is not None:
                return Draft(source, (found.group, found.end), [left], "as-said", full)
        return None

    def _adjunct_only(self, k: int, *, addressed: bool = False) -> bool:
        """Whether no clause follows up to the next comma, quotation or end."""
        toks = self.toks
        for m in range(k, self.n):
            kind = toks.kinds[m]
            if kind in ",;:-Q":
                return True
            if kind == "t" or toks.lows[m] in {"if", "whether", "why", "how"}:
                return False
            if kind in "xmvh" and m > k and not addressed and toks.kinds[m - 1] not in "ws":
                return (
                    "w" in toks.kinds[k:m]
                    or "s" in toks.kinds[k:m]
                    or toks.lows[k] in {"when", "after", "as", "before"}
                )
            if kind == "h" and m == k:
                return False
        return True

    def _trailing(self, found: Site, source: tuple[int, int], full: tuple[int, int], start: int) -> Draft | None:
        toks = self.toks
        left = self._left_content(full[0])
        if left is None and found.cue.cue_class is CueClass.SAY and start + 1 < self.n and toks.kinds[start] == ",":
            return Draft(source, (found.group, found.end), [(start + 1, self.n)], "indirect-middle", full)
        if left is None or found.cue.cue_class is CueClass.TAKE:
            return None
        draft = Draft(source, (found.group, found.end), [left], "indirect-trailing", full)
        if (
            start < self.n
            and toks.kinds[start] in ",-"
            and toks.kinds[full[0] - 1] in ",-"
            and self._resumes(start + 1, left)
        ):
            end = content.content_end(toks, start + 1, found.cue, self.subjects)
            if end > start + 1:
                draft.content.append((start + 1, end))
                draft.rule = "indirect-middle"
        if draft.rule == "indirect-trailing" and toks.kinds[left[0]] in "prsDa" and not self._clause_ahead(*left) and "e" not in toks.kinds[left[0] : left[1]]:
            return None
        return draft

    def _resumes(self, k: int, left: tuple[int, int]) -> bool:
        """Whether what follows ", he said," carries the same statement on."""
        toks = self.toks
        if k >= self.n:
            return False
        kind = toks.kinds[k]
        if kind in "cb":
            m = k + 1
            return not (m < self.n and (m in self.subjects or site(toks, m) is not None))
        if kind in "QtJvxm":
            return True
        if toks.kinds[left[0]] == "s" and "," not in toks.kinds[left[0] : left[1]] and kind in "dNnh#":
            return True
        if kind == "w" or (kind == "s" and k + 1 in self.subjects):
            return False
        if kind == "g" and content.participle_cue(toks, k):
            return False
        if toks.kinds[left[1] - 1] in "xmvpotcsJ":
            return True
        if self._clause_ahead(*left) or "e" in toks.kinds[left[0] : left[1]]:
            return kind == "s"
        return True

    def _right(
        self, found: Site, source: tuple[int, int], full: tuple[int, int], start: int, rule: str = ""
    ) -> Draft | None:
        toks, cue = self.toks, found.cue
        kinds = toks.kinds
        if not self._fits(found, start) or self._empty(start):
            return None
        end = content.content_end(toks, start, cue, self.subjects)
        if end <= start:
            return None
        if kinds[start] == "Q" and end == start + 1 and content.speechlike(toks, start):
            name = "direct-leading"
        elif kinds[start] == "J" and not cue.addressee:
            name = "infinitive"
        elif cue.clause and (
            found.end < start and kinds[start - 1] == "t" or cue.lemma == "say" or self._clause_ahead(start, end)
        ):
            name = "indirect"
        else:
            name = "object"
        if not sources.person_head(toks, *source) and (name in {"object", "infinitive"} or cue.cue_class is not CueClass.SAY):
            return None
        denial = found.negated and cue.cue_class is CueClass.SAY and name == "indirect"
        if cue.lemma == "deny" and kinds[start] == "g":
            denial = True
        draft = Draft(source, (found.group, found.end), [(start, end)], rule or name, full, denial=denial)
        if rule:
            draft.extra.append(name)
        return draft

    def _empty(self, start: int) -> bool:
        """ "said so", "asked not to be named": words about the saying, no content of it."""
        lows = self.toks.lows
        if lows[start] in {"so", "nothing"} and (start + 1 >= self.n or self.toks.kinds[start + 1] in ",;.pcsD"):
            return True
        window = lows[start : start + 4]
        return "be" in window and not {"named", "identified", "quoted"}.isdisjoint(window)

    def _fits(self, found: Site, start: int) -> bool:
        """Whether what stands at `start` may be the content of this cue."""
        toks, cue = self.toks, found.cue
        kind = toks.kinds[start]
        if kind in "Qt":
            return bool(cue.frames)
        if found.phrase:
            return True
        if kind == "J":
            return cue.infinitive
        if kind in "po" and not cue.clause:
            return False
        if cue.addressee:
            return start > found.end
        if cue.noun_phrase and (kind in "dNn#hugeo" or toks.lows[start] in _OBJECT_STARTS):
            return True
        if cue.clause:
            if cue.lemma != "say" and not cue.infinitive and toks.kinds[start - 1] != "t" and not self._clause_ahead(start, min(start + 30, self.n)):
                return False
            return kind in "dNn#hugersptm" or kind in "w(x"
        return cue.infinitive and kind in "dNnu" and "J" in toks.kinds[start : start + 12]

    def _clause_ahead(self, a: int, b: int) -> bool:
        return any(k in "xmv" for k in self.toks.kinds[a:b])

    # --- cues that borrow a subject ---

    def _borrowed(self, before: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The subject of an earlier cue of the main clause, else the main clause's own, else any earlier cue's."""
        last = self.last
        if last is None or last.source is None:
            return self._main_subject(before)
        full = last.full_source or last.source
        a = last.source[0]
        if last.rule == "relative" or (a > 0 and self.toks.kinds[a - 1] in "swt"):
            return self._main_subject(before) or (last.source, full)
        return last.source, full

    def _main_subject(self, before: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        toks = self.toks
        for k in range(min(before, self.n)):
            if toks.kinds[k] == "h" and ("'" in toks.lows[k] or "’" in toks.lows[k]):
                return (k, k + 1), (k, k + 1)
            if k == 0:
                continue
            if toks.kinds[k] in "vxm" or (toks.kinds[k] == "e" and toks.kinds[k - 1] in "Nnhw),"):
                j = k - 1
                while j >= 0 and toks.kinds[j] in "r":
                    j -= 1
                if j < 0:
                    continue
                if toks.kinds[j] == ",":
                    found = sources.apposition(toks, j, 0)
                    if found is not None:
                        return found, (found[0], j)
                    continue
                if toks.kinds[j] == "w":
                    continue
                left = sources.left_phrase(toks, j, 0)
                if left is not None and sources.person_like(toks, *left):
                    return left, left
        return None

    def _participle(self, found: Site) -> Draft | None:
        toks = self.toks
        j = found.group - 1
        if found.group < found.first and any(toks.kinds[k] == "x" for k in range(found.group, found.first)):
            return self._progressive(found)
        own = sources.left_phrase(toks, j, 0) if j > 0 and toks.kinds[j] in "Nn)" else None
        if own is not None and own[0] > 0 and toks.lows[own[0] - 1] == "with" and sources.person_head(toks, *own):
            borrowed: tuple[tuple[int, int], tuple[int, int]] | None = (own, own)
        elif j >= 0 and toks.kinds[j] in "Nnc)D" and self.last is None and toks.kinds[j] != "D":
            borrowed = self._participle_subject(j)
        else:
            borrowed = self._borrowed(found.first)
        start = content.content_start(toks, found.end, found.cue)
        if start >= self.n or toks.kinds[start] in ",;)":
            return None
        if borrowed is None:
            return self._participle_ahead(found, start)
        draft = self._right(found, *borrowed, start, rule="participle")
        if draft is not None and draft.extra[0] in {"object", "infinitive"} and j >= 0 and toks.kinds[j] in "Nnc)D" and not found.phrase:
            return None
        return draft

    def _participle_ahead(self, found: Site, start: int) -> Draft | None:
        """ "Describing the plan as dead, Dar left": the subject stands behind the comma that ends the participle."""
        toks = self.toks
        if not self._fits(found, start):
            return None
        commas = [k for k in range(start + 1, self.n) if toks.kinds[k] == "," or (toks.kinds[k] == "Q" and content.comma_inside(toks, k))]
        for comma in commas:
            verb = next((k for k in range(comma + 2, min(comma + 24, self.n)) if toks.kinds[k] in "vxmer" or toks.lows[k] in CUES), None)
            if verb is None:
                return None
            left = sources.left_phrase(toks, verb - 1, comma + 1)
            if left is not None and left[0] == comma + 1 and sources.person_head(toks, *left):
                end = comma if toks.kinds[comma] == "," else comma + 1
                return Draft(left, (found.group, found.end), [(start, end)], "participle-ahead", left)
        return None

    def _participle_subject(self, j: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """ "X issued a statement saying": the main clause's subject; "a letter saying": the letter."""
        toks = self.toks
        main = self._main_subject(j)
        if main is not None:
            return main
        left = sources.left_phrase(toks, j, self.floor)
        if left is not None and sources.person_like(toks, *left):
            return left, left
        return None

    def _progressive(self, found: Site) -> Draft | None:
        toks = self.toks
        j = found.group - 1
        if j < 0:
            return None
        if toks.kinds[j] in "cb":
            return self._coordinated(found)
        if toks.kinds[j] == "w":
            return self._relative(found, j)
        if toks.kinds[j] == ",":
            return self._after_comma(found, j)
        source = sources.left_phrase(toks, j, self.floor)
        return self._finite(found, source, source) if source is not None else None

    def _infinitive_cue(self, found: Site) -> Draft | None:
        toks = self.toks
        j = found.group - 1
        if j < 0:
            return None
        borrowed = self._borrowed(found.first)
        if borrowed is None:
            return None
        start = content.content_start(toks, found.end, found.cue)
        if start >= self.n or toks.kinds[start] in ",;)":
            return None
        if found.cue.cue_class is not CueClass.SAY or j < 0 or not (toks.kinds[j] in "ve" or toks.lows[j] in {"on", "quick"}):
            return None
        return self._right(found, *borrowed, start, rule="infinitive-cue")

    def _coordinated(self, found: Site) -> Draft | None:
        borrowed = self._borrowed(found.first)
        if borrowed is None:
            return None
        start = content.content_start(self.toks, found.end, found.cue)
        if start >= self.n or self.toks.kinds[start] in ",;)":
            return None
        return self._right(found, *borrowed, start, rule="coordinated")

    def _relative(self, found: Site, j: int) -> Draft | None:
        """X, who said …: the pronoun is the source, X what it refers to."""
        toks = self.toks
        start = content.content_start(toks, found.end, found.cue)
        if start >= self.n or toks.kinds[start] in ",;)":
            return None
        draft = self._right(found, (j, j + 1), (j, j + 1), start, rule="relative")
        if draft is None or (draft.extra[0] in {"object", "infinitive"} and found.cue.cue_class is not CueClass.SAY):
            return None
        k = j - 1
        if k >= 0 and toks.kinds[k] == ",":
            k -= 1
        draft.relative = sources.left_phrase(toks, k, 0) if k >= 0 else None
        return draft

    # --- cues that are no verbs ---

    def _according(self) -> None:
        toks = self.toks
        for i in range(self.n - 2):
            per = toks.lows[i + 1] == "per" and toks.lows[i] == "as"
            if not per and (toks.kinds[i] != "a" or toks.lows[i + 1] != "to" or self.used[i]):
                continue
            right = self._according_source(i + 2)
            if right is None:
                continue
            a, b, full = right
            self._keep_according(i, (a, b), full)

    def _according_source(self, i: int) -> tuple[int, int, int] | None:
        toks = self.toks
        k = i
        while k < self.n and toks.kinds[k] not in ",;:-Qw":
            k += 1
        if k == i:
            return None
        return i, k, k

    def _keep_according(self, i: int, source: tuple[int, int], full: int) -> None:
        toks = self.toks
        lead = all(toks.kinds[k] in "rcb,s-" for k in range(i))
        if lead:
            start = full + 1
            if start >= self.n:
                return
            end = self._free_end(start)
            parts = [(start, end)]
        else:
            left = self._left_content(i)
            if left is None:
                return
            parts = [left]
            if (
                full < self.n
                and toks.kinds[full] == ","
                and not self._clause_ahead(*left)
                and self._resumes(full + 1, left)
            ):
                parts.append((full + 1, self.n))
        if parts[0][0] >= parts[0][1]:
            return
        self._keep(Draft(source, (i, i + 2), parts, "according-to", (source[0], full)))

    def _free_end(self, start: int) -> int:
        for k in range(start, self.n):
            if self.toks.kinds[k] == ";" and k > start:
                return k
        return self.n

    def _passives(self) -> None:
        """ "…, opposed by X": the noun phrase before the participle is what X opposes."""
        toks = self.toks
        for i in range(1, self.n - 2):
            cue = CUES.get(toks.lows[i])
            if cue is None or toks.lows[i + 1] != "by" or toks.kinds[i] in "NQ" or self.used[i]:
                continue
            if cue.form not in {Form.PAST, Form.PARTICIPLE} or cue.lemma not in _PASSIVE:
                continue
            right = sources.right_phrase(toks, i + 2, self.n)
            if right is None or not sources.person_head(toks, right[0], right[1]):
                continue
            group = i
            while group > 0 and toks.kinds[group - 1] in "xmr":
                group -= 1
            j = group - 1
            if j >= 0 and group == i and toks.kinds[j] not in ",":
                continue
            if j >= 0 and toks.kinds[j] in ",w":
                j -= 1
            left = sources.left_phrase(toks, j, 0) if j >= 0 else None
            if left is None or toks.kinds[left[0]] in "w" or any(self.used[left[0] : left[1]]):
                continue
            self._keep(Draft((right[0], right[1]), (group, i + 2), [left], "passive", (right[0], right[1])))

    def _nouns(self) -> None:
        toks = self.toks
        for i in range(1, self.n - 1):
            found = NOUN_CUES.get(toks.lows[i])
            if found is None or self.used[i] or toks.lows[i + 1] not in found[1]:
                continue
            j = i - 1
            while j > 0 and toks.kinds[j] in "ne#N" and not toks.possessive(j) and i - j < 4:
                j -= 1
            low = toks.lows[j]
            if low in {"his", "her", "their", "its", "my", "our"}:
                source = (j, j + 1)
            elif toks.possessive(j):
                source = self._owner(j)
            else:
                continue
            start = i + 2
            if start >= self.n or toks.kinds[start] in ",;)":
                continue
            end = self._noun_content_end(start, clause=toks.lows[i + 1] == "that")
            self._keep(Draft(source, (i, i + 2), [(start, end)], "noun-cue", source))

    def _owner(self, j: int) -> tuple[int, int]:
        """The possessor that ends with token `j`: its run of names, or its noun with the determiner."""
        toks = self.toks
        a = j
        if toks.kinds[j] == "N":
            while a > 0 and toks.kinds[a - 1] == "N" and not toks.possessive(a - 1):
                a -= 1
        else:
            while a > 0 and toks.kinds[a - 1] in "ndN" and j - a < 4:
                a -= 1
        return a, j + 1

    def _noun_content_end(self, start: int, *, clause: bool) -> int:
        toks = self.toks
        verbs = 0
        for k in range(start + 1, self.n):
            kind = toks.kinds[k]
            if kind in "xmv" and clause:
                verbs += 1
            elif kind in ",;:-xmv(":
                return k
        return self.n
