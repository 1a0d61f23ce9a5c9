"""completion: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tui import output
from tui.commands.verb import OK, Plain

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Plain)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print a shell's completion script.

    To be sourced from the shell's start-up file.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"No completion is known for {shell}.")
    output.write_text(kind(ctx.find_root().command, {}, "standpoint", "_STANDPOINT_COMPLETE").source())
    return OK
