"""The poster of a child whose card is public (PO-08): A4 for the wall, a picture for the telephone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vatsalya.access.screens import screen
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import posters, proposing

KINDS = {"a4": "application/pdf", "phone": "image/png"}


@screen("PO-08", act="card.read")
@require_GET
def poster(request: Any, card_id: UUID, kind: str, lang: str) -> HttpResponse:
    """The file, under a name that says nothing about the child."""
    rules, chosen = law().publication, (kind, lang) == ("a4", "chosen")
    langs = set(request.GET.getlist("with") if chosen else [lang])
    if kind not in KINDS or not langs <= set(rules.poster_languages):
        raise Http404
    if not 0 < len(langs) <= rules.poster_languages_most:
        row, _card = proposing.shown(actor=request.actor, card_id=card_id)
        messages.error(request, _("Choose one to %(n)s languages.") % {"n": rules.poster_languages_most})
        return redirect("desk:card", row.matter_id)
    try:
        made, name = posters.make(actor=request.actor, card_id=card_id, kind=kind, langs=[*langs], at=request.at)
    except Refused:
        raise Http404 from None
    response = HttpResponse(made, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
