"""The one table of actions: bindings, footer, palette and help are all made from it.

An action belongs to a place: everywhere, a kind of list, a screen. Its id is what a user names in the settings file to
put it on other keys. What is not built is not in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from store.model.record import record


class Shown(Enum):
    """Where an action is shown beside the help, which shows all."""

    FOOTER = "footer"
    """In the footer where there is room, and in the palette."""
    PALETTE = "palette"
    HELP = "help"
    """Movements: nowhere else."""


@record(frozen=True)
class Action:
    """One thing that a key does."""

    id: str
    """What the settings file calls it."""
    place: str
    """Key of `PLACES`."""
    keys: str
    """Keys in Textual's names, separated by commas."""
    call: str
    """The action string that a binding runs."""
    label: str
    """One or two words for the footer and the palette."""
    help: str
    """A sentence for the help screen."""
    shown: Shown = Shown.PALETTE


PLACES: Final[Mapping[str, str]] = {
    "article": "This article",
    "watchlist": "Watchlist",
    "settings": "Settings",
    "telling": "Telling",
    "feeds": "Feeds",
    "matrix": "Matrix",
    "search": "Search",
    "statement": "This statement",
    "verdict": "Verdicts",
    "dialog": "This question",
    "welcome": "The welcome",
    "desk": "The desk",
    "narrowed": "Narrowing",
    "views": "Saved views",
    "in-time": "Days",
    "record": "What is under the cursor",
    "list": "Lists",
    "sheet": "Text",
    "back": "Way back",
    "everywhere": "Everywhere",
}
"""Where actions live and what the help calls that, nearest first."""

