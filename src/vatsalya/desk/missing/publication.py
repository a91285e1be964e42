"""The public card of a missing child (PO-08): propose, look at what the public will see, approve, take down."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk.files import marks_words
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.missing import posters, proposing, publish
from vatsalya.missing.proposing import Offer, Proposal
from vatsalya.papers import spoken
from vatsalya.papers.formfields import CleanText, choose

from . import bar_words

#: Who may consent for a child: those who stand for a parent.
GUARDIANS = ("mother", "father", "guardian", "grandparent", "uncle_aunt", "brother", "sister")
#: Reasons an officer may give; the others are the portal's own.
REASONS = ("consent", "harm", "mistake", "refused")


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _many(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **more)


def _one(label: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, **more)


class CardForm(forms.Form):
    """Field by field what may be shown; consent, reason, authority, last day."""

    fields_ = _many(_("What the public may see"), help_text=_("Tick only what helps to recognise the child."))
    marks = _many(_("Which marks"), required=False)
    clothes = CleanText(
        label=_("Clothes, as the public will read it"),
        max_length=200,
        required=False,
        help_text=_("No school, no address, no name."),
    )
    photo = _one(_("Which photo"), required=False)
    consent_by = forms.ChoiceField(label=_("Who consented for the child"))
    consent_how = _one(_("How the consent was given"))
    consent_on = _day(_("Day of the consent"))
    reason = CleanText(
        label=_("Why showing the child helps to find it"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    authority = _one(_("On whose authority"))
    authority_no = CleanText(label=_("Number of the permission"), max_length=40)
    authority_on = _day(_("Day of the permission"))
    committee_no = CleanText(label=_("Number of the Committee's order"), max_length=40, required=False)
    committee_on = _day(_("Day of the Committee's order"), required=False)
    until_on = _day(_("Last day on which the card is shown"))

    def __init__(self, offer: Offer, lang: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.use_required_attribute = False
        data, asked = law().publication, self.fields
        chosen = {
            "fields_": data.fields, "consent_how": data.consents, "authority": data.authorities,
            "consent_by": {code: law().codes("relations")[code] for code in GUARDIANS},
        }  # fmt: skip
        for name, words in chosen.items():
            choose(self, name, [(code, both[lang]) for code, both in words.items()])
        choose(self, "marks", list(enumerate(marks_words(offer.marks, lang))))
        choose(self, "photo", [(str(photo.pk), number) for number, photo in enumerate(offer.photos, 1)])
        asked["committee_no"].required = asked["committee_on"].required = offer.committee_needed
        for name, there in (("marks", offer.marks), ("photo", offer.photos), ("committee_no", offer.committee_needed)):
            if not there:
                asked.pop(name)
        if not offer.committee_needed:
            asked.pop("committee_on")

    def proposal(self) -> Proposal:
        """What was asked."""
        got = dict(self.cleaned_data)
        return Proposal(
            fields=tuple(got.pop("fields_")),
            marks=tuple(int(number) for number in got.pop("marks", [])),
            photo_id=UUID(photo) if (photo := got.pop("photo", "")) else None,
            **got,
        )


@screen("PO-08", act="card.read")
def card(request: Any, matter_id: UUID) -> HttpResponse:
    """A report's public card: how it stands, its grounds, what can be done."""
    matter = moves.see(request.actor, matter_id, act="card.read")
    return render(request, "desk/card.html", _page(request, matter))


