"""What may stand in a card's free words: pure."""

import re
import unicodedata
from collections.abc import Iterable

#: Words of addresses and schools that say nothing alone.
COMMON = frozenset(
    "school road near village house street nagar colony station government high primary bazar post ward district "
    "the and with from devi kumar kumari "
    "गाँव गांव स्कूल विद्यालय मार्ग रोड नगर सरकारी उच्च प्राथमिक बाज़ार बाजार स्टेशन वार्ड जिला पास देवी कुमार कुमारी".split()
)
_NUMBER = re.compile(r"\d(?:[\s().-]?\d){5,}")


def _words(text: str) -> set[str]:
    """The words of a text in any script: letters with their signs, from three characters up."""
    kept = "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in unicodedata.normalize("NFC", text))
    return {word.casefold() for word in kept.split() if len(word) > 2}


def first_name(text: str) -> str:
    """The first word of a name that is a word; no digits, no signs, at most forty letters."""
    kept = "".join(c if unicodedata.category(c)[0] in "LM" or c in "\u200c\u200d'" else " " for c in text)
    return next((word[:40] for word in kept.split() if len(word) > 1), "")


def tells_too_much(text: str, *, hidden: Iterable[str], allowed: str = "") -> bool:
    """True when a text for the public holds a long number, or a word of a parent's name, address or school."""
    if _NUMBER.search(unicodedata.normalize("NFKC", text)):
        return True
    secret = {word for one in hidden for word in _words(one)} - COMMON - _words(allowed)
    return bool(_words(text) & secret)
