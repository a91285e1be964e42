"""The name by which a child is called, as it sounds: what two offices write alike, in whichever script."""

import hashlib
import hmac

from django.conf import settings

from vatsalya.matching import names
from vatsalya.matching.fold import Word


def first(name: str | None) -> Word | None:
    """The word that tells one child of a family from another; nothing for a name that nobody knows."""
    read = (names.parse(one) for one in names.split(name))
    found = next((one for one in read if one), None)
    return found.hard[0] if found else None


def alike(one: str | None, two: str | None) -> bool:
    """True when two names may be one child's by their sound; brothers and sisters have other names."""
    ours, theirs = first(one), first(two)
    return ours is not None and theirs is not None and bool({ours.core, ours.narrow} & {theirs.core, theirs.narrow})


def turn(name: str | None, *, office_no: int) -> int:
    """The lock of the database under which children of one name are saved one after the other."""
    heard = first(name)
    told = f"name:{heard.narrow}" if heard else f"unknown:{office_no}"
    found = hmac.new(settings.VATSALYA_MATCH_KEY, b"turn:" + told.encode(), hashlib.sha256).digest()
    return int.from_bytes(found[:8], signed=True)
