"""What goes wrong between us and a host, in sentences for people: they name the host and nothing else of an address."""

from __future__ import annotations

import errno
import ssl

import httpcore

from feeds.connect import AddressRefused, NameUnknown

_NO_WAY = frozenset((errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH))
_NO_TLS = frozenset(("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"))
"""What OpenSSL makes of an answer in plain HTTP."""
UNUSABLE = "The address leads to what is no proper web address."
"""Of an address that no request can be made of."""

EXPECTED = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    OSError,
    ValueError,
)
"""What a fetch may raise through no fault of ours."""

_WORDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (
        AddressRefused,
        "{host} is not an address of the open internet. If it is yours, name it with its port in network.allow_hosts.",
    ),
    (NameUnknown, "The name {host} is not known; is the network there?"),
    (httpcore.ConnectTimeout, "{host} could not be reached in time."),
    (httpcore.ConnectError, "{host} refuses connections or cannot be reached."),
    (httpcore.ProtocolError, "{host} broke off or does not speak HTTP properly."),
    (httpcore.NetworkError, "The connection to {host} broke."),
    ((httpcore.UnsupportedProtocol, ValueError), UNUSABLE),
)


def refusal(status: int, host: str, *, walled: bool) -> str:
    """Say what an answer means that brings nothing; `walled` where it is a check for browsers."""
    if walled:
        return f"{host} answered {status} with a check for browsers (a bot wall), which a feed reader cannot pass."
    said = {
        401: "wants a user name and password: put them into the feed's address",
        403: "refuses to give this feed",
        404: "does not have this feed",
        410: "has withdrawn this feed for good",
        429: "says that it was asked too often",
        503: "is not available at the moment",
    }
    what = said.get(status) or ("has an error of its own" if status >= 500 else "gave no feed")
    return f"{host} {what} (HTTP {status})."


def sentence(error: Exception, host: str) -> str:
    """Say what went wrong."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The certificate of {host} is not valid: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return f"No secure connection to {host} could be made."
        cause = cause.__cause__ or cause.__context__
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words.format(host=host)
    return f"{host} could not be read: {type(error).__name__}."


def unreached(error: Exception) -> bool:
    """Tell whether the fault may be our own network's: no name server answers, or no way leads anywhere."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NameUnknown) or (isinstance(cause, OSError) and cause.errno in _NO_WAY):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def shut(error: Exception) -> bool:
    """Tell whether nobody speaks TLS there: no connection came about, or what answered is no TLS.

    False where there was a secure answer that we do not trust, such as a wrong certificate.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return getattr(cause, "reason", None) in _NO_TLS
        cause = cause.__cause__ or cause.__context__
    return isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout) and not isinstance(
        error, AddressRefused | NameUnknown
    )
