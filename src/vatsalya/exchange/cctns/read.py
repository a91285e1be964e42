"""From an FIR of the police system to answers of the missing form: what fits is taken, the rest is left.

What the police system says is a proposal. The officer sees it in the form, corrects it and signs.
"""

from datetime import date, datetime
from typing import Any

from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.text import clean

SEX = {"M": "boy", "F": "girl", "T": "transgender"}
#: Name in the profile -> question of the form, for what is plain text in both.
TEXTS = {
    "child_name": "name",
    "father_name": "father",
    "mother_name": "mother",
    "place_of_occurrence": "last_seen_text",
    "home_address": "home_text",
    "clothes": "clothes",
    "informant_name": "reporter_name",
    "informant_mobile": "reporter_phone",
    "io_name": "officer_name",
    "sections": "fir_sections",
    "gd_no": "diary_no",
    "cctns_no": "cctns_no",
}
MOST = 300


def answers(fir: dict[str, Any]) -> dict[str, Any]:
    """The answers that an FIR gives; an unreadable value leaves its question empty."""
    found: dict[str, Any] = {ours: clean(fir[theirs])[:MOST] for theirs, ours in TEXTS.items() if _is_text(fir, theirs)}
    found |= {
        "sex": SEX.get(str(fir.get("sex"))),
        "age": _age(fir.get("age_years")),
        "last_seen_at": _instant(fir.get("occurred_at")),
        "last_seen_place": _place(fir.get("district_lgd")),
        "height_cm": _number(fir.get("height_cm"), 30, 220),
        "reporter_relation": _code(fir.get("informant_relation"), "relations"),
        "fir_no": clean(str(fir.get("fir_no") or ""))[:40],
        "fir_on": _day(fir.get("registered_on")),
        "zero_fir": {True: "yes", False: "no"}.get(fir.get("zero_fir")),  # type: ignore[arg-type]
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _is_text(fir: dict[str, Any], key: str) -> bool:
    return isinstance(fir.get(key), str) and bool(clean(fir[key]))


def _number(value: Any, low: float, high: float) -> float | None:
    sane = isinstance(value, int | float) and not isinstance(value, bool)
    return value if sane and low <= value <= high else None


def _age(value: Any) -> dict[str, Any] | None:
    years = _number(value, 0, 18)
    return None if years is None else {"value": years, "basis": "told"}


def _instant(value: Any) -> str | None:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=IST)).isoformat()


def _day(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _place(value: Any) -> dict[str, int] | None:
    return {"district": value} if isinstance(value, int) and not isinstance(value, bool) else None


def _code(value: Any, codes: str) -> str | None:
    return value if isinstance(value, str) and value in law().codes(codes) else None