ACTIONS: Final[tuple[Action, ...]] = (
    Action(
        "next-mark", "article", "n", "next_mark(1)", "next mark", "Jump to the next statement, or name.", Shown.FOOTER
    ),
    Action("previous-mark", "article", "N", "next_mark(-1)", "previous mark", "Jump to the one before."),
    Action("next-article", "article", "right_square_bracket", "other_article(1)", "next article", "Go to the next."),
    Action(
        "article-before",
        "article",
        "left_square_bracket",
        "other_article(-1)",
        "article before",
        "Go to the one before.",
    ),
    Action("versions", "article", "V", "versions", "versions", "See what was changed after publishing.", Shown.FOOTER),
    Action(
        "edit-aliases", "watchlist", "e", "edit_aliases", "aliases", "Edit the names of the actor here.", Shown.FOOTER
    ),
    Action("add-actor", "watchlist", "a", "add_actor", "add", "Put an actor on the watchlist.", Shown.FOOTER),
    Action("add-rule", "telling", "a", "add_rule", "add", "Be told of what the desk is narrowed to.", Shown.FOOTER),
    Action("remove-rule", "telling", "d,delete", "remove_rule", "remove", "Be told of it no longer.", Shown.FOOTER),
    Action("undo", "telling", "z", "undo", "undo", "Take back the last edit of the rules.", Shown.FOOTER),
    Action("drop-setting", "settings", "d,delete", "drop_setting", "default", "Let its default hold.", Shown.FOOTER),
    Action("add-feed", "feeds", "a", "add_feed", "add", "Subscribe to a feed by its address.", Shown.FOOTER),
    Action(
        "remove-feed", "feeds", "d,delete", "remove_feed", "remove", "Unsubscribe; its articles stay.", Shown.FOOTER
    ),
    Action("undo", "feeds", "z", "undo", "undo", "Take back the last removal.", Shown.FOOTER),
    Action(
        "pause-feed",
        "feeds",
        "p",
        "pause_feed",
        "pause/resume",
        "Stop polling this feed, or start again.",
        Shown.FOOTER,
    ),
    Action("poll-feed", "feeds", "r", "poll_feed", "poll", "Poll this feed now.", Shown.FOOTER),
    Action("merge-feeds", "feeds", "M", "merge_feeds", "merge", "Make one of this feed and its double.", Shown.FOOTER),
    Action("left", "matrix", "h", "column(-1)", "left", "The issue to the left.", Shown.HELP),
    Action("right", "matrix", "l", "column(1)", "right", "The issue to the right.", Shown.HELP),
    Action("before", "matrix", "left", "step(-1)", "before", "The issue to the left; of a past day, the day before."),
    Action("after", "matrix", "right", "step(1)", "after", "The issue to the right; of a past day, the day after."),
    Action("week-before", "matrix", "shift+left,H", "leap(-7)", "week before", "The day a week before."),
    Action("week-after", "matrix", "shift+right,L", "leap(7)", "week after", "The day a week after."),
    Action("month-before", "matrix", "shift+up,K", "leap(-30)", "month before", "The day thirty days before."),
    Action("month-after", "matrix", "shift+down,J", "leap(30)", "month after", "The day thirty days after."),
    Action("turn", "matrix", "a", "turn", "actors", "Show actors, or what they speak for.", Shown.FOOTER),
    Action("as-of", "in-time", "t", "as_of", "as of", "Show a past day; Esc comes back to now.", Shown.FOOTER),
    Action("results", "search", "down", "results", "results", "Go from the words to what was found.", Shown.FOOTER),
    Action("words", "search", "slash", "words", "words", "Change the words.", Shown.FOOTER),
    Action("next-mark", "statement", "n", "next_mark(1)", "next position", "Go to the next position of the statement."),
    Action("previous-mark", "statement", "N", "next_mark(-1)", "position before", "Go to the position before."),
    Action("confirm", "verdict", "c", "confirm", "confirm", "Say that it was read rightly.", Shown.FOOTER),
    Action("correct", "verdict", "e", "correct", "correct", "Put something else in the place of it.", Shown.FOOTER),
    Action("reject", "verdict", "d", "reject", "reject", "Say that it is no such position.", Shown.FOOTER),
    Action(
        "undo", "verdict", "z", "undo", "undo", "Take back the verdict on it; else the last one given.", Shown.FOOTER
    ),
    Action("yes", "dialog", "enter", "yes", "yes", "Do it.", Shown.FOOTER),
    Action("no", "dialog", "escape", "no", "no", "Leave it.", Shown.FOOTER),
    Action("next-step", "welcome", "enter,right,space", "next", "next", "Go to the next step.", Shown.FOOTER),
    Action("step-before", "welcome", "left", "before", "before", "Go to the step before.", Shown.FOOTER),
    Action("skip", "welcome", "escape", "skip", "skip", "Go to the desk.", Shown.FOOTER),
    Action(
        "narrow",
        "desk",
        "space",
        "narrow",
        "narrow",
        "Narrow the panes to the actor under the cursor.",
        Shown.FOOTER,
    ),
    Action("widen", "desk", "escape", "widen", "widen", "Take the last chip away.", Shown.FOOTER),
    Action("menu", "desk", "full_stop", "menu", "menu", "Choose from all that can be done here.", Shown.HELP),
    Action("pane-left", "desk", "left,h", "beside(-1)", "pane before", "Go to the pane before.", Shown.HELP),
    Action(
        "pane-right",
        "desk",
        "right,l",
        "beside(1)",
        "pane after",
        "Go to the next; from the last, the menu.",
        Shown.HELP,
    ),
    Action("pane-1", "desk", "1", "pane(1)", "actors", "Go to the actors."),
    Action("pane-2", "desk", "2", "pane(2)", "statements", "Go to the recent statements."),
    Action("pane-3", "desk", "3", "pane(3)", "changes", "Go to the changed positions."),
    Action("pane-4", "desk", "4", "pane(4)", "stories", "Go to the stories."),
    Action(
        "narrow-to",
        "narrowed",
        "n",
        "narrow_to",
        "narrow to",
        "Narrow to the issue, stance, outlet or topic here.",
        Shown.FOOTER,
    ),
    Action("query", "narrowed", "F", "query", "query", "Write what to narrow to: actor:dar since:7d.", Shown.FOOTER),
    Action("only-unread", "narrowed", "U", "only('unread')", "unread only", "Only what is not read yet, or all."),
    Action("only-starred", "narrowed", "S", "only('starred')", "starred only", "Only what you starred, or all."),
    Action("since-last", "narrowed", "L", "only('new')", "since last visit", "What came since you were last here."),
    Action("views", "narrowed", "b", "views", "views", "Open, save, rename or remove a view.", Shown.FOOTER),
    *(
        Action(f"view-{number}", "narrowed", str(number), f"view({number})", f"view {number}", "Open a saved view.")
        for number in range(5, 10)
    ),
    Action("brief", "narrowed", "B", "brief", "brief", "Write the day's page to a file."),
    Action("next-change", "narrowed", "C", "next_change('change')", "next change", "Go to the next change."),
    Action(
        "next-divergence",
        "narrowed",
        "D",
        "next_change('divergence')",
        "next divergence",
        "Go to where two voices differ.",
    ),
    Action("save-view", "views", "a", "save_view", "save", "Keep what is shown under a name.", Shown.FOOTER),
    Action("rename-view", "views", "r", "rename_view", "rename", "Call this view otherwise.", Shown.FOOTER),
    Action("remove-view", "views", "d,delete", "remove_view", "remove", "Forget this view.", Shown.FOOTER),
    Action("undo", "views", "z", "undo", "undo", "Take back what was done last.", Shown.FOOTER),
    Action("enlarge", "desk", "plus", "enlarge", "enlarge", "Give this pane the whole desk, or take it back."),
    Action("hide", "desk", "minus", "hide", "hide", "Hide this pane; its number brings it back."),
    Action("pane-ahead", "desk", "less_than_sign", "shift_pane(-1)", "move ahead", "Move this pane one place ahead."),
    Action("pane-behind", "desk", "greater_than_sign", "shift_pane(1)", "move behind", "Move this pane one place on."),
    Action("all-panes", "desk", "0", "all_panes", "all panes", "Show all panes as they were on the first day."),
    Action("next-unread", "record", "u", "next_unread", "next unread", "Go to the next story not read yet."),
    Action("browse", "record", "o", "browse", "browser", "Open the article in the browser.", Shown.FOOTER),
    Action("cite", "record", "y", "cite", "copy citation", "Copy a citation: who, when, words, outlet.", Shown.FOOTER),
    Action("issue", "record", "i", "issue", "issue", "See every principal's line on this issue."),
    Action("watch-speaker", "record", "w", "watch_speaker", "watch speaker", "Put this unknown speaker on the list."),
    Action("quote", "record", "Y", "quote", "copy quotation", "Copy the words alone."),
    Action("export", "record", "E", "export", "export", "Write what is shown, or selected, to a file.", Shown.FOOTER),
    Action("undo", "record", "z", "undo", "undo", "Take back what was done last."),
    Action("star", "record", "s", "star", "star", "Star the article, or take the star off."),
    Action("read", "record", "m", "read", "read/unread", "Mark the article read, or unread."),
    Action("open", "list", "enter", "choose", "open", "Open what is under the cursor.", Shown.FOOTER),
    Action("select", "list", "space", "select", "select", "Select this row, for the keys that act on several."),
    Action("down", "list", "j,down", "move(1)", "down", "The next line.", Shown.HELP),
    Action("up", "list", "k,up", "move(-1)", "up", "The line before.", Shown.HELP),
    Action("top", "list", "g,home", "edge(-1)", "top", "The first line.", Shown.HELP),
    Action("bottom", "list", "G,end", "edge(1)", "bottom", "The last line that is loaded.", Shown.HELP),
    Action("page-down", "list", "pagedown,ctrl+d", "page(1)", "page down", "A screenful down.", Shown.HELP),
    Action("page-up", "list", "pageup,ctrl+u", "page(-1)", "page up", "A screenful up.", Shown.HELP),
    Action("open", "sheet", "enter", "choose", "open", "Open what stands behind the text.", Shown.FOOTER),
    Action("down", "sheet", "j,down", "move(1)", "down", "A line down.", Shown.HELP),
    Action("up", "sheet", "k,up", "move(-1)", "up", "A line up.", Shown.HELP),
    Action("top", "sheet", "g,home", "edge(-1)", "top", "The beginning.", Shown.HELP),
    Action("bottom", "sheet", "G,end", "edge(1)", "bottom", "The end.", Shown.HELP),
    Action("page-down", "sheet", "pagedown,ctrl+d", "page(1)", "page down", "A screenful down.", Shown.HELP),
    Action("page-up", "sheet", "pageup,ctrl+u", "page(-1)", "page up", "A screenful up.", Shown.HELP),
    Action("menu", "back", "right,full_stop", "menu", "menu", "Choose from all that can be done here.", Shown.HELP),
    Action("back", "back", "escape", "back", "back", "Go back to where you came from.", Shown.FOOTER),
    Action("next-pane", "everywhere", "tab", "app.focus_next", "next pane", "Go to the next pane.", Shown.HELP),
    Action(
        "previous-pane", "everywhere", "shift+tab", "app.focus_previous", "before", "Go to the pane before.", Shown.HELP
    ),
    Action("search", "everywhere", "slash", "app.search", "search", "Search articles and statements.", Shown.FOOTER),
    Action("feeds", "everywhere", "f", "app.feeds", "feeds", "See the feeds: health, add, remove.", Shown.FOOTER),
    Action("matrix", "everywhere", "x", "app.matrix", "matrix", "See who stands where on every issue.", Shown.FOOTER),
    Action("review", "everywhere", "v", "app.review", "review", "Judge what changes rest on, by weight.", Shown.FOOTER),
    Action("watchlist", "everywhere", "W", "app.watchlist", "watchlist", "See and edit whom and what is watched."),
    Action("poll-log", "everywhere", "P", "app.poll_log", "poll log", "See how the latest polls of all feeds ended."),
    Action("settings", "everywhere", "comma", "app.settings", "settings", "See and edit the settings."),
    Action("telling", "everywhere", "A", "app.telling", "telling", "See the rules of telling, and what was told."),
    Action("theme", "everywhere", "T", "app.choose_theme", "theme", "Choose a theme; it is remembered."),
    Action("poll-all", "everywhere", "R", "app.poll_all", "poll all", "Poll every feed now."),
    Action("help", "everywhere", "question_mark", "app.help", "help", "Say what can be done here.", Shown.FOOTER),
    Action("palette", "everywhere", "ctrl+p", "app.command_palette", "palette", "Find an action by name.", Shown.HELP),
    Action("quit", "everywhere", "q,ctrl+c", "app.quit", "quit", "Leave Standpoint.", Shown.FOOTER),
)

