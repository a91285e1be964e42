"""Pages of the movement register, each with one short form and then one act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access.screens import screen
from vatsalya.desk.police.pages import Page, one
from vatsalya.lib.clock import IST
from vatsalya.matters import actions as moves
from vatsalya.placements import movement
from vatsalya.placements import queries as stays
from vatsalya.placements.movement import Line

from . import forms


def _back(matter_id: UUID) -> str:
    return reverse("desk:placement", args=[matter_id])


def shown(request: Any, matter_id: UUID, form: Any, page: Page, act: Callable[[dict[str, Any]], None]) -> HttpResponse:
    """A page of the register; afterwards the stay."""

    def done(data: dict[str, Any]) -> str:
        act(data)
        messages.success(request, _("Written into the register."))
        return _back(matter_id)

    return one(request, form, page, done)


def _told(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: data[key] for key in keys if data.get(key)}


def now(request: Any, *names: str) -> dict[str, Any]:
    """What happens is mostly written down at once: the boxes begin with this minute."""
    return {name: request.at.astimezone(IST).replace(second=0, microsecond=0) for name in names}


@screen("CC-10", act="placement.step")
def leave(request: Any, matter_id: UUID) -> HttpResponse:
    """Leave that the Committee, Board or court permitted."""
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        permission = {key: data[key] for key in ("ordered_by", "order_no", "ordered_on")}
        line = Line(data["left_at"], _told(data, "reason", "with_whom", "phone"), data["back_by"], permission)
        ids = {"actor": request.actor, "at": request.at, "matter_id": matter_id}
        movement.leave(line=line, journey=timedelta(hours=data["journey_hours"]), **ids)

    form = forms.LeaveForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=now(request, "left_at"))
    lead = _("A child who is not back in time is looked for as a missing child.")
    return shown(
        request, matter_id, form, Page(_("Leave of absence"), _("Write into the register"), _back(matter_id), lead), act
    )


@screen("CC-10", act="placement.step")
def hospital(request: Any, matter_id: UUID) -> HttpResponse:
    """To a hospital."""
    form = forms.HospitalForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=now(request, "left_at"))
    return _away(request, matter_id, "hospital", form, _("To hospital"))


@screen("CC-10", act="placement.step")
def hearing(request: Any, matter_id: UUID) -> HttpResponse:
    """Out for a hearing."""
    form = forms.HearingForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=now(request, "left_at"))
    return _away(request, matter_id, "hearing", form, _("To a hearing"))


def _away(request: Any, matter_id: UUID, kind: str, form: Any, title: str) -> HttpResponse:
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        line = Line(data["left_at"], _told(data, "hospital", "court", "with_whom", "why"), data.get("back_by"))
        movement.go(actor=request.actor, at=request.at, matter_id=matter_id, kind=kind, line=line)

    return shown(request, matter_id, form, Page(title, _("Write into the register"), _back(matter_id)), act)


@screen("CC-10", act="placement.step")
def back(request: Any, matter_id: UUID) -> HttpResponse:
    """Back in the home."""
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        movement.back(actor=request.actor, at=request.at, matter_id=matter_id, back_at=data["back_at"])

    form = forms.BackForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=now(request, "back_at"))
    return shown(
        request, matter_id, form, Page(_("Back in the home"), _("Write into the register"), _back(matter_id)), act
    )


@screen("CC-09", act="placement.step")
def escape(request: Any, matter_id: UUID) -> HttpResponse:
    """A child left without leave: one page, and police, Committee and District Unit know."""
    moves.see(request.actor, matter_id, act="placement.step")
    lang, stay = request.LANGUAGE_CODE, stays.one(actor=request.actor, matter_id=matter_id)
    stations = [(str(one.no), getattr(one, f"name_{lang}")) for one in movement.stations_of(stay.home)]

    def act(data: dict[str, Any]) -> None:
        line = Line(data["left_at"], _told(data, "clothes", "towards", "how"))
        number = int(data["station"]) if data["station"] else None
        ids = {"actor": request.actor, "at": request.at, "matter_id": matter_id}
        movement.escape(line=line, station_no=number, phone=data["phone"], **ids)

    first = now(request, "left_at") | {"phone": stay.home.phone} | ({"station": stations[0][0]} if stations else {})
    form = forms.EscapeForm(request.POST or None, lang=lang, stations=stations, initial=first)
    lead = _(
        "The police station, the Committee, the District Unit and the juvenile unit are told at once. A missing report "
        "is drafted at the station with what the home knows; a standing report is opened again."
    )
    page = Page(_("The child left without leave"), _("Tell everybody now"), _back(matter_id), lead, True)
    return shown(request, matter_id, form, page, act)


@screen("CC-09", act="placement.step")
def inquiry(request: Any, matter_id: UUID) -> HttpResponse:
    """The inquiry that is due within the day."""
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        movement.inquire(actor=request.actor, at=request.at, matter_id=matter_id, note=data["note"])

    form = forms.NoteForm(request.POST or None, lang=request.LANGUAGE_CODE)
    page = Page(_("Inquiry after the child left"), _("Sign the inquiry"), _back(matter_id))
    return shown(request, matter_id, form, page, act)


@screen("CC-10", act="placement.step")
def depart(request: Any, matter_id: UUID) -> HttpResponse:
    """The child leaves for the home that the Committee ordered."""
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        line = Line(data["left_at"], _told(data, "with_whom"))
        movement.depart(actor=request.actor, at=request.at, matter_id=matter_id, line=line)

    form = forms.DepartForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=now(request, "left_at"))
    page = Page(_("Leave for the other home"), _("Write into the register"), _back(matter_id))
    return shown(request, matter_id, form, page, act)


@screen("CC-09", act="placement.step")
def death(request: Any, matter_id: UUID) -> HttpResponse:
    """A child died in the care of the home."""
    moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> None:
        line = Line(data["died_at"], _told(data, "place", "how"))
        movement.die(actor=request.actor, at=request.at, matter_id=matter_id, line=line)

    form = forms.DeathForm(request.POST or None, lang=request.LANGUAGE_CODE)
    lead = _(
        "The Committee, the District Unit and the juvenile unit are told at once. Within 24 hours write down the four "
        "reports: police, Committee, Commission, District Magistrate. Nothing of it is public."
    )
    page = Page(_("A child has died"), _("Record the death"), _back(matter_id), lead, True)
    return shown(request, matter_id, form, page, act)


@screen("CC-09", act="placement.step")
def report(request: Any, matter_id: UUID) -> HttpResponse:
    """One of the four reports of a death."""
    matter = moves.see(request.actor, matter_id, act="placement.step")

    def act(data: dict[str, Any]) -> str:
        ids = {"actor": request.actor, "at": request.at, "matter_id": matter_id}
        made = movement.report(to=data["to"], number=data["number"], told_at=data["told_at"], **ids)
        messages.success(request, _("Written into the register."))
        # After the last report the stay is no longer the home's to read.
        return reverse("desk:placement_list") if made.name == "report_death" else _back(matter_id)

    form = forms.ReportForm(
        request.POST or None, lang=request.LANGUAGE_CODE, done=movement.reported(matter),
        initial=now(request, "told_at"),
    )  # fmt: skip
    page = Page(_("Report of the death"), _("Write down the report"), _back(matter_id))
    return one(request, form, page, act)
