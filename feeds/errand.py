"""One fetch on its way from hop to hop: where it is, what it may say there, where it may go."""

from __future__ import annotations

import base64
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from feeds.answers import FetchFailed, Purpose, Refused
from feeds.links import SCHEMES, host_of

_PERMANENT = frozenset((301, 308))


class Errand:
    """One fetch on its way from hop to hop."""

    def __init__(self, headers: dict[str, str], kind: Purpose) -> None:
        self.kind = kind
        self.headers = headers
        self.url = ""
        self.host = "the address"
        """The host of the present hop."""
        self.moved_to: str | None = None
        self._permanent = True

    def begin(self, url: str) -> None:
        """Take the first address, its credentials apart. Raises ValueError where it is none."""
        bare, user = _without_user(url)
        self._go(bare)
        if user:
            self.headers["authorization"] = user

    @property
    def conditional(self) -> bool:
        """Whether the server was told what we have already."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers

    def check(self) -> None:
        """Raise Refused where the present address is none that may be asked."""
        parts = urlsplit(self.url)
        if parts.scheme not in SCHEMES:
            raise Refused(FetchFailed(f"Only http and https are fetched, not “{parts.scheme[:20]}:”."))
        if not parts.hostname:
            raise Refused(FetchFailed("The address names no host."))

    def redirect(self, status: int, location: str) -> None:
        """Go on to where a redirect points; credentials go no further than their origin."""
        if not location:
            raise Refused(FetchFailed(f"{self.host} answered {status} but not where to go.", status))
        # Many servers send UTF-8 where the standard wants it escaped.
        where = location.encode("latin-1").decode("utf-8", "replace")
        target, _ = _without_user(urljoin(self.url, where))
        if _origin(target) != _origin(self.url):
            self.headers.pop("authorization", None)
        self._permanent = self._permanent and status in _PERMANENT
        self._go(target)
        if self._permanent:
            self.moved_to = target

    def _go(self, url: str) -> None:
        self.url = url
        self.host = host_of(url) or "the address"


def _without_user(url: str) -> tuple[str, str]:
    """Split an address into itself without user part, and the Authorization header that the part stands for."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, ""
    pair = unquote(user).encode("utf-8", "replace")
    if b":" not in pair:
        pair += b":"
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return bare, "Basic " + base64.b64encode(pair).decode("ascii")


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)
