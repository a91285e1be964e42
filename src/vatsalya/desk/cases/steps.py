"""Which next steps a care case offers to a reader: words, address, and how it is done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from vatsalya.access import gate
from vatsalya.cncp import queries as care
from vatsalya.law.load import law
from vatsalya.matters import actions as moves


@dataclass(frozen=True)
class Step:
    """A next step: `post` steps are one click, others open a page."""

    words: str
    url: str
    post: bool = False
    grave: bool = False
    needs_sitting: bool = False
    #: Why it cannot be taken now, though the post could take it.
    why: str = ""


#: move -> (act, one-click step or page, does it need a sitting)
_PAGES = {
    "begin_inquiry": ("cncp.order", ("desk:order", "18"), True),
    "place_here": ("cncp.order", ("desk:order", "18"), True),
    "interim_single": ("cncp.order_interim", ("desk:order", "18-alone"), False),
    "order_sir": ("sir.order", ("desk:order", "21"), True),
    "file_sir": ("sir.file", ("desk:sir",), False),
    "hear": ("cncp.order", ("desk:hear",), True),
    "final_order": ("cncp.order", ("desk:final",), True),
    "order_transfer": ("transfer.order", ("desk:transfer",), True),
    "refuse_transfer": ("transfer.refuse", ("desk:refuse_transfer",), False),
    "withdraw_transfer": ("transfer.order", ("desk:withdraw_transfer",), True),
    "order_escort": ("transfer.order", ("desk:order", "45"), True),
    "order_restoration": ("restoration.order", ("desk:order", "44"), True),
}
_CLICKS = {
    "produce": ("cncp.produce", "produce"),
    "check_missing": ("cncp.order", "check"),
    "agree_transfer": ("transfer.agree", "agree"),
    "depart": ("escort.execute", "depart"),
    "receive": ("transfer.receive", "receive"),
    "restore": ("restoration.execute", "restore"),
}
#: Steps of the Committee that was asked to receive the child, and of no other.
_ASKED = frozenset({"agree_transfer", "refuse_transfer", "receive"})
#: Steps that are asked for beside the one that leads on.
_SECOND = frozenset({"refuse_transfer", "withdraw_transfer"})


def open_to(actor: Any, matter: Any, sitting: Any, *, transfer: Any, owed: bool, stays: bool) -> list[Step]:
    """The steps this reader may take now, in the machine's order.

    `owed`: a report is ordered and not there; `stays`: the child lives in a home now.
    """
    lang_words = _labels()
    found = []
    for name in law().machine("cncp").moves:
        if not moves.may_move(actor, matter, name) or not _fits(actor, name, transfer, owed, stays):
            continue
        if name == "check_missing" and (matter.state != "HEARD" or care.missing_checked(actor=actor, matter=matter)):
            continue
        if name in _PAGES and gate.may(actor, _PAGES[name][0], matter):
            found.append(_page(name, matter, lang_words[name], sitting))
        elif name in _CLICKS and gate.may(actor, _CLICKS[name][0], matter):
            url = reverse("desk:case_step", args=[matter.pk, _CLICKS[name][1]])
            found.append(Step(lang_words[name], url, post=True))
    return found


def _fits(actor: Any, name: str, transfer: Any, owed: bool, stays: bool) -> bool:
    """False for a step that would only be refused: another Committee's, or about a report as it does not stand."""
    if name == "place_here":
        return not stays
    if name in _ASKED:
        return transfer is not None and transfer.to_office.no == actor.office_no
    return {"order_sir": not owed, "file_sir": owed}.get(name, True)


def _page(name: str, matter: Any, words: str, sitting: Any) -> Step:
    _act, (address, *more), needs = _PAGES[name]
    url = reverse(address, args=[matter.pk, *more])
    alone = name == "interim_single" and sitting is not None
    why = law().words("sitting.not_in_session", (get_language() or "en")[:2]) if alone else ""
    return Step(words, url, grave=name in _SECOND, needs_sitting=needs and sitting is None, why=why)


def _labels() -> dict[str, str]:
    lang = (get_language() or "en")[:2]
    return {name: move.label[lang] for name, move in law().machine("cncp").moves.items()}