WRITING: Final = frozenset(
    {
        *("edit_aliases", "add_actor", "watch_speaker", "drop_setting", "add_rule", "remove_rule"),
        *("add_feed", "remove_feed", "pause_feed", "poll_feed", "poll_all", "merge_feeds"),
        *("confirm", "correct", "reject", "undo", "star", "read"),
        *("save_view", "rename_view", "remove_view", "brief", "export", "browse"),
    }
)
"""Calls that change something that is stored, write a file or start a program: a desk to be looked at refuses them."""
LOOKED_AT: Final = "This desk is there to be looked at only: nothing can be changed, written or opened from it."


def called(call: str) -> str:
    """Give the name in an action string, without where it leads and what it is given."""
    return call.partition("(")[0].rpartition(".")[2]


_DISPLAY: Final[Mapping[str, str]] = {
    "slash": "/",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "delete": "Del",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def actions_of(place: str) -> tuple[Action, ...]:
    """List what can be done in one place."""
    return tuple(action for action in ACTIONS if action.place == place)


def known_overrides(keys: Mapping[str, str]) -> dict[str, str]:
    """Keep the overrides that name an action and at least one key; blanks around the commas are dropped."""
    ids = {action.id for action in ACTIONS}
    kept = {}
    for name, value in keys.items():
        wanted = ",".join(part for part in (piece.strip() for piece in value.split(",")) if part)
        if name in ids and wanted:
            kept[name] = wanted
    return kept


def keys_of(action: Action, overrides: Mapping[str, str]) -> tuple[str, ...]:
    """Give the keys that an action is on now."""
    return tuple(overrides.get(action.id, action.keys).split(","))


def display(key: str) -> str:
    """Write a key as people do: "Esc", "^P", "?"."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    if key.startswith("shift+"):
        return f"Shift+{display(key.removeprefix('shift+'))}"
    return _DISPLAY.get(key, key)


def help_for(
    places: Iterable[str], overrides: Mapping[str, str]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Write the help for the places one is in: (heading, ((keys, sentence), …)), nearest place first."""
    wanted = set(places)
    sections = []
    for place, heading in PLACES.items():
        if place in wanted:
            lines = tuple(
                (" ".join(display(key) for key in keys_of(action, overrides)), action.help)
                for action in actions_of(place)
            )
            sections.append((heading, lines))
    return tuple(sections)
