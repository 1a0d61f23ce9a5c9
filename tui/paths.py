"""Where things live: the XDG folders, asked of platformdirs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import platformdirs

APP = "standpoint"

PRIVATE = 0o700
"""Mode of the folders that are made: what somebody follows is nobody else's business."""


class Paths(NamedTuple):
    """The places that are used where neither an option nor a setting names another."""

    settings: Path
    """settings.toml"""
    watchlist: Path
    """The user's own watchlist; the packaged one is used where this does not exist."""
    database: Path
    log: Path

    @property
    def remembered(self) -> Path:
        """What the desk remembers of itself: its layout and theme."""
        return self.log.with_name("desk.json")

    @property
    def stories(self) -> Path:
        """The folder of the user's own further stories: NAME.toml for each."""
        return self.settings.parent / "stories"


def default_paths() -> Paths:
    """The places by the XDG variables, or below the home folder where these are not set. Nothing is created."""
    config = platformdirs.user_config_path(APP, appauthor=False)
    return Paths(
        settings=config / "settings.toml",
        watchlist=config / "watchlist.toml",
        database=platformdirs.user_data_path(APP, appauthor=False) / "standpoint.db",
        log=platformdirs.user_state_path(APP, appauthor=False) / "standpoint.log",
    )


def ensure_folder(path: Path) -> None:
    """Make the folder that `path` lies in, and those above it, for this user alone.

    Raises OSError where it cannot be made.
    """
    missing = [folder for folder in path.absolute().parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE, exist_ok=True)
