"""The poster of a child whose card is public (PO-08): A4 for the wall, a picture for the telephone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from vatsalya.access.screens import screen
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import posters

KINDS = {"a4": "application/pdf", "phone": "image/png"}


@screen("PO-08", act="card.read")
@require_GET
def poster(request: Any, card_id: UUID, kind: str, lang: str) -> HttpResponse:
    """The file, under a name that says nothing about the child."""
    known = law().publication.poster_languages
    langs = list(known) if (kind, lang) == ("a4", "all") else [lang]
    if kind not in KINDS or langs[0] not in known:
        raise Http404
    try:
        made, name = posters.make(actor=request.actor, card_id=card_id, kind=kind, langs=langs, at=request.at)
    except Refused:
        raise Http404 from None
    response = HttpResponse(made, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
