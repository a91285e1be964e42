"""Which page of the Board's case takes which step: its form, and the one act behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _

from vatsalya.ccl import hearing, orders, police, queries, records
from vatsalya.law.load import law

from . import forms

Data = dict[str, Any]
Build = Callable[[Any, Any, Any], django_forms.Form]
Act = Callable[[Data, Data], Any]


@dataclass(frozen=True)
class Step:
    """A step with its page: `build` makes the form from request, matter and what was sent; without it one click."""

    do: Act
    build: Build | None = None
    lead: str = ""
    grave: bool = False


def _plain(form: Callable[..., django_forms.Form]) -> Build:
    return lambda request, matter, data: form(data, lang=request.LANGUAGE_CODE)


def homes(request: Any, matter: Any, categories: tuple[str, ...]) -> list[tuple[str, str]]:
    lang, words = request.LANGUAGE_CODE, law().codes("home_categories")
    found = queries.homes(matter.district_code, matter.state_code, categories)
    return [(str(home.pk), f"{getattr(home, f'name_{lang}')} ({words[category][lang]})") for home, category in found]


def _with_homes(form: Callable[..., django_forms.Form], categories: tuple[str, ...]) -> Build:
    def build(request: Any, matter: Any, data: Any) -> django_forms.Form:
        return form(data, lang=request.LANGUAGE_CODE, homes=homes(request, matter, categories))

    return build


def officers(request: Any, matter: Any) -> django_forms.Form:
    """Which probation officer of the district is asked; the order (Form 5) follows."""
    found = queries.officers(matter.district_code, request.at)
    choices = [(str(one.pk), one.account.full_name) for one in found]
    return forms.OfficerForm(request.POST or None, lang=request.LANGUAGE_CODE, officers=choices)


def number(value: Any) -> int:
    return int(value) if str(value).isascii() and str(value).isdigit() and len(str(value)) < 10 else 0


def _assess(ids: Data, data: Data) -> Any:
    told = {code: data[code] for code in law().codes("assessed")}
    return orders.assess(keep=data["keep"] == "yes", assessed=told, words=data["words"], **ids)


def _dispose(ids: Data, data: Data) -> Any:
    return orders.dispose(
        code=data["code"], more=tuple(data["more"]), until_on=data["until_on"], words=data["words"],
        home_id=number(data["home"]), **ids,
    )  # fmt: skip


def _way(name: str, way: orders.Way) -> Step:
    """A step that needs reasons, another court's order, both or nothing."""
    shapes = {(True, True): forms.WordsCourtForm, (True, False): forms.WordsForm, (False, True): forms.CourtForm}
    form = shapes.get((way.reason, way.court))
    return Step(
        do=lambda ids, data: orders.step(name=name, **ids, **data),
        build=_plain(form) if form else None,
    )


#: What the police do until the child is produced.
BRING: dict[str, Step] = {
    "tell_family": Step(lambda ids, data: police.tell_family(**ids, **data), _plain(forms.ToldForm)),
    "produce": Step(lambda ids, data: police.produce(**ids)),
}

#: What the Board does.
ORDER: dict[str, Step] = {
    "adjourn": Step(lambda ids, data: hearing.adjourn(**ids, **data), _plain(forms.NextForm)),
    "find_age": Step(lambda ids, data: hearing.find_age(**ids, **data), _plain(forms.AgeForm)),
    "retain": Step(_assess, _plain(forms.AssessForm), grave=True),
    "find": Step(lambda ids, data: orders.find(**ids, **data), _plain(forms.FindForm), grave=True),
    "dispose": Step(_dispose, _with_homes(forms.DisposeForm, ("special_home", "place_of_safety")), grave=True),
    "order_destruction": Step(lambda ids, data: records.order_destruction(**ids)),
} | {name: _way(name, way) for name, way in orders.WAYS.items()}

#: One page answers for two steps of the machine.
SAME = {"find_not_child": "find_age", "transfer_cc": "retain"}


def titles() -> dict[str, str]:
    """Pages whose title is not the step's own words."""
    return {"retain": _("Preliminary assessment (section 15)"), "find_age": _("Age found (section 94)")}


#: Steps that are taken by signing a statutory form: the form.
BY_FORM = {"stay_overnight": "42", "release": "3", "place": "4", "file_sir": "6", "report_supervision": "10"}
