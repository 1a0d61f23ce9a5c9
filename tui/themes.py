"""Two themes of our own for long reading: warm paper and lamplight, with inks that keep their contrast.

A test computes every ink's ratio on every ground that it stands on: at least 4.5:1, as WCAG 2.2 asks of text (AA).
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "standpoint-dark"
LIGHT = "standpoint-light"

THEMES = (
    Theme(
        name=DARK,
        dark=True,
        primary="#7aa2c8",
        secondary="#a89bc4",
        warning="#d99a1c",
        error="#e8382e",
        success="#6fb04a",
        accent="#5fb3a8",
        foreground="#d8d3c8",
        background="#1b1a18",
        surface="#24221f",
        panel="#2a2825",
        variables={"primary-muted": "#2a353f", "surface-lighten-1": "#302d29", "footer-key-foreground": "#5fb3a8"},
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#2a5a86",
        secondary="#5d4b86",
        warning="#8a5a00",
        error="#a8322a",
        success="#2f6b2f",
        accent="#1d6660",
        foreground="#211e19",
        background="#f7f3ea",
        surface="#efe9dc",
        panel="#e8e1d1",
        variables={"primary-muted": "#cfdce6", "surface-lighten-1": "#e3dccb", "footer-key-foreground": "#1d6660"},
    ),
)
"""In the order in which they are offered."""
