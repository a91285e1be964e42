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
    "escape": ("placement.step", "desk:stay_escape", True),
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
    return found
