"""From what somebody types to an id on the watchlist."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from store.folding import fold_title


class Unmatched(ValueError):
    """No id or several fit what was typed; the message says so and names the nearest."""


def pick(typed: str, names: Mapping[str, Sequence[str]]) -> str:
    """The one id among `names` (id → its names and aliases) that was meant.

    An id or name in full wins over a beginning; letter case and diacritics do not matter. Raises Unmatched.
    """
    folded = {
        key: {fold_title(key), fold_title(key.replace("-", " ")), *map(fold_title, called)}
        for key, called in names.items()
    }
    wanted = fold_title(typed)
    exact = [key for key, forms in folded.items() if wanted in forms or key == typed]
    if len(exact) == 1:
        return exact[0]
    begun = exact or [key for key, forms in folded.items() if wanted and any(form.startswith(wanted) for form in forms)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise Unmatched(f"{typed!r} could be {_listed(begun)}")
    raise Unmatched(f"{typed!r} is not on the watchlist{_nearest(wanted, folded)}")


def _nearest(wanted: str, folded: Mapping[str, set[str]]) -> str:
    owner = {form: key for key, forms in folded.items() for form in sorted(forms)}
    close = difflib.get_close_matches(wanted, list(owner), n=1, cutoff=0.5)
    return f"; did you mean {owner[close[0]]}?" if close else f"; on it are {_listed(list(folded))}"


def _listed(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:12])
    return f"{shown} …" if len(ids) > 12 else shown
