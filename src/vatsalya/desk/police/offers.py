"""What a missing report offers next to this reader: each step in words, with its address."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.law.load import law
from vatsalya.matters import actions as moves
from vatsalya.missing import ahtu, ending, production, steps
from vatsalya.offices import queries as offices


@dataclass(frozen=True)
class Offer:
    """A next step: `post` is one click, the others open a page."""

    words: str
    url: str
    post: bool = False
    grave: bool = False
    first: bool = False
    shown: bool = False


#: move -> (act, address, is it the first thing to do)
_PAGES = {
    "suspect_trafficking": ("ahtu.suspect", "desk:missing_suspect"),
    "transfer_ahtu": ("ahtu.hand", "desk:missing_hand_over"),
    "recover": ("missing.recover", "desk:missing_recover"),
    "propose_zero": ("zero.ask", "desk:missing_zero"),
}


def open_to(
    request: Any, matter: Any, sheet: Any, clocks: list[Any], answers: dict[str, Any], *, committee: int | None
) -> list[Offer]:
    """The steps that this reader may take now, the most urgent first."""
    actor, found = request.actor, []
    if gate.may(actor, "missing.link_fir", matter) and not sheet.fir_no and matter.closed_at is None:
        found.append(Offer(_("Write the FIR"), reverse("desk:missing_fir", args=[matter.pk]), first=True))
    if gate.may(actor, "missing.link_fir", matter) and sheet.fir_no and matter.closed_at is None:
        found.append(Offer(_("Correct the sections of the FIR"), reverse("desk:missing_fir", args=[matter.pk])))
    if matter.state == "RECOVERED" and gate.may(actor, "missing.recover", matter):
        url = reverse("desk:missing_produce", args=[matter.pk])
        found.append(Offer(_("The child was produced"), url, post=True, first=True))
    found += _pages(request, matter, sheet, clocks, answers)
    if gate.may(actor, "diary.read", matter):
        found.append(Offer(_("Diary of efforts"), reverse("desk:diary", args=[matter.pk]), shown=True))
    if matter.state == "WITH_AHTU" and gate.may(actor, "ahtu.read", matter):
        found.append(Offer(_("File of the unit"), reverse("desk:ahtu", args=[matter.pk]), first=True))
    found += _steps(request, matter, committee)
    if ending.possible(matter, actor) and not _ending(matter):
        found.append(Offer(_("Close the report"), reverse("desk:missing_end", args=[matter.pk]), grave=True))
    return found


def _pages(request: Any, matter: Any, sheet: Any, clocks: list[Any], answers: dict[str, Any]) -> list[Offer]:
    words, found = law().machine("missing").moves, []
    for name, (act, address) in _PAGES.items():
        if not moves.may_move(request.actor, matter, name) or not gate.may(request.actor, act, matter):
            continue
        if _not_now(name, request, clocks, sheet):
            continue
        raised = name == "suspect_trafficking" and ahtu.raised(matter, clocks=clocks, answers=answers)
        due = name == "transfer_ahtu" or raised
        url = reverse(address, args=[matter.pk])
        shown = name in ("recover", "propose_zero")
        found.append(Offer(words[name].label[request.LANGUAGE_CODE], url, first=due, shown=shown))
    return found


def _not_now(name: str, request: Any, clocks: list[Any], sheet: Any) -> bool:
    """A step whose conditions are plainly not there is not offered."""
    if name == "propose_zero":
        return not sheet.zero_fir
    if name == "transfer_ahtu":
        return not ahtu.is_due(clocks, at=request.at)
    if name == "suspect_trafficking":
        return sheet.suspected_at is not None
    return False


def _steps(request: Any, matter: Any, committee: int | None) -> list[Offer]:
    words = law().machine("missing").moves
    found = []
    for name in steps.open_to(request.actor, matter, committee=committee):
        label = words[name].label[request.LANGUAGE_CODE]
        if name in steps.REASONED:
            found.append(Offer(label, reverse(f"desk:missing_{name}", args=[matter.pk]), grave=name == "reopen"))
        else:
            found.append(Offer(label, reverse("desk:missing_step", args=[matter.pk, name]), post=True))
    return found


def _ending(matter: Any) -> Any:
    """The end that waits for a second officer; a page that asked already whether there is one does not ask again."""
    return ending.waiting(matter) if getattr(matter, "has_ending", True) else None


def asked_end(request: Any, matter: Any) -> dict[str, Any] | None:
    """A closing that waits for a second officer; whether this reader is one."""
    found = _ending(matter) if gate.may(request.actor, "diary.read", matter) or _on_death(request) else None
    if found is None:
        return None
    act = ending.right_for(found.outcome, matter.state)
    return {
        "outcome": law().codes("outcomes")[found.outcome][request.LANGUAGE_CODE],
        "reason": ending.reason_of(found, matter),
        "document": found.document_id,
        "at": found.asked_at,
        "mine": found.asked_by == request.actor.account_id,
        "may": found.asked_by != request.actor.account_id and gate.may(request.actor, act, matter),
    }


def _on_death(request: Any) -> bool:
    return gate.may(request.actor, "missing.record_death")


def decides(request: Any, matter: Any, pairs: list[Any]) -> int | None:
    """The Committee that decides whether the child goes home, where it is not for this officer to say."""
    may = gate.may(request.actor, "missing.step", matter)
    return steps.committee_of(request.actor, matter, pairs) if may else None


def recovery(request: Any, matter: Any) -> dict[str, Any] | None:
    """Before whom the child is brought."""
    there = getattr(matter, "has_recovery", True)
    found = production.recovery_of(actor=request.actor, matter_id=matter.pk) if there else None
    if found is None:
        return None
    return {"office": offices.name(found.office_no, request.LANGUAGE_CODE), "row": found}
