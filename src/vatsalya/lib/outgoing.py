"""Sending something out: only by https, only to the open internet, never where a redirect or a name leads inside.

The address is looked up once and that very address is connected to: a name that answers differently the
second time (DNS rebinding) gains nothing. Redirects are not followed. Own networks must be named in
`EXCHANGE_INNER_HOSTS`, host and port.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from vatsalya.lib.errors import Refusal, Refused

SECONDS = 4.0
MOST = 256 * 1024


class Unreachable(Exception):
    """Nothing could be sent; `code` says why in one word, without address or answer."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes


def _parts(url: str) -> SplitResult:
    plain = url.isascii() and not any(char.isspace() or ord(char) < 33 for char in url)
    try:
        parts = urlsplit(url) if plain else None
        port = parts.port if parts else None
    except ValueError:
        parts = port = None
    if parts is None or not parts.hostname or parts.username or parts.fragment or port == 0:
        raise Refused(Refusal("receiver.address"))
    return parts


def _inner(parts: SplitResult) -> bool:
    """True when this host and port of an own network is named in the settings."""
    return f"{parts.hostname}:{parts.port or 443}" in settings.EXCHANGE_INNER_HOSTS


def check(url: str) -> SplitResult:
    """Refuse an address that can never be sent to: not https, or a literal address of an inner network."""
    parts = _parts(url)
    if _inner(parts):
        return parts
    if parts.scheme != "https":
        raise Refused(Refusal("receiver.address"))
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        literal = None
    local = (parts.hostname or "").rstrip(".").endswith(("localhost", ".local", ".internal"))
    # The last part of a real name begins with a letter; 0x7f000001 and 127.1 a resolver reads as addresses.
    odd = literal is None and not (parts.hostname or "").rstrip(".").rpartition(".")[2][:1].isalpha()
    if local or odd or (literal is not None and not _is_open(literal)):
        raise Refused(Refusal("receiver.inside"))
    return parts


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (mapped or address).is_global and not address.is_multicast


def _resolved(parts: SplitResult) -> str:
    """The one address to connect to; every address of the name must lie outside."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("name") from None
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not addresses:
        raise Unreachable("name")
    if not _inner(parts) and not all(_is_open(ipaddress.ip_address(one)) for one in addresses):
        raise Unreachable("inside")
    return addresses[0]


def send(
    url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None, seconds: float = SECONDS
) -> Answer:
    """POST the body (GET without one) and give back status and body; raises Unreachable. Never follows a redirect."""
    try:
        parts = check(url)
    except Refused as no:
        raise Unreachable("inside" if "receiver.inside" in no.codes else "address") from None
    address = _resolved(parts)
    try:
        return _talk(parts, address, body, headers or {}, seconds)
    except TimeoutError:
        raise Unreachable("timeout") from None
    except (OSError, http.client.HTTPException):
        raise Unreachable("connection") from None


def _talk(parts: SplitResult, address: str, body: bytes | None, headers: dict[str, str], seconds: float) -> Answer:
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, parts.port or 443, timeout=seconds)
    stream = socket.create_connection((address, parts.port or 443), timeout=seconds)
    try:
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
        connection.sock = stream
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST" if body is not None else "GET", target, body=body, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST))
    finally:
        stream.close()
        connection.close()
