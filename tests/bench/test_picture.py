"""The README's picture is drawn from the real desk, and fetches nothing when it is looked at."""

import re
from pathlib import Path

from bench.picture import draw


def test_the_picture_shows_the_desk_with_the_seed_corpus(tmp_path: Path) -> None:
    target = tmp_path / "desk.svg"

    draw(target)

    svg = target.read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]*>", " ", svg).replace("&#160;", " ")
    for words in ("1 Actors", "2 Recent statements", "3 Changed positions", "4 Stories", "Ishaq Dar", "digest"):
        assert words in shown
    assert "@font-face" not in svg
    assert "url(http" not in svg
