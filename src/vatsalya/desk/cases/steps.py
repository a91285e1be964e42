"""Which next steps a care case offers to a reader: words, address, how; and why a step's page does not open."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from vatsalya.access import gate
from vatsalya.cncp import guards
from vatsalya.cncp import queries as care
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.placements import actions as placements
from vatsalya.plans import actions as plans
from vatsalya.sittings import queries as sittings


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


@dataclass(frozen=True)
class Stands:
    """How a case stands, as far as its steps ask: the open sitting, the hand-over, a report owed, the child's home."""

    sitting: Any
    transfer: Any
    owed: bool
    home: Any


#: move -> (act, the page's address, does it need a sitting)
_PAGES = {
    "begin_inquiry": ("cncp.order", ("desk:order", "18"), True),
    "place_here": ("cncp.order", ("desk:order", "18"), True),
    "interim_single": ("cncp.order_interim", ("desk:order", "18-alone"), False),
    "order_sir": ("sir.order", ("desk:order", "21"), True),
    "file_sir": ("sir.file", ("desk:sir",), False),
    "add_sir": ("sir.file", ("desk:sir",), False),
    "hear": ("cncp.order", ("desk:hear",), True),
    "hear_again": ("cncp.order", ("desk:hear",), True),
    "final_order": ("cncp.order", ("desk:final",), True),
    "order_transfer": ("transfer.order", ("desk:transfer",), True),
    "refuse_transfer": ("transfer.refuse", ("desk:refuse_transfer",), False),
    "withdraw_transfer": ("transfer.order", ("desk:withdraw_transfer",), True),
    "order_escort": ("transfer.order", ("desk:order", "45"), True),
    "replace_escort": ("transfer.order", ("desk:order", "45"), True),
    "order_restoration": ("restoration.order", ("desk:order", "44"), True),
    "replace_restoration": ("restoration.order", ("desk:order", "44"), True),
    "amend_order": ("cncp.order", ("desk:hear",), True),
    "restore": ("restoration.execute", ("desk:hand_over",), False),
    "take_back": ("cncp.order", ("desk:take_back",), True),
}
_CLICKS = {
    "produce": ("cncp.produce", "produce"),
    "check_missing": ("cncp.order", "check"),
    "agree_transfer": ("transfer.agree", "agree"),
    "depart": ("escort.execute", "depart"),
    "receive": ("transfer.receive", "receive"),
}
#: Once a hand-over was ordered, it matters how it stands.
HANDED = ("TRANSFER_PROPOSED", "TRANSFER_AGREED", "IN_TRANSIT", "RECEIVED")
#: Steps of the Committee that was asked to receive the child, and of no other.
_ASKED = frozenset({"agree_transfer", "refuse_transfer", "receive"})
#: The first escort order of a transfer, and those that replace it.
_ESCORT = {"order_escort": guards.escort_not_ordered, "replace_escort": guards.escort_ordered}
#: Steps that are asked for beside the one that leads on.
_SECOND = frozenset(
    {
        "refuse_transfer",
        "withdraw_transfer",
        "hear_again",
        "replace_escort",
        "replace_restoration",
        "amend_order",
        "take_back",
    }
)


class Found:
    """The same for a page that shows nothing else of the case: looked up when a step asks for it, and once."""

    def __init__(self, actor: Any, matter: Any, at: Any) -> None:
        self._actor, self._matter, self._at = actor, matter, at

    @cached_property
    def sitting(self) -> Any:
        """The Committee's open sitting."""
        return sittings.running(self._actor.office_no, self._at) if gate.may(self._actor, "sitting.read") else None

    @cached_property
    def transfer(self) -> Any:
        """The hand-over, once one was ordered."""
        handed = self._matter.state in HANDED
        return matters.transfer(actor=self._actor, matter_id=self._matter.pk) if handed else None

    @cached_property
    def owed(self) -> bool:
        """True while a social investigation is owed."""
        return plans.open_investigation(self._matter) is not None

    @cached_property
    def home(self) -> Any:
        """The home in which the child lives."""
        return getattr(placements.current(self._matter), "home", None)


def open_to(actor: Any, matter: Any, now: Stands | Found) -> list[Step]:
    """The steps this reader may take now, in the machine's order; those beside the way come last."""
    lang_words, found = _labels(), []
    for name in law().machine("cncp").moves:
        if not moves.may_move(actor, matter, name) or _misfit(actor, matter, name, now):
            continue
        if name == "check_missing" and (matter.state != "HEARD" or care.missing_checked(actor=actor, matter=matter)):
            continue
        if name in _PAGES and gate.may(actor, _PAGES[name][0], matter):
            found.append(_page(name, matter, lang_words[name], now))
        elif name in _CLICKS and gate.may(actor, _CLICKS[name][0], matter):
            url = reverse("desk:case_step", args=[matter.pk, _CLICKS[name][1]])
            found.append(Step(lang_words[name], url, post=True))
    return sorted(found, key=lambda step: step.grave)


def shut(actor: Any, matter: Any, address: tuple[str, ...], now: Stands | Found) -> Refusal | None:
    """Why the page at this address would be filled for nothing: no step of it can be taken now."""
    names = [name for name, (_act, page, _needs) in _PAGES.items() if page == address]
    lawful = [name for name in names if moves.may_move(actor, matter, name)]
    reasons = [_misfit(actor, matter, name, now) or _session(name, now) for name in lawful]
    if not reasons:
        return moves.wrong_state(matter)
    return None if None in reasons else reasons[0]


def act_of(*address: str) -> str:
    """The act that a page at this address leads to."""
    return next(act for act, page, _needs in _PAGES.values() if page == address)


def _misfit(actor: Any, matter: Any, name: str, now: Stands | Found) -> Refusal | None:
    """Why a step would only be refused: another Committee's, or about a report or an order as it does not stand."""
    if name == "place_here" and now.home:
        return Refusal("placement.nowhere", home={"en": now.home.name_en, "hi": now.home.name_hi})
    if name in _ASKED and (now.transfer is None or now.transfer.to_office.no != actor.office_no):
        return Refusal("cncp.receiving_committee")
    if name in _ESCORT:
        return _ESCORT[name](matter, transfer=now.transfer)
    if name == "order_sir" and now.owed:
        return Refusal("cncp.sir_not_owed")
    return Refusal("sir.not_ordered") if name in ("file_sir", "add_sir") and not now.owed else None


def _session(name: str, now: Stands | Found) -> Refusal | None:
    """Why a step waits for a sitting, or for its end."""
    if name == "interim_single":
        return Refusal("sitting.not_in_session") if now.sitting else None
    return Refusal("sitting.open") if _PAGES[name][2] and now.sitting is None else None


def _page(name: str, matter: Any, words: str, now: Stands | Found) -> Step:
    _act, (address, *more), needs = _PAGES[name]
    url = reverse(address, args=[matter.pk, *more])
    alone = name == "interim_single" and now.sitting is not None
    why = law().words("sitting.not_in_session", _lang()) if alone else ""
    return Step(words, url, grave=name in _SECOND, needs_sitting=needs and now.sitting is None, why=why)


def _lang() -> str:
    return (get_language() or "en")[:2]


def _labels() -> dict[str, str]:
    return {name: move.label[_lang()] for name, move in law().machine("cncp").moves.items()}
