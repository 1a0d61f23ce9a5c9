"""What the desk is given when it opens. No Textual here: the command line builds it and need not load the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from store.model.ledger import Change, Evidence, State
from store.model.polling import Feed
from store.model.record import record
from store.model.words import Clock
from tui.remembered import Keeper

if TYPE_CHECKING:
    from store.library import Library
    from store.model.preview import Looked
    from tui.papers import Papers


@record(frozen=True)
class DeskSettings:
    """The settings that the desk itself obeys."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Id of an action in `tui.actions` → its keys, separated by commas. Ids that do not exist are ignored."""
    offline: bool = False
    """True where the user asked for no network: no poller is started and none is asked for."""
    no_color: bool = False
    """Colours off; `NO_COLOR` in the environment says the same."""
    ascii: bool = False
    """Nothing but ASCII in our own marks, frames and bars."""
    theme: str = ""
    """Name of one of Textual's themes; empty or unknown: the default one."""
    welcome: bool = False
    """True greets whoever opens a new database: what the story is, which feeds are on, where the keys are."""
    look: bool = False
    """True where the desk is there to be looked at only: it refuses every action of `tui.actions.WRITING`."""


def no_holder() -> Mapping[str, object] | None:
    """Say that nobody holds the poller's lock."""
    return None


class Figure(NamedTuple):
    """How often the program was right when it was measured."""

    what: str
    hits: int
    cases: int
    corpus: str
    """What it was measured on."""


@record(frozen=True)
class Decisions:
    """What the desk asks of the tagger, which it does not know itself. All block: they are called in threads."""

    settle: Callable[[], object]
    """Work the ledger out anew for all that a verdict touched; raises StoreError."""
    changes: Callable[[Sequence[Evidence]], Sequence[Change]]
    """The changes that evidence documents."""
    states: Callable[[Sequence[Evidence]], Sequence[State]]
    """Where the principals stand by evidence."""
    accuracy: Callable[[], Sequence[Figure]]
    """The figures that this build ships."""


@record()
class Desk:
    """All that the desk reaches: built once by `tui.wiring`, handed to every screen."""

    library: Library
    """Opened for writing; what is read is read through it too. The desk does not close it."""
    clock: Clock
    settings: DeskSettings = field(default_factory=DeskSettings)
    poller_command: tuple[str, ...] | None = None
    """Argument list of the child that polls; None where there shall be none."""
    lock_holder: Callable[[], Mapping[str, object] | None] = no_holder
    """Who holds the poller's lock (`pid`, `host`, `since`), or None. Quick: asked from a thread."""
    subscribe: Callable[[str], Feed] | None = None
    """Check an address and add the feed. Blocks (names are resolved), so it is called in a thread; raises `FeedsError`
    or `StoreError`, whose sentence is shown. None: only the form of the address is checked."""
    look_at: Callable[[str], Looked] | None = None
    """Look at an address before it is subscribed. Blocks for seconds, so it is called in a thread; trouble is told in
    the answer. None: it is subscribed without a look."""
    browser: Callable[[str], None] | None = None
    """Open an address that was already checked; raises `OSError`. None: `tui.links.open_link`."""
    aliases: Callable[[], Mapping[str, Sequence[str]]] | None = None
    """Every actor's id with its name and aliases, for queries. Blocks the first time; None: names alone are known."""
    environ: Mapping[str, str] = field(default_factory=dict)
    """The environment, which says what clipboard there is."""
    decisions: Decisions | None = None
    """What the tagger decides; None: verdicts are kept and the ledger is left as it is."""
    analyst: str = ""
    """Whose verdicts those given on this desk are."""
    first_start: Callable[[], None] | None = None
    """Fill a new database (seeds, default feeds). Called once in a thread after the first frame; raises StoreError,
    SeedsError or TaggerError, whose sentence is shown."""
    keeper: Keeper = field(default_factory=lambda: Keeper(None))
    """What is remembered of layout and theme."""
    tells: bool = False
    """True where what the user is to be told is told here, and is then told nowhere else."""
    papers: Callable[[], Papers] | None = None
    """The user's files that may be edited here; asked from a thread when they are first looked at."""
