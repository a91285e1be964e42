"""Children who are called by one name are saved one after the other, however two offices write it."""

import hashlib
import hmac

from django.conf import settings

from vatsalya.matching import names


def turn(name: str | None, *, office_no: int) -> int:
    """The lock of the database under which children of one name are saved one after the other."""
    heard = names.first(name)
    told = f"name:{heard.narrow}" if heard else f"unknown:{office_no}"
    found = hmac.new(settings.VATSALYA_MATCH_KEY, b"turn:" + told.encode(), hashlib.sha256).digest()
    return int.from_bytes(found[:8], signed=True)
