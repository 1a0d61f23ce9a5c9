"""Textual's bindings, made from the table of actions."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.actions import actions_of


def bindings(*places: str) -> list[BindingType]:
    """Make the bindings of the classes that stand for these places; their ids let a user's keys replace ours."""
    return [
        Binding(action.keys, action.call, action.label, show=False, id=action.id)
        for place in places
        for action in actions_of(place)
    ]