def _page(request: Any, matter: Any, refusals: list[str] | None = None) -> dict[str, Any]:
    lang, data, actor = request.LANGUAGE_CODE, law().publication, request.actor
    rows = publish.of_matter(actor=actor, matter_id=matter.pk)
    now = next((row for row in rows if row.stage != "withdrawn"), None)
    may = {act: gate.may(actor, f"card.{act}", matter) for act in ("propose", "approve", "withdraw")}
    open_ = matter.state in data.open_states
    bars = bar_words.lines(request, matter)
    return {
        "matter": matter,
        "refusals": refusals or [],
        "now": now,
        "grounds": _grounds(now, lang) if now else None,
        "both": _both(*proposing.shown(actor=actor, card_id=now.pk)) if now else [],
        "older": [(row, _why_down(row, lang, searched=open_)) for row in rows if row.stage == "withdrawn"],
        "bar_lines": bars,
        "lifters": bar_words.who(matter, lang) if bars else [],
        "may_propose": may["propose"] and open_ and not bars and (now is None or now.stage == "published"),
        "not_now": "" if open_ else law().machine("missing").states[matter.state].label[lang],
        "may_approve": may["approve"] and now is not None and now.stage == "proposed",
        "may_withdraw": may["withdraw"] and now is not None,
        "may_forbid": may["withdraw"],
        "reasons": [(code, data.withdrawals[code][lang]) for code in REASONS],
        "grounds_to_forbid": [(code, words[lang]) for code, words in data.bars.items()],
        "posters": _tongues(now) if now else [],
        "posters_most": data.poster_languages_most,
        "url": posters.url(now.public_id) if now else "",
    }


def _why_down(row: Any, lang: str, *, searched: bool) -> str:
    """Why a card is down, as it stands now: a child who is looked for again is not said to be found."""
    if row.why == "found" and searched:
        return gettext("Taken down when the child was thought to be found; the search goes on")
    return str(law().publication.withdrawals[row.why][lang])


def _tongues(row: Any) -> list[dict[str, Any]]:
    """The languages of a poster; ticked are the portal's own and the likeliest other one of the State."""
    offered = law().publication.poster_languages
    own = [code for code, _name in settings.LANGUAGES]
    beside = [code for code in spoken.likely(row.state_code) if code in offered and code not in own][:1]
    return [
        {"code": code, "name": (told := law().posters[code]).name, "unread": told.mark == "unverified",
         "likely": code in (*own, *beside)}
        for code in offered
    ]  # fmt: skip


def _both(row: Any, shown: publish.Card) -> list[tuple[str, dict[str, Any]]]:
    """The card as the public reads it, in each language of the portal."""
    return [(lang, posters.words(shown, lang)) for lang, _name in settings.LANGUAGES]


def _grounds(row: Any, lang: str) -> list[tuple[Any, str]]:
    """On what a card rests, in words."""
    data, codes = law().publication, law().codes("relations")
    consent = (
        f"{codes[row.consent_by][lang]}, {data.consents[row.consent_how][lang]}, {posters.day(row.consent_on, lang)}"
    )
    allowed = f"{data.authorities[row.authority][lang]}, {row.authority_no}, {posters.day(row.authority_on, lang)}"
    found = [
        (_("Consent"), consent),
        (_("Reason"), row.reason),
        (_("Authority"), allowed),
        (_("Shown"), "; ".join(data.fields[code][lang] for code in row.fields)),
        (_("Last day"), posters.day(row.until_on, lang)),
    ]
    if row.committee_no:
        found.append((_("Committee's order"), f"{row.committee_no}, {posters.day(row.committee_on, lang)}"))
    return found


@screen("PO-08", act="card.propose")
def propose(request: Any, matter_id: UUID) -> HttpResponse:
    """Fill, look at it in both languages as the public will, then propose."""
    offer = proposing.offer(actor=request.actor, matter_id=matter_id, at=request.at)
    form = CardForm(offer, request.LANGUAGE_CODE, request.POST or None, initial=_first(request, offer))
    context: dict[str, Any] = {"matter_id": matter_id, "offer": offer, "form": form, "refusals": [], "both": []}
    if bars := proposing.bars(actor=request.actor, matter_id=matter_id):
        context["bars"] = [law().publication.bars[bar.ground][request.LANGUAGE_CODE] for bar in bars]
    if request.method != "POST" or request.POST.get("step") == "change":
        return render(request, "desk/card_propose.html", context)
    if not form.is_valid():
        return render(request, "desk/card_propose.html", context, status=422)
    return _look_or_propose(request, matter_id, form, context)


