"""Documents of other registries of missing people come in here, and wait for an officer."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from ninja import Router

from vatsalya.access.screens import screen
from vatsalya.exchange import calls
from vatsalya.exchange.pfif import review

from .acting import NO, once
from .door import documents, signed
from .shapes import MeOut, TakenOut

router = Router()
_BODY = {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}}


@router.post(
    "/pfif", response={200: TakenOut, **NO}, summary="Send a PFIF document", tags=["registries"],
    openapi_extra={"requestBody": _BODY},
)  # fmt: skip
@screen("API-16", act="exchange.import", door=documents)
def take(request: Any) -> HttpResponse:
    """PFIF 1.1 to 1.4; refused whole, with line and reason, if anything in it is wrong. Nothing is published."""

    def work() -> calls.Answer:
        taken = review.take(actor=request.actor, at=request.at, data=request.body)
        return 200, asdict(taken)

    return once(request, work)


@router.get("/me", response={200: MeOut, **NO}, summary="In which post this key speaks", tags=["key"])
@screen("API-17", staff=True, door=signed)
def me(request: Any) -> dict[str, Any]:
    """The office, the role and the limits of the key."""
    key, actor = request.key, request.actor
    return {
        "key": key.pk,
        "office_no": actor.office_no,
        "role": actor.role,
        "purposes": key.purposes,
        "per_minute": key.per_minute,
        "valid_until": key.valid_until,
    }
