"""The palette (Ctrl+P): every action of the table that works now, by its words."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from tui.actions import Action, Shown, display, keys_of
from tui.screens.place import Place
from tui.widgets.hints import current


class ActionProvider(Provider):
    """Offers what can be done on the screen below the palette."""

    def _offers(self) -> list[tuple[str, str, DOMNode, Action]]:
        keys = self.screen.room.keys if isinstance(self.screen, Place) else {}
        offers = []
        for node, action in current(self.screen):
            if action.shown is not Shown.HELP:
                key = display(keys_of(action, keys)[0])
                offers.append((f"{action.label}  {key}", action.help, node, action))
        return offers

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for title, sentence, node, action in self._offers():
            yield DiscoveryHit(Content(title), partial(self._do, node, action), text=action.label, help=sentence)

    async def search(self, query: str) -> Hits:
        """Offer what matches label or sentence."""
        matcher = self.matcher(query)
        for title, sentence, node, action in self._offers():
            score = max(matcher.match(title), matcher.match(sentence) * 0.8)
            if score > 0:
                yield Hit(score, Content(title), partial(self._do, node, action), text=action.label, help=sentence)

    def _do(self, node: DOMNode, action: Action) -> None:
        self.app.call_later(self.app.run_action, action.call, node)
