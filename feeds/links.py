"""Addresses: made canonical for identity, shortened for screens and logs. Standard library only."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from feeds.errors import BadAddress
from feeds.limits import LINK

SCHEMES = ("http", "https")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that name the way a reader came, never the article: campaign tags of Google, Matomo, Piwik, HubSpot,
# Mailchimp, AT Internet, click ids of the large platforms. Short names such as `cid` or `ref` stay: on some sites they
# are the article.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|hsa|at|oly|vero)_\w*|_hs(?:enc|mi)|mc_[ce]id|__twitter_impression|"
    r"(?:fbc|gc|dc|msclk|yc|twc|ttc)l?id|[wg]braid|igshid|igsh|xtor|cmpid|ocid|smid|ftcamp|guccounter|"
    r"ns_(?:mchannel|campaign|source)|sa-ns_mchannel|traffic_source|CMP",
    re.IGNORECASE,
)
_TRACKING_FRAGMENT = re.compile(r"(?:xtor|utm_\w+|ref|sa-ns_mchannel|ns_mchannel|intcid|:~:text)(?:=|$)", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x20\x7f-\x9f\\\\]")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
# RFC 3986: what may stand unescaped in a path, and in a query or fragment; % keeps escapes as they are.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]|{}"
# What neither joining nor quoting changes: a lower-case host without port or user, no "#", nothing to escape, and no
# ";" in the path, which `urllib.parse` takes for parameters.
_PLAIN = re.compile(
    r"(https?://[a-z0-9._-]++/[a-zA-Z0-9/%:@!$&'()*+,=~._-]*+)(?:\?([a-zA-Z0-9/%:@!$&'()*+,;=~._?-]++))?+"
)
_SHOWN_QUERY = 60


def canonical_url(url: str, base: str = "") -> str:
    """Make the one spelling of an address by which articles are told apart; "" unless it is http or https.

    Host and scheme lower-case, international names in their ASCII form, no default port, no user part, no tracking
    parameters; paths and the order of parameters stay. Longer than 4,096 characters is no address.
    """
    if not url:
        return ""
    plain = _PLAIN.fullmatch(url)
    if plain and len(url) <= LINK:
        path, query = plain.groups()
        kept = _without_tracking(query) if query else ""
        return f"{path}?{kept}" if kept else path
    if not url.strip():
        return ""
    try:
        parts = _split(url, base)
        host = _ascii_host(parts)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES or not host:
        return ""
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    query = _without_tracking(parts.query)
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else parts.fragment
    made = urlunsplit(
        (parts.scheme, netloc, _quoted(parts.path) or "/", _quoted(query, _QUERY_SAFE), _quoted(fragment, _QUERY_SAFE))
    )
    return made if len(made) <= LINK else ""


def is_plain(url: str) -> bool:
    """True for an address that is absolute and simple: joined to any other, it stays as it is."""
    return _PLAIN.fullmatch(url) is not None


def twin(url: str) -> str:
    """Give the same address under the other of http and https: outlets move, articles stay."""
    if url.startswith("https:"):
        return "http:" + url[6:]
    return "https:" + url[5:] if url.startswith("http:") else url


def feed_address(url: str) -> str:
    """Check an address that is to be subscribed: as given (user part and all), trimmed. Raises BadAddress."""
    text = url.strip()
    if "://" not in text and not re.match(r"(?:javascript|data|file|mailto|about):", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = _split(text, "")
        host = _ascii_host(parts)
        _ = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host:
        raise BadAddress(
            f"“{redact_url(text)[:200]}” is no web address. Give one such as https://www.example.org/feed.xml."
        )
    if parts.scheme not in SCHEMES:
        raise BadAddress(
            f"Only http and https addresses can be subscribed, not {parts.scheme}:. Give the feed's web address."
        )
    if len(text) > LINK:
        raise BadAddress(f"The address is {len(text):,} characters long; more than {LINK:,} is not taken.")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def redact_url(url: str) -> str:
    """Give an address for screens, logs and exports: user part and values of parameters shown as "…"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "…"
    if not parts.scheme or not parts.netloc:
        return url.partition("?")[0]
    user, at, host = parts.netloc.rpartition("@")
    netloc = f"…@{host}" if at and user else host
    query = "&".join(_without_value(pair) for pair in parts.query.split("&")) if parts.query else ""
    if len(query) > _SHOWN_QUERY:
        query = query[:_SHOWN_QUERY] + "…"
    return urlunsplit((parts.scheme, netloc, parts.path, query, "…" if "=" in parts.fragment else parts.fragment))


def host_of(url: str) -> str:
    """Give the lower-case host of an address, for counting what goes to one server; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def short_hash(*parts: str) -> str:
    """Give a name made from texts, for what has none: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _split(url: str, base: str) -> SplitResult:
    """Split, joined to `base`; raises ValueError for what no browser would take as an address."""
    text = url.strip()
    if len(text) > 2 * LINK:
        raise ValueError("too long")
    joined = urljoin(base, text) if base else text
    parts = urlsplit(joined)
    if _FORBIDDEN.search(parts.netloc) or "\\" in joined or "\n" in url.strip() or "\r" in url.strip():
        raise ValueError("characters that no address holds")
    return parts


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.split("=")[0]))


def _ascii_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"no host name: {error}") from error
    if host and not _HOST.fullmatch(host):
        raise ValueError("no host name")
    return host


def _quoted(text: str, safe: str = _PATH_SAFE) -> str:
    return quote(text.encode("utf-8", "replace"), safe=safe)


def _without_value(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if equals:
        return f"{name}=…" if value else pair
    # A parameter without a name may itself be the token.
    return "…" if len(name) > 16 else name
