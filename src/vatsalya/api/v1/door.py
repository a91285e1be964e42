"""The door of version 1: a signature and a purpose on each call; behind it the gate that everybody passes."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from vatsalya.audit import actions as audit
from vatsalya.exchange import keys
from vatsalya.exchange.signing import Said
from vatsalya.lib.errors import Refusal, Refused

from .problems import of_refused, problem

MOST_BYTES = 2 * 1024 * 1024
#: Documents of other registries are larger than a report.
MOST_DOCUMENT = 5 * 1024 * 1024
HEAD = ("X-Key", "X-Timestamp", "X-Nonce", "X-Purpose", "X-Signature")
JSON, XML = ("application/json",), ("application/xml", "text/xml")


class SignedDoor:
    """Lets signed calls in, each in the post of its key."""

    def __init__(self, media: tuple[str, ...] = JSON, most: int = MOST_BYTES) -> None:
        self.media, self.most = media, most

    def enter(self, request: Any) -> Any:
        """The posting of the key, or the answer that says no."""
        request.purpose = ""
        try:
            self._sizes(request)
            said = self._said(request)
            key, posting = keys.admit(
                said=said, method=request.method, target=request.get_full_path(), body=request.body, at=request.at
            )
            self._media(request)
        except (RequestDataTooBig, _TooBig):
            return problem(413, "call.too_big", {"most": self.most // 1024 // 1024})
        except Refused as no:
            return of_refused(no)
        request.key, request.token, request.purpose = key, said.token, said.purpose
        _write(request, posting)
        return posting

    def _sizes(self, request: HttpRequest) -> None:
        """Too big is said before a byte of it is read."""
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > self.most:
            raise _TooBig

    def _said(self, request: HttpRequest) -> Said:
        values = [request.headers.get(name, "") for name in HEAD]
        if not all(values) or not all(value.isascii() and len(value) <= 200 for value in values):
            raise Refused(Refusal("key.missing_head"))
        key_id, timestamp, nonce, purpose, signature = values
        return Said(key_id, timestamp, nonce, purpose, request.headers.get("Idempotency-Key", ""), signature)

    def _media(self, request: HttpRequest) -> None:
        """A body comes as what this address reads, in UTF-8; nothing else is guessed at."""
        if request.method in ("GET", "HEAD") or not request.body:
            return
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        if request.content_type not in self.media or charset not in ("utf-8", "utf8"):
            raise Refused(Refusal("call.media"))

    def refuse(self, request: Any, status: int, code: str) -> HttpResponse:
        """What the gate refused, told as a problem."""
        return problem(status, code)


class _TooBig(Exception):
    """The body is larger than this door takes."""


def _write(request: Any, posting: Any) -> None:
    """Every call that came in is in the audit, with its purpose, whatever comes of it."""
    audit.record_apart(
        kind="call", account=posting.account_id, posting=posting.pk, act=f"{request.method} {request.path}"[:120],
        table="exchange_apikey", row_id=request.key.pk, child_id=None, reason=request.purpose,
    )  # fmt: skip


signed = SignedDoor()
documents = SignedDoor(media=XML, most=MOST_DOCUMENT)
