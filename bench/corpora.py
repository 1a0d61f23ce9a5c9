"""The annotated corpora beside the repository, and the scorers that come with them: driven as programs, never imported
into the product.

Nothing of the corpora's text leaves them: what is read here are counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.passages import half
from store.model.reading import Span
from tagger.speech import extract
from tagger.utterance import Utterance

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
POLNEAR = SHARED / "polnear" / "train"
STORY = (SHARED / "seeds", SHARED / "story-dev")
ATTRIBUTION_SCORE = SHARED / "tools" / "attribution_score.py"
STORY_SCORE = SHARED / "tools" / "story_score.py"

ABSENT = f"The annotated corpora are not beside the repository ({SHARED.name}/): nothing to measure on."


def present() -> bool:
    """Whether the corpora and their scorers are there."""
    return all(p.exists() for p in (POLNEAR, *STORY, ATTRIBUTION_SCORE, STORY_SCORE))


def speech(text: str, document: str = "") -> list[dict[str, Any]]:  # noqa: ARG001 - the scorer calls with both
    """The statements of a text as the scorer of attributions wants them."""
    return [attribution(text, u) for u in extract(text) if not u.denial]


def attribution(text: str, utterance: Utterance) -> dict[str, Any]:
    """One statement as the scorer of attributions wants it, with its rules."""
    spans = utterance.spans or (Span(utterance.start, utterance.end),)
    speaker = utterance.speaker_span
    return {
        "start": utterance.start,
        "end": utterance.end,
        "spans": [[s.start, s.end] for s in spans],
        "text": text[utterance.start : utterance.end],
        "speaker": utterance.speaker_text,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "kind": utterance.kind.value,
        "rules": utterance.rules,
    }


def polnear_half(which: str, folder: Path) -> Path:
    """A folder with the articles of one half of PolNeAR's training part, by links; the half follows from the name."""
    base = folder / which / "train"
    for part in ("text", "attributions"):
        (base / part).mkdir(parents=True)
    for text in sorted((POLNEAR / "text").glob("*.txt")):
        if half(text.stem) == which:
            (base / "text" / text.name).symlink_to(text.resolve())
            for notes in (POLNEAR / "attributions").glob(f"{_quoted(text.stem)}_*.ann"):
                (base / "attributions" / notes.name).symlink_to(notes.resolve())
    return base.parent


def _quoted(name: str) -> str:
    return "".join(f"[{c}]" if c in "[]*?" else c for c in name)


def score_attributions(data: Path, out: Path) -> dict[str, Any]:
    """The scorer's figures on a folder of PolNeAR, the program called as a library."""
    _run([str(ATTRIBUTION_SCORE), "--data", str(data), "--split", "train", "--boots", "0",
          "--call", "bench.corpora:speech", "--json", str(out)])  # fmt: skip
    return dict(json.loads(out.read_text(encoding="utf-8")))


def story_folder(folder: Path) -> Path:
    """The seeds and the forty articles as one annotated set."""
    joined = folder / "story"
    joined.mkdir()
    for name in ("articles.jsonl", "statements.jsonl"):
        (joined / name).write_bytes(b"".join(_whole((part / name).read_bytes()) for part in STORY))
    return joined


def _whole(lines: bytes) -> bytes:
    return lines if lines.endswith(b"\n") else lines + b"\n"


def score_story(gold: Path) -> dict[str, Any]:
    """The story's scorer over what `tag --json` prints of the set's articles."""
    tags, names = gold / "tags.jsonl", gold / "watchlist.json"
    tags.write_bytes(_run(["-m", "tui", "tag", "--json", str(gold / "articles.jsonl")]))
    names.write_bytes(_run(["-m", "tui", "watchlist", "show", "--json"]))
    printed = _run([str(STORY_SCORE), "--gold", str(gold), "--tags", str(tags), "--watchlist", str(names), "--json"])
    return dict(json.loads(printed))


def story_articles() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every annotated article of the story with the rows annotated in it."""
    for part in STORY:
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in _lines(part / "statements.jsonl"):
            rows.setdefault(row["article_id"], []).append(row)
        for article in _lines(part / "articles.jsonl"):
            if article.get("annotated") and rows.get(article["id"]):
                yield article, rows[article["id"]]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _run(arguments: list[str]) -> bytes:
    """What a Python program prints, run from the repository. Raises CalledProcessError with what it complained of."""
    ran = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)
    if ran.returncode:
        sys.stderr.write(ran.stderr.decode("utf-8", "replace")[-2000:])
        ran.check_returncode()
    return ran.stdout
