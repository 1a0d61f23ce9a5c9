"""What hostile texts cost to read: the time of four times the text over the time of the text, family by family."""

from __future__ import annotations

import argparse
import time

from store.model.reading import Draft
from tagger.reader import Reader
from tagger.watchlist import load

LEAD = "The stabilisation force for Gaza, its troops, Hamas and Israel.\n\n"
"""What puts any text on the story: others are dismissed early."""
UNITS = (
    '"', "“", "'", "“a ‘b ", "said ", "he said, ", "(", "((a) ", "a", "Aa", "A", " ", " \t", ",", "A. ", "Ab Cd, ",
    "Dar, who said that ", "the minister ", "DAR: no\n", "only if troops ", "e\u0301", "Foreign Minister ",
    "https://a.b/", "\n", "- ", "1 ",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measure and print; 4.0 is linear, 16 quadratic."""
    parser = argparse.ArgumentParser(prog="python -m bench linear", description=__doc__)
    parser.add_argument("--size", type=int, default=16_000, help="letters of the shorter text (default: %(default)s)")
    size = parser.parse_args(arguments).size
    reader = Reader(load())
    print(f"{'repeated':<24} {size:>9,} {4 * size:>9,}   ratio   (CPU seconds)")
    for unit in UNITS:
        once, four = (_seconds(reader, LEAD + unit * (count // len(unit))) for count in (size, 4 * size))
        print(f"{unit!r:<24} {once:9.3f} {four:9.3f} {four / once:7.1f}")
    return 0


def _seconds(reader: Reader, text: str) -> float:
    begun = time.process_time()
    reader.read(Draft(text))
    return time.process_time() - begun
