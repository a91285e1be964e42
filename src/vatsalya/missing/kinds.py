"""What a possible match needs to know of each kind of matter: its side, when, where, and who decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.cncp.models import CareCase
from vatsalya.matters.models import Matter

from .models import MissingReport


@dataclass(frozen=True)
class Kind:
    """A kind of matter as one side of a comparison.

    A `lead` is no child in anybody's charge: the report's own office follows it up, nobody confirms it.
    """

    side: str
    since: Callable[[Matter], datetime]
    district: Callable[[Matter], int]
    lead: bool = False


def _lost_at(matter: Matter) -> datetime:
    return gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_at


def _lost_in(matter: Matter) -> int:
    return gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_district


def _found_at(matter: Matter) -> datetime:
    return gate.visible(ENGINE, CareCase).get(pk=matter.pk).found_at


def _opened_at(matter: Matter) -> datetime:
    return matter.opened_at


def _owner_district(matter: Matter) -> int:
    return matter.district_code


_known: dict[str, Kind] = {
    "missing": Kind("missing", _lost_at, _lost_in),
    "cncp": Kind("found", _found_at, _owner_district),
    "helpline": Kind("helpline", _opened_at, _owner_district, lead=True),
}
#: Any other kind of matter that says where a child was seen is a sighting.
_OTHER = Kind("sighting", _opened_at, _owner_district, lead=True)


def of(matter: Matter) -> Kind:
    """How a matter stands in a comparison."""
    return _known.get(matter.kind, _OTHER)


def register(name: str, kind: Kind) -> None:
    """A package above says how its matters are compared (a sighting's own time and place)."""
    _known[name] = kind
