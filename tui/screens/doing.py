"""The menu of what can be done here: for hands that know the arrows and Enter, and not the letters."""

from __future__ import annotations

from typing import NamedTuple

from textual.dom import DOMNode

from tui.actions import Action, Shown, display, keys_of
from tui.screens.hands import Hands
from tui.screens.menu import Menu
from tui.widgets.hints import current


class Doable(NamedTuple):
    """Something that can be done, and what does it."""

    node: DOMNode
    action: Action


def ask_what_to_do(place: Hands) -> None:
    """Show what can be done here, that of the footer first, and do what is chosen."""
    offers = [Doable(node, action) for node, action in current(place.app.screen) if action.shown is not Shown.HELP]
    offers = [one for one in offers if one.action.id != "menu" and not one.action.id.startswith("view-")]
    offers.sort(key=lambda one: (one.action.id == "quit", one.action.shown is not Shown.FOOTER))
    keys = place.room.keys
    choices = [(one, one.action.label, f"{display(keys_of(one.action, keys)[0]):>5}") for one in offers]

    def take(chosen: Doable | None) -> None:
        if chosen is not None:
            place.app.call_later(place.app.run_action, chosen.action.call, chosen.node)

    place.app.push_screen(Menu[Doable](place.room, "What can be done here", choices), take)
