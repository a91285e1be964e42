"""What receivers read with the secret of their agreement: alerts in force, published children; and our public key."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from vatsalya.access.screens import screen
from vatsalya.exchange import cards, receivers, signing
from vatsalya.exchange.cap import alerts
from vatsalya.exchange.pfif import write
from vatsalya.missing import publish

from .v1.api import document
from .v1.problems import problem

#: A child published no longer stands as a placeholder so long: whoever holds a copy wipes it.
WIPE = timedelta(days=60)


@screen("API-03", public=True)
@require_safe
def openapi(request: Any) -> JsonResponse:
    """The OpenAPI document of version 1."""
    return JsonResponse(document())


@screen("API-04", public=True)
@require_safe
def signing_key(request: Any) -> HttpResponse:
    """The public key with which receivers check what we send."""
    return HttpResponse(signing.public_pem(settings.EXCHANGE_SIGN_KEY), content_type="application/x-pem-file")


def _receiver(request: Any, what: str) -> Any:
    found = receivers.by_secret(request.headers.get("Authorization", ""), at=request.at)
    if found is not None:
        receivers.record_reading(found, what)
    return found


def _xml(text: str | bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@screen("API-09", public=True)
@csrf_exempt
def nowhere(request: Any, rest: str) -> HttpResponse:
    """An address that is none: a machine is told so as it is told everything."""
    return problem(404, "gate.not_found")


@screen("API-20", public=True)
@require_safe
def alert_list(request: Any) -> HttpResponse:
    """The alerts of the receiver's area: those in force, and the recalls of the last two days."""
    receiver = _receiver(request, "feed.alerts")
    if receiver is None:
        return problem(401, "key.unknown")
    rows = alerts.feed(at=request.at, low=receiver.low, high=receiver.high)
    said = [
        {
            "id": str(row.pk),
            "kind": "Cancel" if row.recalled_at else "Alert",
            "sent": (row.recalled_at or row.issued_at).isoformat(),
            "expires": row.expires_at.isoformat(),
            "exercise": row.exercise,
            "cap": reverse("api:alert", args=[row.pk]),
        }
        for row in rows
    ]
    answer = JsonResponse({"alerts": said})
    answer["Cache-Control"] = "private, no-store"
    return answer


@screen("API-21", public=True)
@require_safe
def alert(request: Any, alert_id: UUID) -> HttpResponse:
    """One alert as CAP 1.2; after its recall the Cancel stands here and the alert is gone."""
    receiver = _receiver(request, "feed.alert")
    if receiver is None:
        return problem(401, "key.unknown")
    rows = alerts.feed(at=request.at, low=receiver.low, high=receiver.high)
    row = next((one for one in rows if one.pk == alert_id), None)
    if row is None:
        return problem(404, "gate.not_found")
    return _xml(row.recall_text or row.text, "application/cap+xml")


@screen("API-22", public=True)
@require_safe
def people(request: Any) -> HttpResponse:
    """The children published now, as PFIF 1.4."""
    receiver = _receiver(request, "feed.pfif")
    if receiver is None:
        return problem(401, "key.unknown")
    shown = [card for card in cards.live(at=request.at) if receiver.low <= card.station_no <= receiver.high]
    down = [
        write.Gone(public_id, ended_at)
        for public_id, station_no, ended_at in publish.gone(at=request.at, since=request.at - WIPE)
        if receiver.low <= station_no <= receiver.high
    ]
    return _xml(write.write(shown, down), "application/xml")


@screen("API-26", public=True)
@require_safe
def picture(request: Any, public_id: UUID) -> HttpResponse:
    """The small picture of a child published now, with its burnt-in line; gone with the card."""
    receiver = _receiver(request, "feed.picture")
    if receiver is None:
        return problem(401, "key.unknown")
    card = publish.by_public_id(public_id=public_id, at=request.at)
    mine = card is not None and card.has_photo and receiver.low <= card.station_no <= receiver.high
    made = publish.picture(public_id=public_id, at=request.at) if mine else None
    if made is None:
        return problem(404, "gate.not_found")
    answer = HttpResponse(made, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, noimageindex"
    return answer
