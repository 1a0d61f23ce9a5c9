"""How fast articles are read on one core: names in any article, articles off the story, articles on it.

Each figure is CPU time, the least of several turns, and stands beside a plain pass over the same text
(`text.casefold().split()`), so that machines and their other work can be told apart from the program. Generated
articles are the seeded ones of `bench.made_rows`; those on the story are the packaged digests and, where they stand
beside the repository, the annotated corpora, put together to articles of 4 kB as well as at their own lengths.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as clock
from random import Random

from bench.corpora import STORY
from bench.made_rows import END, Maker
from bench.made_texts import Texts
from seeds.loader import documents
from store.model.reading import Draft
from tagger.match import Matcher
from tagger.reader import Reader
from tagger.watchlist import load

SEED = 20_260_101
LONG = 4_000
"""Letters of an article."""


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench reading", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="generated articles (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=5, help="turns over those on the story (default: %(default)s)")
    options = parser.parse_args(arguments)
    watchlist = load()
    matcher, reader = Matcher(watchlist), Reader(watchlist)
    gc.collect()
    print(f"{'':<34} articles      kB   MB/s   µs/kB  articles/s  times a plain pass")
    made = list(_generated(options.articles))
    _row("names, generated", made, lambda d: matcher.both(d.text, d.title), 1)
    off = list(_off_story(max(1, options.articles // 10)))
    _row("off the story, generated", off, reader.read, 2)
    told = list(_on_story())
    _row("names, on the story", told, lambda d: matcher.both(d.text, d.title), options.turns)
    _row("whole reading, on the story", told, reader.read, options.turns)
    _row("whole reading, of 4 kB each", _packed(told), reader.read, options.turns)
    return 0


def _row(name: str, drafts: Sequence[Draft], read: Callable[[Draft], object], turns: int) -> None:
    seconds = _least(drafts, read, turns)
    plain = _least(drafts, lambda d: d.text.casefold().split(), turns)
    size = sum(len(d.text) for d in drafts) / 1000
    print(
        f"{name:<34} {len(drafts):>8,} {size:>7,.0f} {size / 1000 / seconds:>6.1f} {seconds / size * 1e6:>7.0f}"
        f" {len(drafts) / seconds:>11,.0f} {seconds / plain:>19.1f}",
        flush=True,
    )


def _least(drafts: Sequence[Draft], read: Callable[[Draft], object], turns: int) -> float:
    """The least CPU seconds of a turn over all."""
    taken = []
    for _ in range(turns):
        begun = time.process_time()
        for draft in drafts:
            read(draft)
        taken.append(time.process_time() - begun)
    return min(taken)


def _generated(count: int) -> Iterator[Draft]:
    """Articles of made ones put together, nine in ten of which are on the story."""
    maker = Maker(SEED, load().facts(), Texts(SEED, sentences=4_000, halves=3_000), 1_000_000)
    for _ in range(count):
        made = maker.article(END)
        text = made.text
        while len(text) < LONG:
            text += "\n\n" + maker.article(END).text
        yield Draft(text[:LONG], title=made.title, published=END)


def _off_story(count: int) -> Iterator[Draft]:
    """Made sentences alone, with the marks of print."""
    random, texts = Random(SEED), Texts(SEED, sentences=4_000, halves=1)
    for _ in range(count):
        sentences: list[str] = []
        while sum(map(len, sentences)) < LONG:
            sentences.append(f"“{random.choice(texts.sentences)}” {random.choice(texts.names)} – it’s said.")
        yield Draft(" ".join(sentences)[:LONG], title=random.choice(texts.sentences), published=END)


def _on_story() -> Iterator[Draft]:
    for document in documents():
        yield Draft(document.text, title=document.title, published=document.published)
    for path in (folder / "articles.jsonl" for folder in STORY):
        if path.exists():
            yield from map(_drafted, path.read_text(encoding="utf-8").splitlines())


def _drafted(line: str) -> Draft:
    told = json.loads(line)
    day = told.get("published")
    at = datetime.combine(datetime.fromisoformat(day).date(), clock(9), UTC) if day else None
    return Draft(told["text"], title=told.get("title", ""), published=at)


def _packed(drafts: Sequence[Draft]) -> list[Draft]:
    """The same text in articles of 4 kB: one after the other until they are long enough, under the first one's head."""
    packed: list[Draft] = []
    head, text = drafts[0], ""
    for draft in drafts:
        text = f"{text}\n\n{draft.text}" if text else draft.text
        head = head if text is not draft.text else draft
        while len(text) >= LONG:
            cut = text.rfind("\n", 0, LONG)
            cut = cut if cut > LONG // 2 else LONG
            packed.append(replace(head, text=text[:cut]))
            head, text = draft, text[cut:].strip()
    return packed
