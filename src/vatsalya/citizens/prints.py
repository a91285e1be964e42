"""The keyed fingerprint of a report's facts, by which the ten-thousandth is known to be the first."""

import hashlib
import hmac
from typing import Any

from django.conf import settings

from . import rules

#: Who reports does not make it another report; nor do what is always the same and the tick of good faith.
NOT_FACTS = frozenset(
    {"reporter_name", "reporter_relation", "reporter_phone", "reporter_address", "callback", "good_faith",
     "may_publish", "danger", "pin", "station", "photo"}
)  # fmt: skip
#: What a reporter writes in free words.
FREE, LEAST_WORDS = ("place_text", "told", "clothes", "marks_text", "name", "card"), 4
#: Facts that must agree for two reports of a missing child to be one.
MISSING = ("name", "sex", "last_seen_place")


def keyed(purpose: str, text: str) -> bytes:
    """A digest that says nothing without the server's key."""
    return hmac.new(settings.VATSALYA_MATCH_KEY, f"citizen:{purpose}:{text}".encode(), hashlib.sha256).digest()


def fingerprint(what: str, answers: dict[str, Any]) -> bytes:
    """The same for the same facts, whoever sends them, however they are spaced and in whatever case."""
    facts = [f"{key}={' '.join(rules.words_of(answers[key]))}" for key in sorted(_facts(answers))]
    if what == "missing":
        day = str(answers["last_seen_at"])[:10]
        facts = [" ".join(rules.words_of(answers.get(key, ""))) for key in MISSING] + [day]
    return keyed("facts", "|".join([what, *facts]))


def sketch(answers: dict[str, Any]) -> list[int]:
    """Twenty-four small numbers by which nearly identical words are seen (least keyed hash, 24 ways).

    Only what was written in free words counts, and only of the same sex and age band: ticks are alike for
    many children. Of fewer than four words nothing is said: then only the very same facts are one report.
    """
    words = {word for key in FREE for word in rules.words_of(answers.get(key, "")) if word and not word.isdigit()}
    if len(words) < LEAST_WORDS:
        return []
    kind = f"{answers.get('sex', '')}:{answers.get('age_band', '')}:"
    whole = [hashlib.shake_256(keyed("word", kind + word)).digest(rules.SKETCH * 4) for word in words]
    return [min(int.from_bytes(h[i * 4 : i * 4 + 4], "big") >> 1 for h in whole) for i in range(rules.SKETCH)]


def _facts(answers: dict[str, Any]) -> list[str]:
    return [key for key in answers if key not in NOT_FACTS]


def lock_number(print_: bytes) -> int:
    """The number of the database lock under which the first of many is written."""
    return int.from_bytes(print_[:8], "big", signed=True)
