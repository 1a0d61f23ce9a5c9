"""The user's own files that the desk edits, and the child that reads stored articles again after an edit."""

from __future__ import annotations

from dataclasses import dataclass

from tui.settings_file import SettingsFile
from tui.watchlist_file import WatchlistFile


@dataclass(frozen=True, slots=True)
class Papers:
    """What the screens of the watchlist and the settings are handed."""

    watchlist: WatchlistFile
    settings: SettingsFile
    retag_command: tuple[str, ...]
    """Argument list of the child; it writes lines of JSON: {"done": …, "of": …}."""
