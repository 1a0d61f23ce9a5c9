from __future__ import annotations

import io
import os
import pty

from tui.terminal import hung_up


def test_a_terminal_whose_other_side_is_closed_has_gone() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stream:
        assert not hung_up(stream)
        os.close(ours)
        assert hung_up(stream)


def test_what_is_no_file_has_not_gone() -> None:
    assert not hung_up(io.StringIO())
