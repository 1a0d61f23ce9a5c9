"""A response body, unpacked within bounds: however a server packs, no more than the limit is ever in memory."""

from __future__ import annotations

import zlib

_STEP = 64 * 1024
"""Bytes unpacked at a time; the most by which the limit can be overshot before it is noticed."""
_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


class BodyTooLarge(Exception):
    """More than the limit, packed or unpacked."""


class BodyDamaged(Exception):
    """Not packed as the header says, or cut off."""


class Body:
    """Collects the chunks of a body. `encoding` is the Content-Encoding header's value."""

    OFFERED = "gzip, deflate"
    """What we can undo, for the Accept-Encoding header."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower().removeprefix("x-")
        if name not in ("", "identity", "gzip", "deflate"):
            raise BodyDamaged(f"packed as “{name[:40]}”, which was not offered")
        self._name = "" if name == "identity" else name
        self._limit = limit
        self._unpack = zlib.decompressobj(_GZIP) if name == "gzip" else zlib.decompressobj()
        self._taken = 0
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes off the wire. Raises BodyTooLarge or BodyDamaged."""
        # Packed bytes count as well: endless empty blocks unpack to nothing.
        self._taken += len(chunk)
        if self._taken > self._limit:
            raise BodyTooLarge
        if self._name:
            self._feed_packed(chunk)
        else:
            self._keep(chunk)

    def finish(self) -> bytes:
        """Give the whole body. Raises BodyDamaged where the packed data has no end."""
        while self._name and self._taken and not self._unpack.eof:
            # The last step may have stopped for want of room, not of input.
            before = self._size
            self._step(b"")
            if self._size == before and not self._unpack.eof:
                raise BodyDamaged("cut off")
        return b"".join(self._parts)

    def _feed_packed(self, chunk: bytes) -> None:
        data = chunk
        while data:
            if self._unpack.eof:
                # A gzip file may have several members; anything else behind the end is padding.
                if self._name != "gzip" or not data.startswith(b"\x1f\x8b"):
                    return
                self._unpack = zlib.decompressobj(_GZIP)
            data = self._step(data)

    def _step(self, data: bytes) -> bytes:
        try:
            self._keep(self._unpack.decompress(data, _STEP))
        except zlib.error as error:
            if self._name == "deflate" and not self._size and self._taken == len(data):
                # "deflate" means zlib's format (RFC 9110), but many servers send it bare.
                self._unpack = zlib.decompressobj(_RAW)
                self._name = "raw"
                return data
            raise BodyDamaged("not packed as its header says") from error
        if self._unpack.eof:
            return self._unpack.unused_data
        return self._unpack.unconsumed_tail

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise BodyTooLarge
        self._parts.append(part)
