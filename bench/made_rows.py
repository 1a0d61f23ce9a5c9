"""Made articles as the rows that the pipeline would have stored of them.

Everything that lists, searches and counts look at is as `store.intake` and `store.readings` write it, which a test
holds. Two things are only of the right number and spread: the shingles of the sketches, and which stance was read.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from bench.made_texts import Texts
from store.folding import content_hash, fingerprint, fold, key
from store.model.reading import Mention, Span
from store.model.story import StoryFacts
from store.rows import at, instant, marks_text, said_order, span_number, stamp
from store.sketches import month, places

END = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 1_000
"""Articles that arrive in a day: forty busy outlets. A larger store reaches further back, it is not denser."""
OUTLETS = 240
FEEDS = 500
ON_STORY = 0.9
COPIES = 0.12
"""Share of articles that are copies of one of the last few hundred."""
_RING = 300
_STATEMENTS = (0, 1, 2, 3, 3, 4, 4, 5, 5, 6)
"""Statements of an article on the story; 3.3 on average, so that 100,000 articles have some 300,000 of them."""
_STANCES = ("support", "oppose", "conditional", "undecided", "none")
_KINDS = ("direct", "direct", "indirect", "mixed")
PHRASES = {
    "rules": (11, json.dumps(("quote-left", "said"))),
    "factors": (12, json.dumps((("cue", 0.97), ("speaker", 0.95), ("stance", 0.9)))),
    "voice": (13, "full-name"),
    "position": (14, "stance-verb"),
}
"""What is kept once for all rows, with its number; 10 is with what all were tagged."""
TAGGED = 10
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Row = tuple[object, ...]
_CLUSTER = 12
"""Where an article's row holds its cluster."""

INSERTS = {
    "articles": "id, sort_key, published, fetched, date_approximate, on_story, is_lead, is_read, starred, sketched, "
    "version, tagged_with, cluster_id, title_key, url_key, content_hash, body_source, outlet, title, url, author, "
    "published_raw, mentions, text",
    "article_versions": "article_id, version, title, text, body_source, content_hash, replaced",
    "edits": "article_id, version, kind, actor, speaker_text, before_speaker, before, after, found",
    "carriers": "feed_id, article_id, guid, title_key, content_hash, first_seen, last_seen",
    "clusters": "id, lead_id, size",
    "article_sketches": "hash, article_id",
    "article_names": "article_id, actor, mentions, ordinal, on_story, sort_key",
    "article_topics": "article_id, topic, ordinal",
    "utterances": "id, lead_id, statements, outlets",
    "statements": 'id, article_id, ordinal, start, "end", is_lead, on_story, stated, utterance_id, sort_key, created, '
    "fingerprint, speaker_key, paragraph_key, kind, cue, speaker_text, cue_span, speaker_span, rules, confidence, "
    "content_key",
    "voices": "statement_id, ordinal, actor, principal, unnamed, rank, rule, is_lead, on_story, sort_key",
    "positions": "id, statement_id, issue, stance, confidence, rule, factors, condition",
    "changes": "key, kind, principal, actor, issue, from_stance, to_stance, from_date, to_date, grade, status, "
    "confidence, why, undo, found, seen",
    "change_evidence": "change_id, side, ordinal, position_id",
}
"""The columns of each table that is filled, in an order that the foreign keys allow."""


class Actor(NamedTuple):
    """An actor of the watchlist as it speaks."""

    id: str
    name: str
    folded: str
    principal: str | None


@dataclass(slots=True)
class MadeStatement:
    """A statement of a made article, its offsets those of the article's text."""

    start: int
    end: int
    text: str
    content: str
    paragraph: str
    actor: Actor
    name: tuple[int, int]
    kind: str
    positions: list[tuple[str, str, float]]
    stated: bool


@dataclass(slots=True)
class MadeArticle:
    """An article and, once it is stored, the copies made of it."""

    title: str
    text: str
    on_story: bool
    topics: tuple[str, ...]
    mentions: list[Mention]
    said: list[MadeStatement]
    sketch: tuple[int, ...]
    article: int = 0
    cluster: int | None = None
    utterances: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    """The statement that stands for each utterance."""
    outlets: set[str] = field(default_factory=set)
    copies: int = 0
    day: date = date.min
    sort: int = 0


