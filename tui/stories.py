"""Which stories there are: those that ship, and the user's own beside the settings."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from seeds import DEFAULT_STORY, stories
from tui.errors import NoSuchStory
from tui.paths import Paths

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def is_name(name: str) -> bool:
    """Whether a story may be called so: small letters, digits and hyphens, for it names files."""
    return bool(_NAME.fullmatch(name))


def packaged(name: str = DEFAULT_STORY) -> Path:
    """Where the watchlist of a story that ships lies."""
    return Path(str(resources.files("tagger").joinpath("data", f"{name}.toml")))


def own(places: Paths) -> tuple[str, ...]:
    """The names of the user's own stories, in order."""
    return tuple(sorted(path.stem for path in places.stories.glob("*.toml") if is_name(path.stem)))


def watchlist_of(name: str, places: Paths) -> Path:
    """Where a story's watchlist lies: the user's own goes before the one that ships. Raises NoSuchStory."""
    if name in own(places):
        return places.stories / f"{name}.toml"
    if name in stories():
        return packaged(name)
    known = ", ".join(sorted({*own(places), *stories()}))
    raise NoSuchStory(f"There is no story “{name}”. There are: {known}. Begin one with standpoint watchlist init.")
