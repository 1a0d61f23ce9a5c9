"""What a terminal is sent so that it tells its user: BEL, and OSC 9, the notification of iTerm2, kitty, WezTerm, foot.

A multiplexer swallows OSC 9 unless it is wrapped: tmux's passthrough (its manual, `allow-passthrough`), and the DCS
that GNU screen hands on.
"""

from __future__ import annotations

from collections.abc import Mapping

from store.plain import safe_text

LONGEST = 200
"""Characters of a notification; terminals cut at about that."""


def osc9(words: str, environ: Mapping[str, str]) -> str:
    """The sequence that shows these words. They begin with our name, so that none is taken for ConEmu's OSC 9;4."""
    # safe_text leaves no control character, so nothing in the words can end the sequence.
    sequence = f"\x1b]9;Standpoint: {safe_text(words, LONGEST)}\x07"
    if environ.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    return f"\x1bP{sequence}\x1b\\" if environ.get("STY") else sequence
