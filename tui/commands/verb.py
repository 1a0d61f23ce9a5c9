"""What all commands share: how they begin, how they speak, and what they return."""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from store.plain import safe_body
from tui import logs
from tui.wiring import Wiring

OK = 0
ERROR = 1
USAGE = 2
CONFIGURATION = 3
ANOTHER_INSTANCE = 4
DATABASE = 5
SOME_FEEDS_FAILED = 6
INTERRUPTED = 130

pass_wiring = click.make_pass_decorator(Wiring)


class ReaderGone(Exception):
    """Whoever read our standard output has closed it; nothing is left to say."""


class Plain(click.Command):
    """A command that needs neither settings nor log."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ReaderGone."""
        gc.enable()
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # click would end the process with 1 and no way to tell why.
            raise ReaderGone from error


class Verb(Plain):
    """A command: once its own arguments are understood, the settings are read and the log is opened."""

    def invoke(self, ctx: click.Context) -> Any:
        """Begin, and run the command."""
        begin(ctx.find_object(Wiring))
        return super().invoke(ctx)


def begin(wiring: Wiring | None) -> None:
    """Read the settings, say what is odd about them, open the log. Raises SettingsError."""
    if wiring is None:
        return
    for warning in wiring.settings.warnings:
        say(warning)
    logs.start(wiring.log)


def say(words: str) -> None:
    """Put words on standard error, made safe for a terminal."""
    sys.stderr.write(safe_body(words) + "\n")
    sys.stderr.flush()
