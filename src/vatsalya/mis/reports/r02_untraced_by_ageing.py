"""R02 Untraced by ageing: how long ago the children still missing were last seen."""

from datetime import datetime

from django.db.models import QuerySet

from vatsalya.mis.report import indicator
from vatsalya.missing.boards import BANDS, in_band

from .r01_missing_and_traced import closing

#: The bands of the catalogue in words.
WORDS = {
    "d1": ("Missing up to 24 hours", "24 घंटे तक से लापता"),
    "d7": ("Missing 1 to 7 days", "1 से 7 दिन से लापता"),
    "d30": ("Missing 8 to 30 days", "8 से 30 दिन से लापता"),
    "m4": ("Missing 1 to 4 months", "1 से 4 माह से लापता"),
    "m12": ("Missing 4 to 12 months", "4 से 12 माह से लापता"),
    "y3": ("Missing 1 to 3 years", "1 से 3 वर्ष से लापता"),
    "y7": ("Missing 3 to 7 years", "3 से 7 वर्ष से लापता"),
    "more": ("Missing over 7 years", "7 वर्ष से अधिक से लापता"),
}


def _band(name: str) -> None:
    en, hi = WORDS[name]

    @indicator(f"missing_age_{name}", report="R02", en=en, hi=hi, front=False)
    def aged(matters: QuerySet, at: datetime) -> QuerySet:
        return closing(matters, at).filter(in_band(name, at))


for _name, _low, _high in BANDS:
    _band(_name)
