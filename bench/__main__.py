"""The measurements: `python -m bench` lists and runs all, `python -m bench NAME …` runs one with its own options."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path
from types import ModuleType


def measurements() -> dict[str, ModuleType]:
    """Every module here that can be run, by its name: it has a `main` that takes arguments and returns an exit code."""
    names = sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = {name: importlib.import_module(f"bench.{name}") for name in names if name != "__main__"}
    return {name: module for name, module in modules.items() if hasattr(module, "main")}


def main(arguments: list[str]) -> int:
    """Run what is named, or all."""
    known = measurements()
    if arguments and arguments[0] not in known:
        print(f"There is no measurement {arguments[0]!r}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    if arguments:
        return int(known[arguments[0]].main(arguments[1:]))
    for name, module in known.items():
        print(f"{name}: {(module.__doc__ or '').strip().splitlines()[0]}")
    failed = 0
    for name, module in known.items():
        print(f"\n== {name}", flush=True)
        failed |= int(module.main([]))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
