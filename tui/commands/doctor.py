"""doctor: what is in order, what is not, and what to do about it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator

import click

from store.doctor import Finding
from tui import logs, output
from tui.commands.verb import CONFIGURATION, DATABASE, ERROR, OK, Plain, pass_wiring, say
from tui.errors import SettingsError
from tui.settings import Settings
from tui.wiring import Wiring


# No Verb: broken settings are one of the things that it is asked about.
@click.command(cls=Plain)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a finding.")
@pass_wiring
def doctor(wiring: Wiring, *, as_json: bool) -> int:
    """Say what is in order and what is not.

    Looks at settings, watchlist, database, poller and log; ends with the exit code of the worst that it finds.
    """
    code = OK
    for area, finding in _findings(wiring):
        if finding.level == "error":
            code = max(code, area)
        if as_json:
            output.write_json(dataclasses.asdict(finding))
        else:
            advice = f" {finding.advice}" if finding.advice else ""
            output.write_line(f"{finding.what}: {finding.detail}{advice}", f"{finding.level:<5} ")
    if code:
        say("Something is wrong; see above.")
    return code


def _findings(wiring: Wiring) -> Iterator[tuple[int, Finding]]:
    """What is found, each with the exit code of the area that it belongs to."""
    yield OK, _versions()
    for finding in _settings(wiring):
        yield CONFIGURATION, finding
    for finding in _watchlist(wiring):
        yield CONFIGURATION, finding
    for finding in _database(wiring):
        yield DATABASE, finding
    for finding in (*_poller(wiring), *_log(wiring), *_folder(wiring)):
        yield ERROR, finding


def _versions() -> Finding:
    import platform  # noqa: PLC0415  # slow to load, and asked for here alone
    from importlib.metadata import version  # noqa: PLC0415  # as above

    return Finding(
        "ok",
        "versions",
        f"Standpoint {version('standpoint')}, Python {platform.python_version()}, {platform.platform()}",
    )


def _settings(wiring: Wiring) -> Iterator[Finding]:
    try:
        settings = wiring.settings
    except SettingsError as error:
        wiring.settings = Settings()
        yield Finding("error", "settings", str(error), "The defaults are used for what follows.")
        return
    state = str(wiring.settings_path) if wiring.settings_path.exists() else "none; the defaults are used"
    yield Finding("ok", "settings", state, "")
    for warning in settings.warnings:
        yield Finding("warn", "settings", warning, "")


def _watchlist(wiring: Wiring) -> Iterator[Finding]:
    from tagger.watchlist import check  # noqa: PLC0415  # the tagger is slow to load

    problems = check(wiring.watchlist_path)
    for problem in problems:
        yield Finding("error", "watchlist", str(problem), "")
    if not problems:
        yield Finding("ok", "watchlist", str(wiring.watchlist_file), "")


def _database(wiring: Wiring) -> Iterator[Finding]:
    from store.errors import DamagedDatabase, StoreError  # noqa: PLC0415  # with the store, which only this part of it needs

    if not wiring.database.exists():
        yield Finding("warn", "database", f"{wiring.database} does not exist yet.", "The first start creates it.")
        return
    try:
        with wiring.existing_library() as library:
            yield from library.doctor()
    except StoreError as error:
        from store.doctor import advice, backups_of  # noqa: PLC0415  # as above

        broken = isinstance(error, DamagedDatabase)
        yield Finding("error", "database", str(error), advice(wiring.database.absolute()) if broken else "")
        yield backups_of(wiring.database.absolute(), wiring.clock())


def _poller(wiring: Wiring) -> Iterator[Finding]:
    holder = wiring.lock_holder() if wiring.lock_path.exists() else None
    if holder:
        yield Finding("ok", "poller", f"process {holder.get('pid')} polls since {holder.get('since')}", "")
    else:
        yield Finding("ok", "poller", "none runs", "")


def _log(wiring: Wiring) -> Iterator[Finding]:
    handler = logs.start(wiring.log)
    if logs.current():
        yield Finding("ok", "log", str(wiring.log), "")
    else:
        yield Finding("warn", "log", f"{wiring.log} cannot be written.", "Name another place in [paths] log.")
    logs.stop(handler)


def _folder(wiring: Wiring) -> Iterator[Finding]:
    folder = next(one for one in wiring.database.absolute().parents if one.exists())
    if wiring.log.exists() and wiring.log.stat().st_mode & 0o077:
        yield Finding("warn", "permissions", f"Others may read {wiring.log}.", f"chmod 600 {wiring.log}")
    if not os.access(folder, os.W_OK):
        yield Finding("error", "folder", f"{folder} cannot be written.", "Change its mode, or name another with --db.")