class Maker:
    """Makes the rows of article after article; `rows` holds what is to be written, and is emptied by its taker."""

    def __init__(self, seed: int, facts: StoryFacts, texts: Texts, articles: int) -> None:
        """Make `articles` of them, the last at `END`, about the actors, issues and topics of a watchlist."""
        self._random = Random(seed)
        self._texts = texts
        self._facts = facts
        self._total = articles
        people = [one for one in facts.actors if one.kind not in {"state", "body"}] or list(facts.actors)
        others = [one for one in facts.actors if one.kind in {"state", "body"}]
        self._actors = [Actor(one.id, one.name, fold(one.name), one.principal) for one in (*people, *others)]
        self._weights = [1 / (rank + 2) for rank in range(len(self._actors))]
        self._issues = [one.id for one in facts.issues]
        self._outlets = [f"The {texts.names[number]} Post" for number in range(OUTLETS)]
        self._folded: dict[str, str] = {name: fold(name) for name in self._outlets}
        names = dict.fromkeys(name for one in self._actors for name in (one.id, one.principal) if name)
        self._numbers: dict[str | None, int] = {name: 100 + place for place, name in enumerate(names)}
        self._ring: deque[MadeArticle] = deque()
        self._made = self._statements = self._positions = self._utterances = self._clusters = self._changes = 0
        self._stands: dict[tuple[str, str], tuple[str, str, int]] = {}
        """(principal, issue) → stance, day and position of the last that was said."""
        self.states: dict[tuple[str, str], Row] = {}
        self.days: dict[tuple[str, str, str], Row] = {}
        """How a pair stood, by the day on which somebody spoke."""
        self.late: list[tuple[int, int]] = []
        """(cluster, article) of articles whose row was taken before they had a copy."""
        self.rows: dict[str, list[Row]] = {table: [] for table in INSERTS}

    def phrases(self) -> list[Row]:
        """Rows of `phrases`: id, words."""
        names = [(number, name) for name, number in self._numbers.items()]
        return [(TAGGED, self._facts.fingerprint), *PHRASES.values(), *names]

    def feeds(self) -> list[Row]:
        """Rows of `feeds`: id, url, title, outlet, state, next_due, last_polled, last_status, added."""
        end = stamp(END)
        return [
            (
                number + 1,
                _feed_url(number),
                f"Feed {number}",
                self._outlets[number % OUTLETS],
                "paused",
                end,
                end,
                "ok",
                end,
            )
            for number in range(FEEDS)
        ]

    def poll_log(self, lines: int) -> list[Row]:
        """Rows of `poll_log`: at, feed_id, url, status, http, entries, new, changed, error, seconds."""
        return [
            (
                stamp(END - timedelta(seconds=10 * (lines - n))),
                n % FEEDS + 1,
                _feed_url(n % FEEDS),
                "ok",
                200,
                30,
                2,
                0,
                None,
                0.4,
            )
            for n in range(lines)
        ]

    def make(self, count: int) -> None:
        """Make the next `count` articles."""
        for _ in range(count):
            self._article()

    def finish(self) -> None:
        """Write what waited for copies that might come."""
        while self._ring:
            self._leave(self._ring.popleft())

    def article(self, seen: datetime) -> MadeArticle:
        """Make one that was first seen at that moment, outside the rows."""
        return self._new(seen)

    # --- one article

    def _article(self) -> None:
        random = self._random
        self._made += 1
        seen = END - timedelta(seconds=(self._total - self._made) * 86_400 // A_DAY, microseconds=self._made % 1_000)
        outlet = self._outlets[int(random.random() ** 2 * OUTLETS)]
        if self._ring and random.random() < COPIES:
            made = self._ring[int(random.random() * len(self._ring))]
            if outlet not in made.outlets:
                self._store(made, outlet, seen, copy=True)
                return
        made = self._new(seen)
        self._store(made, outlet, seen, copy=False)
        if made.on_story:
            self._ring.append(made)
            if len(self._ring) > _RING:
                self._leave(self._ring.popleft())

    def _new(self, seen: datetime) -> MadeArticle:
        random, texts = self._random, self._texts
        on_story = random.random() < ON_STORY
        lead, second = random.choices(self._actors, self._weights, k=2)
        title = f"{lead.name} on {random.choice(texts.endings).text} in {random.choice(texts.names)}"
        mentions: list[Mention] = [Mention(lead.id, 0, len(lead.name), in_title=True)]
        parts: list[str] = []
        at = self._lay(parts, 0, random.choices(texts.sentences, k=random.randint(2, 4)))
        topics: tuple[str, ...] = ()
        if on_story:
            topic = "gaza" if random.random() < 0.7 else "isf"
            topics = (topic,)
            word = "Gaza" if topic == "gaza" else "ISF"
            at = self._lay(parts, at, [f"{second.name} was told of {word} in {random.choice(texts.names)}."])
            start = at - len(parts[-1])
            mentions.append(Mention(second.id, start, start + len(second.name)))
            start += len(second.name) + len(" was told of ")
            mentions.append(Mention(topic, start, start + len(word)))
        said: list[MadeStatement] = []
        for _ in range(random.choice(_STATEMENTS) if on_story else 0):
            at = self._lay_statement(parts, at, said, mentions, lead, seen)
            if random.random() < 0.7:
                at = self._lay(parts, at, random.choices(texts.sentences, k=random.randint(1, 2)))
        self._lay(parts, at, random.choices(texts.sentences, k=random.randint(2, 6)))
        sketch = tuple({random.getrandbits(28) for _ in range(16)}) if on_story else ()
        return MadeArticle(title, "\n\n".join(parts), on_story, topics, mentions, said, sketch)

    def _lay(self, parts: list[str], at: int, sentences: list[str]) -> int:
        """Add a paragraph; where it ends."""
        parts.append(" ".join(sentences))
        return (at + 2 if at else 0) + len(parts[-1])

    def _lay_statement(
        self,
        parts: list[str],
        at: int,
        said: list[MadeStatement],
        mentions: list[Mention],
        lead: Actor,
        seen: datetime,
    ) -> int:
        random, texts = self._random, self._texts
        actor = lead if random.random() < 0.5 else random.choices(self._actors, self._weights)[0]
        one, other = random.choice(texts.beginnings), random.choice(texts.endings)
        words = f"{one.text} {other.text}"
        stated = random.random() < 0.6
        day = _WEEKDAYS[seen.weekday()]
        tail = f" said on {day}." if stated else " said."
        start = at + 2
        name = start + len(words) + 4
        parts.append(f"“{words},” {actor.name}{tail}")
        content = f"{one.folded} {other.folded}"
        issues = random.sample(self._issues, 2 if random.random() < 0.1 else 1) if random.random() < 0.7 else []
        positions = [(issue, random.choice(_STANCES), round(0.5 + random.random() / 2, 4)) for issue in issues]
        said.append(
            MadeStatement(
                start + 1,
                start + 1 + len(words),
                words,
                content,
                f"{content} {actor.folded} {fold(tail)}",
                actor,
                (name, name + len(actor.name)),
                random.choice(_KINDS),
                positions,
                stated,
            )
        )
        mentions.append(Mention(actor.id, name, name + len(actor.name)))
        return at + 2 + len(parts[-1])

    # --- its rows

    def _store(self, made: MadeArticle, outlet: str, seen: datetime, *, copy: bool) -> None:
        random, rows, number = self._random, self.rows, self._made
        published = seen - timedelta(seconds=random.randint(1, 3_600))
        sort = instant(published)
        if copy and sort <= made.sort:
            sort = instant(seen)
        if copy:
            made.copies += 1
            if made.cluster is None:
                self._clusters += 1
                made.cluster = self._clusters
                self._recluster(made.article, made.cluster)
        else:
            made.article, made.sort, made.day = number, sort, published.date()
        made.outlets.add(outlet)
        version = 2 if random.random() < 0.01 else 1
        digest = bytes.fromhex(content_hash(made.title, made.text))
        title = key(fold(made.title))
        url = f"https://{self._folded[outlet].replace(' ', '-')}.example/{number}"
        fetched = instant(seen)
        old = random.random()
        rows["articles"].append(
            (number, sort, sort, fetched, 0, int(made.on_story), int(not copy), int(old < 0.6), int(old > 0.99),
             int(made.on_story), version, TAGGED, made.cluster, title, key(url), digest,
             "feed" if old < 0.7 else "page", outlet, made.title, url, "", "", marks_text(made.mentions), made.text)
        )  # fmt: skip
        if version == 2:
            rows["article_versions"].append((number, 1, made.title, made.text[:-20], "feed", digest[::-1], stamp(seen)))
            if made.said:
                one = made.said[0]
                rows["edits"].append(
                    (
                        number,
                        2,
                        "altered",
                        one.actor.id,
                        one.actor.name,
                        one.actor.name,
                        one.text[:-9],
                        one.text,
                        stamp(seen),
                    )
                )
        for place in range(2 if random.random() < 0.15 else 1):
            feed = (number + place * 7) % FEEDS
            rows["carriers"].append((feed + 1, number, key(url), title, digest, fetched, fetched))
        standing = places(made.sketch, (month(sort, approximate=False),))
        rows["article_sketches"].extend((place, number) for place in standing)
        rows["article_topics"].extend((number, topic, place) for place, topic in enumerate(made.topics))
        counts: dict[str, int] = {}
        for one in made.mentions:
            if one.target not in made.topics:
                counts[one.target] = counts.get(one.target, 0) + 1
        story = int(made.on_story)
        rows["article_names"].extend(
            (number, self._numbers[actor], times, place, story, sort)
            for place, (actor, times) in enumerate(counts.items())
        )
        for place, words in enumerate(made.said):
            self._store_statement(made, place, words, sort, fetched, copy=copy)

    def _recluster(self, article: int, cluster: int) -> None:
        """The first copy puts its original into a cluster: its row may still be here, else it is updated."""
        waiting = self.rows["articles"]
        place = len(waiting) - (self._made - article)
        if place < 0:
            self.late.append((cluster, article))
        else:
            waiting[place] = (*waiting[place][:_CLUSTER], cluster, *waiting[place][_CLUSTER + 1 :])

    def _store_statement(
        self, made: MadeArticle, place: int, one: MadeStatement, sort: int, created: int, *, copy: bool
    ) -> None:
        rows, article = self.rows, self._made
        self._statements += 1
        number = self._statements
        if copy:
            utterance = made.utterances[place]
        else:
            self._utterances += 1
            utterance = self._utterances
            made.utterances.append(utterance)
            made.first.append(number)
        day = made.day if one.stated else at(sort).date()
        order = said_order(day, sort, place)
        lead, actor = int(not copy), one.actor
        rows["statements"].append(
            (number, article, place, one.start, one.end, lead, 1, int(one.stated), utterance, order, created,
             fingerprint(actor.id, one.content, article), key(actor.id), key(one.paragraph), one.kind, "said",
             actor.name, span_number(Span(one.name[1] + 1, one.name[1] + 5)), span_number(Span(*one.name)),
             PHRASES["rules"][0], 0.92, one.content)
        )  # fmt: skip
        rank, rule = 4 if actor.principal else 0, PHRASES["voice"][0]
        rows["voices"].append(
            (number, 0, self._numbers[actor.id], self._numbers.get(actor.principal), 0, rank, rule, lead, 1, order)
        )
        for issue, stance, confidence in one.positions:
            self._positions += 1
            condition = "if the mandate is clear" if stance == "conditional" else None
            rows["positions"].append(
                (self._positions, number, issue, stance, confidence, PHRASES["position"][0], PHRASES["factors"][0],
                 condition)
            )  # fmt: skip
            if actor.principal and stance != "none" and not copy:
                self._take_position(actor, actor.principal, issue, stance, day.isoformat(), stamp(at(created)))

    def _take_position(self, actor: Actor, principal: str, issue: str, stance: str, day: str, now: str) -> None:
        """Keep the state of the pair, and now and then call it a change."""
        before = self._stands.get((principal, issue))
        self._stands[principal, issue] = (stance, day, self._positions)
        since = before[1] if before else day
        state = (principal, issue, stance, min(since, day), day, 0.8, self._positions, actor.id, 1)
        self.states[principal, issue] = state
        self.days[principal, issue, day] = (day, *state, "stated", 0)
        if before is None or before[0] == stance or before[1] >= day or self._random.random() > 0.05:
            return
        self._changes += 1
        status = "changed" if self._random.random() < 0.4 else "possible"
        self.rows["changes"].append(
            (f"change|{principal}|{issue}|{before[0]}|{stance}|{day}|{self._changes}", "change", principal, actor.id,
             issue, before[0], stance, before[1], day, "reversal", status, 0.71, "Two voices of like rank were quoted.",
             "A denial.", now, int(self._random.random() < 0.9))
        )  # fmt: skip
        self.rows["change_evidence"].append((self._changes, "before", 0, before[2]))
        self.rows["change_evidence"].append((self._changes, "after", 0, self._positions))

    def _leave(self, made: MadeArticle) -> None:
        """No further copy will come: its cluster and its utterances are known."""
        outlets = len({self._folded[name] for name in made.outlets})
        if made.cluster is not None:
            self.rows["clusters"].append((made.cluster, made.article, made.copies + 1))
        self.rows["utterances"].extend(
            (number, first, made.copies + 1, outlets) for number, first in zip(made.utterances, made.first, strict=True)
        )


def _feed_url(number: int) -> str:
    return f"https://feed-{number:03}.example/feed.xml"
