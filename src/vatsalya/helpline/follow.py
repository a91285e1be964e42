"""How a call stands in a comparison: when it came, and which place it is about."""

from datetime import datetime

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.matters.models import Matter
from vatsalya.missing import kinds

from .models import Call


def _called_at(matter: Matter) -> datetime:
    return gate.visible(ENGINE, Call).get(pk=matter.pk).called_at


def _district(matter: Matter) -> int:
    return gate.visible(ENGINE, Call).get(pk=matter.pk).district_code


kinds.register("helpline", kinds.Kind("helpline", _called_at, _district, lead=True))