def _first(request: Any, offer: Offer) -> dict[str, Any]:
    """What is likely: nothing is ticked, clothes as told, the longest time the State allows."""
    day = ist_date(request.at)
    return {"clothes": offer.clothes, "consent_on": day, "until_on": day + timedelta(days=min(offer.days, 30))}


def _look_or_propose(request: Any, matter_id: UUID, form: CardForm, context: dict[str, Any]) -> HttpResponse:
    told = {"actor": request.actor, "matter_id": matter_id, "at": request.at, "proposal": form.proposal()}
    try:
        if request.POST.get("step") == "propose":
            proposing.propose(**told)
            return redirect("desk:card", matter_id)
        shown = proposing.preview(**told)
        picture = b""
        if shown.has_photo:
            picture = proposing.preview_picture(
                actor=request.actor, photo_id=told["proposal"].photo_id, at=request.at, until=shown.until_on
            )
    except Refused as no:
        whole = [one for one in no.refusals if one.facts.get("field") not in form.fields]
        for one in no.refusals:
            if one not in whole:
                form.add_error(one.facts["field"], law().words(one.code, request.LANGUAGE_CODE, **one.facts))
        words = say(request, Refused(*whole)) if whole else []
        return render(request, "desk/card_propose.html", context | {"refusals": words}, status=422)
    image = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" if picture else ""
    answers = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    more = {"both": _both(None, shown), "image": image, "answers": answers, "grounds": _grounds_of(form, request)}
    return render(request, "desk/card_preview.html", context | more)


def _grounds_of(form: CardForm, request: Any) -> list[tuple[Any, str]]:
    """The grounds of a card that does not stand yet, in the words of a card that does."""
    got = form.cleaned_data
    plain = {name: got.get(name) for name in form.fields} | {"fields": got["fields_"]}
    row = type("Row", (), {"committee_no": "", "committee_on": None, **plain})
    return _grounds(row, request.LANGUAGE_CODE)


def again(request: Any, matter_id: UUID, no: Refused) -> HttpResponse:
    """The card's page with what was refused."""
    matter = moves.see(request.actor, matter_id, act="card.read")
    return render(request, "desk/card.html", _page(request, matter, say(request, no)), status=422)


@screen("PO-08", act="card.approve")
@require_POST
def approve(request: Any, card_id: UUID) -> HttpResponse:
    """The nodal officer lets the card be public."""
    row, _card = proposing.shown(actor=request.actor, card_id=card_id)
    try:
        proposing.approve(actor=request.actor, card_id=card_id, at=request.at)
    except Refused as no:
        return again(request, row.matter_id, no)
    return redirect("desk:card", row.matter_id)


@screen("PO-08", act="card.withdraw")
@require_POST
def withdraw(request: Any, card_id: UUID) -> HttpResponse:
    """The card is down at once, everywhere."""
    row, _card = proposing.shown(actor=request.actor, card_id=card_id)
    why, words = request.POST.get("why", ""), request.POST.get("words", "")
    try:
        proposing.withdraw(actor=request.actor, card_id=card_id, at=request.at, why=why, words=words)
    except Refused as no:
        return again(request, row.matter_id, no)
    return redirect("desk:card", row.matter_id)


@screen("PO-08", act="card.withdraw")
@require_POST
def forbid(request: Any, matter_id: UUID) -> HttpResponse:
    """From now on nothing of this child is published."""
    try:
        proposing.forbid(actor=request.actor, matter_id=matter_id, at=request.at, ground=request.POST.get("ground", ""))
    except Refused as no:
        return again(request, matter_id, no)
    return redirect("desk:card", matter_id)


@screen("PO-08", act="card.read")
def picture(request: Any, card_id: UUID) -> HttpResponse:
    """The card's small picture."""
    response = HttpResponse(proposing.picture_of(actor=request.actor, card_id=card_id), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response
