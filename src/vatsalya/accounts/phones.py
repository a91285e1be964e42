"""Indian mobile numbers, however people write them."""

import re

_MOBILE = re.compile(r"(?:\+?91|0)?([6-9]\d{9})")


def mobile(text: str) -> str | None:
    """The ten digits of an Indian mobile number (+91, 0, spaces and dashes fall away), or nothing."""
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in text if c not in " -()\u00a0")
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else None


def dialled(text: str) -> str:
    """A number as it is dialled within India: ten digits; country code, leading zero, spaces and dashes fall away.

    A number of another length stays with all its digits: a landline abroad is not cut.
    """
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    for length, prefix in ((12, "91"), (14, "0091"), (11, "0")):
        if len(digits) == length and digits.startswith(prefix):
            return digits[len(prefix) :]
    return digits
