"""How a call is told no: problem+json (RFC 9457) with a code, and the sentence in both languages."""

from typing import Any

from django.http import JsonResponse

from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused

CONTENT_TYPE = "application/problem+json"
#: Code of a refusal -> status; every other refusal of the law is 422.
STATUS = {
    "key.unknown": 401,
    "key.clock": 401,
    "key.signature": 401,
    "key.replayed": 401,
    "key.missing_head": 401,
    "key.purpose": 403,
    "key.too_many": 429,
    "matching.too_many_searches": 429,
    "call.token": 400,
    "call.other_body": 409,
    "call.not_json": 400,
    "call.too_big": 413,
    "call.media": 415,
    "stale": 409,
    "state.wrong": 409,
}


def problem(
    status: int, code: str, facts: dict[str, Any] | None = None, *, errors: list[dict[str, str]] | None = None,
    more: dict[str, Any] | None = None,
) -> JsonResponse:  # fmt: skip
    """One answer that says no."""
    said = {lang: law().words(code, lang, **(facts or {})) for lang in ("en", "hi")}
    body: dict[str, Any] = {
        "type": f"urn:vatsalya:problem:{code}",
        "title": said["en"],
        "status": status,
        "code": code,
        "detail": said,
        "errors": errors or [],
    }
    answer = JsonResponse(body | (more or {}), status=status, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "no-store"
    if status == 429:
        answer["Retry-After"] = "60"
    if status == 401:
        answer["WWW-Authenticate"] = 'Vatsalya-Ed25519 realm="api"'
    return answer


def of_refused(no: Refused, more: dict[str, Any] | None = None) -> JsonResponse:
    """The answer to a call that the law or the portal refused, with every reason."""
    first = no.refusals[0]
    rows = [_row(one) for one in no.refusals]
    return problem(STATUS.get(first.code, 422), first.code, first.facts, errors=rows, more=more)


def _row(one: Refusal) -> dict[str, str]:
    words = {lang: law().words(one.code, lang, **one.facts) for lang in ("en", "hi")}
    return {"field": str(one.facts.get("field", "")), "code": one.code, **words}
