"""Records are dataclasses whose methods are written late: everything that is asked of a dataclass holds of them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import ClassVar

import pytest

from store.model.record import record
from store.model.rows import Query
from store.model.words import Stance


@record(frozen=True)
class Point:
    """Two numbers and a name."""

    ORIGIN: ClassVar[str] = "here"
    x: int
    y: int = 0
    name: str = "p"


@record(frozen=True)
class Named(Point):
    """One that extends another."""

    labels: tuple[str, ...] = ()


@record()
class Basket:
    """One that may be changed."""

    fruit: list[str] = field(default_factory=list)
    weight: float = 0.0


@record(frozen=True)
class Seen:
    """One that is the same whenever it is looked at."""

    name: str
    at: int = field(default=0, compare=False)


def test_it_is_made_by_place_and_by_name() -> None:
    assert (Point(1).x, Point(1).y, Point(x=1, y=2).y, Point(1, 2, "q").name) == (1, 0, 2, "q")
    assert Named(1, 2, "q", ("a",)).labels == ("a",)
    for wrong in (Point, lambda: Point(1, z=2), lambda: Point(1, 2, "q", 4)):  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            wrong()


def test_it_is_equal_by_value_and_kind() -> None:
    assert Point(1) == Point(1, 0)
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    assert len({Point(1), Point(1, 0), Point(2)}) == 2
    assert repr(Point(1)) == "Point(x=1, y=0, name='p')"


def test_a_field_that_is_not_compared_makes_no_difference() -> None:
    assert Seen("a", at=1) == Seen("a", at=2)
    assert hash(Seen("a", at=1)) == hash(Seen("a", at=2))
    assert Seen("a", at=1) != Seen("b", at=1)
    assert Seen("a", at=1) != Point(1)


def test_a_frozen_one_stays_as_it_is() -> None:
    one = Point(1)
    for change in (lambda: setattr(one, "x", 2), lambda: setattr(one, "other", 2), lambda: delattr(one, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert one.x == 1


def test_one_that_may_be_changed_owns_what_it_holds() -> None:
    one, other = Basket(), Basket()
    one.fruit.append("fig")
    one.weight = 2.0
    assert (one.fruit, other.fruit, other.weight) == (["fig"], [], 0.0)
    with pytest.raises(TypeError):
        hash(one)


def test_the_tools_for_dataclasses_take_it() -> None:
    assert [one.name for one in dataclasses.fields(Named)] == ["x", "y", "name", "labels"]
    assert dataclasses.replace(Named(1), y=3) == Named(1, 3)
    assert dataclasses.asdict(Named(1)) == {"x": 1, "y": 0, "name": "p", "labels": ()}
    assert dataclasses.is_dataclass(Basket)
    assert dataclasses.replace(Basket(["fig"]), weight=1.0) == Basket(["fig"], 1.0)
    assert Basket() == Basket([])


def test_the_tools_may_ask_before_the_first_is_made() -> None:
    @record()
    class Late:
        """Asked about before it is used."""

        parts: list[int] = field(default_factory=list)
        size: int = 1

    assert [one.name for one in dataclasses.fields(Late)] == ["parts", "size"]
    assert Late() == Late([], 1)
    assert Late().parts is not Late().parts


def test_a_dataclass_may_extend_it() -> None:
    @dataclasses.dataclass(frozen=True)
    class Further(Point):
        more: int = 7

    assert Further(1, 2).more == 7
    assert dataclasses.replace(Further(1), more=8) == Further(1, more=8)


def test_it_travels_between_processes() -> None:
    query = Query(text="a", stance=Stance.OPPOSE)
    assert pickle.loads(pickle.dumps(query)) == query
    assert copy.deepcopy(query) == query
    assert hash(pickle.loads(pickle.dumps(query))) == hash(query)


def test_a_match_takes_it_apart() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
