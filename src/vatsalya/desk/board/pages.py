"""What the pages of the Board show: a line of the cause list, a child's page with its steps."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from vatsalya.access import gate
from vatsalya.ccl import hearing, offers, queries, rules
from vatsalya.desk import files
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters import queries as matters
from vatsalya.people import vault
from vatsalya.sittings import queries as sittings

from . import steps


def name(request: Any, office: Any) -> str:
    """An office's name in the reader's language."""
    return getattr(office, f"name_{request.LANGUAGE_CODE}")


def rows(request: Any, found: Any) -> list[dict[str, Any]]:
    """Lines of the cause list."""
    lang, states = request.LANGUAGE_CODE, law().machine("ccl").states
    found = list(found)
    names = vault.names_of(request.actor, [m.child_id for m in found])
    return [
        {
            "matter": m,
            "child": m.child,
            "name": names.get(m.child_id, ""),
            "state": states[m.state].label[lang],
            "class": law().codes("offence_classes")[m.board_case.klass][lang],
            "next_on": m.board_case.next_on,
            "url": reverse("desk:board", args=[m.pk]),
        }
        for m in found
    ]


def after(request: Any, matter_id: UUID) -> str:
    """Back to the case; where it is no longer this reader's, to the list."""
    there = matters.where(actor=request.actor, matter_id=matter_id)
    return reverse("desk:board", args=[matter_id]) if there else reverse("desk:board_list")


def page(request: Any, matter: Any) -> dict[str, Any]:
    """Everything that the page of a child before the Board shows to this reader."""
    actor, lang, ids = request.actor, request.LANGUAGE_CODE, {"actor": request.actor, "matter_id": matter.pk}
    case = queries.facts_of(matter)
    sitting = sittings.running(actor.office_no, request.at) if gate.may(actor, "sitting.attend") else None
    shown = files.page(request, matter)
    staying = [one for one in queries.custodies(**ids) if one.left_at is None]
    return shown | {
        "steps": _with_reasons(request, matter, shown["steps"]),
        "case": case,
        "class": law().codes("offence_classes")[case.klass][lang],
        "charges": [(c, queries.in_words(c.sections, lang), law().codes("offence_classes")[c.klass][lang])
                    for c in queries.charges(**ids)],
        "age_today": _age_today(matter, request),
        "customs": [(c, name(request, c.home)) for c in queries.custodies(**ids)],
        "may_admit": gate.may(actor, "ccl.admit", matter)
        and any(c.received_at is None and c.home.no == actor.office_no for c in staying),
        "asked": queries.inquiries(**ids),
        "sitting": sitting,
        "needed": sittings.needed(sitting, request.at) if sitting else 0,
        "steps_open": offered(request, matter, sitting),
        "to_sign": [(no, law().newest_form(no).title[lang]) for no in hearing.to_sign(actor=actor, matter=matter)],
        "may_sections": gate.may(actor, "ccl.sections", matter) and matter.closed_at is None,
        "bail": _bail(case.bail, lang),
        "codes": [law().codes("s18_orders" if code in law().codes("s18_orders") else "s18_more")[code][lang]
                  for code in case.codes],
    }  # fmt: skip


def _bail(code: str, lang: str) -> str:
    grounds = law().codes("bail_refused")
    return "; ".join(grounds[one][lang] for one in code.split(",") if one in grounds)


def _age_today(matter: Any, request: Any) -> int | None:
    child = matter.child
    return rules.age_on(age=child.age_value, told_on=child.age_on, born=None, on=ist_date(request.at))


def _with_reasons(request: Any, matter: Any, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sealed reasons beside the steps they belong to, for who may see who the child is."""
    reasons = queries.notes(actor=request.actor, matter=matter) if gate.may(request.actor, "child.identity") else {}
    found = matters.moves(actor=request.actor, matter_id=matter.pk)
    return [row | {"reason": reasons.get(move.pk, "")} for row, move in zip(told, found, strict=True)]


def offered(request: Any, matter: Any, sitting: Any) -> list[dict[str, Any]]:
    """The steps that this reader may take now, each with its address; some wait for the Board's sitting."""
    lang, machine, found, seen = request.LANGUAGE_CODE, law().machine("ccl"), [], set()
    for step in offers.offered(actor=request.actor, matter=matter, at=request.at):
        one = _one(request, matter, steps.SAME.get(step, step))
        if one is not None and one["url"] not in seen:
            seen.add(one["url"])
            chosen = steps.SAME.get(step, step)
            waits = sitting is None and "sitting.open" in machine.moves[chosen].guards
            found.append(
                one | {"needs_sitting": waits, "words": steps.titles().get(chosen) or machine.moves[chosen].label[lang]}
            )
    return found


def _one(request: Any, matter: Any, step: str) -> dict[str, Any] | None:
    """The address of a step, and whether it is one click."""
    actor = request.actor
    if step == "produce" and gate.may(actor, "ccl.receive", matter):
        return {"url": reverse("desk:board_receive", args=[matter.pk]), "post": True}
    if step in steps.BY_FORM:
        return {"url": reverse("desk:board_form", args=[matter.pk, steps.BY_FORM[step]]), "post": False}
    if step == "order_sir":
        return {"url": reverse("desk:board_sir", args=[matter.pk]), "post": False}
    if step in steps.BRING and gate.may(actor, "ccl.bring", matter):
        url = reverse("desk:board_bring", args=[matter.pk, step])
        return {"url": url, "post": steps.BRING[step].build is None}
    if step in steps.ORDER and gate.may(actor, "ccl.order", matter):
        url = reverse("desk:board_order", args=[matter.pk, step])
        return {"url": url, "post": steps.ORDER[step].build is None}
    if step in ("destroy", "retain_record") and gate.may(actor, "ccl.destroy", matter):
        return {"url": reverse("desk:board_destroy", args=[matter.pk, step]), "post": step == "destroy"}
    return None
