"""Which steps the page of a stay offers to its reader."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from vatsalya.access import gate
from vatsalya.law.load import law
from vatsalya.matters import actions as moves


@dataclass(frozen=True)
class Step:
    """A next step: `post` steps are one click, others open a page."""

    words: str
    url: str
    post: bool = False
    grave: bool = False


#: move of the stay -> (act, address, grave)
PAGES = {
    "come_back": ("placement.step", "desk:stay_back", False),
    "go_on_leave": ("placement.step", "desk:stay_leave", False),
    "go_to_hospital": ("placement.step", "desk:stay_hospital", False),
    "go_to_court": ("placement.step", "desk:stay_hearing", False),
    "depart": ("placement.step", "desk:stay_depart", False),
    "note_report": ("placement.step", "desk:stay_report", False),
    "escape": ("placement.step", "desk:stay_escape", True),
    "record_death": ("placement.step", "desk:stay_death", True),
    "file_inquiry": ("placement.step", "desk:stay_inquiry", False),
}


def open_to(actor: Any, stay: Any, *, owed: bool) -> list[Step]:
    """The steps this reader may take now; `owed`: the inquiry after the child left is not signed yet."""
    machine, lang = law().machine("placement"), (get_language() or "en")[:2]
    found = []
    if moves.may_move(actor, stay.matter, "admit") and gate.may(actor, "placement.admit", stay):
        found.append(Step(machine.moves["admit"].label[lang], reverse("desk:stay_admit", args=[stay.pk]), post=True))
    for name, (act, address, grave) in PAGES.items():
        if name == "file_inquiry" and not owed:
            continue
        if moves.may_move(actor, stay.matter, name) and gate.may(actor, act, stay):
            found.append(Step(machine.moves[name].label[lang], reverse(address, args=[stay.pk]), grave=grave))
    return found + _from_home_to_home(actor, stay, lang) + _of_the_committee(actor, stay, lang)


def _from_home_to_home(actor: Any, stay: Any, lang: str) -> list[Step]:
    """The home that the order names receives the child; a home hands a child over by Form 44."""
    machine, found = law().machine("placement"), []
    named = stay.to_home is not None and stay.to_home.no == actor.office_no
    if named and moves.may_move(actor, stay.matter, "arrive") and gate.may(actor, "placement.receive", stay):
        words = machine.moves["admit"].label[lang]
        found.append(Step(words, reverse("desk:stay_arrive", args=[stay.pk]), post=True))
    restores = moves.may_move(actor, stay.case, "restore") and gate.may(actor, "restoration.execute", stay.case)
    if restores and stay.discharged_at is None:
        words = law().machine("cncp").moves["restore"].label[lang]
        found.append(Step(words, reverse("desk:case_step", args=[stay.case_id, "restore"]), post=True))
    return found


def _of_the_committee(actor: Any, stay: Any, lang: str) -> list[Step]:
    """Another home, or the confirmation of a death: in a sitting."""
    if not gate.may(actor, "cncp.order", stay.case):
        return []
    machine = law().machine("cncp").moves
    lives = stay.discharged_at is None and stay.matter.state in ("ADMITTED", "TRANSFER_ORDERED")
    if lives and moves.may_move(actor, stay.case, "change_home"):
        return [Step(machine["change_home"].label[lang], reverse("desk:stay_move", args=[stay.pk]))]
    if stay.matter.state == "DECEASED" and stay.case.closed_at is None:
        return [Step(machine["confirm_death"].label[lang], reverse("desk:stay_confirm", args=[stay.pk]), post=True)]
    return []
