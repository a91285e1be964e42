"""Indian mobile numbers, however people write them."""

import re

_MOBILE = re.compile(r"(?:\+?91|0)?([6-9]\d{9})")


def mobile(text: str) -> str | None:
    """The ten digits of an Indian mobile number (+91, 0, spaces and dashes fall away), or nothing."""
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in text if c not in " -()\u00a0")
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else None
