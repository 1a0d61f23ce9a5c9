"""The user's own files that the desk edits, and the child that reads stored articles again after an edit."""

from __future__ import annotations

from store.model.record import record
from tui.settings_file import SettingsFile
from tui.watchlist_file import WatchlistFile


@record(frozen=True)
class Papers:
    """What the screens of the watchlist and the settings are handed."""

    watchlist: WatchlistFile
    settings: SettingsFile
    retag_command: tuple[str, ...]
    """Argument list of the child; it writes lines of JSON: {"done": …, "of": …}."""
