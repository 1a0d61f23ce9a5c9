"""The command line: global options, the commands, and what every error ends in.

Exit codes: 0 ok, 1 error, 2 usage, 3 configuration, 4 another instance, 5 database, 6 some feeds failed, 130 Ctrl-C,
141 where the reader of a pipe has gone (as any Unix program that is stopped by SIGPIPE).
"""

from __future__ import annotations

import contextlib
import importlib
import io
import keyword
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tui import logs
from tui.commands.verb import INTERRUPTED, OK, ReaderGone, begin, say
from tui.wiring import Choices, Wiring

LOG = logging.getLogger(__name__)

READER_GONE = 141


COMMANDS = {
    "articles": "listing",
    "backup": "backup",
    "brief": "brief",
    "changes": "listing",
    "completion": "completion",
    "doctor": "doctor",
    "export": "export",
    "feeds": "feeds",
    "import": "import_",
    "matrix": "matrix",
    "poll": "poll",
    "positions": "listing",
    "restore": "restore",
    "retag": "retag",
    "review": "review",
    "search": "search",
    "serve": "serve",
    "statements": "listing",
    "tag": "tag",
    "tell": "tell",
    "views": "views",
    "watchlist": "watchlist",
}
"""Every command's module in `tui.commands`, which defines it under the command's name."""


class Commands(click.Group):
    """Loads a command's module when the command is asked for, so that the desk and the other commands need not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"tui.commands.{COMMANDS[cmd_name]}")
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(module, name)
        return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--db", "database", type=click.Path(dir_okay=False, path_type=Path), envvar="STANDPOINT_DB", help="The database."
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="STANDPOINT_CONFIG",
    help="The settings file.",
)
@click.option(
    "--watchlist",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="STANDPOINT_WATCHLIST",
    help="The watchlist.",
)
@click.option("--story", envvar="STANDPOINT_STORY", default="", help="Follow another story, by its name.")
@click.option("--offline", is_flag=True, envvar="STANDPOINT_OFFLINE", help="Ask nothing of the network.")
@click.option("--look", is_flag=True, hidden=True, help="Open the desk to be looked at only.")
@click.option("--profile-startup", is_flag=True, help="Show what the desk's start spends its time on, and end.")
@click.version_option(None, "-V", "--version", package_name="standpoint", message="%(prog)s %(version)s")
@click.pass_context
def root(
    ctx: click.Context,
    *,
    database: Path | None,
    config: Path | None,
    watchlist: Path | None,
    story: str,
    offline: bool,
    look: bool,
    profile_startup: bool,
) -> int | None:
    """Who stands where, and what changed: one story in the press, in the terminal.

    Without a command, the desk opens.
    """
    ctx.obj = Wiring(Choices(database, config, watchlist, offline, story, look), os.environ)
    if ctx.invoked_subcommand is not None:
        return None
    if profile_startup:
        from tui.commands import starting  # noqa: PLC0415  # as below

        return starting.profile_startup(ctx.obj)
    from tui.commands.desk import open_desk  # noqa: PLC0415  # the other commands need nothing of it

    begin(ctx.obj)
    return open_desk(ctx.obj)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (that of the process where none is given) and return its exit code.

    No exception leaves, save at the interpreter's own end: each becomes a sentence on standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logs.keep_quiet()
    try:
        code = root.main(args=arguments, prog_name="standpoint", standalone_mode=False)
        sys.stdout.flush()
    except (ReaderGone, BrokenPipeError):
        _forget_output()
        return READER_GONE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:
        LOG.exception("The command failed")
        return _told(error)
    return code if isinstance(code, int) else OK


def _told(error: Exception) -> int:
    from tui.failures import explain  # noqa: PLC0415  # only what fails needs these
    from tui.logfile import redact  # noqa: PLC0415

    sentence, code = explain(error)
    if sentence is None:
        where = logs.current()
        details = f" The details are in {where}." if where else ""
        sentence = f"Something went wrong that Standpoint did not foresee ({type(error).__name__}: {error}).{details}"
    with contextlib.suppress(OSError):
        say(redact(sentence))
    return code


def _forget_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain either."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
