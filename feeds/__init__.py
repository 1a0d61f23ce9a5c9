"""The wing that goes out: subscriptions, fetching, parsing, cleaning, polling."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast

# httpx does without its command line where that cannot be imported, and we without the hundred modules behind it (rich,
# pygments): they take half the time that httpx takes to load.
sys.modules.setdefault("httpx._main", cast("ModuleType", None))
