"""Bodies are unpacked as they were packed, however they are cut up, and never beyond the limit."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.decode import Body, BodyDamaged, BodyTooLarge

PACK = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress, "raw": lambda data: zlib.compress(data)[2:-4]}
RUNS = st.builds(lambda piece, times: piece * times, st.binary(max_size=5), st.sampled_from((1, 900, 30_000)))
DATA = st.one_of(st.binary(max_size=400), RUNS)
FEWER = settings(max_examples=40)


def unpack(packed: bytes, encoding: str, cut: int, limit: int) -> bytes:
    body = Body(encoding, limit)
    for start in range(0, len(packed), cut):
        body.feed(packed[start : start + cut])
    return body.finish()


@FEWER
@given(DATA, st.sampled_from(sorted(PACK)), st.sampled_from((60, 999, 70_000)))
def test_whatever_was_packed_comes_out(data: bytes, kind: str, cut: int) -> None:
    packed = PACK[kind](data)
    assert unpack(packed, "deflate" if kind == "raw" else kind, cut, 10**6) == data


@FEWER
@given(DATA.filter(lambda data: len(data) > 20), st.sampled_from(["", "gzip", "deflate"]))
def test_one_byte_too_many_is_too_many(data: bytes, kind: str) -> None:
    with pytest.raises(BodyTooLarge):
        unpack(PACK[kind](data), kind, 1_000, len(data) - 1)


@FEWER
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_garbage_is_damaged_or_something_but_never_a_crash(data: bytes, kind: str) -> None:
    with contextlib.suppress(BodyDamaged, BodyTooLarge):
        assert len(unpack(data, kind, 7, 1_000)) <= 1_000


@FEWER
@given(DATA.filter(bool), st.sampled_from(["gzip", "deflate"]))
def test_what_is_cut_off_is_not_taken(data: bytes, kind: str) -> None:
    with pytest.raises(BodyDamaged):
        unpack(PACK[kind](data)[:-5], kind, 100, 10**6)
