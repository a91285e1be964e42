"""Conditions of a helpline case."""

from typing import Any

from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard


@guard("helpline.disposition_given")
def disposition_given(matter: Matter, *, disposition: str = "", **facts: Any) -> Refusal | None:
    """A case ends with a coded disposition."""
    return None if disposition else Refusal("helpline.disposition_given")
