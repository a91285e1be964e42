"""A report's number as people write it; one reading for every door that asks for a number."""

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import number_in


def asked(typed: str) -> str:
    """The number as the register writes it; raises Refused, with an example, when it cannot be one."""
    number = number_in(typed)
    if not number:
        raise Refused(Refusal("number.unreadable"))
    return number
