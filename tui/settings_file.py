"""The settings as the desk shows and edits them: each with its value and where that comes from; comments are kept.

All methods block: the desk calls them in threads.
"""
# ruff: noqa: PLC0415  # tomlkit is loaded when somebody looks at the settings, not when the desk starts

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.model.record import record
from tui import settings as all_settings
from tui import written
from tui.errors import NotWritten
from tui.settings import PREFIX, SECTIONS, Settings, Tell
from tui.telling.rules import TellRule

if TYPE_CHECKING:
    from tui.wiring import Wiring

DEFAULT = "default"
FILE = "file"
ENVIRONMENT = "environment"


@record(frozen=True)
class SettingRow:
    """One setting."""

    section: str
    key: str
    value: str
    """As it would be typed."""
    default: str
    origin: str
    """One of the words above."""
    says: str
    """What it is, in a sentence."""

    @property
    def name(self) -> str:
        """section.key"""
        return f"{self.section}.{self.key}"

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"{PREFIX}{self.section}_{self.key}".upper()


def typed(value: object) -> str:
    """Write a value as it is typed: lists with commas, tables as name=text pairs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={text}" for name, text in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


class SettingsFile:
    """Reads and edits the settings file in use."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    @property
    def path(self) -> Path:
        """Where the settings lie, whether or not the file is there."""
        return self._wiring.settings_path

    def rows(self) -> tuple[SettingRow, ...]:
        """List all settings as they are in the file now. Raises SettingsError."""
        environ, fresh = self._wiring.environ, Settings()
        now = all_settings.load(self.path, environ)
        named = self._named()
        rows = []
        for section in SECTIONS:
            for one in fields(getattr(fresh, section)):
                variable = f"{PREFIX}{section}_{one.name}".upper()
                origin = ENVIRONMENT if environ.get(variable) else DEFAULT
                if origin == DEFAULT and one.name in named.get(section, {}):
                    origin = FILE
                value, default = getattr(getattr(now, section), one.name), getattr(getattr(fresh, section), one.name)
                says = meanings().get(f"{section}.{one.name}", "")
                rows.append(SettingRow(section, one.name, typed(value), typed(default), origin, says))
        return tuple(rows)

    def _named(self) -> Mapping[str, Any]:
        import tomllib

        try:
            return tomllib.loads(self.path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return {}

    def tell(self) -> Tell:
        """How and of what the user is told, as the file says now. Raises SettingsError."""
        return all_settings.load(self.path, self._wiring.environ).tell

    def put_rule(self, rule: TellRule) -> TellRule | None:
        """Write a rule of telling; gives the one of that name that gave way. Raises SettingsError, NotWritten."""
        before = self._rule(rule.name)
        self._edit(lambda document: _put(document, rule))
        return before

    def drop_rule(self, name: str) -> TellRule | None:
        """Take a rule of telling out; gives it, or None where there is none. Raises SettingsError, NotWritten."""
        before = self._rule(name)
        if before is not None:
            self._edit(lambda document: _drop(document, before.name))
        return before

    def _rule(self, name: str) -> TellRule | None:
        return next((one for one in self.tell().rule if one.name.casefold() == name.strip().casefold()), None)

    def change(self, section: str, key: str, text: str | None) -> None:
        """Write a setting as typed; None takes it out, so that its default holds. Raises SettingsError, NotWritten."""
        import tomlkit

        value = None if text is None else self._checked(section, key, text)

        def edit(document: Any) -> None:
            if value is None:
                if section in document:
                    document[section].pop(key, None)
            else:
                if section not in document:
                    document[section] = tomlkit.table()
                document[section][key] = value

        self._edit(edit)

    def _edit(self, edit: Callable[[Any], None]) -> None:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            old = self.path.read_text(encoding="utf-8-sig") if self.path.exists() else ""
            document = tomlkit.parse(old)
            edit(document)
            written.put(self.path, tomlkit.dumps(document))
        except (OSError, ValueError, TOMLKitError) as error:
            raise NotWritten(f"{self.path} could not be written: {error}. It is as it was.") from error

    def _checked(self, section: str, key: str, text: str) -> Any:
        rule = next(one for one in fields(getattr(Settings(), section)) if one.name == key).metadata["rule"]
        try:
            value = rule.from_env(text)
        except ValueError as error:
            raise NotWritten(f"{section}.{key} must be {error}.") from error
        return list(value) if isinstance(value, tuple) else value


def _put(document: Any, rule: TellRule) -> None:
    import tomlkit

    _drop(document, rule.name)
    if "tell" not in document:
        document["tell"] = tomlkit.table()
    table = tomlkit.table()
    for key, value in rule._asdict().items():
        if value != TellRule._field_defaults.get(key):
            table[key] = list(value) if isinstance(value, tuple) else value
    if "rule" not in document["tell"]:
        document["tell"]["rule"] = tomlkit.aot()
    document["tell"]["rule"].append(table)


def _drop(document: Any, name: str) -> None:
    kept = document.get("tell", {}).get("rule", ())
    for number in reversed(range(len(kept))):
        if str(kept[number].get("name", "")).strip().casefold() == name.casefold():
            del kept[number]
    if "tell" in document and "rule" in document["tell"] and not kept:
        del document["tell"]["rule"]


@cache
def meanings() -> Mapping[str, str]:
    """What each setting is, by section.key: the sentences that stand under the fields of `tui.settings`."""
    classes = {type(getattr(Settings(), section)).__name__: section for section in SECTIONS}
    found = {}
    for node in ast.parse(inspect.getsource(all_settings)).body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            for one, after in zip(node.body, node.body[1:], strict=False):
                if isinstance(one, ast.AnnAssign) and isinstance(after, ast.Expr):
                    words = ast.literal_eval(after.value)
                    found[f"{classes[node.name]}.{ast.unparse(one.target)}"] = " ".join(str(words).split())
    return found
