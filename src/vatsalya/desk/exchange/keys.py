"""The State society and the administrator: keys of departments' systems, agreements, and events that did not arrive."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.desk.filling import say
from vatsalya.exchange import keys, outbox, receivers
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused

from .forms import AgreementForm, KeyForm


def _rows(request: Any) -> dict[str, Any]:
    lang, actor = request.LANGUAGE_CODE, request.actor
    events: Any = law().codes("events")
    return {
        "keys": [
            {"key": key, "office": getattr(key.posting.office, f"name_{lang}"),
             "role": law().roles[key.posting.role].label[lang],
             "over": key.ended_at is not None or key.valid_until <= request.at}
            for key in keys.listed(actor=actor)
        ],
        "agreements": [
            {"one": one, "told": receivers.words(one, lang), "waits": outbox.waiting(one),
             "over": one.ended_at is not None or one.valid_until <= request.at}
            for one in receivers.listed(actor=actor)
        ],
        "troubles": [
            {"one": one, "what": events[one.event.kind][lang], "who": one.receiver.label, "why": _why(one.problem)}
            for one in outbox.troubles(actor=actor)
        ],
    }  # fmt: skip


def _why(problem: str) -> str:
    """Why an event did not arrive, in words."""
    known = {
        "timeout": _("no answer in time"),
        "connection": _("no connection"),
        "name": _("the name is unknown"),
        "inside": _("the name leads into an inner network"),
        "address": _("the address is not https"),
        "ended": _("the agreement ended"),
    }
    return known.get(problem, _("it answered %(status)s") % {"status": problem})


@screen("EX-01", act="exchange.keys")
def exchange(request: Any) -> HttpResponse:
    """Who calls, who is told, and what did not arrive."""
    return render(request, "desk/exchange.html", _rows(request))


@screen("EX-02", act="exchange.keys")
@never_cache
def key_new(request: Any) -> HttpResponse:
    """Give a key; the private half is shown this once."""
    form, refusals = KeyForm(request.POST or None, actor=request.actor, lang=request.LANGUAGE_CODE), []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            key, private = keys.issue(
                actor=request.actor, at=request.at, office_id=int(data["office"]), label=data["label"],
                purposes=data["purposes"], per_minute=data["per_minute"],
            )  # fmt: skip
            return _once(request, _("Private key"), private, key.pk)
        except Refused as no:
            refusals = say(request, no)
    context = {"form": form, "refusals": refusals, "title": _("Give a key"), "submit": _("Give the key")}
    return render(request, "desk/exchange_form.html", context, status=422 if request.method == "POST" else 200)


def _once(request: Any, title: str, secret: str, name: str) -> HttpResponse:
    """A secret is shown this once: it is nowhere else."""
    answer = render(request, "desk/exchange_once.html", {"title": title, "secret": secret, "name": name})
    answer["Cache-Control"] = "no-store"
    return answer


@screen("EX-03", act="exchange.keys")
@require_POST
def key_step(request: Any, key_id: str, step: str) -> HttpResponse:
    """End a key, or put a new one in its place."""
    if step == "rotate":
        key, private = keys.rotate(actor=request.actor, at=request.at, key_id=key_id)
        return _once(request, _("Private key"), private, key.pk)
    keys.end(actor=request.actor, at=request.at, key_id=key_id)
    return redirect("desk:exchange")


@screen("EX-04", act="exchange.keys")
@never_cache
def agreement_new(request: Any) -> HttpResponse:
    """Write down an agreement; the secret of the feeds is shown this once."""
    form, refusals = AgreementForm(request.POST or None, lang=request.LANGUAGE_CODE), []
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = receivers.agree(actor=request.actor, at=request.at, **form.cleaned_data)
            return _once(request, _("Secret of the feeds"), secret, made.label)
        except Refused as no:
            refusals = say(request, no)
    context = {
        "form": form,
        "refusals": refusals,
        "title": _("Write down an agreement"),
        "submit": _("Keep the agreement"),
    }
    return render(request, "desk/exchange_form.html", context, status=422 if request.method == "POST" else 200)


@screen("EX-05", act="exchange.keys")
@require_POST
def agreement_end(request: Any, receiver_id: int) -> HttpResponse:
    """End an agreement at once."""
    receivers.end(actor=request.actor, at=request.at, receiver_id=receiver_id)
    return redirect("desk:exchange")


@screen("EX-06", act="exchange.keys")
@require_POST
def again(request: Any, delivery_id: int) -> HttpResponse:
    """Try an event once more."""
    outbox.again(actor=request.actor, delivery_id=delivery_id, at=request.at)
    return redirect("desk:exchange")
