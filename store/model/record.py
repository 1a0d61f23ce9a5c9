"""Frozen records that cost next to nothing to define: what `dataclasses` would write is written on the first use.

A frozen dataclass with slots takes 2.6 ms to define, for it compiles six methods; the desk would define eighty before
its first frame and use twenty of them. Here the methods are shared, and `__init__` is compiled when the first record of
its kind is made. To type checkers, and to `dataclasses.replace`, `fields` and `asdict`, a record is a dataclass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    ClassT = TypeVar("ClassT", bound=type)

    def record(*, frozen: bool = False) -> Callable[[ClassT], ClassT]:
        """Make a class a record: as `dataclasses.dataclass`, without its other options."""

        def make(cls: ClassT) -> ClassT:
            inherited = getattr(cls, "__match_args__", ())
            own = [name for name, kind in vars(cls).get("__annotations__", {}).items() if not _of_class(kind)]
            cls.__match_args__ = tuple(dict.fromkeys((*inherited, *own)))
            cls.__dataclass_fields__ = _Fields(cls, frozen=frozen)
            cls.__init__ = _unwritten(cls, frozen=frozen)
            if "__eq__" not in vars(cls):
                aside = _not_compared(cls)
                cls.__eq__ = _equal_but(aside) if aside else _equal
                cls.__hash__ = (_hash_but(aside) if aside else _hash) if frozen else None
            if "__repr__" not in vars(cls):
                cls.__repr__ = _repr
            if frozen:
                cls.__setattr__ = _refuse
                cls.__delattr__ = _refuse
            return cls

        return make


__all__ = ["record"]


def _of_class(kind: object) -> bool:
    return str(kind).startswith("ClassVar")


def _unwritten(cls: type, *, frozen: bool) -> Callable[..., None]:
    """An `__init__` that writes the real one in its own place when it is first called."""

    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807  # it is one
        written = _write(cls, frozen=frozen)
        cls.__init__ = written  # type: ignore[misc]
        written(self, *values, **named)

    return __init__


def _write(cls: type, *, frozen: bool) -> Callable[..., None]:
    """Compile `__init__` from the names and defaults of the class and of the records that it extends."""
    scope: dict[str, Any] = {}
    taken, body = ["self"], ["here = self.__dict__"] if frozen else []
    names: tuple[str, ...] = vars(cls)["__match_args__"]
    for name in names:
        default = _default(cls, name)
        value = name
        if isinstance(default, dataclasses.Field) and default.default_factory is dataclasses.MISSING:
            default = default.default
        if isinstance(default, dataclasses.Field) and default.default_factory is not dataclasses.MISSING:
            scope[f"made_{name}"], scope["unset"] = default.default_factory, dataclasses.MISSING
            taken.append(f"{name}=unset")
            value = f"made_{name}() if {name} is unset else {name}"
        elif default is dataclasses.MISSING:
            taken.append(name)
        else:
            scope[f"default_{name}"] = default
            taken.append(f"{name}=default_{name}")
        body.append(f"here[{name!r}] = {value}" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    source = f"def __init__({', '.join(taken)}):\n  " + "\n  ".join(body or ["pass"])
    exec(source, scope)  # noqa: S102  # names of our own classes only, as `dataclasses` does
    written: Callable[..., None] = scope["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _default(cls: type, name: str) -> object:
    """What stands for a field that is not given: of the class, else of the nearest record that it extends."""
    for one in cls.__mro__:
        if name in vars(one):
            return vars(one)[name]
        fields = vars(one).get("__dataclass_fields__")
        if isinstance(fields, Mapping) and name in fields:
            field = fields[name]
            return field.default if field.default_factory is dataclasses.MISSING else field
    return dataclasses.MISSING


class _Fields:
    """Stands for `__dataclass_fields__` until somebody asks for it."""

    def __init__(self, cls: type, *, frozen: bool) -> None:
        self._cls = cls
        self._frozen = frozen

    def __get__(self, instance: object, owner: type) -> Mapping[str, dataclasses.Field[Any]]:
        cls = self._cls
        # Written first: afterwards the class no longer holds its default factories.
        if cls.__dict__["__init__"].__name__ == "__init__":
            cls.__init__ = _write(cls, frozen=self._frozen)  # type: ignore[misc]
        del cls.__dataclass_fields__  # type: ignore[attr-defined]
        if self._frozen:
            # It writes its own, and would not write over these.
            del cls.__setattr__, cls.__delattr__
        dataclasses.dataclass(init=False, repr=False, eq=False, frozen=self._frozen)(cls)
        fields: Mapping[str, dataclasses.Field[Any]] = cls.__dict__["__dataclass_fields__"]
        return fields


def _not_compared(cls: type) -> frozenset[str]:
    """The fields that make no difference: their own default says so, as in a dataclass."""
    fields = ((name, _default(cls, name)) for name in vars(cls)["__match_args__"])
    return frozenset(name for name, one in fields if isinstance(one, dataclasses.Field) and one.compare is False)


def _equal_but(aside: frozenset[str]) -> Callable[[object, object], object]:
    def equal(self: object, other: object) -> object:
        if self.__class__ is not other.__class__:
            return NotImplemented
        theirs = other.__dict__
        return all(value == theirs[name] for name, value in self.__dict__.items() if name not in aside)

    return equal


def _hash_but(aside: frozenset[str]) -> Callable[[object], int]:
    return lambda self: hash(tuple(value for name, value in self.__dict__.items() if name not in aside))


def _equal(self: object, other: object) -> object:
    if self.__class__ is not other.__class__:
        return NotImplemented
    return self.__dict__ == other.__dict__


def _hash(self: object) -> int:
    return hash(tuple(self.__dict__.values()))


def _repr(self: object) -> str:
    values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
    return f"{self.__class__.__qualname__}({values})"


def _refuse(self: object, name: str, *value: object) -> None:  # noqa: ARG001  # both are refused alike
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
