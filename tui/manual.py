"""The pages made from the program itself, its commands and its keys: `python -m tui.manual docs` writes them anew.

A page of Markdown for each command, one manual page for all, what shells need to complete them, and a page of the keys.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from tui.actions import PLACES, Action, actions_of, display
from tui.cli import root

PROGRAM = "standpoint"
SHELLS = {"bash": "standpoint.bash", "zsh": "_standpoint", "fish": "standpoint.fish"}

EXIT_CODES = (
    (0, "all went well"),
    (1, "an error, told on standard error"),
    (2, "the command line was not understood"),
    (3, "the settings or the watchlist hold something that they cannot hold"),
    (4, "another instance holds the lock"),
    (5, "the database cannot be used"),
    (6, "some feeds failed; the others were polled"),
    (130, "interrupted by Ctrl-C"),
    (141, "the reader of the pipe has gone"),
)


def pages() -> Mapping[str, str]:
    """Every file, by its path below docs/."""
    commands = list(_commands(root, click.Context(root, info_name=PROGRAM, **root.context_settings)))
    files = {f"commands/{_file(context)}": _page(command, context) for command, context in commands}
    files["commands/README.md"] = _index(commands)
    files["keys.md"] = _keys()
    files["man/standpoint.1"] = _manual(commands)
    for shell, name in SHELLS.items():
        files[f"completions/{name}"] = _completion(shell)
    return files


def write(folder: Path) -> int:
    """Write every file below `folder`; returns how many. Pages of commands that are no more are removed."""
    files = pages()
    for old in (folder / "commands").glob("*.md"):
        if f"commands/{old.name}" not in files:
            old.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(files)


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from _commands(found, click.Context(found, info_name=name, parent=context))


def _file(context: click.Context) -> str:
    return f"{context.command_path.replace(' ', '-')}.md"


def _options(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    return [record for record in records if record is not None and record[1]]


def _words(command: click.Command) -> list[str]:
    """The paragraphs of a command's help, each on one line."""
    text = (command.help or "").split("\f", 1)[0]
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


def _page(command: click.Command, context: click.Context) -> str:
    lines = [f"# {context.command_path}", "", "```", _usage(command, context), "```", ""]
    for paragraph in _words(command):
        lines += [paragraph, ""]
    if isinstance(command, click.Group):
        lines += ["| command | |", "|---|---|"]
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                below = f"{context.command_path.replace(' ', '-')}-{name}.md"
                lines.append(f"| [{name}]({below}) | {_cell(found.get_short_help_str(200))} |")
        lines.append("")
    lines += ["| option | |", "|---|---|"]
    lines += [f"| `{_cell(option)}` | {_cell(words)} |" for option, words in _options(command, context)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _index(commands: list[tuple[click.Command, click.Context]]) -> str:
    lines = ["# The command line", "", "Made from the program by `make docs`.", "", "| command | |", "|---|---|"]
    for command, context in commands:
        lines.append(f"| [{context.command_path}]({_file(context)}) | {_cell(command.get_short_help_str(200))} |")
    lines += ["", "Data goes to standard output, words to standard error. Exit codes:", "", "| code | |", "|---|---|"]
    lines += [f"| {code} | {words} |" for code, words in EXIT_CODES]
    return "\n".join(lines) + "\n"


_KEYS = """# Keys

Made from the program by `make docs`. On the desk, `?` lists those that work where you are, and `Ctrl+P` finds one by
its words. Arrows, Enter and Esc do everything; the mouse works too.

Any of them can be changed: a line in `settings.toml`, with the name on the left and on the right the keys that it shall
be on, in Textual's names. A name that stands in several places is changed in all of them.

    [desk.keys]
    confirm = "c,ctrl+y"
"""


def _keys() -> str:
    """The table of actions, place by place, the widest first."""
    lines = [_KEYS]
    for place, heading in reversed(list(PLACES.items())):
        lines += [f"## {heading}", "", "| keys | | in the settings |", "|---|---|---|"]
        lines += [f"| {_pressed(one)} | {_cell(one.help)} | `{one.id}` |" for one in actions_of(place)] + [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _pressed(action: Action) -> str:
    return " ".join(f"`{_cell(display(key))}`" for key in action.keys.split(","))


def _manual(commands: list[tuple[click.Command, click.Context]]) -> str:
    """The manual page, in the man macros (man-pages(7))."""
    (top, context), *others = commands
    lines = ['.TH STANDPOINT 1 "" "standpoint" "User Commands"', ".SH NAME"]
    lines += [f"{PROGRAM} \\- {_roff(_words(top)[0])}", ".SH SYNOPSIS", f".B {_roff(_usage(top, context))}"]
    lines.append(".SH DESCRIPTION")
    for paragraph in _words(top)[1:]:
        lines += [".PP", _roff(paragraph)]
    lines.append(".SH OPTIONS")
    lines += _manual_options(top, context)
    lines.append(".SH COMMANDS")
    for command, place in others:
        lines += [f".SS {_roff(_usage(command, place))}"]
        for paragraph in _words(command):
            lines += [".PP", _roff(paragraph)]
        lines += _manual_options(command, place)
    lines.append(".SH EXIT STATUS")
    for code, words in EXIT_CODES:
        lines += [".TP", f".B {code}", _roff(words)]
    return "\n".join(lines) + "\n"


def _manual_options(command: click.Command, context: click.Context) -> list[str]:
    lines = []
    for option, words in _options(command, context):
        lines += [".TP", f".B {_roff(option)}", _roff(" ".join(words.split()))]
    return lines


def _roff(text: str) -> str:
    """Text as troff reads it: its own marks are escaped, and no line begins a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    escaped = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _completion(shell: str) -> str:
    found = get_completion_class(shell)
    if found is None:
        raise LookupError(f"click completes nothing for {shell}")
    return found(root, {}, PROGRAM, "_STANDPOINT_COMPLETE").source()


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1] if sys.argv[1:] else 'docs'))} files written\n")
